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

absl::Status MatterNotFound() {
  return MakeError(StatusCode::kNotFound, "MATTER_NOT_FOUND", "没有找到这次征求意见");
}

absl::Status MatterStateConflict(absl::string_view message) {
  return MakeError(StatusCode::kFailedPrecondition, "MATTER_STATE_CONFLICT", message);
}

absl::Status MatterClosed(absl::string_view message) {
  return MakeError(StatusCode::kFailedPrecondition, "MATTER_CLOSED", message);
}

absl::Status VoiceAlreadyGiven() {
  return MakeError(StatusCode::kAlreadyExists, "VOICE_ALREADY_GIVEN",
                   "您已经参与过了，每人只能参与一次");
}

absl::Status VoiceNotFound() {
  return MakeError(StatusCode::kNotFound, "VOICE_NOT_FOUND", "您还没有参与");
}

absl::Status ModerationCaseNotFound() {
  return MakeError(StatusCode::kNotFound, "MODERATION_CASE_NOT_FOUND", "没有找到这条审核记录");
}

absl::Status ModerationStateConflict() {
  return MakeError(StatusCode::kFailedPrecondition, "MODERATION_STATE_CONFLICT",
                   "这条留言现在的状态不能这样操作");
}

absl::Status SuggestionNotFound() {
  return MakeError(StatusCode::kNotFound, "SUGGESTION_NOT_FOUND", "没有找到这件建议");
}

absl::Status SuggestionStateConflict(absl::string_view message) {
  return MakeError(StatusCode::kFailedPrecondition, "SUGGESTION_STATE_CONFLICT", message);
}

absl::Status ReturnRefused(absl::string_view message) {
  return MakeError(StatusCode::kFailedPrecondition, "RETURN_REFUSED", message);
}

absl::Status AwardGiven() {
  return MakeError(StatusCode::kAlreadyExists, "AWARD_GIVEN", "这一年度已经评过了");
}

}  // namespace deputies::board
