// Encryption of personal fields at rest (correctness.md, design (e)).
#ifndef SERVICES_ACCOUNTS_CRYPTO_FIELD_CIPHER_H_
#define SERVICES_ACCOUNTS_CRYPTO_FIELD_CIPHER_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/config/config.h"

namespace deputies::accounts {

// Where a ciphertext belongs. It opens nowhere else, so that rows cannot be swapped.
struct FieldPlace {
  absl::string_view table;
  absl::string_view column;
  int64_t row_id;
};

// 256-bit keys by id; the first one seals, all open. XChaCha20-Poly1305 with random nonces.
// Sealed form: version (1 byte) | algorithm (1) | key id (4, big-endian) | nonce (24) | ciphertext
// and tag.
class FieldCipher {
 public:
  // Lines "<key id> <64 hex digits>"; '#' starts a comment.
  static absl::StatusOr<FieldCipher> FromFile(const std::string& path);
  static absl::StatusOr<FieldCipher> FromText(absl::string_view text);
  // One key with id 0, for fields of one person.
  static FieldCipher FromKey(absl::string_view key_bytes);
  ~FieldCipher();
  FieldCipher(const FieldCipher&) = default;
  FieldCipher& operator=(const FieldCipher&) = default;

  std::string Seal(absl::string_view plaintext, const FieldPlace& place) const;
  // DATA_LOSS when the bytes were changed, belong elsewhere or need a key that is not here.
  absl::StatusOr<std::string> Open(absl::string_view sealed, const FieldPlace& place) const;

 private:
  explicit FieldCipher(config::KeyRing ring);

  uint32_t sealing_key_id_ = 0;
  std::map<uint32_t, std::array<unsigned char, 32>> keys_;
};

// 32 random bytes.
std::string NewDataKey();

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_CRYPTO_FIELD_CIPHER_H_
