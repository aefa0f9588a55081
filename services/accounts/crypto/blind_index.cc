#include "services/accounts/crypto/blind_index.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/config/config.h"
#include "sodium.h"

namespace deputies::accounts {

absl::StatusOr<BlindIndex> BlindIndex::FromFile(const std::string& path) {
  ASSIGN_OR_RETURN(const auto key, config::ReadKey(path));
  return BlindIndex(key);
}

std::string BlindIndex::Of(absl::string_view label, absl::string_view value) const {
  const std::string text = absl::StrCat(label, ":", value);
  unsigned char mac[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256(mac, reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         key_.data());
  return std::string(reinterpret_cast<const char*>(mac), 16);
}

}  // namespace deputies::accounts
