#ifndef SERVICES_ACCOUNTS_CRYPTO_RANDOM_TOKENS_H_
#define SERVICES_ACCOUNTS_CRYPTO_RANDOM_TOKENS_H_

#include <string>

#include "services/accounts/domain/session_tokens.h"

namespace deputies::accounts {

class RandomTokens final : public SessionTokens {
 public:
  std::string New() const override;
  // SHA-256.
  std::string HashOf(absl::string_view token) const override;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_CRYPTO_RANDOM_TOKENS_H_
