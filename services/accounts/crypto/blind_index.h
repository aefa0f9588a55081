#ifndef SERVICES_ACCOUNTS_CRYPTO_BLIND_INDEX_H_
#define SERVICES_ACCOUNTS_CRYPTO_BLIND_INDEX_H_

#include <array>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace deputies::accounts {

// Finds rows by an encrypted field: a keyed hash of the value. The phone number space is small, so
// the key is as secret as the field keys; it can never change, because the values are not there to
// be hashed again.
class BlindIndex {
 public:
  static absl::StatusOr<BlindIndex> FromFile(const std::string& path);
  explicit BlindIndex(const std::array<unsigned char, 32>& key) : key_(key) {}

  // 16 bytes. `label` keeps columns apart: "openid", "phone".
  std::string Of(absl::string_view label, absl::string_view value) const;

 private:
  std::array<unsigned char, 32> key_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_CRYPTO_BLIND_INDEX_H_
