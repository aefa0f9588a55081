#include "services/duty/crypto/voter_pseudonyms.h"

#include "absl/strings/str_cat.h"
#include "sodium.h"

namespace deputies::duty {

std::string VoterPseudonyms::Of(int64_t home_id, int64_t deputy_id, int year,
                                int64_t voter_id) const {
  const std::string text =
      absl::StrCat("partner:", home_id, ":", deputy_id, ":", year, ":", voter_id);
  unsigned char mac[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256(mac, reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         key_.data());
  return std::string(reinterpret_cast<const char*>(mac), 16);
}

}  // namespace deputies::duty
