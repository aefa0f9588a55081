#include "services/board/upstream/wechat_photo_checker.h"

#include "absl/strings/str_cat.h"
#include "grpcpp/client_context.h"
#include "services/board/upstream/content_verdict.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/grpc_status.h"

namespace deputies::board {

void WechatPhotoChecker::Prepare(absl::Time deadline, grpc::ClientContext* context) const {
  rpc::Call cause;
  cause.deadline = deadline;
  cause.request_id = "board-photo-checks";
  client_.Prepare(cause, timeout_, context);
}

absl::StatusOr<std::string> WechatPhotoChecker::Order(absl::Time deadline,
                                                      const PhotoCheck& check) {
  grpc::ClientContext context;
  Prepare(deadline, &context);
  wechat::v1::OrderMediaCheckRequest request;
  request.set_person_id(check.author_id);
  request.set_scene(wechat::v1::FORUM);
  request.set_type(wechat::v1::PICTURE);
  // The route of board.v1.PhotoService.GetPhoto, which needs no log-in for a public message.
  request.set_media_url(absl::StrCat(public_url_, "/v1/homes/", check.home_id, "/messages/",
                                     check.message_id, "/photos/", check.photo_id));
  wechat::v1::OrderMediaCheckResponse response;
  RETURN_IF_ERROR(rpc::FromGrpcStatus(checks_->OrderMediaCheck(&context, request, &response)));
  return response.trace_id();
}

absl::StatusOr<std::optional<ContentVerdict>> WechatPhotoChecker::FindVerdict(
    absl::Time deadline, const std::string& order_id) {
  grpc::ClientContext context;
  Prepare(deadline, &context);
  wechat::v1::GetMediaVerdictRequest request;
  request.set_trace_id(order_id);
  wechat::v1::GetMediaVerdictResponse response;
  RETURN_IF_ERROR(rpc::FromGrpcStatus(checks_->GetMediaVerdict(&context, request, &response)));
  if (response.verdict() == wechat::v1::CHECK_VERDICT_UNSPECIFIED) return std::nullopt;
  return VerdictOf(response.verdict());
}

}  // namespace deputies::board
