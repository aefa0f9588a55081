#ifndef SERVICES_ACCOUNTS_DOMAIN_DIRECTORY_H_
#define SERVICES_ACCOUNTS_DOMAIN_DIRECTORY_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/domain/directory_store.h"
#include "services/accounts/domain/page.h"
#include "services/accounts/domain/records.h"
#include "services/common/base/clock.h"

namespace deputies::accounts {

// What everybody may read of the organisation tree, homes and deputies.
class Directory {
 public:
  Directory(DirectoryStore& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  // NOT_FOUND/ORGANIZATION_NOT_FOUND.
  absl::StatusOr<Organization> GetOrganization(absl::Time deadline, int64_t organization_id);
  // Children of `parent_id`, 0 for the roots. NOT_FOUND/ORGANIZATION_NOT_FOUND.
  absl::StatusOr<Page<Organization>> ListOrganizations(absl::Time deadline, int64_t parent_id,
                                                       const ListPosition& after, int page_size);
  // Who represents the people of the organisation: deputies in office of all levels.
  // NOT_FOUND/ORGANIZATION_NOT_FOUND.
  absl::StatusOr<Page<Representative>> ListRepresentatives(absl::Time deadline,
                                                           int64_t organization_id,
                                                           const ListPosition& after,
                                                           int page_size);
  // NOT_FOUND/HOME_NOT_FOUND.
  absl::StatusOr<Home> GetHome(absl::Time deadline, int64_t home_id);
  // `organization_id` 0 lists all. NOT_FOUND/ORGANIZATION_NOT_FOUND. `page_size` 0 means 20.
  absl::StatusOr<Page<Home>> ListHomes(absl::Time deadline, int64_t organization_id,
                                       const ListPosition& after, int page_size);
  // Deputies in office. NOT_FOUND/HOME_NOT_FOUND.
  absl::StatusOr<Page<Deputy>> ListDeputies(absl::Time deadline, int64_t home_id,
                                            const ListPosition& after, int page_size);
  // NOT_FOUND/DEPUTY_NOT_FOUND.
  absl::StatusOr<Page<Deputy>> ListGroupMembers(absl::Time deadline, int64_t organization_id,
                                                const ListPosition& after, int page_size);
  absl::StatusOr<Deputy> GetDeputy(absl::Time deadline, int64_t home_id, int64_t deputy_id);
  // The deputy, or whoever in office took the mandate over, in one step or several.
  // NOT_FOUND/DEPUTY_NOT_FOUND when there is nobody in this home.
  absl::StatusOr<Deputy> GetDeputyOrSuccessor(absl::Time deadline, int64_t home_id,
                                              int64_t deputy_id);

 private:
  DirectoryStore& store_;
  const base::Clock& clock_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_DIRECTORY_H_
