// Every error that the message board gives of its own. REQUEST_ID_REUSED comes from common/db,
// HOME_NOT_FOUND and DEPUTY_NOT_FOUND from common/base/directory.h.
#ifndef SERVICES_BOARD_DOMAIN_ERRORS_H_
#define SERVICES_BOARD_DOMAIN_ERRORS_H_

#include "absl/status/status.h"

namespace deputies::board {

// NOT_FOUND/MESSAGE_NOT_FOUND: absent, or not for the caller's eyes.
absl::Status MessageNotFound();
// PERMISSION_DENIED/ACCESS_DENIED
absl::Status MayNotAnswer();
absl::Status MayNotRate();
// FAILED_PRECONDITION/MESSAGE_STATE_CONFLICT
absl::Status MessageNotAnswered();
absl::Status MessageAlreadyRated();

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_ERRORS_H_
