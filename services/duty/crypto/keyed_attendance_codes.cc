#include "services/duty/crypto/keyed_attendance_codes.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "sodium.h"

namespace deputies::duty {

std::string KeyedAttendanceCodes::Of(int64_t home_id, int64_t activity_id) const {
  const std::string text = absl::StrCat("attendance:", home_id, ":", activity_id);
  unsigned char mac[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256(mac, reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         key_.data());
  uint64_t number = 0;
  for (int i = 0; i < 8; ++i) number = number << 8 | mac[i];
  return absl::StrFormat("%06d", number % 1'000'000);
}

}  // namespace deputies::duty
