// What every service asks accounts about homes and deputies.
#ifndef SERVICES_COMMON_BASE_DIRECTORY_H_
#define SERVICES_COMMON_BASE_DIRECTORY_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "services/common/base/call_scope.h"

namespace deputies::base {

// NOT_FOUND/HOME_NOT_FOUND
absl::Status HomeNotFound();
// NOT_FOUND/DEPUTY_NOT_FOUND: no such deputy, or not in this home.
absl::Status DeputyNotFound();
// FAILED_PRECONDITION/HOME_CLOSED; `successor` is the name of the home that took over, empty: none.
absl::Status HomeClosed(const std::string& successor);

// Thread-safe. Implemented in services/common/directory.
class Directory {
 public:
  virtual ~Directory() = default;
  // OK, NOT_FOUND/HOME_NOT_FOUND, or UNAVAILABLE when it cannot be known now.
  virtual absl::Status CheckHome(const CallScope& scope, int64_t home_id) = 0;
  // For what begins something new in the home: as CheckHome, and HOME_CLOSED when it is closed.
  virtual absl::Status CheckOpenHome(const CallScope& scope, int64_t home_id) = 0;
  // OK when the deputy serves in the home now; NOT_FOUND/DEPUTY_NOT_FOUND; UNAVAILABLE.
  virtual absl::Status CheckDeputy(const CallScope& scope, int64_t home_id, int64_t deputy_id) = 0;
};

}  // namespace deputies::base

#endif  // SERVICES_COMMON_BASE_DIRECTORY_H_
