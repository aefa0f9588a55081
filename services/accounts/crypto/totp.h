#ifndef SERVICES_ACCOUNTS_CRYPTO_TOTP_H_
#define SERVICES_ACCOUNTS_CRYPTO_TOTP_H_

#include <optional>
#include <string>

#include "services/accounts/domain/one_time_passwords.h"

namespace deputies::accounts {

// RFC 6238 with HMAC-SHA-1, six digits and steps of 30 seconds: the one profile that all apps know.
class Totp final : public OneTimePasswords {
 public:
  // 160 random bits in base32 (RFC 4648) without padding: 32 characters.
  std::string NewSecret() const override;
  std::optional<int64_t> StepOf(const std::string& secret, absl::string_view password,
                                absl::Time now) const override;

  // The password of a step; empty when the secret is no base32.
  static std::string PasswordAt(const std::string& secret, int64_t step);
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_CRYPTO_TOTP_H_
