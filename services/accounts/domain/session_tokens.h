#ifndef SERVICES_ACCOUNTS_DOMAIN_SESSION_TOKENS_H_
#define SERVICES_ACCOUNTS_DOMAIN_SESSION_TOKENS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace deputies::accounts {

class SessionTokens {
 public:
  virtual ~SessionTokens() = default;
  // 256 random bits, URL-safe base64 without padding: 43 characters.
  virtual std::string New() const = 0;
  // What is kept instead of the token: 32 bytes. Empty when the text cannot be a token.
  virtual std::string HashOf(absl::string_view token) const = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_SESSION_TOKENS_H_
