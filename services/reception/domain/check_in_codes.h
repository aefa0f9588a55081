#ifndef SERVICES_RECEPTION_DOMAIN_CHECK_IN_CODES_H_
#define SERVICES_RECEPTION_DOMAIN_CHECK_IN_CODES_H_

#include <mutex>
#include <string>

#include "absl/random/random.h"
#include "absl/strings/str_format.h"

namespace deputies::reception {

// Six digits, chosen by chance. They are told at a door, among the few bookings of one day; not a
// secret that protects anything else. Thread-safe.
class CheckInCodes {
 public:
  std::string Next() {
    std::lock_guard<std::mutex> lock(mutex_);
    return absl::StrFormat("%06d", absl::Uniform(random_, 0, 1000000));
  }

 private:
  std::mutex mutex_;
  absl::BitGen random_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_CHECK_IN_CODES_H_
