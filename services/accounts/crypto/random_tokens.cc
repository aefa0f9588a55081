#include "services/accounts/crypto/random_tokens.h"

#include "absl/strings/escaping.h"
#include "sodium.h"

namespace deputies::accounts {
namespace {

constexpr size_t kTokenBytes = 32;
constexpr size_t kTokenChars = 43;

}  // namespace

std::string RandomTokens::New() const {
  std::string bytes(kTokenBytes, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return absl::WebSafeBase64Escape(bytes);
}

std::string RandomTokens::HashOf(absl::string_view token) const {
  if (token.size() != kTokenChars) return "";
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                     reinterpret_cast<const unsigned char*>(token.data()), token.size());
  return hash;
}

}  // namespace deputies::accounts
