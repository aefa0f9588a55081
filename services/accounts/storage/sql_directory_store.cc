#include "services/accounts/storage/sql_directory_store.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/accounts/domain/errors.h"
#include "services/accounts/storage/deputy_columns.h"
#include "services/common/base/caller.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

// The node and its ancestors, nearest first. The depth bound ends a cycle that a broken import
// could make.
constexpr db::Statement kGetOrganization{
    "/* accounts.GetOrganization */ WITH RECURSIVE line (organization_id, depth) AS ("
    "SELECT organization_id, 0 FROM organizations WHERE organization_id = ? UNION ALL "
    "SELECT o.parent_id, l.depth + 1 FROM organizations o "
    "JOIN line l ON o.organization_id = l.organization_id WHERE o.parent_id <> 0 AND l.depth < 20) "
    "SELECT o.organization_id, o.code, o.name, o.level, o.parent_id, o.closed_time IS NOT NULL "
    "FROM line l "
    "JOIN organizations o ON o.organization_id = l.organization_id ORDER BY l.depth"};

constexpr db::Statement kListOrganizations{
    "/* accounts.ListOrganizations */ SELECT organization_id, code, name, level, parent_id, 0 "
    "FROM organizations WHERE parent_id = ? AND closed_time IS NULL AND (code, organization_id) > "
    "(?, ?) "
    "ORDER BY code, organization_id LIMIT ?"};

#define HOME_COLUMNS                                                                           \
  "h.home_id, h.code, h.name, h.organization_id, o.code, o.name, h.address, h.opening_hours, " \
  "h.contact_phone, h.introduction, h.brand, h.latitude_e6, h.longitude_e6, h.version, "       \
  "h.closed_time IS NOT NULL, COALESCE(h.successor_home_id, 0), "                              \
  "COALESCE((SELECT s.name FROM homes s WHERE s.home_id = h.successor_home_id), ''), "         \
  "h.mongolian_name"

constexpr db::Statement kGetHome{
    "/* accounts.GetHome */ SELECT " HOME_COLUMNS
    " FROM homes h "
    "JOIN organizations o ON o.organization_id = h.organization_id WHERE h.home_id = ?"};
// Who answers for the home at the instant given: chair, liaison and sponsor, the longest in office
// first.
constexpr db::Statement kListHomeLeaders{
    "/* accounts.ListHomeLeaders */ SELECT r.role, p.display_name FROM person_roles r "
    "JOIN persons p ON p.person_id = r.person_id WHERE r.organization_id = ? "
    "AND r.role IN (2, 3, 8) AND (r.end_time IS NULL OR r.end_time > ?) ORDER BY r.create_time"};
constexpr db::Statement kListHomes{"/* accounts.ListHomes */ SELECT " HOME_COLUMNS
                                   " FROM homes h "
                                   "JOIN organizations o ON o.organization_id = h.organization_id "
                                   "WHERE h.closed_time IS NULL AND (o.code, h.home_id) > (?, ?) "
                                   "ORDER BY o.code, h.home_id LIMIT ?"};
constexpr db::Statement kListHomesBelow{
    "/* accounts.ListHomesBelow */ WITH RECURSIVE subtree (organization_id) AS ("
    "SELECT organization_id FROM organizations WHERE organization_id = ? UNION ALL "
    "SELECT o.organization_id FROM organizations o "
    "JOIN subtree s ON o.parent_id = s.organization_id) "
    "SELECT " HOME_COLUMNS
    " FROM subtree s "
    "JOIN homes h ON h.organization_id = s.organization_id "
    "JOIN organizations o ON o.organization_id = h.organization_id "
    "WHERE h.closed_time IS NULL AND (o.code, h.home_id) > (?, ?) "
    "ORDER BY o.code, h.home_id LIMIT ?"};

constexpr db::Statement kListDeputies{
    "/* accounts.ListDeputies */ SELECT " DEPUTY_COLUMNS
    " FROM deputy_homes dh "
    "JOIN deputies d ON d.deputy_id = dh.deputy_id WHERE dh.home_id = ? AND " DEPUTY_IN_OFFICE
    " AND (d.level < ? OR (d.level = ? AND d.deputy_id > ?)) "
    "ORDER BY d.level DESC, d.deputy_id LIMIT ?"};
constexpr db::Statement kListGroupMembers{
    "/* accounts.ListGroupMembers */ SELECT " DEPUTY_COLUMNS
    " FROM deputy_groups g "
    "JOIN deputies d ON d.deputy_id = g.deputy_id WHERE g.organization_id = ? "
    "AND " DEPUTY_IN_OFFICE
    " AND (d.level < ? OR (d.level = ? AND d.deputy_id > ?)) "
    "ORDER BY d.level DESC, d.deputy_id LIMIT ?"};
constexpr db::Statement kListGroups{
    "/* accounts.ListGroups */ SELECT o.organization_id, o.name, o.level FROM deputy_groups g "
    "JOIN organizations o ON o.organization_id = g.organization_id "
    "WHERE g.deputy_id = ? AND o.closed_time IS NULL ORDER BY o.code"};
// A deputy whom several of the line elected comes once, with the nearest.
constexpr db::Statement kListRepresentatives{
    "/* accounts.ListRepresentatives */ WITH RECURSIVE line (organization_id, depth) AS ("
    "SELECT organization_id, 0 FROM organizations WHERE organization_id = ? UNION ALL "
    "SELECT o.parent_id, l.depth + 1 FROM organizations o "
    "JOIN line l ON o.organization_id = l.organization_id WHERE o.parent_id <> 0 AND l.depth < 20) "
    "SELECT " DEPUTY_COLUMNS
    ", MIN(l.depth) FROM line l "
    "JOIN deputy_constituencies dc ON dc.organization_id = l.organization_id "
    "JOIN deputies d ON d.deputy_id = dc.deputy_id WHERE " DEPUTY_IN_OFFICE
    " AND (d.level < ? OR (d.level = ? AND d.deputy_id > ?)) GROUP BY d.deputy_id "
    "ORDER BY d.level DESC, d.deputy_id LIMIT ?"};
constexpr db::Statement kGetDeputy{
    "/* accounts.GetDeputy */ SELECT " DEPUTY_COLUMNS
    " FROM deputy_homes dh "
    "JOIN deputies d ON d.deputy_id = dh.deputy_id "
    "WHERE dh.home_id = ? AND dh.deputy_id = ? AND " DEPUTY_IN_OFFICE};
constexpr db::Statement kGetSuccessor{
    "/* accounts.GetSuccessor */ SELECT successor_id FROM deputies WHERE deputy_id = ?"};
constexpr db::Statement kListDeputyHomes{
    "/* accounts.ListDeputyHomes */ SELECT home_id FROM deputy_homes WHERE deputy_id = ? "
    "ORDER BY home_id"};

constexpr db::Statement kFindDeputy{
    "/* accounts.FindDeputy */ SELECT deputy_id FROM deputies WHERE code = ? FOR UPDATE"};
constexpr db::Statement kBindDeputy{
    "/* accounts.BindDeputy */ UPDATE deputies SET person_id = ? WHERE deputy_id = ?"};

Organization OrganizationOf(const db::Row& row) {
  Organization organization;
  organization.organization_id = row.Int(0);
  organization.code = row.String(1);
  organization.name = row.String(2);
  organization.level = static_cast<OrganizationLevel>(row.Int(3));
  organization.parent_id = row.Int(4);
  organization.closed = row.Int(5) != 0;
  return organization;
}

Home HomeOf(const db::Row& row) {
  Home home;
  home.home_id = row.Int(0);
  home.code = row.String(1);
  home.name = row.String(2);
  home.organization_id = row.Int(3);
  home.organization_code = row.String(4);
  home.organization_name = row.String(5);
  home.address = row.String(6);
  home.opening_hours = row.String(7);
  home.contact_phone = row.String(8);
  home.introduction = row.String(9);
  home.brand = row.String(10);
  if (!row.IsNull(11) && !row.IsNull(12)) {
    home.map_point = {static_cast<double>(row.Int(11)) / 1e6,
                      static_cast<double>(row.Int(12)) / 1e6};
  }
  home.version = row.Int(13);
  home.closed = row.Int(14) != 0;
  home.successor_home_id = row.Int(15);
  home.successor_home_name = row.String(16);
  home.mongolian_name = row.String(17);
  return home;
}

// The level after which a list of deputies goes on; at the start one above every level.
absl::StatusOr<int> LevelOf(const ListPosition& after) {
  int level = 100;
  if (!after.sort_text.empty() && !absl::SimpleAtoi(after.sort_text, &level)) {
    return PageTokenInvalid();
  }
  return level;
}

}  // namespace

absl::StatusOr<Organization> SqlDirectoryStore::GetOrganization(absl::Time deadline,
                                                                int64_t organization_id) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kGetOrganization, {organization_id}));
  if (rows.empty()) return OrganizationNotFound();
  Organization organization = OrganizationOf(rows[0]);
  for (size_t i = 1; i < rows.size(); ++i) {
    organization.ancestors.push_back(
        {rows[i].Int(0), rows[i].String(2), static_cast<OrganizationLevel>(rows[i].Int(3))});
  }
  return organization;
}

absl::StatusOr<std::vector<Organization>> SqlDirectoryStore::ListOrganizations(
    absl::Time deadline, int64_t parent_id, const ListPosition& after, int limit) {
  ASSIGN_OR_RETURN(
      const db::Rows rows,
      database_.Query(deadline, kListOrganizations, {parent_id, after.sort_text, after.id, limit}));
  std::vector<Organization> organizations;
  for (const db::Row& row : rows) organizations.push_back(OrganizationOf(row));
  return organizations;
}

absl::StatusOr<Home> SqlDirectoryStore::GetHome(absl::Time deadline, int64_t home_id) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kGetHome, {home_id}));
  if (rows.empty()) return HomeNotFound();
  Home home = HomeOf(rows[0]);
  ASSIGN_OR_RETURN(const db::Rows leaders, database_.Query(deadline, kListHomeLeaders,
                                                           {home.organization_id, clock_.Now()}));
  for (const db::Row& row : leaders) {
    const auto role = static_cast<base::Role>(row.Int(0));
    std::string& name = role == base::Role::kChair     ? home.chair_name
                        : role == base::Role::kLiaison ? home.liaison_name
                                                       : home.sponsor_name;
    if (name.empty()) name = row.String(1);
  }
  return home;
}

absl::StatusOr<std::vector<Home>> SqlDirectoryStore::ListHomes(absl::Time deadline,
                                                               int64_t organization_id,
                                                               const ListPosition& after,
                                                               int limit) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   organization_id == 0
                       ? database_.Query(deadline, kListHomes, {after.sort_text, after.id, limit})
                       : database_.Query(deadline, kListHomesBelow,
                                         {organization_id, after.sort_text, after.id, limit}));
  std::vector<Home> homes;
  for (const db::Row& row : rows) homes.push_back(HomeOf(row));
  return homes;
}

absl::Status SqlDirectoryStore::AddHomeIds(absl::Time deadline, Deputy* deputy) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListDeputyHomes, {deputy->deputy_id}));
  for (const db::Row& row : rows) deputy->home_ids.push_back(row.Int(0));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Deputy>> SqlDirectoryStore::DeputiesOf(absl::Time deadline,
                                                                  const db::Statement& statement,
                                                                  int64_t place_id, absl::Time now,
                                                                  const ListPosition& after,
                                                                  int limit) {
  ASSIGN_OR_RETURN(const int level, LevelOf(after));
  ASSIGN_OR_RETURN(
      const db::Rows rows,
      database_.Query(deadline, statement, {place_id, now, now, level, level, after.id, limit}));
  std::vector<Deputy> deputies;
  for (const db::Row& row : rows) {
    deputies.push_back(DeputyOf(row));
    RETURN_IF_ERROR(AddHomeIds(deadline, &deputies.back()));
  }
  return deputies;
}

absl::StatusOr<std::vector<Deputy>> SqlDirectoryStore::ListDeputies(absl::Time deadline,
                                                                    int64_t home_id, absl::Time now,
                                                                    const ListPosition& after,
                                                                    int limit) {
  return DeputiesOf(deadline, kListDeputies, home_id, now, after, limit);
}

absl::StatusOr<std::vector<Deputy>> SqlDirectoryStore::ListGroupMembers(absl::Time deadline,
                                                                        int64_t organization_id,
                                                                        absl::Time now,
                                                                        const ListPosition& after,
                                                                        int limit) {
  return DeputiesOf(deadline, kListGroupMembers, organization_id, now, after, limit);
}

absl::StatusOr<std::vector<Representative>> SqlDirectoryStore::ListRepresentatives(
    absl::Time deadline, const Organization& organization, absl::Time now,
    const ListPosition& after, int limit) {
  ASSIGN_OR_RETURN(const int level, LevelOf(after));
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kListRepresentatives,
                                                        {organization.organization_id, now, now,
                                                         level, level, after.id, limit}));
  std::vector<Representative> representatives;
  for (const db::Row& row : rows) {
    Representative& one = representatives.emplace_back();
    one.deputy = DeputyOf(row);
    RETURN_IF_ERROR(AddHomeIds(deadline, &one.deputy));
    const auto depth = static_cast<size_t>(row.Int(DEPUTY_COLUMN_COUNT));
    one.constituency = depth == 0 ? OrganizationName{organization.organization_id,
                                                     organization.name, organization.level}
                                  : organization.ancestors.at(depth - 1);
  }
  return representatives;
}

absl::StatusOr<Deputy> SqlDirectoryStore::GetDeputy(absl::Time deadline, int64_t home_id,
                                                    int64_t deputy_id, absl::Time now) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kGetDeputy, {home_id, deputy_id, now, now}));
  if (rows.empty()) return DeputyNotFound();
  Deputy deputy = DeputyOf(rows[0]);
  RETURN_IF_ERROR(AddHomeIds(deadline, &deputy));
  ASSIGN_OR_RETURN(const db::Rows groups, database_.Query(deadline, kListGroups, {deputy_id}));
  for (const db::Row& row : groups) {
    deputy.groups.push_back(
        {row.Int(0), row.String(1), static_cast<OrganizationLevel>(row.Int(2))});
  }
  return deputy;
}

absl::StatusOr<int64_t> SqlDirectoryStore::SuccessorOf(absl::Time deadline, int64_t deputy_id) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kGetSuccessor, {deputy_id}));
  return rows.empty() ? 0 : rows[0].Int(0);
}

absl::StatusOr<ImportedIds> SqlDirectoryStore::ImportOrganizations(
    absl::Time deadline, const std::vector<OrganizationImport>& organizations,
    const std::vector<HomeImport>& homes) {
  ImportedIds ids;
  RETURN_IF_ERROR(database_.InTransaction(
      deadline,
      [&](db::Transaction& tx) -> absl::Status {
        ids = {};
        for (size_t i = 0; i < organizations.size(); ++i) {
          ASSIGN_OR_RETURN(const int64_t id,
                           registers_.WriteOrganization(tx, organizations[i], i, clock_.Now()));
          ids.organization_ids.push_back(id);
        }
        for (size_t i = 0; i < homes.size(); ++i) {
          ASSIGN_OR_RETURN(const int64_t id, registers_.WriteHome(tx, homes[i], i, clock_.Now()));
          ids.home_ids.push_back(id);
        }
        return absl::OkStatus();
      },
      db::Repeat::kAfterUnknownOutcome));
  return ids;
}

absl::StatusOr<std::vector<int64_t>> SqlDirectoryStore::ImportDeputies(
    absl::Time deadline, const std::vector<DeputyImport>& deputies) {
  std::vector<int64_t> ids;
  RETURN_IF_ERROR(database_.InTransaction(
      deadline,
      [&](db::Transaction& tx) -> absl::Status {
        ids.clear();
        for (size_t i = 0; i < deputies.size(); ++i) {
          ASSIGN_OR_RETURN(const int64_t id,
                           registers_.WriteDeputy(tx, deputies[i], i, clock_.Now()));
          ids.push_back(id);
        }
        return absl::OkStatus();
      },
      db::Repeat::kAfterUnknownOutcome));
  return ids;
}

absl::StatusOr<int64_t> SqlDirectoryStore::BindDeputy(absl::Time deadline,
                                                      const std::string& deputy_code,
                                                      int64_t person_id) {
  int64_t deputy_id = 0;
  RETURN_IF_ERROR(database_.InTransaction(
      deadline,
      [&](db::Transaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const db::Rows known, tx.Query(kFindDeputy, {deputy_code}));
        if (known.empty()) return DeputyNotFound();
        deputy_id = known[0].Int(0);
        return tx.Execute(kBindDeputy, {person_id, deputy_id}).status();
      },
      db::Repeat::kAfterUnknownOutcome));
  return deputy_id;
}

}  // namespace deputies::accounts
