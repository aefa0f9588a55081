#include "services/accounts/crypto/field_cipher.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "sodium.h"

namespace deputies::accounts {
namespace {

constexpr unsigned char kVersion = 1;
constexpr unsigned char kXChaCha20Poly1305 = 1;
constexpr size_t kHeaderBytes = 6;
constexpr size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32);

std::string Aad(const FieldPlace& place) {
  return absl::StrCat(place.table, "|", place.column, "|", place.row_id);
}

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

absl::Status CannotOpen() { return absl::DataLossError("an encrypted field cannot be opened"); }

}  // namespace

FieldCipher::FieldCipher(config::KeyRing ring)
    : sealing_key_id_(ring.first_id), keys_(std::move(ring.keys)) {}

absl::StatusOr<FieldCipher> FieldCipher::FromFile(const std::string& path) {
  ASSIGN_OR_RETURN(config::KeyRing ring, config::ReadKeyRing(path));
  return FieldCipher(std::move(ring));
}

absl::StatusOr<FieldCipher> FieldCipher::FromText(absl::string_view text) {
  ASSIGN_OR_RETURN(config::KeyRing ring, config::ParseKeyRing(text));
  return FieldCipher(std::move(ring));
}

FieldCipher FieldCipher::FromKey(absl::string_view key_bytes) {
  FieldCipher cipher{config::KeyRing()};
  auto& key = cipher.keys_[0];
  std::copy_n(key_bytes.begin(), std::min(key_bytes.size(), key.size()), key.begin());
  return cipher;
}

FieldCipher::~FieldCipher() {
  for (auto& [id, key] : keys_) sodium_memzero(key.data(), key.size());
}

std::string FieldCipher::Seal(absl::string_view plaintext, const FieldPlace& place) const {
  std::string sealed(kHeaderBytes + kNonceBytes + plaintext.size() + kTagBytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(sealed.data());
  out[0] = kVersion;
  out[1] = kXChaCha20Poly1305;
  for (int i = 0; i < 4; ++i) {
    out[2 + i] = static_cast<unsigned char>(sealing_key_id_ >> (24 - 8 * i));
  }
  randombytes_buf(out + kHeaderBytes, kNonceBytes);
  const std::string aad = Aad(place);
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      out + kHeaderBytes + kNonceBytes, nullptr, Bytes(plaintext), plaintext.size(), Bytes(aad),
      aad.size(), nullptr, out + kHeaderBytes, keys_.at(sealing_key_id_).data());
  return sealed;
}

absl::StatusOr<std::string> FieldCipher::Open(absl::string_view sealed,
                                              const FieldPlace& place) const {
  const unsigned char* in = Bytes(sealed);
  if (sealed.size() < kHeaderBytes + kNonceBytes + kTagBytes || in[0] != kVersion ||
      in[1] != kXChaCha20Poly1305) {
    return CannotOpen();
  }
  const uint32_t key_id = static_cast<uint32_t>(in[2]) << 24 | static_cast<uint32_t>(in[3]) << 16 |
                          static_cast<uint32_t>(in[4]) << 8 | in[5];
  const auto key = keys_.find(key_id);
  if (key == keys_.end()) return CannotOpen();
  const size_t content = sealed.size() - kHeaderBytes - kNonceBytes;
  std::string plaintext(content - kTagBytes, '\0');
  const std::string aad = Aad(place);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(plaintext.data()),
                                                 nullptr, nullptr, in + kHeaderBytes + kNonceBytes,
                                                 content, Bytes(aad), aad.size(), in + kHeaderBytes,
                                                 key->second.data()) != 0) {
    return CannotOpen();
  }
  return plaintext;
}

std::string NewDataKey() {
  std::string key(32, '\0');
  randombytes_buf(key.data(), key.size());
  return key;
}

}  // namespace deputies::accounts
