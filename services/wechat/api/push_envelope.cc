#include "services/wechat/api/push_envelope.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace deputies::wechat {
namespace {

constexpr size_t kKeyBytes = 32;
// PKCS#7 to blocks of 32, twice the cipher's own.
constexpr size_t kBlock = 32;
// random(16) | length(4, big-endian) | message | appid
constexpr size_t kRandomBytes = 16;
constexpr size_t kPrefixBytes = kRandomBytes + 4;

absl::Status Refused() { return absl::InvalidArgumentError("not encrypted for us"); }

bool DecodeBase64(absl::string_view text, std::string* bytes) {
  // Strict: the alphabet alone, whole groups.
  const bool clean = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/' || c == '=';
  });
  return clean && text.size() % 4 == 0 && absl::Base64Unescape(text, bytes);
}

}  // namespace

std::string PushSignature(std::vector<absl::string_view> parts) {
  std::sort(parts.begin(), parts.end());
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha1(), nullptr);
  for (const absl::string_view part : parts) {
    EVP_DigestUpdate(context.get(), part.data(), part.size());
  }
  EVP_DigestFinal_ex(context.get(), digest, &size);
  return absl::BytesToHexString({reinterpret_cast<const char*>(digest), size});
}

bool SameSignature(absl::string_view given, absl::string_view right) {
  return given.size() == right.size() &&
         CRYPTO_memcmp(given.data(), right.data(), right.size()) == 0;
}

absl::StatusOr<PushCipher> PushCipher::FromKey(absl::string_view encoding_aes_key,
                                               absl::string_view app_id) {
  std::string key;
  // The last character holds two bits that WeChat does not care for.
  if (encoding_aes_key.size() != 43 || !DecodeBase64(absl::StrCat(encoding_aes_key, "="), &key) ||
      key.size() != kKeyBytes) {
    return absl::InvalidArgumentError("EncodingAESKey: want 43 letters and digits");
  }
  return PushCipher(std::move(key), app_id);
}

absl::StatusOr<std::string> PushCipher::Open(absl::string_view encrypted) const {
  std::string sealed;
  if (!DecodeBase64(encrypted, &sealed) || sealed.empty() || sealed.size() % kBlock != 0) {
    return Refused();
  }
  std::string plain(sealed.size() + kBlock, '\0');
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  const auto* const key = reinterpret_cast<const unsigned char*>(key_.data());
  auto* const out = reinterpret_cast<unsigned char*>(plain.data());
  int size = 0;
  int rest = 0;
  // The first half of the key is the initial vector, too.
  if (EVP_DecryptInit_ex(context.get(), EVP_aes_256_cbc(), nullptr, key, key) != 1 ||
      EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1 ||
      EVP_DecryptUpdate(context.get(), out, &size,
                        reinterpret_cast<const unsigned char*>(sealed.data()),
                        static_cast<int>(sealed.size())) != 1 ||
      EVP_DecryptFinal_ex(context.get(), out + size, &rest) != 1) {
    return Refused();
  }
  plain.resize(static_cast<size_t>(size + rest));
  const size_t padding = static_cast<unsigned char>(plain.back());
  if (padding == 0 || padding > kBlock || padding > plain.size() ||
      !std::all_of(plain.end() - static_cast<ptrdiff_t>(padding), plain.end(),
                   [&](char c) { return static_cast<unsigned char>(c) == padding; })) {
    return Refused();
  }
  plain.resize(plain.size() - padding);
  if (plain.size() < kPrefixBytes) return Refused();
  uint32_t length = 0;
  for (size_t i = kRandomBytes; i < kPrefixBytes; ++i) {
    length = length << 8 | static_cast<unsigned char>(plain[i]);
  }
  if (length > plain.size() - kPrefixBytes) return Refused();
  const absl::string_view owner = absl::string_view(plain).substr(kPrefixBytes + length);
  if (!SameSignature(owner, app_id_)) return Refused();
  return plain.substr(kPrefixBytes, length);
}

}  // namespace deputies::wechat
