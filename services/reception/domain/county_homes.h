#ifndef SERVICES_RECEPTION_DOMAIN_COUNTY_HOMES_H_
#define SERVICES_RECEPTION_DOMAIN_COUNTY_HOMES_H_

#include <cstdint>
#include <set>

#include "absl/status/statusor.h"
#include "services/common/base/caller.h"
#include "services/reception/domain/errors.h"

namespace deputies::reception {

// The homes below an office's own node. NOT_FOUND/ORGANIZATION_NOT_FOUND for a node that is none of
// the caller's.
inline absl::StatusOr<std::set<int64_t>> HomesOfOffice(const base::Caller& caller,
                                                       int64_t organization_id) {
  std::set<int64_t> homes;
  bool own = false;
  for (const base::Grant& grant : caller.grants) {
    if (grant.role != base::Role::kCountyOffice || grant.organization_id != organization_id) {
      continue;
    }
    own = true;
    homes.insert(grant.home_ids.begin(), grant.home_ids.end());
  }
  if (!own) return OrganizationNotFound();
  return homes;
}

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_COUNTY_HOMES_H_
