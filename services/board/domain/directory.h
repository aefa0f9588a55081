// What the board asks accounts about homes and deputies.
#ifndef SERVICES_BOARD_DOMAIN_DIRECTORY_H_
#define SERVICES_BOARD_DOMAIN_DIRECTORY_H_

#include <cstdint>

#include "absl/status/status.h"
#include "services/board/domain/message.h"

namespace deputies::board {

// Thread-safe.
class Directory {
 public:
  virtual ~Directory() = default;
  // OK, NOT_FOUND/HOME_NOT_FOUND, or UNAVAILABLE when it cannot be known now.
  virtual absl::Status CheckHome(const CallScope& scope, int64_t home_id) = 0;
  // OK when the deputy serves in the home now; NOT_FOUND/DEPUTY_NOT_FOUND; UNAVAILABLE.
  virtual absl::Status CheckDeputy(const CallScope& scope, int64_t home_id, int64_t deputy_id) = 0;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_DIRECTORY_H_
