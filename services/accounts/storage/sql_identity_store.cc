#include "services/accounts/storage/sql_identity_store.h"

#include <utility>
#include <vector>

#include "services/accounts/domain/errors.h"
#include "services/accounts/domain/identity_grade.h"
#include "services/accounts/storage/deputy_columns.h"
#include "services/accounts/storage/identity_kind.h"
#include "services/accounts/storage/organization_lookup.h"
#include "services/accounts/storage/person_rows.h"
#include "services/accounts/storage/sql_login_guard_store.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

constexpr db::Statement kRenamePerson{
    "/* accounts.RenamePerson */ UPDATE persons SET display_name = ? WHERE person_id = ?"};
constexpr db::Statement kGetPerson{
    "/* accounts.GetPerson */ SELECT p.display_name, p.constituency_id, "
    "p.verified_time IS NOT NULL, EXISTS (SELECT 1 FROM identities i "
    "WHERE i.person_id = p.person_id AND i.kind = 2), COALESCE(a.totp_confirmed, 0) "
    "FROM persons p LEFT JOIN staff_accounts a ON a.person_id = p.person_id "
    "WHERE p.person_id = ?"};

constexpr db::Statement kListRoles{
    "/* accounts.ListRoles */ SELECT r.role, r.organization_id, COALESCE(o.name, ''), "
    "COALESCE(o.level, 0), COALESCE(o.parent_id, 0) "
    "FROM person_roles r LEFT JOIN organizations o ON o.organization_id = r.organization_id "
    "WHERE r.person_id = ? AND (r.end_time IS NULL OR r.end_time > ?) "
    "ORDER BY r.role, r.organization_id"};
constexpr db::Statement kSetRole{
    "/* accounts.SetRole */ INSERT INTO person_roles "
    "(person_id, role, organization_id, end_time, create_time) VALUES (?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE end_time = VALUES(end_time)"};
// The homes of one node's subtree.
constexpr db::Statement kListSubtreeHomes{
    "/* accounts.ListSubtreeHomes */ WITH RECURSIVE subtree (organization_id) AS ("
    "SELECT organization_id FROM organizations WHERE organization_id = ? UNION ALL "
    "SELECT o.organization_id FROM organizations o "
    "JOIN subtree s ON o.parent_id = s.organization_id) "
    "SELECT h.home_id FROM homes h JOIN subtree s ON h.organization_id = s.organization_id "
    "ORDER BY h.home_id"};
constexpr db::Statement kListAllHomes{
    "/* accounts.ListAllHomes */ SELECT home_id FROM homes ORDER BY home_id"};
// A person's mandates in force, a row for each home of service.
constexpr db::Statement kListMandates{
    "/* accounts.ListMandates */ SELECT d.deputy_id, d.name, dh.home_id, h.organization_id, o.name "
    "FROM deputies d JOIN deputy_homes dh ON dh.deputy_id = d.deputy_id "
    "JOIN homes h ON h.home_id = dh.home_id "
    "JOIN organizations o ON o.organization_id = h.organization_id "
    "WHERE d.person_id = ? AND " DEPUTY_IN_OFFICE " ORDER BY d.deputy_id, dh.home_id"};

constexpr db::Statement kFindStaffAccount{
    "/* accounts.FindStaffAccount */ SELECT person_id, username, password_hash, totp_secret, "
    "totp_confirmed FROM staff_accounts WHERE username = ?"};
constexpr db::Statement kFindStaffAccountOf{
    "/* accounts.FindStaffAccountOf */ SELECT person_id, username, password_hash, totp_secret, "
    "totp_confirmed FROM staff_accounts WHERE person_id = ?"};
constexpr db::Statement kSetSecondFactor{
    "/* accounts.SetSecondFactor */ UPDATE staff_accounts SET totp_secret = ? "
    "WHERE person_id = ? AND totp_confirmed = 0"};
constexpr db::Statement kUseSecondFactor{
    "/* accounts.UseSecondFactor */ UPDATE staff_accounts "
    "SET totp_last_step = ?, totp_confirmed = 1 "
    "WHERE person_id = ? AND totp_secret IS NOT NULL AND totp_last_step < ?"};
constexpr db::Statement kLockStaffAccount{
    "/* accounts.LockStaffAccount */ SELECT person_id FROM staff_accounts WHERE username = ? FOR "
    "UPDATE"};
constexpr db::Statement kInsertStaffAccount{
    "/* accounts.InsertStaffAccount */ INSERT INTO staff_accounts "
    "(person_id, username, password_hash) VALUES (?, ?, ?)"};
constexpr db::Statement kSetPassword{
    "/* accounts.SetPassword */ UPDATE staff_accounts "
    "SET password_hash = ? WHERE person_id = ?"};
constexpr db::Statement kUnlock{
    "/* accounts.Unlock */ DELETE FROM login_failures WHERE subject_index = ?"};
#define SESSION_COLUMNS "session_id, person_id, voter, create_time, last_seen_time, expire_time"

constexpr db::Statement kInsertSession{
    "/* accounts.InsertSession */ INSERT INTO sessions "
    "(token_hash, session_id, person_id, voter, create_time, last_seen_time, expire_time) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kListSurplusSessions{
    "/* accounts.ListSurplusSessions */ SELECT session_id FROM sessions WHERE person_id = ? "
    "ORDER BY last_seen_time DESC, session_id DESC LIMIT 1000 OFFSET ?"};
constexpr db::Statement kFindSession{"/* accounts.FindSession */ SELECT " SESSION_COLUMNS
                                     " FROM sessions WHERE token_hash = ?"};
constexpr db::Statement kListSessions{
    "/* accounts.ListSessions */ SELECT " SESSION_COLUMNS
    " FROM sessions WHERE person_id = ? ORDER BY last_seen_time DESC, session_id DESC"};
constexpr db::Statement kTouchSession{
    "/* accounts.TouchSession */ UPDATE sessions SET last_seen_time = ? "
    "WHERE token_hash = ? AND last_seen_time < ?"};
constexpr db::Statement kDeleteSession{
    "/* accounts.DeleteSession */ DELETE FROM sessions WHERE person_id = ? AND session_id = ?"};
constexpr db::Statement kDeleteSessions{
    "/* accounts.DeleteSessions */ DELETE FROM sessions WHERE person_id = ?"};

FieldPlace TotpPlace(int64_t person_id) { return {"staff_accounts", "totp_secret", person_id}; }

SessionRecord SessionOf(const db::Row& row) {
  return {row.Int(0), row.Int(1), row.Int(2) != 0, row.Time(3), row.Time(4), row.Time(5)};
}

}  // namespace

absl::StatusOr<int64_t> SqlIdentityStore::EnsureWechatPerson(absl::Time deadline,
                                                             absl::string_view openid,
                                                             int64_t new_person_id,
                                                             absl::string_view new_name,
                                                             absl::Time now) {
  return EnsurePerson(database_, cipher_, deadline, kWechatOpenid, index_.Of(kOpenidLabel, openid),
                      openid, {new_person_id, new_name}, now);
}

absl::StatusOr<Person> SqlIdentityStore::LoadPerson(absl::Time deadline, int64_t person_id,
                                                    absl::Time now) {
  ASSIGN_OR_RETURN(const db::Rows names, database_.Query(deadline, kGetPerson, {person_id}));
  if (names.empty()) return PersonNotFound();
  Person person;
  person.person_id = person_id;
  person.display_name = names[0].String(0);
  person.constituency_id = names[0].Int(1);
  person.second_factor = names[0].Int(4) != 0;

  ASSIGN_OR_RETURN(const db::Rows mandates,
                   database_.Query(deadline, kListMandates, {person_id, now, now}));
  for (const db::Row& row : mandates) {
    if (person.roles.empty() || person.roles.back().deputy_id != row.Int(0)) {
      PersonRole role;
      role.role = base::Role::kDeputy;
      role.deputy_id = row.Int(0);
      role.organization_id = row.Int(3);
      role.organization_name = row.String(4);
      person.roles.push_back(std::move(role));
      // A deputy acts under the own name.
      person.display_name = row.String(1);
    }
    person.roles.back().home_ids.push_back(row.Int(2));
  }

  ASSIGN_OR_RETURN(const db::Rows roles, database_.Query(deadline, kListRoles, {person_id, now}));
  for (const db::Row& row : roles) {
    PersonRole role;
    role.role = static_cast<base::Role>(row.Int(0));
    role.organization_id = row.Int(1);
    role.organization_name = row.String(2);
    // An organ serves the people of the unit below which it stands.
    const int64_t top = row.Int(3) == kOrganLevel ? row.Int(4) : role.organization_id;
    ASSIGN_OR_RETURN(const db::Rows homes,
                     top == 0 ? database_.Query(deadline, kListAllHomes, {})
                              : database_.Query(deadline, kListSubtreeHomes, {top}));
    for (const db::Row& home : homes) role.home_ids.push_back(home.Int(0));
    person.roles.push_back(std::move(role));
  }
  person.grade = GradeOf({names[0].Int(3) != 0, person.constituency_id != 0,
                          names[0].Int(2) != 0 || !mandates.empty()});
  return person;
}

absl::StatusOr<std::optional<StaffAccount>> SqlIdentityStore::AccountOf(
    const db::Rows& rows) const {
  if (rows.empty()) return std::optional<StaffAccount>();
  StaffAccount account;
  account.person_id = rows[0].Int(0);
  account.username = rows[0].String(1);
  account.password_hash = rows[0].String(2);
  if (!rows[0].IsNull(3)) {
    ASSIGN_OR_RETURN(account.totp_secret,
                     cipher_.Open(rows[0].String(3), TotpPlace(rows[0].Int(0))));
  }
  account.totp_confirmed = rows[0].Int(4) != 0;
  return std::optional<StaffAccount>(std::move(account));
}

absl::StatusOr<std::optional<StaffAccount>> SqlIdentityStore::FindStaffAccount(
    absl::Time deadline, absl::string_view username) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kFindStaffAccount, {username}));
  return AccountOf(rows);
}

absl::StatusOr<std::optional<StaffAccount>> SqlIdentityStore::FindStaffAccountOf(
    absl::Time deadline, int64_t person_id) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kFindStaffAccountOf, {person_id}));
  return AccountOf(rows);
}

absl::StatusOr<bool> SqlIdentityStore::SetSecondFactor(absl::Time deadline, int64_t person_id,
                                                       const std::string& secret) {
  int64_t changed = 0;
  RETURN_IF_ERROR(database_.InTransaction(deadline, [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(changed, tx.Execute(kSetSecondFactor,
                                         {cipher_.Seal(secret, TotpPlace(person_id)), person_id}));
    return absl::OkStatus();
  }));
  return changed > 0;
}

absl::StatusOr<bool> SqlIdentityStore::UseSecondFactor(absl::Time deadline, int64_t person_id,
                                                       int64_t step) {
  int64_t changed = 0;
  RETURN_IF_ERROR(database_.InTransaction(deadline, [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(changed, tx.Execute(kUseSecondFactor, {step, person_id, step}));
    return absl::OkStatus();
  }));
  return changed > 0;
}

absl::StatusOr<int64_t> SqlIdentityStore::SetStaffAccount(absl::Time deadline,
                                                          const StaffChange& change) {
  int64_t person_id = 0;
  RETURN_IF_ERROR(database_.InTransaction(deadline, [&](db::Transaction& tx) -> absl::Status {
    int64_t organization_id = 0;
    if (!change.organization_code.empty()) {
      ASSIGN_OR_RETURN(organization_id, OrganizationIdOf(tx, change.organization_code));
      if (organization_id == 0) return OrganizationNotFound();
    }
    ASSIGN_OR_RETURN(const db::Rows known, tx.Query(kLockStaffAccount, {change.username}));
    if (known.empty()) {
      person_id = change.new_person_id;
      RETURN_IF_ERROR(
          tx.Execute(kInsertStaffAccount, {person_id, change.username, change.password_hash})
              .status());
      RETURN_IF_ERROR(
          InsertPerson(tx, cipher_, person_id, change.display_name, NewDataKey(), change.now));
    } else {
      person_id = known[0].Int(0);
      RETURN_IF_ERROR(tx.Execute(kSetPassword, {change.password_hash, person_id}).status());
      RETURN_IF_ERROR(tx.Execute(kUnlock, {LoginSubjectIndex(index_, change.username)}).status());
      RETURN_IF_ERROR(tx.Execute(kRenamePerson, {change.display_name, person_id}).status());
    }
    return tx
        .Execute(kSetRole, {person_id, change.role, organization_id, change.role_end, change.now})
        .status();
  }));
  return person_id;
}

absl::Status SqlIdentityStore::AddSession(absl::Time deadline, absl::string_view token_hash,
                                          const SessionRecord& session, int most) {
  return database_.InTransaction(deadline, [&](db::Transaction& tx) -> absl::Status {
    RETURN_IF_ERROR(tx.Execute(kInsertSession,
                               {token_hash, session.session_id, session.person_id, session.voter,
                                session.create_time, session.last_seen, session.expire_time})
                        .status());
    ASSIGN_OR_RETURN(const db::Rows surplus,
                     tx.Query(kListSurplusSessions, {session.person_id, most}));
    for (const db::Row& row : surplus) {
      RETURN_IF_ERROR(tx.Execute(kDeleteSession, {session.person_id, row.Int(0)}).status());
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<std::optional<SessionRecord>> SqlIdentityStore::FindSession(
    absl::Time deadline, absl::string_view token_hash) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kFindSession, {token_hash}));
  if (rows.empty()) return std::optional<SessionRecord>();
  return std::optional<SessionRecord>(SessionOf(rows[0]));
}

absl::Status SqlIdentityStore::TouchSession(absl::Time deadline, absl::string_view token_hash,
                                            absl::Time now) {
  return database_.InTransaction(deadline, [&](db::Transaction& tx) {
    return tx.Execute(kTouchSession, {now, token_hash, now}).status();
  });
}

absl::StatusOr<bool> SqlIdentityStore::DeleteSession(absl::Time deadline, int64_t person_id,
                                                     int64_t session_id) {
  int64_t deleted = 0;
  RETURN_IF_ERROR(database_.InTransaction(deadline, [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(deleted, tx.Execute(kDeleteSession, {person_id, session_id}));
    return absl::OkStatus();
  }));
  return deleted > 0;
}

absl::StatusOr<std::vector<SessionRecord>> SqlIdentityStore::ListSessions(absl::Time deadline,
                                                                          int64_t person_id) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kListSessions, {person_id}));
  std::vector<SessionRecord> sessions;
  for (const db::Row& row : rows) sessions.push_back(SessionOf(row));
  return sessions;
}

absl::StatusOr<int> SqlIdentityStore::DeleteSessions(absl::Time deadline, int64_t person_id) {
  int64_t count = 0;
  RETURN_IF_ERROR(database_.InTransaction(deadline, [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(count, tx.Execute(kDeleteSessions, {person_id}));
    return absl::OkStatus();
  }));
  return static_cast<int>(count);
}

}  // namespace deputies::accounts
