#include "services/accounts/domain/home_settings.h"

#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/accounts/domain/errors.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

// An etag is the version in decimal. One that is none of ours was never in force.
absl::StatusOr<std::optional<int64_t>> VersionOf(absl::string_view etag) {
  if (etag.empty()) return std::nullopt;
  int64_t version = 0;
  if (!absl::SimpleAtoi(etag, &version)) return ConcurrentChange();
  return version;
}

absl::Status CheckMapPoint(const std::optional<MapPoint>& point) {
  if (!point.has_value()) return absl::OkStatus();
  if (!(std::abs(point->latitude) <= 90)) {
    return base::InvalidField("mapPoint.latitude", "纬度应在 -90 到 90 之间");
  }
  if (!(std::abs(point->longitude) <= 180)) {
    return base::InvalidField("mapPoint.longitude", "经度应在 -180 到 180 之间");
  }
  return absl::OkStatus();
}

// Letters, signs and digits of the Mongolian script (U+1800 to U+18AF), blanks, the narrow one
// before a suffix (U+202F), and joiners (U+200C, U+200D). `name` is UTF-8.
bool IsMongolianScript(absl::string_view name) {
  bool letters = name.empty();
  while (!name.empty()) {
    if (absl::ConsumePrefix(&name, " ") || absl::ConsumePrefix(&name, "\u202f") ||
        absl::ConsumePrefix(&name, "\u200c") || absl::ConsumePrefix(&name, "\u200d")) {
      continue;
    }
    if (name.size() < 3 || name[0] != '\xe1') return false;
    const unsigned char block = static_cast<unsigned char>(name[1]);
    const unsigned char last = static_cast<unsigned char>(name[2]);
    if (block < 0xa0 || block > 0xa2 || (block == 0xa2 && last > 0xaf)) return false;
    if (block > 0xa0 || last >= 0xa0) letters = true;
    name.remove_prefix(3);
  }
  return letters;
}

// The shown modules with their names, then the others.
std::vector<HomeModule> Complete(const ShownModules& shown) {
  std::vector<HomeModule> modules;
  std::set<int> named;
  for (const HomeModule& module : shown.modules) {
    // One that was shown by a later version of the system and is unknown to this one stays away.
    if (FindModule(module.kind) == nullptr) continue;
    named.insert(module.kind);
    modules.push_back({module.kind, module.title, true});
  }
  const bool defaults = shown.version == 0;
  for (const bool enabled : {true, false}) {
    for (const ModuleInfo& info : ModuleCatalog()) {
      if (named.count(info.kind) > 0 || (defaults && info.by_default) != enabled) continue;
      modules.push_back({info.kind, info.title, enabled});
    }
  }
  return modules;
}

}  // namespace

absl::StatusOr<Home> HomeSettings::Update(absl::Time deadline, const base::Actor& actor,
                                          const base::RequestKey& key, const HomeProfile& profile,
                                          absl::string_view etag) {
  RETURN_IF_ERROR(CheckMapPoint(profile.map_point));
  if (!IsMongolianScript(profile.mongolian_name)) {
    return base::InvalidField("mongolianName", "蒙古文名称只能用传统蒙古文字母书写");
  }
  ASSIGN_OR_RETURN(const std::optional<int64_t> base_version, VersionOf(etag));
  RETURN_IF_ERROR(store_.UpdateHome(
      deadline, {key, base_version, {actor, "UpdateHome", absl::StrCat("homes/", key.home_id), ""}},
      profile));
  return directory_.GetHome(deadline, key.home_id);
}

absl::StatusOr<ModuleList> HomeSettings::ListModules(absl::Time deadline, int64_t home_id) {
  ASSIGN_OR_RETURN(const ShownModules shown, store_.GetModules(deadline, home_id));
  return ModuleList{Complete(shown), absl::StrCat(shown.version)};
}

absl::StatusOr<ModuleList> HomeSettings::SetModules(absl::Time deadline, const base::Actor& actor,
                                                    const base::RequestKey& key,
                                                    const std::vector<HomeModule>& modules,
                                                    absl::string_view etag) {
  std::vector<HomeModule> shown;
  std::vector<int> kinds;
  std::set<int> seen;
  for (size_t i = 0; i < modules.size(); ++i) {
    const ModuleInfo* const info = FindModule(modules[i].kind);
    const std::string field = absl::StrCat("modules[", i, "].kind");
    if (info == nullptr) return base::InvalidField(field, "没有这个栏目");
    if (!seen.insert(info->kind).second) return base::InvalidField(field, "同一栏目只能出现一次");
    kinds.push_back(info->kind);
    shown.push_back({info->kind, modules[i].title.empty() ? info->title : modules[i].title, true});
  }
  ASSIGN_OR_RETURN(const std::optional<int64_t> base_version, VersionOf(etag));
  base::AuditEntry entry{actor, "UpdateHomeModules", absl::StrCat("homes/", key.home_id),
                         absl::StrCat("kinds ", absl::StrJoin(kinds, " "))};
  RETURN_IF_ERROR(store_.SetModules(deadline, {key, base_version, std::move(entry)}, shown));
  return ListModules(deadline, key.home_id);
}

absl::StatusOr<Page<RecordedAction>> HomeSettings::ListActions(absl::Time deadline, int64_t home_id,
                                                               int64_t before_sequence,
                                                               int page_size) {
  if (page_size == 0) page_size = kDefaultPageSize;
  RETURN_IF_ERROR(directory_.GetHome(deadline, home_id).status());
  ASSIGN_OR_RETURN(std::vector<RecordedAction> actions,
                   store_.ListActions(deadline, home_id, before_sequence, page_size + 1));
  return ToPage(std::move(actions), page_size, [](const RecordedAction& action) {
    return ListPosition{"", action.sequence};
  });
}

}  // namespace deputies::accounts
