#include "services/accounts/domain/tree_keeper.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/accounts/domain/errors.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

using base::Role;

constexpr int kMostChanges = 100;

}  // namespace

absl::Status CheckPlace(Directory& directory, absl::Time deadline, const base::Caller& caller,
                        std::initializer_list<Role> roles, int64_t organization_id) {
  std::vector<int64_t> line = {0};
  if (organization_id != 0) {
    ASSIGN_OR_RETURN(const Organization organization,
                     directory.GetOrganization(deadline, organization_id));
    line.push_back(organization_id);
    for (const OrganizationName& above : organization.ancestors) {
      line.push_back(above.organization_id);
    }
  }
  for (const base::Grant& grant : caller.grants) {
    if (std::find(roles.begin(), roles.end(), grant.role) != roles.end() &&
        std::find(line.begin(), line.end(), grant.organization_id) != line.end()) {
      return absl::OkStatus();
    }
  }
  return OrganizationNotFound();
}

absl::StatusOr<Organization> TreeKeeper::Move(absl::Time deadline, const User& user,
                                              const base::RequestKey& key, int64_t organization_id,
                                              int64_t parent_id) {
  for (const int64_t place : {organization_id, parent_id}) {
    RETURN_IF_ERROR(CheckPlace(directory_, deadline, user.caller,
                               {Role::kCountyOffice, Role::kSystemAdmin}, place));
  }
  RETURN_IF_ERROR(
      store_.Move(deadline,
                  {key,
                   {user.actor, "MoveOrganization", absl::StrCat("organizations/", organization_id),
                    absl::StrCat("below organizations/", parent_id)},
                   clock_.Now()},
                  organization_id, parent_id));
  return directory_.GetOrganization(deadline, organization_id);
}

absl::StatusOr<Organization> TreeKeeper::SetClosed(absl::Time deadline, const User& user,
                                                   const base::RequestKey& key,
                                                   int64_t organization_id, bool closed) {
  RETURN_IF_ERROR(CheckPlace(directory_, deadline, user.caller,
                             {Role::kCountyOffice, Role::kSystemAdmin}, organization_id));
  RETURN_IF_ERROR(
      store_.SetClosed(deadline,
                       {key,
                        {user.actor, closed ? "CloseOrganization" : "ReopenOrganization",
                         absl::StrCat("organizations/", organization_id), ""},
                        clock_.Now()},
                       organization_id, closed));
  return directory_.GetOrganization(deadline, organization_id);
}

absl::StatusOr<Home> TreeKeeper::CloseHome(absl::Time deadline, const User& user,
                                           const base::RequestKey& key, int64_t successor_home_id) {
  if (successor_home_id == key.home_id ||
      (successor_home_id != 0 && !user.caller.IsStaffOf(successor_home_id))) {
    return NotASuccessorHome();
  }
  RETURN_IF_ERROR(store_.CloseHome(deadline,
                                   {key,
                                    {user.actor, "CloseHome", absl::StrCat("homes/", key.home_id),
                                     absl::StrCat("successor homes/", successor_home_id)},
                                    clock_.Now()},
                                   successor_home_id));
  return directory_.GetHome(deadline, key.home_id);
}

absl::StatusOr<Home> TreeKeeper::ReopenHome(absl::Time deadline, const User& user,
                                            const base::RequestKey& key) {
  RETURN_IF_ERROR(store_.ReopenHome(
      deadline,
      {key, {user.actor, "ReopenHome", absl::StrCat("homes/", key.home_id), ""}, clock_.Now()}));
  return directory_.GetHome(deadline, key.home_id);
}

absl::StatusOr<std::vector<OrganizationChange>> TreeKeeper::ListChanges(absl::Time deadline,
                                                                        const base::Caller& caller,
                                                                        int64_t organization_id) {
  RETURN_IF_ERROR(CheckPlace(directory_, deadline, caller,
                             {Role::kCountyOffice, Role::kSystemAdmin, Role::kAuditor},
                             organization_id));
  return store_.ListChanges(deadline, organization_id, kMostChanges);
}

}  // namespace deputies::accounts
