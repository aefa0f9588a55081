#include "services/accounts/domain/role_book.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/accounts/domain/errors.h"
#include "services/accounts/domain/tree_keeper.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

using base::Role;

bool IsAdmin(Role role) {
  return role == Role::kAuditor || role == Role::kSecurityAdmin || role == Role::kSystemAdmin;
}

bool IsGrantable(Role role) { return role >= Role::kLiaison && role <= Role::kSystemAdmin; }

}  // namespace

absl::Status JudgeRole(const std::vector<Role>& held, Role role) {
  for (const Role other : held) {
    if (other == role) continue;
    const bool two_admins = IsAdmin(role) && IsAdmin(other);
    const bool busy_auditor = role == Role::kAuditor || other == Role::kAuditor;
    if (two_admins || busy_auditor) return RoleConflict();
  }
  return absl::OkStatus();
}

absl::StatusOr<int64_t> RoleBook::CreateAccount(absl::Time deadline, const User& user,
                                                const base::RequestKey& key,
                                                const std::string& username,
                                                const std::string& password,
                                                const std::string& display_name) {
  return store_.CreateAccount(deadline, key,
                              {ids_.Next(), username, hasher_.Hash(password), display_name},
                              user.actor, clock_.Now());
}

absl::StatusOr<RoleGrant> RoleBook::Grant(absl::Time deadline, const User& user,
                                          const base::RequestKey& key, const RoleGrant& grant) {
  if (!IsGrantable(grant.role)) {
    return base::InvalidField("role", "代表身份来自代表名册，不能授予账号");
  }
  const absl::Time now = clock_.Now();
  if (grant.end_time.has_value() && *grant.end_time <= now) {
    return base::InvalidField("endTime", "到期时间应晚于现在");
  }
  RETURN_IF_ERROR(
      CheckPlace(directory_, deadline, user.caller, {Role::kSecurityAdmin}, grant.organization_id));
  return store_.Grant(deadline, key, grant, &JudgeRole, user.actor, now);
}

absl::Status RoleBook::Revoke(absl::Time deadline, const User& user, const base::RequestKey& key,
                              const RoleGrant& grant) {
  RETURN_IF_ERROR(
      CheckPlace(directory_, deadline, user.caller, {Role::kSecurityAdmin}, grant.organization_id));
  return store_.Revoke(deadline, key, grant, user.actor, clock_.Now());
}

absl::StatusOr<Page<RoleGrant>> RoleBook::List(absl::Time deadline, const base::Caller& caller,
                                               int64_t organization_id, const ListPosition& after,
                                               int page_size) {
  if (page_size == 0) page_size = kDefaultPageSize;
  RETURN_IF_ERROR(CheckPlace(directory_, deadline, caller, {Role::kSecurityAdmin, Role::kAuditor},
                             organization_id));
  ASSIGN_OR_RETURN(std::vector<RoleGrant> grants,
                   store_.List(deadline, organization_id, clock_.Now(), after, page_size + 1));
  return ToPage(std::move(grants), page_size, [](const RoleGrant& grant) {
    return ListPosition{absl::StrCat(static_cast<int>(grant.role), "/", grant.organization_id),
                        grant.person_id};
  });
}

absl::Status RoleBook::ResetSecondFactor(absl::Time deadline, const User& user,
                                         const base::RequestKey& key, const std::string& username) {
  ASSIGN_OR_RETURN(const std::vector<RoleGrant> grants,
                   store_.ListOf(deadline, username, clock_.Now()));
  for (const RoleGrant& grant : grants) {
    const absl::Status place = CheckPlace(directory_, deadline, user.caller, {Role::kSecurityAdmin},
                                          grant.organization_id);
    if (absl::IsNotFound(place)) return PersonNotFound();
    RETURN_IF_ERROR(place);
  }
  return store_.ResetSecondFactor(deadline, key, username, user.actor, clock_.Now());
}

}  // namespace deputies::accounts
