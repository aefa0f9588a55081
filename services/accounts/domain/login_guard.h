#ifndef SERVICES_ACCOUNTS_DOMAIN_LOGIN_GUARD_H_
#define SERVICES_ACCOUNTS_DOMAIN_LOGIN_GUARD_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"

namespace deputies::accounts {

// Somebody tries to prove something.
struct LoginAttempt {
  std::string subject;  // what is guessed at: a username
  std::string address;  // where from; empty for calls from inside
};

struct GuardRules {
  // Wrong guesses within `window` at one account from one address, and at one account from all
  // addresses that it was never signed in from. At least 2.
  int account_limit = 5;
  // From one address at whatever account: thousands may stand behind one address of a carrier.
  int address_limit = 50;
  absl::Duration window = absl::Minutes(15);
  absl::Duration lock = absl::Minutes(15);
};

class LoginGuardStore {
 public:
  virtual ~LoginGuardStore() = default;
  // Until when this attempt is refused; absent when it is not.
  virtual absl::StatusOr<std::optional<absl::Time>> LockedUntil(absl::Time deadline,
                                                                const LoginAttempt& attempt,
                                                                absl::Time now) = 0;
  virtual absl::Status RecordFailure(absl::Time deadline, const LoginAttempt& attempt,
                                     const GuardRules& rules, absl::Time now) = 0;
  // Forgets the failures of this account from this address, and knows the address from now on.
  virtual absl::Status RecordSuccess(absl::Time deadline, const LoginAttempt& attempt,
                                     absl::Time now) = 0;
};

// Stops guessing without letting strangers lock an owner out: after five wrong guesses an account
// is closed to that address, and to every address that it was never signed in from; where its owner
// signed in before, only the owner's own mistakes count. Unknown names lock as known ones do, so
// that a lock tells nothing.
class LoginGuard {
 public:
  // Both must outlive the guard.
  LoginGuard(LoginGuardStore& store, const base::Clock& clock, const GuardRules& rules)
      : store_(store), clock_(clock), rules_(rules) {}

  // RESOURCE_EXHAUSTED/ACCOUNT_LOCKED.
  absl::Status Admit(absl::Time deadline, const LoginAttempt& attempt);
  absl::Status Failed(absl::Time deadline, const LoginAttempt& attempt);
  absl::Status Succeeded(absl::Time deadline, const LoginAttempt& attempt);

 private:
  LoginGuardStore& store_;
  const base::Clock& clock_;
  const GuardRules rules_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_LOGIN_GUARD_H_
