#include "services/board/upstream/wechat_text_checker.h"

#include "grpcpp/client_context.h"
#include "services/board/upstream/content_verdict.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/grpc_status.h"

namespace deputies::board {

absl::StatusOr<ContentVerdict> WechatTextChecker::Check(absl::Time deadline, int64_t person_id,
                                                        int64_t home_id, const std::string& text) {
  rpc::Call cause;
  cause.deadline = deadline;
  cause.request_id = "board-text-checks";
  grpc::ClientContext context;
  client_.Prepare(cause, timeout_, &context);
  wechat::v1::CheckTextRequest request;
  request.set_person_id(person_id);
  request.set_home_id(home_id);
  request.set_scene(wechat::v1::FORUM);
  request.set_content(text);
  wechat::v1::CheckTextResponse response;
  RETURN_IF_ERROR(rpc::FromGrpcStatus(checks_->CheckText(&context, request, &response)));
  return VerdictOf(response.verdict());
}

}  // namespace deputies::board
