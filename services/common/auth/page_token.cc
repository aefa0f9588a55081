#include "services/common/auth/page_token.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/config/config.h"
#include "sodium.h"

namespace deputies::auth {
namespace {

// 96 bits: enough against guessing, short in a URL.
constexpr size_t kMacBytes = 12;

std::string Mac(const std::array<unsigned char, 32>& key, absl::string_view list,
                absl::string_view cursor) {
  // The list's length separates the two parts.
  const std::string text = absl::StrCat(list.size(), ":", list, cursor);
  unsigned char mac[crypto_auth_BYTES];
  crypto_auth(mac, reinterpret_cast<const unsigned char*>(text.data()), text.size(), key.data());
  return std::string(reinterpret_cast<const char*>(mac), kMacBytes);
}

absl::Status PageTokenInvalid() {
  return base::MakeError(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID",
                         "翻页标记无效，请从第一页重新打开");
}

}  // namespace

absl::StatusOr<PageTokens> PageTokens::FromFile(const std::string& path) {
  ASSIGN_OR_RETURN(const auto key, config::ReadKey(path));
  return PageTokens(key);
}

std::string PageTokens::Encode(absl::string_view list, absl::string_view cursor) const {
  return absl::WebSafeBase64Escape(absl::StrCat(Mac(key_, list, cursor), cursor));
}

absl::StatusOr<std::string> PageTokens::Decode(absl::string_view list,
                                               absl::string_view token) const {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) || bytes.size() < kMacBytes) {
    return PageTokenInvalid();
  }
  std::string cursor = bytes.substr(kMacBytes);
  const std::string mac = Mac(key_, list, cursor);
  if (sodium_memcmp(mac.data(), bytes.data(), kMacBytes) != 0) return PageTokenInvalid();
  return cursor;
}

}  // namespace deputies::auth
