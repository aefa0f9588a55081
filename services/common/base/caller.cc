#include "services/common/base/caller.h"

#include <algorithm>

namespace deputies::base {
namespace {

bool Covers(const Grant& grant, int64_t home_id) {
  return std::find(grant.home_ids.begin(), grant.home_ids.end(), home_id) != grant.home_ids.end();
}

}  // namespace

bool Caller::Has(Role role) const {
  return std::any_of(grants.begin(), grants.end(),
                     [role](const Grant& grant) { return grant.role == role; });
}

bool Caller::HasAt(std::initializer_list<Role> roles, int64_t home_id) const {
  return std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
    return std::find(roles.begin(), roles.end(), grant.role) != roles.end() &&
           Covers(grant, home_id);
  });
}

bool Caller::IsStaffOf(int64_t home_id) const {
  return HasAt({Role::kLiaison, Role::kChair, Role::kCountyOffice}, home_id);
}

int64_t Caller::DeputyIdAt(int64_t home_id) const {
  for (const Grant& grant : grants) {
    if (grant.role == Role::kDeputy && Covers(grant, home_id)) return grant.deputy_id;
  }
  return 0;
}

}  // namespace deputies::base
