#include "services/accounts/crypto/totp.h"

#include <array>

#include "absl/strings/str_format.h"
#include "openssl/evp.h"
#include "openssl/hmac.h"
#include "sodium.h"

namespace deputies::accounts {
namespace {

constexpr absl::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr size_t kSecretBytes = 20;
constexpr int64_t kStepSeconds = 30;
constexpr int kDigits = 6;
constexpr int64_t kModulus = 1'000'000;

std::string Encode(const std::string& bytes) {
  std::string text;
  uint32_t bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    for (count += 8; count >= 5; count -= 5) text.push_back(kBase32[bits >> (count - 5) & 31]);
  }
  return text;  // 20 bytes are 32 characters, nothing is left over
}

// Empty when a character is none of the alphabet.
std::string Decode(const std::string& text) {
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char letter : text) {
    const size_t value = kBase32.find(letter);
    if (value == absl::string_view::npos) return "";
    bits = bits << 5 | static_cast<uint32_t>(value);
    count += 5;
    if (count >= 8) {
      count -= 8;
      bytes.push_back(static_cast<char>(bits >> count & 255));
    }
  }
  return bytes;
}

}  // namespace

std::string Totp::NewSecret() const {
  std::string bytes(kSecretBytes, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return Encode(bytes);
}

std::string Totp::PasswordAt(const std::string& secret, int64_t step) {
  const std::string key = Decode(secret);
  if (key.empty()) return "";
  std::array<unsigned char, 8> counter;
  for (size_t i = 0; i < counter.size(); ++i) {
    counter[i] = static_cast<unsigned char>(static_cast<uint64_t>(step) >> (56 - 8 * i));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int size = 0;
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), counter.data(), counter.size(),
       mac.data(), &size);
  // Dynamic truncation (RFC 4226, 5.3).
  const size_t offset = mac[size - 1] & 15;
  const uint32_t number = (mac[offset] & 127u) << 24 |
                          static_cast<uint32_t>(mac[offset + 1]) << 16 |
                          static_cast<uint32_t>(mac[offset + 2]) << 8 | mac[offset + 3];
  return absl::StrFormat("%0*d", kDigits, number % kModulus);
}

std::optional<int64_t> Totp::StepOf(const std::string& secret, absl::string_view password,
                                    absl::Time now) const {
  if (password.size() != kDigits) return std::nullopt;
  const int64_t current = absl::ToUnixSeconds(now) / kStepSeconds;
  std::optional<int64_t> found;
  for (int64_t step = current - 1; step <= current + 1; ++step) {
    const std::string expected = PasswordAt(secret, step);
    if (expected.size() == password.size() &&
        sodium_memcmp(expected.data(), password.data(), expected.size()) == 0) {
      found = step;
    }
  }
  return found;
}

}  // namespace deputies::accounts
