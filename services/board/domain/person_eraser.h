#ifndef SERVICES_BOARD_DOMAIN_PERSON_ERASER_H_
#define SERVICES_BOARD_DOMAIN_PERSON_ERASER_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace deputies::board {

// What an erased person (注销) leaves behind on the boards.
class PersonEraser {
 public:
  virtual ~PersonEraser() = default;

  // Parts what the person wrote, in every home, from the person: the messages, their timelines and
  // their moderation stay, with nobody as the author. Co-signatures, follows and voices stay, too:
  // they are counted, and the number they were given under leads to nobody any more. May be
  // repeated. Ends by `deadline`.
  virtual absl::Status ErasePerson(absl::Time deadline, int64_t person_id) = 0;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_PERSON_ERASER_H_
