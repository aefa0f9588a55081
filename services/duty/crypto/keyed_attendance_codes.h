#ifndef SERVICES_DUTY_CRYPTO_KEYED_ATTENDANCE_CODES_H_
#define SERVICES_DUTY_CRYPTO_KEYED_ATTENDANCE_CODES_H_

#include <array>
#include <string>

#include "services/duty/domain/activity.h"

namespace deputies::duty {

// Six digits of an HMAC-SHA-256 over home and activity: nothing to store.
class KeyedAttendanceCodes final : public AttendanceCodes {
 public:
  explicit KeyedAttendanceCodes(const std::array<unsigned char, 32>& key) : key_(key) {}
  std::string Of(int64_t home_id, int64_t activity_id) const override;

 private:
  const std::array<unsigned char, 32> key_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_CRYPTO_KEYED_ATTENDANCE_CODES_H_
