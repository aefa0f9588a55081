#include "services/board/domain/desk_errors.h"

#include "services/common/base/error.h"

namespace deputies::board {

using absl::StatusCode;
using base::MakeError;

absl::Status DeskAccessDenied() {
  return MakeError(StatusCode::kPermissionDenied, "ACCESS_DENIED", "您没有权限进行此操作");
}

absl::Status SecondPersonNeeded(absl::string_view message) {
  return MakeError(StatusCode::kPermissionDenied, "SECOND_PERSON_NEEDED", message);
}

absl::Status ChangedMeanwhile() {
  return MakeError(StatusCode::kAborted, "CONCURRENT_CHANGE", "内容刚刚被别人改过，请刷新后再操作");
}

absl::Status BulletinNotFound() {
  return MakeError(StatusCode::kNotFound, "BULLETIN_NOT_FOUND", "没有找到这篇内容");
}

absl::Status BulletinStateConflict(absl::string_view message) {
  return MakeError(StatusCode::kFailedPrecondition, "BULLETIN_STATE_CONFLICT", message);
}

}  // namespace deputies::board
