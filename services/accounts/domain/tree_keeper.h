#ifndef SERVICES_ACCOUNTS_DOMAIN_TREE_KEEPER_H_
#define SERVICES_ACCOUNTS_DOMAIN_TREE_KEEPER_H_

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/domain/directory.h"
#include "services/accounts/domain/tree_store.h"
#include "services/common/base/caller.h"
#include "services/common/base/clock.h"

namespace deputies::accounts {

// OK when one of the caller's grants of `roles` stands at the node or above it (0: at the whole
// installation). NOT_FOUND/ORGANIZATION_NOT_FOUND otherwise, as for a node that is not there.
absl::Status CheckPlace(Directory& directory, absl::Time deadline, const base::Caller& caller,
                        std::initializer_list<base::Role> roles, int64_t organization_id);

// The tree in the hands of offices, each below its own nodes. Errors as TreeStore.
class TreeKeeper {
 public:
  // All must outlive it.
  TreeKeeper(TreeStore& store, Directory& directory, const base::Clock& clock)
      : store_(store), directory_(directory), clock_(clock) {}

  // Access was checked for the role, not for the place.
  struct User {
    const base::Caller& caller;
    base::Actor actor;
  };

  absl::StatusOr<Organization> Move(absl::Time deadline, const User& user,
                                    const base::RequestKey& key, int64_t organization_id,
                                    int64_t parent_id);
  absl::StatusOr<Organization> SetClosed(absl::Time deadline, const User& user,
                                         const base::RequestKey& key, int64_t organization_id,
                                         bool closed);
  // The home of the key. `successor_home_id`: 0, or an open home that is the caller's too.
  absl::StatusOr<Home> CloseHome(absl::Time deadline, const User& user, const base::RequestKey& key,
                                 int64_t successor_home_id);
  absl::StatusOr<Home> ReopenHome(absl::Time deadline, const User& user,
                                  const base::RequestKey& key);
  absl::StatusOr<std::vector<OrganizationChange>> ListChanges(absl::Time deadline,
                                                              const base::Caller& caller,
                                                              int64_t organization_id);

 private:
  TreeStore& store_;
  Directory& directory_;
  const base::Clock& clock_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_TREE_KEEPER_H_
