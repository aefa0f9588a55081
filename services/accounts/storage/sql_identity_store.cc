#include "services/accounts/storage/sql_identity_store.h"

#include <utility>
#include <vector>

#include "services/accounts/domain/errors.h"
#include "services/accounts/domain/identity_grade.h"
#include "services/accounts/storage/identity_kind.h"
#include "services/accounts/storage/organization_lookup.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

constexpr db::Statement kFindIdentity{
    "/* accounts.FindIdentity */ SELECT person_id FROM identities "
    "WHERE kind = ? AND subject_index = ?"};
constexpr db::Statement kInsertIdentity{
    "/* accounts.InsertIdentity */ INSERT INTO identities "
    "(kind, subject_index, person_id, subject, create_time) VALUES (?, ?, ?, ?, ?)"};
constexpr db::Statement kInsertPerson{
    "/* accounts.InsertPerson */ INSERT INTO persons (person_id, display_name, data_key, "
    "create_time) "
    "VALUES (?, ?, ?, ?)"};
constexpr db::Statement kRenamePerson{
    "/* accounts.RenamePerson */ UPDATE persons SET display_name = ? WHERE person_id = ?"};
constexpr db::Statement kGetPerson{
    "/* accounts.GetPerson */ SELECT p.display_name, p.constituency_id, "
    "p.verified_time IS NOT NULL, EXISTS (SELECT 1 FROM identities i "
    "WHERE i.person_id = p.person_id AND i.kind = 2) FROM persons p WHERE p.person_id = ?"};

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
    "WHERE d.person_id = ? AND d.term_start_time <= ? "
    "AND (d.term_end_time IS NULL OR d.term_end_time > ?) ORDER BY d.deputy_id, dh.home_id"};

constexpr db::Statement kFindStaffAccount{
    "/* accounts.FindStaffAccount */ SELECT person_id, username, password_hash, locked_until "
    "FROM staff_accounts WHERE username = ?"};
constexpr db::Statement kLockStaffAccount{
    "/* accounts.LockStaffAccount */ SELECT person_id FROM staff_accounts WHERE username = ? FOR "
    "UPDATE"};
constexpr db::Statement kInsertStaffAccount{
    "/* accounts.InsertStaffAccount */ INSERT INTO staff_accounts "
    "(person_id, username, password_hash) VALUES (?, ?, ?)"};
constexpr db::Statement kSetPassword{
    "/* accounts.SetPassword */ UPDATE staff_accounts "
    "SET password_hash = ?, failure_count = 0, locked_until = NULL WHERE person_id = ?"};
// The right sides see the old failure_count: locked_until is assigned first.
constexpr db::Statement kCountFailure{
    "/* accounts.CountFailure */ UPDATE staff_accounts "
    "SET locked_until = IF(failure_count + 1 >= ?, ?, locked_until), "
    "failure_count = IF(failure_count + 1 >= ?, 0, failure_count + 1) WHERE person_id = ?"};
constexpr db::Statement kClearFailures{
    "/* accounts.ClearFailures */ UPDATE staff_accounts SET failure_count = 0, locked_until = NULL "
    "WHERE person_id = ? AND failure_count > 0"};

constexpr db::Statement kInsertSession{
    "/* accounts.InsertSession */ INSERT INTO sessions "
    "(token_hash, session_id, person_id, voter, create_time, last_seen_time, expire_time) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kListSurplusSessions{
    "/* accounts.ListSurplusSessions */ SELECT session_id FROM sessions WHERE person_id = ? "
    "ORDER BY last_seen_time DESC, session_id DESC LIMIT 1000 OFFSET ?"};
constexpr db::Statement kFindSession{
    "/* accounts.FindSession */ SELECT session_id, person_id, voter, create_time, last_seen_time, "
    "expire_time FROM sessions WHERE token_hash = ?"};
constexpr db::Statement kTouchSession{
    "/* accounts.TouchSession */ UPDATE sessions SET last_seen_time = ? "
    "WHERE token_hash = ? AND last_seen_time < ?"};
constexpr db::Statement kDeleteSession{
    "/* accounts.DeleteSession */ DELETE FROM sessions WHERE person_id = ? AND session_id = ?"};
constexpr db::Statement kDeleteSessions{
    "/* accounts.DeleteSessions */ DELETE FROM sessions WHERE person_id = ?"};

constexpr absl::string_view kOpenidLabel = "openid";

}  // namespace

absl::Status SqlIdentityStore::InsertPerson(db::Transaction& tx, int64_t person_id,
                                            absl::string_view name, absl::string_view data_key,
                                            absl::Time now) {
  return tx
      .Execute(kInsertPerson,
               {person_id, name, cipher_.Seal(data_key, {"persons", "data_key", person_id}), now})
      .status();
}

absl::StatusOr<int64_t> SqlIdentityStore::EnsureWechatPerson(absl::Time deadline,
                                                             absl::string_view openid,
                                                             int64_t new_person_id,
                                                             absl::string_view new_name,
                                                             absl::Time now) {
  const std::string index = index_.Of(kOpenidLabel, openid);
  ASSIGN_OR_RETURN(const db::Rows known,
                   database_.Query(deadline, kFindIdentity, {kWechatOpenid, index}));
  if (!known.empty()) return known[0].Int(0);

  int64_t person_id = new_person_id;
  RETURN_IF_ERROR(database_.InTransaction(
      deadline,
      [&](db::Transaction& tx) -> absl::Status {
        const std::string data_key = NewDataKey();
        // The identity first: of racing log-ins, one inserts and the others find its row.
        const absl::Status inserted =
            tx.Execute(kInsertIdentity, {kWechatOpenid, index, new_person_id,
                                         FieldCipher::FromKey(data_key).Seal(
                                             openid, {"identities", "subject", new_person_id}),
                                         now})
                .status();
        if (db::IsDuplicateKey(inserted)) {
          ASSIGN_OR_RETURN(const db::Rows rows, tx.Query(kFindIdentity, {kWechatOpenid, index}));
          if (rows.empty()) return inserted;
          person_id = rows[0].Int(0);
          return absl::OkStatus();
        }
        RETURN_IF_ERROR(inserted);
        person_id = new_person_id;
        return InsertPerson(tx, new_person_id, new_name, data_key, now);
      },
      db::Repeat::kAfterUnknownOutcome));
  return person_id;
}

absl::StatusOr<Person> SqlIdentityStore::LoadPerson(absl::Time deadline, int64_t person_id,
                                                    absl::Time now) {
  ASSIGN_OR_RETURN(const db::Rows names, database_.Query(deadline, kGetPerson, {person_id}));
  if (names.empty()) return PersonNotFound();
  Person person;
  person.person_id = person_id;
  person.display_name = names[0].String(0);
  person.constituency_id = names[0].Int(1);

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

absl::StatusOr<std::optional<StaffAccount>> SqlIdentityStore::FindStaffAccount(
    absl::Time deadline, absl::string_view username) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kFindStaffAccount, {username}));
  if (rows.empty()) return std::optional<StaffAccount>();
  StaffAccount account;
  account.person_id = rows[0].Int(0);
  account.username = rows[0].String(1);
  account.password_hash = rows[0].String(2);
  if (!rows[0].IsNull(3)) account.locked_until = rows[0].Time(3);
  return std::optional<StaffAccount>(std::move(account));
}

absl::Status SqlIdentityStore::RecordLoginFailure(absl::Time deadline, int64_t person_id, int limit,
                                                  absl::Time lock_until) {
  return database_.InTransaction(deadline, [&](db::Transaction& tx) {
    return tx.Execute(kCountFailure, {limit, lock_until, limit, person_id}).status();
  });
}

absl::Status SqlIdentityStore::RecordLoginSuccess(absl::Time deadline, int64_t person_id) {
  return database_.InTransaction(deadline, [&](db::Transaction& tx) {
    return tx.Execute(kClearFailures, {person_id}).status();
  });
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
      RETURN_IF_ERROR(InsertPerson(tx, person_id, change.display_name, NewDataKey(), change.now));
    } else {
      person_id = known[0].Int(0);
      RETURN_IF_ERROR(tx.Execute(kSetPassword, {change.password_hash, person_id}).status());
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
  const db::Row& row = rows[0];
  return std::optional<SessionRecord>(SessionRecord{row.Int(0), row.Int(1), row.Int(2) != 0,
                                                    row.Time(3), row.Time(4), row.Time(5)});
}

absl::Status SqlIdentityStore::TouchSession(absl::Time deadline, absl::string_view token_hash,
                                            absl::Time now) {
  return database_.InTransaction(deadline, [&](db::Transaction& tx) {
    return tx.Execute(kTouchSession, {now, token_hash, now}).status();
  });
}

absl::Status SqlIdentityStore::DeleteSession(absl::Time deadline, int64_t person_id,
                                             int64_t session_id) {
  return database_.InTransaction(deadline, [&](db::Transaction& tx) {
    return tx.Execute(kDeleteSession, {person_id, session_id}).status();
  });
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
