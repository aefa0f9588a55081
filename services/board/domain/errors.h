// Every error that the message board gives of its own. REQUEST_ID_REUSED comes from common/db,
// HOME_NOT_FOUND and DEPUTY_NOT_FOUND from common/base/directory.h.
#ifndef SERVICES_BOARD_DOMAIN_ERRORS_H_
#define SERVICES_BOARD_DOMAIN_ERRORS_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"

namespace deputies::board {

// NOT_FOUND/MESSAGE_NOT_FOUND: absent, or not for the caller's eyes.
absl::Status MessageNotFound();
// PERMISSION_DENIED/ACCESS_DENIED
absl::Status MayNotAnswer();
absl::Status MayNotRate();
// FAILED_PRECONDITION/MESSAGE_STATE_CONFLICT
absl::Status MessageNotAnswered();
absl::Status MessageAlreadyRated();
absl::Status MessageIsMerged();
absl::Status MessageNotInPool();
absl::Status MessageStillOpen();
absl::Status MessageAwaitsAuthor();
absl::Status MessageIsClosed();
absl::Status MessageHasNoAuthor();
absl::Status MessageStateConflict();
// FAILED_PRECONDITION/RETURN_LIMIT_REACHED
absl::Status ReturnLimitReached();
// FAILED_PRECONDITION/CHAIR_DECIDES: returned twice, so only the chair or above dispatches.
absl::Status ChairDecides();
// FAILED_PRECONDITION/ALREADY_REOPENED
absl::Status AlreadyReopened();
// FAILED_PRECONDITION/CHASE_TOO_EARLY; `from`: the first day on which it is possible.
absl::Status ChaseTooEarly(absl::CivilDay from);
// PERMISSION_DENIED/ACCESS_DENIED
absl::Status MayNotHandle();
absl::Status OnlyTheAuthorMay();
absl::Status NotForOnesOwn();
// NOT_FOUND/TEMPLATE_NOT_FOUND
absl::Status TemplateNotFound();
// NOT_FOUND/RECEIPT_NOT_FOUND: no such code, or its message has been taken over.
absl::Status ReceiptNotFound();
// NOT_FOUND/PHOTO_NOT_FOUND: no such photo, not of this message, or sent already.
absl::Status PhotoNotFound();
// INVALID_ARGUMENT/PHOTO_UNREADABLE
absl::Status PhotoUnreadable();
// INVALID_ARGUMENT/PHOTO_TOO_LARGE
absl::Status PhotoTooLarge();
// RESOURCE_EXHAUSTED/PHOTO_LIMIT
absl::Status PhotoLimit();

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_ERRORS_H_
