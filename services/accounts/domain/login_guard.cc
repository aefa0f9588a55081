#include "services/accounts/domain/login_guard.h"

#include "services/accounts/domain/errors.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {

absl::Status LoginGuard::Admit(absl::Time deadline, const LoginAttempt& attempt) {
  ASSIGN_OR_RETURN(const std::optional<absl::Time> until,
                   store_.LockedUntil(deadline, attempt, clock_.Now()));
  return until.has_value() ? AccountLocked() : absl::OkStatus();
}

absl::Status LoginGuard::Failed(absl::Time deadline, const LoginAttempt& attempt) {
  return store_.RecordFailure(deadline, attempt, rules_, clock_.Now());
}

absl::Status LoginGuard::Succeeded(absl::Time deadline, const LoginAttempt& attempt) {
  return store_.RecordSuccess(deadline, attempt, clock_.Now());
}

}  // namespace deputies::accounts
