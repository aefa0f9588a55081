#include "services/accounts/storage/sql_home_settings_store.h"

#include <cmath>
#include <map>
#include <optional>
#include <string>

#include "services/accounts/domain/errors.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"

namespace deputies::accounts {
namespace {

constexpr db::Statement kLockHomeVersions{
    "/* accounts.LockHomeVersions */ SELECT version, modules_version FROM homes "
    "WHERE home_id = ? FOR UPDATE"};
constexpr db::Statement kUpdateHome{
    "/* accounts.UpdateHome */ UPDATE homes SET address = ?, opening_hours = ?, contact_phone = ?, "
    "introduction = ?, brand = ?, mongolian_name = ?, latitude_e6 = ?, longitude_e6 = ?, "
    "version = version + 1 "
    "WHERE home_id = ?"};
constexpr db::Statement kGetModulesVersion{
    "/* accounts.GetModulesVersion */ SELECT modules_version FROM homes WHERE home_id = ?"};
constexpr db::Statement kListModules{
    "/* accounts.ListModules */ SELECT kind, title FROM home_modules WHERE home_id = ? "
    "ORDER BY position"};
constexpr db::Statement kDeleteModules{
    "/* accounts.DeleteModules */ DELETE FROM home_modules WHERE home_id = ?"};
constexpr db::Statement kInsertModule{
    "/* accounts.InsertModule */ INSERT INTO home_modules (home_id, position, kind, title) "
    "VALUES (?, ?, ?, ?)"};
constexpr db::Statement kCountModulesChange{
    "/* accounts.CountModulesChange */ UPDATE homes SET modules_version = modules_version + 1 "
    "WHERE home_id = ?"};
constexpr db::Statement kGetPersonName{
    "/* accounts.GetPersonName */ SELECT display_name FROM persons WHERE person_id = ?"};

std::optional<int64_t> Millionths(const std::optional<MapPoint>& point,
                                  double MapPoint::*coordinate) {
  if (!point.has_value()) return std::nullopt;
  return std::llround(*point.*coordinate * 1e6);
}

}  // namespace

absl::Status SqlHomeSettingsStore::Change(absl::Time deadline, const HomeChange& change,
                                          bool of_modules,
                                          absl::FunctionRef<absl::Status(db::Transaction&)> work) {
  const auto closure = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, change.key, "", clock_.Now()));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const db::Rows versions,
                     transaction.Query(kLockHomeVersions, {change.key.home_id}));
    if (versions.empty()) return HomeNotFound();
    const int64_t version = versions[0].Int(of_modules ? 1 : 0);
    if (change.base_version.value_or(version) != version) return ConcurrentChange();
    RETURN_IF_ERROR(work(transaction));
    return trail_.Append(transaction, change.key.home_id, change.entry, clock_.Now());
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

absl::Status SqlHomeSettingsStore::UpdateHome(absl::Time deadline, const HomeChange& change,
                                              const HomeProfile& profile) {
  return Change(deadline, change, /*of_modules=*/false, [&](db::Transaction& transaction) {
    return transaction
        .Execute(kUpdateHome,
                 {profile.address, profile.opening_hours, profile.contact_phone,
                  profile.introduction, profile.brand, profile.mongolian_name,
                  Millionths(profile.map_point, &MapPoint::latitude),
                  Millionths(profile.map_point, &MapPoint::longitude), change.key.home_id})
        .status();
  });
}

absl::StatusOr<ShownModules> SqlHomeSettingsStore::GetModules(absl::Time deadline,
                                                              int64_t home_id) {
  ASSIGN_OR_RETURN(const db::Rows version,
                   database_.Query(deadline, kGetModulesVersion, {home_id}));
  if (version.empty()) return HomeNotFound();
  ShownModules shown;
  shown.version = version[0].Int(0);
  if (shown.version == 0) return shown;
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kListModules, {home_id}));
  for (const db::Row& row : rows) {
    shown.modules.push_back({static_cast<int>(row.Int(0)), row.String(1), true});
  }
  return shown;
}

absl::Status SqlHomeSettingsStore::SetModules(absl::Time deadline, const HomeChange& change,
                                              const std::vector<HomeModule>& modules) {
  const int64_t home_id = change.key.home_id;
  const auto work = [&](db::Transaction& transaction) -> absl::Status {
    RETURN_IF_ERROR(transaction.Execute(kDeleteModules, {home_id}).status());
    for (size_t i = 0; i < modules.size(); ++i) {
      RETURN_IF_ERROR(
          transaction.Execute(kInsertModule, {home_id, i, modules[i].kind, modules[i].title})
              .status());
    }
    return transaction.Execute(kCountModulesChange, {home_id}).status();
  };
  return Change(deadline, change, /*of_modules=*/true, work);
}

absl::StatusOr<std::vector<RecordedAction>> SqlHomeSettingsStore::ListActions(
    absl::Time deadline, int64_t home_id, int64_t before_sequence, int limit) {
  ASSIGN_OR_RETURN(const std::vector<audit::RecordedEntry> entries,
                   audit::AuditTrail::List(database_, deadline, home_id, before_sequence, limit));
  std::map<int64_t, std::string> names;
  std::vector<RecordedAction> actions;
  for (const audit::RecordedEntry& recorded : entries) {
    const int64_t person_id = recorded.entry.actor.person_id;
    const auto [name, is_new] = names.try_emplace(person_id);
    if (is_new && person_id != 0) {
      ASSIGN_OR_RETURN(const db::Rows person,
                       database_.Query(deadline, kGetPersonName, {person_id}));
      if (!person.empty()) name->second = person[0].String(0);
    }
    actions.push_back({recorded.sequence, recorded.create_time, recorded.entry, name->second});
  }
  return actions;
}

}  // namespace deputies::accounts
