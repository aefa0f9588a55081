// Whom reception tells of what: persons who hold roles at a home, as accounts knows them.
#ifndef SERVICES_RECEPTION_DOMAIN_ROLE_HOLDERS_H_
#define SERVICES_RECEPTION_DOMAIN_ROLE_HOLDERS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/caller.h"

namespace deputies::reception {

struct RoleHolder {
  int64_t person_id = 0;
  base::Role role = base::Role::kUnspecified;
  int64_t deputy_id = 0;  // for kDeputy
};

// Thread-safe.
class RoleHolders {
 public:
  virtual ~RoleHolders() = default;
  // Deputies, liaisons, chairs and sponsors of the home who can be told something; UNAVAILABLE when
  // accounts gives no answer.
  virtual absl::StatusOr<std::vector<RoleHolder>> AtHome(absl::Time deadline, int64_t home_id) = 0;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_ROLE_HOLDERS_H_
