#include "services/wechat/rpc/content_check_service.h"

#include <map>
#include <utility>

#include "services/common/base/status_macros.h"

namespace deputies::wechat {
namespace {

v1::CheckScene SceneOf(v1::CheckScene asked) {
  return asked == v1::CHECK_SCENE_UNSPECIFIED ? v1::COMMENT : asked;
}

}  // namespace

ContentCheckService::ContentCheckService(ContentChecker& checker, Contacts& contacts,
                                         PushStore& pushes)
    : checker_(checker),
      contacts_(contacts),
      pushes_(pushes),
      table_("deputies.wechat.v1.ContentCheckService") {
  table_.Bind("CheckText", this, &ContentCheckService::CheckText);
  table_.Bind("OrderMediaCheck", this, &ContentCheckService::OrderMediaCheck);
  table_.Bind("GetMediaVerdict", this, &ContentCheckService::GetMediaVerdict);
}

absl::Status ContentCheckService::CheckText(const rpc::Call& call,
                                            const v1::CheckTextRequest& request,
                                            v1::CheckTextResponse* response) {
  ASSIGN_OR_RETURN(auto contacts,
                   contacts_.Get({request.person_id()}, call.request_id, call.deadline));
  ASSIGN_OR_RETURN(ContentAnswer answer,
                   checker_.CheckText(contacts[request.person_id()].openid,
                                      SceneOf(request.scene()), request.content(), call.deadline));
  response->set_verdict(static_cast<v1::CheckVerdict>(answer.verdict));
  response->set_label(answer.label);
  response->set_trace_id(std::move(answer.trace_id));
  return absl::OkStatus();
}

absl::Status ContentCheckService::OrderMediaCheck(const rpc::Call& call,
                                                  const v1::OrderMediaCheckRequest& request,
                                                  v1::OrderMediaCheckResponse* response) {
  ASSIGN_OR_RETURN(auto contacts,
                   contacts_.Get({request.person_id()}, call.request_id, call.deadline));
  ASSIGN_OR_RETURN(
      ContentAnswer answer,
      checker_.OrderMediaCheck({contacts[request.person_id()].openid, SceneOf(request.scene()),
                                request.media_url(), static_cast<int>(request.type())},
                               call.deadline));
  response->set_trace_id(std::move(answer.trace_id));
  return absl::OkStatus();
}

absl::Status ContentCheckService::GetMediaVerdict(const rpc::Call& call,
                                                  const v1::GetMediaVerdictRequest& request,
                                                  v1::GetMediaVerdictResponse* response) {
  ASSIGN_OR_RETURN(const auto found, pushes_.FindVerdict(call.deadline, request.trace_id()));
  if (!found.has_value()) return absl::OkStatus();
  response->set_verdict(static_cast<v1::CheckVerdict>(found->verdict));
  response->set_label(found->label);
  return absl::OkStatus();
}

}  // namespace deputies::wechat
