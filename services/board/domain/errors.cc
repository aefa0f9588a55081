#include "services/board/domain/errors.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace deputies::board {

using absl::StatusCode;
using base::MakeError;

absl::Status MessageNotFound() {
  return MakeError(StatusCode::kNotFound, "MESSAGE_NOT_FOUND", "没有找到这条留言");
}

absl::Status MayNotAnswer() {
  return MakeError(StatusCode::kPermissionDenied, "ACCESS_DENIED",
                   "这条留言不是写给您的，您不能答复");
}

absl::Status MayNotRate() {
  return MakeError(StatusCode::kPermissionDenied, "ACCESS_DENIED", "只有留言人本人可以评价");
}

absl::Status MessageNotAnswered() {
  return MakeError(StatusCode::kFailedPrecondition, "MESSAGE_STATE_CONFLICT",
                   "这条留言还没有答复，等有了答复再评价");
}

absl::Status MessageAlreadyRated() {
  return MakeError(StatusCode::kFailedPrecondition, "MESSAGE_STATE_CONFLICT",
                   "您已经评价过这条留言了");
}

absl::Status MessageIsMerged() {
  return MakeError(StatusCode::kFailedPrecondition, "MESSAGE_STATE_CONFLICT",
                   "这条留言已并入另一条留言，请到那一条里处理");
}

absl::Status MessageNotInPool() {
  return MakeError(StatusCode::kFailedPrecondition, "MESSAGE_STATE_CONFLICT",
                   "这一单已经有人接了，或者不在待接单里");
}

absl::Status MessageStillOpen() {
  return MakeError(StatusCode::kFailedPrecondition, "MESSAGE_STATE_CONFLICT",
                   "这条留言还在办理，不用重新打开");
}

absl::Status MessageAwaitsAuthor() {
  return MakeError(StatusCode::kFailedPrecondition, "MESSAGE_STATE_CONFLICT",
                   "正在等留言人补充情况，请等回复后再办");
}

absl::Status MessageIsClosed() {
  return MakeError(StatusCode::kFailedPrecondition, "MESSAGE_STATE_CONFLICT", "这条留言已经办结");
}

absl::Status MessageHasNoAuthor() {
  return MakeError(StatusCode::kFailedPrecondition, "MESSAGE_STATE_CONFLICT",
                   "这条留言没有能在线回复的留言人，不能在线提问");
}

absl::Status MessageStateConflict() {
  return MakeError(StatusCode::kFailedPrecondition, "MESSAGE_STATE_CONFLICT",
                   "这条留言现在的状态不能这样办，请刷新后再看");
}

absl::Status ReturnLimitReached() {
  return MakeError(StatusCode::kFailedPrecondition, "RETURN_LIMIT_REACHED",
                   "这条留言已退回过两次，由人大主席决定，不能再退");
}

absl::Status ChairDecides() {
  return MakeError(StatusCode::kFailedPrecondition, "CHAIR_DECIDES",
                   "这条留言已退回过两次，请由人大主席派单");
}

absl::Status AlreadyReopened() {
  return MakeError(StatusCode::kFailedPrecondition, "ALREADY_REOPENED",
                   "每条留言可以要求重办一次，您已经用过了");
}

absl::Status MayNotHandle() {
  return MakeError(StatusCode::kPermissionDenied, "ACCESS_DENIED", "这条留言不归您办理");
}

absl::Status OnlyTheAuthorMay() {
  return MakeError(StatusCode::kPermissionDenied, "ACCESS_DENIED", "只有留言人本人可以这样做");
}

absl::Status NotForOnesOwn() {
  return MakeError(StatusCode::kPermissionDenied, "ACCESS_DENIED",
                   "这是您自己的留言，不用附议或关注");
}

absl::Status TemplateNotFound() {
  return MakeError(StatusCode::kNotFound, "TEMPLATE_NOT_FOUND", "没有找到这个答复模板");
}

absl::Status ReceiptNotFound() {
  return MakeError(StatusCode::kNotFound, "RECEIPT_NOT_FOUND", "没有找到这个回执号，请核对后再输");
}

absl::Status ChaseTooEarly(absl::CivilDay from) {
  return MakeError(
      StatusCode::kFailedPrecondition, "CHASE_TOO_EARLY",
      absl::StrCat("刚催过或刚提交，", from.month(), "月", from.day(), "日起可以再催办"));
}

absl::Status PhotoNotFound() {
  return base::MakeError(absl::StatusCode::kNotFound, "PHOTO_NOT_FOUND",
                         "没有这张照片，可能放得太久了，请重新选一次");
}

absl::Status PhotoUnreadable() {
  return base::MakeError(absl::StatusCode::kInvalidArgument, "PHOTO_UNREADABLE",
                         "这张照片打不开，请换一张（支持 JPEG、PNG、WebP）");
}

absl::Status PhotoTooLarge() {
  return base::MakeError(absl::StatusCode::kInvalidArgument, "PHOTO_TOO_LARGE",
                         "这张照片太大，请先缩小再发");
}

absl::Status PhotoLimit() {
  return base::MakeError(absl::StatusCode::kResourceExhausted, "PHOTO_LIMIT",
                         "传了太多没有发出的照片，请先发出留言，或明天再试");
}

}  // namespace deputies::board
