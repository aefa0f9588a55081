#ifndef SERVICES_ACCOUNTS_DOMAIN_ONE_TIME_PASSWORDS_H_
#define SERVICES_ACCOUNTS_DOMAIN_ONE_TIME_PASSWORDS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace deputies::accounts {

// Time-based one-time passwords (动态口令), as every authenticator app makes them.
class OneTimePasswords {
 public:
  virtual ~OneTimePasswords() = default;
  // A secret as people type it into an app.
  virtual std::string NewSecret() const = 0;
  // Number of the 30-second step whose password this is, one step of clock error either way
  // allowed; absent for none. A step is good once: the caller keeps the newest one used.
  virtual std::optional<int64_t> StepOf(const std::string& secret, absl::string_view password,
                                        absl::Time now) const = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_ONE_TIME_PASSWORDS_H_
