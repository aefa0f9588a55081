// Opaque, signed keyset cursors for list methods. A token is bound to the list that it was given
// for.
#ifndef SERVICES_COMMON_AUTH_PAGE_TOKEN_H_
#define SERVICES_COMMON_AUTH_PAGE_TOKEN_H_

#include <array>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace deputies::auth {

class PageTokens {
 public:
  // File with 64 hex digits.
  static absl::StatusOr<PageTokens> FromFile(const std::string& path);
  explicit PageTokens(const std::array<unsigned char, 32>& key) : key_(key) {}

  // `list` names the list and its filters, e.g. "messages/42"; `cursor` is the position, at most
  // 128 bytes. URL-safe base64.
  std::string Encode(absl::string_view list, absl::string_view cursor) const;
  // The cursor; INVALID_ARGUMENT/PAGE_TOKEN_INVALID when the token was not made here or for another
  // list.
  absl::StatusOr<std::string> Decode(absl::string_view list, absl::string_view token) const;

 private:
  std::array<unsigned char, 32> key_;
};

}  // namespace deputies::auth

#endif  // SERVICES_COMMON_AUTH_PAGE_TOKEN_H_
