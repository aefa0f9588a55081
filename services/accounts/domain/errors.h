// The errors of accounts.
#ifndef SERVICES_ACCOUNTS_DOMAIN_ERRORS_H_
#define SERVICES_ACCOUNTS_DOMAIN_ERRORS_H_

#include "absl/status/status.h"

namespace deputies::accounts {

absl::Status OrganizationNotFound();
absl::Status HomeNotFound();
absl::Status DeputyNotFound();
absl::Status PersonNotFound();
absl::Status SessionInvalid();
absl::Status LoginFailed();
absl::Status AccountLocked();
absl::Status PageTokenInvalid();
absl::Status ConcurrentChange();
absl::Status CodeNotFound();
absl::Status AccessDenied();
absl::Status UsernameTaken();
absl::Status RoleConflict();
absl::Status RoleNotFound();
absl::Status PhoneTaken();
absl::Status SmsCodeInvalid();
absl::Status SmsTooOften();
absl::Status SecondFactorRequired();
absl::Status SecondFactorInvalid();
absl::Status SecondFactorPresent();
absl::Status SessionNotFound();
absl::Status BindingCodeInvalid();
absl::Status BindingNotFound();
absl::Status DeputyStateConflict();
absl::Status ErasureRefused();
absl::Status ImportNotFound();
absl::Status ImportStateConflict();
absl::Status ImportHasProblems();
absl::Status OrganizationStateConflict();
absl::Status NotASuccessorHome();
// Never leaves the service.
absl::Status ShortCodeTaken();

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_ERRORS_H_
