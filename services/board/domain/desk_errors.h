// Errors of the boards' desks: bulletins, consultations, moderation, suggestions.
#ifndef SERVICES_BOARD_DOMAIN_DESK_ERRORS_H_
#define SERVICES_BOARD_DOMAIN_DESK_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace deputies::board {

// PERMISSION_DENIED/ACCESS_DENIED
absl::Status DeskAccessDenied();
// PERMISSION_DENIED/SECOND_PERSON_NEEDED: what one person did, another has to confirm.
absl::Status SecondPersonNeeded(absl::string_view message);
// ABORTED/CONCURRENT_CHANGE: the caller saw an older revision.
absl::Status ChangedMeanwhile();

// NOT_FOUND/BULLETIN_NOT_FOUND: absent, not public, or not for the caller's hands.
absl::Status BulletinNotFound();
// FAILED_PRECONDITION/BULLETIN_STATE_CONFLICT
absl::Status BulletinStateConflict(absl::string_view message);

// NOT_FOUND/MATTER_NOT_FOUND: absent, or a draft.
absl::Status MatterNotFound();
// FAILED_PRECONDITION/MATTER_STATE_CONFLICT
absl::Status MatterStateConflict(absl::string_view message);
// FAILED_PRECONDITION/MATTER_CLOSED: voices are taken between the dates alone.
absl::Status MatterClosed(absl::string_view message);
// ALREADY_EXISTS/VOICE_ALREADY_GIVEN
absl::Status VoiceAlreadyGiven();
// NOT_FOUND/VOICE_NOT_FOUND
absl::Status VoiceNotFound();

// NOT_FOUND/MODERATION_CASE_NOT_FOUND: absent, or not for the caller's eyes.
absl::Status ModerationCaseNotFound();
// FAILED_PRECONDITION/MODERATION_STATE_CONFLICT
absl::Status ModerationStateConflict();

// NOT_FOUND/SUGGESTION_NOT_FOUND: absent, or not for the caller's eyes.
absl::Status SuggestionNotFound();
// FAILED_PRECONDITION/SUGGESTION_STATE_CONFLICT
absl::Status SuggestionStateConflict(absl::string_view message);
// FAILED_PRECONDITION/RETURN_REFUSED
absl::Status ReturnRefused(absl::string_view message);
// ALREADY_EXISTS/AWARD_GIVEN
absl::Status AwardGiven();

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_DESK_ERRORS_H_
