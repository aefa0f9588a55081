#include "services/accounts/storage/sql_tree_store.h"

#include <optional>
#include <string>

#include "services/accounts/domain/errors.h"
#include "services/accounts/domain/records.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"

namespace deputies::accounts {
namespace {

// The audit entries of units concern no one home.
constexpr int64_t kInstallationChain = 0;

// The roots: whoever changes the tree locks them first.
constexpr db::Statement kLockTree{
    "/* accounts.LockTree */ SELECT organization_id FROM organizations WHERE parent_id = 0 "
    "ORDER BY organization_id FOR UPDATE"};
constexpr db::Statement kFindUnit{
    "/* accounts.FindUnit */ SELECT level, parent_id, closed_time IS NOT NULL FROM organizations "
    "WHERE organization_id = ?"};
constexpr db::Statement kIsOnLine{
    "/* accounts.IsOnLine */ WITH RECURSIVE line (organization_id, depth) AS ("
    "SELECT organization_id, 0 FROM organizations WHERE organization_id = ? UNION ALL "
    "SELECT o.parent_id, l.depth + 1 FROM organizations o "
    "JOIN line l ON o.organization_id = l.organization_id WHERE o.parent_id <> 0 AND l.depth < 20) "
    "SELECT 1 FROM line WHERE organization_id = ?"};
constexpr db::Statement kMoveUnit{
    "/* accounts.MoveUnit */ UPDATE organizations SET parent_id = ? WHERE organization_id = ?"};
constexpr db::Statement kCountOpenBelow{
    "/* accounts.CountOpenBelow */ SELECT (SELECT COUNT(*) FROM organizations "
    "WHERE parent_id = ? AND closed_time IS NULL) + (SELECT COUNT(*) FROM homes "
    "WHERE organization_id = ? AND closed_time IS NULL)"};
constexpr db::Statement kCloseUnit{
    "/* accounts.CloseUnit */ UPDATE organizations SET closed_time = ? WHERE organization_id = ?"};
// Homes that close wait for each other, so that no two of them name each other as successors.
constexpr db::Statement kLockHomesThatClose{
    "/* accounts.LockHomesThatClose */ SELECT home_id, closed_time IS NOT NULL FROM homes "
    "WHERE home_id IN (?, ?) ORDER BY home_id FOR UPDATE"};
constexpr db::Statement kCloseHome{
    "/* accounts.CloseHome */ UPDATE homes SET closed_time = COALESCE(closed_time, ?), "
    "successor_home_id = NULLIF(?, 0) WHERE home_id = ?"};
constexpr db::Statement kReopenHome{
    "/* accounts.ReopenHome */ UPDATE homes SET closed_time = NULL, successor_home_id = NULL "
    "WHERE home_id = ?"};
constexpr db::Statement kNoteChange{
    "/* accounts.NoteChange */ INSERT INTO organization_changes "
    "(organization_id, change_id, kind, old_parent_id, new_parent_id, person_id, change_time) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kListChanges{
    "/* accounts.ListChanges */ SELECT kind, old_parent_id, new_parent_id, change_time "
    "FROM organization_changes WHERE organization_id = ? ORDER BY change_id DESC LIMIT ?"};

struct Unit {
  OrganizationLevel level = 0;
  int64_t parent_id = 0;
  bool closed = false;
};

absl::StatusOr<Unit> FindUnit(db::Transaction& tx, int64_t organization_id) {
  ASSIGN_OR_RETURN(const db::Rows rows, tx.Query(kFindUnit, {organization_id}));
  if (rows.empty()) return OrganizationNotFound();
  return Unit{static_cast<OrganizationLevel>(rows[0].Int(0)), rows[0].Int(1), rows[0].Int(2) != 0};
}

}  // namespace

absl::Status SqlTreeStore::Note(db::Transaction& tx, const TreeChange& change,
                                int64_t organization_id, const OrganizationChange& what) {
  RETURN_IF_ERROR(
      tx.Execute(kNoteChange, {organization_id, ids_.Next(), what.kind, what.old_parent_id,
                               what.new_parent_id, change.entry.actor.person_id, change.now})
          .status());
  return trail_.Append(tx, kInstallationChain, change.entry, change.now);
}

absl::Status SqlTreeStore::Move(absl::Time deadline, const TreeChange& change,
                                int64_t organization_id, int64_t parent_id) {
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(tx, change.key, "", change.now));
    if (earlier.has_value()) return absl::OkStatus();
    RETURN_IF_ERROR(tx.Query(kLockTree, {}).status());
    ASSIGN_OR_RETURN(const Unit unit, FindUnit(tx, organization_id));
    ASSIGN_OR_RETURN(const Unit parent, FindUnit(tx, parent_id));
    if (unit.parent_id == parent_id) return absl::OkStatus();
    ASSIGN_OR_RETURN(const db::Rows circle, tx.Query(kIsOnLine, {parent_id, organization_id}));
    if (parent.closed || !circle.empty() || parent.level >= unit.level) {
      return OrganizationStateConflict();
    }
    RETURN_IF_ERROR(tx.Execute(kMoveUnit, {parent_id, organization_id}).status());
    return Note(tx, change, organization_id,
                {OrganizationChangeKind::kMoved, unit.parent_id, parent_id, change.now});
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

absl::Status SqlTreeStore::SetClosed(absl::Time deadline, const TreeChange& change,
                                     int64_t organization_id, bool closed) {
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(tx, change.key, "", change.now));
    if (earlier.has_value()) return absl::OkStatus();
    RETURN_IF_ERROR(tx.Query(kLockTree, {}).status());
    ASSIGN_OR_RETURN(const Unit unit, FindUnit(tx, organization_id));
    if (unit.closed == closed) return absl::OkStatus();
    if (closed) {
      ASSIGN_OR_RETURN(const db::Rows below,
                       tx.Query(kCountOpenBelow, {organization_id, organization_id}));
      if (below[0].Int(0) > 0) return OrganizationStateConflict();
    } else if (unit.parent_id != 0) {
      ASSIGN_OR_RETURN(const Unit parent, FindUnit(tx, unit.parent_id));
      if (parent.closed) return OrganizationStateConflict();
    }
    RETURN_IF_ERROR(
        tx.Execute(kCloseUnit,
                   {closed ? std::optional<absl::Time>(change.now) : std::nullopt, organization_id})
            .status());
    return Note(tx, change, organization_id,
                {closed ? OrganizationChangeKind::kClosed : OrganizationChangeKind::kReopened,
                 unit.parent_id, unit.parent_id, change.now});
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

absl::Status SqlTreeStore::CloseHome(absl::Time deadline, const TreeChange& change,
                                     int64_t successor_home_id) {
  const int64_t home_id = change.key.home_id;
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(tx, change.key, "", change.now));
    if (earlier.has_value()) return absl::OkStatus();
    bool found = false;
    bool takes_over = successor_home_id == 0;
    ASSIGN_OR_RETURN(const db::Rows homes,
                     tx.Query(kLockHomesThatClose, {home_id, successor_home_id}));
    for (const db::Row& home : homes) {
      if (home.Int(0) == home_id) {
        found = true;
      } else {
        takes_over = home.Int(1) == 0;
      }
    }
    if (!found) return HomeNotFound();
    if (!takes_over) return NotASuccessorHome();
    RETURN_IF_ERROR(tx.Execute(kCloseHome, {change.now, successor_home_id, home_id}).status());
    return trail_.Append(tx, home_id, change.entry, change.now);
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

absl::Status SqlTreeStore::ReopenHome(absl::Time deadline, const TreeChange& change) {
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(tx, change.key, "", change.now));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const int64_t found, tx.Execute(kReopenHome, {change.key.home_id}));
    if (found == 0) return HomeNotFound();
    return trail_.Append(tx, change.key.home_id, change.entry, change.now);
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::vector<OrganizationChange>> SqlTreeStore::ListChanges(absl::Time deadline,
                                                                          int64_t organization_id,
                                                                          int limit) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListChanges, {organization_id, limit}));
  std::vector<OrganizationChange> changes;
  for (const db::Row& row : rows) {
    changes.push_back(
        {static_cast<OrganizationChangeKind>(row.Int(0)), row.Int(1), row.Int(2), row.Time(3)});
  }
  return changes;
}

}  // namespace deputies::accounts
