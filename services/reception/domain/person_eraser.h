#ifndef SERVICES_RECEPTION_DOMAIN_PERSON_ERASER_H_
#define SERVICES_RECEPTION_DOMAIN_PERSON_ERASER_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace deputies::reception {

// What an erased person (注销) leaves behind at receptions.
class PersonEraser {
 public:
  virtual ~PersonEraser() = default;

  // Takes names and topics out of the person's bookings, tickets and visits in every home; counts
  // and records stay. May be repeated. Ends by `deadline`.
  virtual absl::Status ErasePerson(absl::Time deadline, int64_t person_id) = 0;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_PERSON_ERASER_H_
