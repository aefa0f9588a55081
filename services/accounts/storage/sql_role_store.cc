#include "services/accounts/storage/sql_role_store.h"

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/accounts/domain/errors.h"
#include "services/accounts/storage/person_rows.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"

namespace deputies::accounts {
namespace {

// Chain of what concerns no single home.
constexpr int64_t kInstallation = 0;

constexpr db::Statement kAddStaffAccount{
    "/* accounts.AddStaffAccount */ INSERT INTO staff_accounts "
    "(person_id, username, password_hash) VALUES (?, ?, ?)"};
// Changes of one account's roles wait for each other here.
constexpr db::Statement kLockAccount{
    "/* accounts.LockAccount */ SELECT a.person_id, p.display_name FROM staff_accounts a "
    "JOIN persons p ON p.person_id = a.person_id WHERE a.username = ? FOR UPDATE"};
constexpr db::Statement kHeldRoles{
    "/* accounts.HeldRoles */ SELECT role FROM person_roles WHERE person_id = ? "
    "AND (end_time IS NULL OR end_time > ?)"};
constexpr db::Statement kGrantRole{
    "/* accounts.GrantRole */ INSERT INTO person_roles "
    "(person_id, role, organization_id, end_time, create_time) VALUES (?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE end_time = VALUES(end_time)"};
constexpr db::Statement kRevokeRole{
    "/* accounts.RevokeRole */ DELETE FROM person_roles WHERE person_id = ? AND role = ? "
    "AND organization_id = ?"};
constexpr db::Statement kGetOrganizationName{
    "/* accounts.GetOrganizationName */ SELECT name FROM organizations WHERE organization_id = ?"};

#define GRANT_COLUMNS                                                                  \
  "r.person_id, COALESCE(a.username, ''), p.display_name, r.role, r.organization_id, " \
  "COALESCE(o.name, ''), r.end_time"
#define GRANT_JOINS                                          \
  "JOIN persons p ON p.person_id = r.person_id "             \
  "LEFT JOIN staff_accounts a ON a.person_id = r.person_id " \
  "LEFT JOIN organizations o ON o.organization_id = r.organization_id "

constexpr db::Statement kFindAccount{
    "/* accounts.FindAccount */ SELECT person_id FROM staff_accounts WHERE username = ?"};
constexpr db::Statement kListGrantsOf{
    "/* accounts.ListGrantsOf */ SELECT " GRANT_COLUMNS " FROM person_roles r " GRANT_JOINS
    "WHERE r.person_id = ? AND (r.end_time IS NULL OR r.end_time > ?)"};
constexpr db::Statement kListGrants{"/* accounts.ListGrants */ SELECT " GRANT_COLUMNS
                                    " FROM person_roles r " GRANT_JOINS
                                    "WHERE (r.end_time IS NULL OR r.end_time > ?) "
                                    "AND (r.role, r.organization_id, r.person_id) > (?, ?, ?) "
                                    "ORDER BY r.role, r.organization_id, r.person_id LIMIT ?"};
constexpr db::Statement kListGrantsBelow{
    "/* accounts.ListGrantsBelow */ WITH RECURSIVE subtree (organization_id) AS ("
    "SELECT organization_id FROM organizations WHERE organization_id = ? UNION ALL "
    "SELECT o.organization_id FROM organizations o "
    "JOIN subtree s ON o.parent_id = s.organization_id) "
    "SELECT " GRANT_COLUMNS
    " FROM subtree s "
    "JOIN person_roles r ON r.organization_id = s.organization_id " GRANT_JOINS
    "WHERE (r.end_time IS NULL OR r.end_time > ?) "
    "AND (r.role, r.organization_id, r.person_id) > (?, ?, ?) "
    "ORDER BY r.role, r.organization_id, r.person_id LIMIT ?"};
constexpr db::Statement kClearSecondFactor{
    "/* accounts.ClearSecondFactor */ UPDATE staff_accounts "
    "SET totp_secret = NULL, totp_confirmed = 0 WHERE person_id = ?"};

RoleGrant GrantOf(const db::Row& row) {
  RoleGrant grant;
  grant.person_id = row.Int(0);
  grant.username = row.String(1);
  grant.display_name = row.String(2);
  grant.role = static_cast<base::Role>(row.Int(3));
  grant.organization_id = row.Int(4);
  grant.organization_name = row.String(5);
  if (!row.IsNull(6)) grant.end_time = row.Time(6);
  return grant;
}

std::vector<RoleGrant> GrantsOf(const db::Rows& rows) {
  std::vector<RoleGrant> grants;
  for (const db::Row& row : rows) grants.push_back(GrantOf(row));
  return grants;
}

}  // namespace

absl::Status SqlRoleStore::Audit(db::Transaction& tx, const base::Actor& actor, const char* action,
                                 int64_t person_id, base::Role role, int64_t organization_id,
                                 absl::Time now) {
  return trail_.Append(
      tx, kInstallation,
      {actor, action, absl::StrCat("persons/", person_id),
       absl::StrCat("role ", static_cast<int>(role), " at organizations/", organization_id)},
      now);
}

absl::StatusOr<int64_t> SqlRoleStore::CreateAccount(absl::Time deadline,
                                                    const base::RequestKey& key,
                                                    const NewAccount& account,
                                                    const base::Actor& actor, absl::Time now) {
  int64_t person_id = 0;
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(tx, key, absl::StrCat(account.person_id), now));
    person_id = account.person_id;
    if (earlier.has_value()) {
      return absl::SimpleAtoi(*earlier, &person_id)
                 ? absl::OkStatus()
                 : absl::DataLossError("request key without a person");
    }
    const absl::Status inserted =
        tx.Execute(kAddStaffAccount, {person_id, account.username, account.password_hash}).status();
    if (db::IsDuplicateKey(inserted, "uk_staff_accounts_username")) return UsernameTaken();
    RETURN_IF_ERROR(inserted);
    RETURN_IF_ERROR(InsertPerson(tx, cipher_, person_id, account.display_name, NewDataKey(), now));
    return trail_.Append(tx, kInstallation,
                         {actor, "CreateStaffAccount", absl::StrCat("persons/", person_id), ""},
                         now);
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome));
  return person_id;
}

absl::StatusOr<RoleGrant> SqlRoleStore::Grant(absl::Time deadline, const base::RequestKey& key,
                                              const RoleGrant& grant, Judge judge,
                                              const base::Actor& actor, absl::Time now) {
  RoleGrant result;
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier, db::ClaimRequest(tx, key, "", now));
    ASSIGN_OR_RETURN(const db::Rows account, tx.Query(kLockAccount, {grant.username}));
    if (account.empty()) return PersonNotFound();
    result = grant;
    result.person_id = account[0].Int(0);
    result.display_name = account[0].String(1);
    ASSIGN_OR_RETURN(const db::Rows place, tx.Query(kGetOrganizationName, {grant.organization_id}));
    if (!place.empty()) result.organization_name = place[0].String(0);
    if (earlier.has_value()) return absl::OkStatus();
    if (result.person_id == actor.person_id) return AccessDenied();

    ASSIGN_OR_RETURN(const db::Rows rows, tx.Query(kHeldRoles, {result.person_id, now}));
    std::vector<base::Role> held;
    for (const db::Row& row : rows) held.push_back(static_cast<base::Role>(row.Int(0)));
    RETURN_IF_ERROR(judge(held, grant.role));
    RETURN_IF_ERROR(tx.Execute(kGrantRole, {result.person_id, grant.role, grant.organization_id,
                                            grant.end_time, now})
                        .status());
    return Audit(tx, actor, "GrantRole", result.person_id, grant.role, grant.organization_id, now);
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome));
  return result;
}

absl::Status SqlRoleStore::Revoke(absl::Time deadline, const base::RequestKey& key,
                                  const RoleGrant& grant, const base::Actor& actor,
                                  absl::Time now) {
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier, db::ClaimRequest(tx, key, "", now));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const db::Rows account, tx.Query(kLockAccount, {grant.username}));
    if (account.empty()) return RoleNotFound();
    const int64_t person_id = account[0].Int(0);
    ASSIGN_OR_RETURN(const int64_t deleted,
                     tx.Execute(kRevokeRole, {person_id, grant.role, grant.organization_id}));
    if (deleted == 0) return RoleNotFound();
    return Audit(tx, actor, "RevokeRole", person_id, grant.role, grant.organization_id, now);
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::vector<RoleGrant>> SqlRoleStore::ListOf(absl::Time deadline,
                                                            const std::string& username,
                                                            absl::Time now) {
  ASSIGN_OR_RETURN(const db::Rows account, database_.Query(deadline, kFindAccount, {username}));
  if (account.empty()) return PersonNotFound();
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListGrantsOf, {account[0].Int(0), now}));
  return GrantsOf(rows);
}

absl::StatusOr<std::vector<RoleGrant>> SqlRoleStore::List(absl::Time deadline,
                                                          int64_t organization_id, absl::Time now,
                                                          const ListPosition& after, int limit) {
  int role = 0;
  int64_t node = 0;
  if (!after.sort_text.empty()) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(after.sort_text, '/');
    if (!absl::SimpleAtoi(parts.first, &role) || !absl::SimpleAtoi(parts.second, &node)) {
      return PageTokenInvalid();
    }
  }
  ASSIGN_OR_RETURN(const db::Rows rows,
                   organization_id == 0
                       ? database_.Query(deadline, kListGrants, {now, role, node, after.id, limit})
                       : database_.Query(deadline, kListGrantsBelow,
                                         {organization_id, now, role, node, after.id, limit}));
  return GrantsOf(rows);
}

absl::Status SqlRoleStore::ResetSecondFactor(absl::Time deadline, const base::RequestKey& key,
                                             const std::string& username, const base::Actor& actor,
                                             absl::Time now) {
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier, db::ClaimRequest(tx, key, "", now));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const db::Rows account, tx.Query(kLockAccount, {username}));
    if (account.empty()) return PersonNotFound();
    const int64_t person_id = account[0].Int(0);
    if (person_id == actor.person_id) return AccessDenied();
    RETURN_IF_ERROR(tx.Execute(kClearSecondFactor, {person_id}).status());
    return trail_.Append(tx, kInstallation,
                         {actor, "ResetSecondFactor", absl::StrCat("persons/", person_id), ""},
                         now);
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

}  // namespace deputies::accounts
