#include "services/accounts/storage/sql_contact_store.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/accounts/domain/identity_grade.h"
#include "services/accounts/storage/deputy_columns.h"
#include "services/accounts/storage/identity_kind.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

// The home's unit, those above it, and the organs that stand beside one of them (level 7).
constexpr db::Statement kListHolders{
    "/* accounts.ListHolders */ WITH RECURSIVE line (organization_id, depth) AS ("
    "SELECT organization_id, 0 FROM homes WHERE home_id = ? UNION ALL "
    "SELECT o.parent_id, l.depth + 1 FROM organizations o "
    "JOIN line l ON o.organization_id = l.organization_id WHERE o.parent_id <> 0 AND l.depth < "
    "20), "
    "nodes (organization_id, depth) AS (SELECT organization_id, depth FROM line UNION ALL "
    "SELECT o.organization_id, l.depth FROM organizations o "
    "JOIN line l ON o.parent_id = l.organization_id WHERE o.level = 7) "
    "SELECT r.person_id, r.role, r.organization_id, o.level, p.display_name FROM nodes n "
    "JOIN organizations o ON o.organization_id = n.organization_id "
    "JOIN person_roles r ON r.organization_id = n.organization_id "
    "JOIN persons p ON p.person_id = r.person_id "
    "WHERE (? = '' OR FIND_IN_SET(r.role, ?)) AND (r.end_time IS NULL OR r.end_time > ?) "
    "ORDER BY n.depth, r.organization_id, r.role, r.create_time LIMIT 500"};
constexpr db::Statement kListHoldersAt{
    "/* accounts.ListHoldersAt */ SELECT r.person_id, r.role, r.organization_id, o.level, "
    "p.display_name FROM person_roles r "
    "JOIN organizations o ON o.organization_id = r.organization_id "
    "JOIN persons p ON p.person_id = r.person_id "
    "WHERE r.organization_id = ? AND (? = '' OR FIND_IN_SET(r.role, ?)) "
    "AND (r.end_time IS NULL OR r.end_time > ?) ORDER BY r.role, r.create_time LIMIT 500"};
constexpr db::Statement kListServingDeputies{
    "/* accounts.ListServingDeputies */ SELECT COALESCE(d.person_id, 0), h.organization_id, "
    "o.level, d.name, d.deputy_id FROM deputy_homes dh JOIN homes h ON h.home_id = dh.home_id "
    "JOIN organizations o ON o.organization_id = h.organization_id "
    "JOIN deputies d ON d.deputy_id = dh.deputy_id WHERE dh.home_id = ? AND " DEPUTY_IN_OFFICE
    " ORDER BY d.deputy_id LIMIT 500"};

constexpr db::Statement kGetContact{
    "/* accounts.GetContact */ SELECT display_name, data_key, constituency_id, "
    "verified_time IS NOT NULL FROM persons WHERE person_id = ? AND erased_time IS NULL"};
constexpr db::Statement kFindWechatPerson{
    "/* accounts.FindWechatPerson */ SELECT person_id FROM identities "
    "WHERE kind = ? AND subject_index = ?"};
constexpr db::Statement kListIdentities{
    "/* accounts.ListIdentities */ SELECT kind, subject FROM identities WHERE person_id = ?"};
// A deputy's number stands in the register.
constexpr db::Statement kListDeputyPhones{
    "/* accounts.ListDeputyPhones */ SELECT d.deputy_id, d.phone, d.name FROM deputies d "
    "WHERE d.person_id = ? AND " DEPUTY_IN_OFFICE " ORDER BY d.deputy_id"};

std::string Joined(const std::vector<base::Role>& roles) {
  std::string text;
  for (const base::Role role : roles) {
    absl::StrAppend(&text, text.empty() ? "" : ",", static_cast<int>(role));
  }
  return text;
}

std::vector<RoleHolder> HoldersOf(const db::Rows& rows) {
  std::vector<RoleHolder> holders;
  for (const db::Row& row : rows) {
    holders.push_back({row.Int(0), static_cast<base::Role>(row.Int(1)), row.Int(2),
                       static_cast<OrganizationLevel>(row.Int(3)), row.String(4), 0});
  }
  return holders;
}

}  // namespace

absl::StatusOr<std::vector<RoleHolder>> SqlContactStore::ListHolders(
    absl::Time deadline, int64_t home_id, const std::vector<base::Role>& roles, absl::Time now) {
  const std::string wanted = Joined(roles);
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListHolders, {home_id, wanted, wanted, now}));
  std::vector<RoleHolder> holders = HoldersOf(rows);
  if (std::find(roles.begin(), roles.end(), base::Role::kDeputy) == roles.end()) return holders;
  ASSIGN_OR_RETURN(const db::Rows deputies,
                   database_.Query(deadline, kListServingDeputies, {home_id, now, now}));
  for (const db::Row& row : deputies) {
    holders.push_back({row.Int(0), base::Role::kDeputy, row.Int(1),
                       static_cast<OrganizationLevel>(row.Int(2)), row.String(3), row.Int(4)});
  }
  return holders;
}

absl::StatusOr<std::vector<RoleHolder>> SqlContactStore::ListHoldersAt(
    absl::Time deadline, int64_t organization_id, const std::vector<base::Role>& roles,
    absl::Time now) {
  const std::string wanted = Joined(roles);
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kListHoldersAt,
                                                        {organization_id, wanted, wanted, now}));
  return HoldersOf(rows);
}

absl::StatusOr<std::optional<Contact>> SqlContactStore::GetContact(absl::Time deadline,
                                                                   int64_t person_id,
                                                                   absl::Time now) {
  ASSIGN_OR_RETURN(const db::Rows persons, database_.Query(deadline, kGetContact, {person_id}));
  if (persons.empty()) return std::optional<Contact>();
  const db::Row& person = persons[0];
  Contact contact;
  contact.person_id = person_id;
  contact.display_name = person.String(0);
  contact.constituency_id = person.Int(2);

  ASSIGN_OR_RETURN(const db::Rows identities,
                   database_.Query(deadline, kListIdentities, {person_id}));
  if (!identities.empty()) {
    ASSIGN_OR_RETURN(const std::string key,
                     cipher_.Open(person.String(1), {"persons", "data_key", person_id}));
    const FieldCipher own = FieldCipher::FromKey(key);
    for (const db::Row& identity : identities) {
      ASSIGN_OR_RETURN(std::string subject,
                       own.Open(identity.String(1), {"identities", "subject", person_id}));
      (identity.Int(0) == kWechatOpenid ? contact.openid : contact.phone) = std::move(subject);
    }
  }
  const bool phone_bound = !contact.phone.empty();

  ASSIGN_OR_RETURN(const db::Rows mandates,
                   database_.Query(deadline, kListDeputyPhones, {person_id, now, now}));
  for (const db::Row& row : mandates) {
    contact.display_name = row.String(2);
    if (!contact.phone.empty() || row.IsNull(1)) continue;
    ASSIGN_OR_RETURN(contact.phone, cipher_.Open(row.String(1), {"deputies", "phone", row.Int(0)}));
  }
  contact.grade =
      GradeOf({phone_bound, contact.constituency_id != 0, person.Int(3) != 0 || !mandates.empty()});
  return std::optional<Contact>(std::move(contact));
}

absl::StatusOr<int64_t> SqlContactStore::FindWechatPerson(absl::Time deadline,
                                                          absl::string_view openid) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kFindWechatPerson,
                                   {kWechatOpenid, index_.Of(kOpenidLabel, openid)}));
  return rows.empty() ? 0 : rows[0].Int(0);
}

absl::StatusOr<std::vector<Contact>> SqlContactStore::GetContacts(
    absl::Time deadline, const std::vector<int64_t>& person_ids, absl::Time now) {
  std::vector<Contact> contacts;
  for (const int64_t person_id : person_ids) {
    ASSIGN_OR_RETURN(std::optional<Contact> contact, GetContact(deadline, person_id, now));
    if (contact.has_value()) contacts.push_back(*std::move(contact));
  }
  return contacts;
}

}  // namespace deputies::accounts
