#include "services/board/domain/errors.h"

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

}  // namespace deputies::board
