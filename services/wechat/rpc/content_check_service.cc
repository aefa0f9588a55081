#include "services/wechat/rpc/content_check_service.h"

#include <map>
#include <utility>

#include "services/common/base/status_macros.h"

namespace deputies::wechat {

ContentCheckService::ContentCheckService(ContentChecker& checker, Contacts& contacts)
    : checker_(checker), contacts_(contacts), table_("deputies.wechat.v1.ContentCheckService") {
  table_.Bind("CheckText", this, &ContentCheckService::CheckText);
}

absl::Status ContentCheckService::CheckText(const rpc::Call& call,
                                            const v1::CheckTextRequest& request,
                                            v1::CheckTextResponse* response) {
  ASSIGN_OR_RETURN(auto contacts,
                   contacts_.Get({request.person_id()}, call.request_id, call.deadline));
  const v1::CheckScene scene =
      request.scene() == v1::CHECK_SCENE_UNSPECIFIED ? v1::COMMENT : request.scene();
  ASSIGN_OR_RETURN(ContentAnswer answer,
                   checker_.CheckText(contacts[request.person_id()].openid, scene,
                                      request.content(), call.deadline));
  response->set_verdict(static_cast<v1::CheckVerdict>(answer.verdict));
  response->set_label(answer.label);
  response->set_trace_id(std::move(answer.trace_id));
  return absl::OkStatus();
}

}  // namespace deputies::wechat
