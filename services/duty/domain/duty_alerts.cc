#include "services/duty/domain/duty_alerts.h"

#include <map>
#include <utility>

#include "services/common/base/work_calendar.h"

namespace deputies::duty {
namespace {

struct ItemWork {
  std::map<absl::CivilDay, int> days;
  int acts = 0;
  int templates = 0;
};

struct PairWork {
  std::map<std::string, int> partners;
  int acts = 0;
};

}  // namespace

std::vector<DutyAlert> FindAlerts(const std::vector<LedgerEntry>& entries, const Period& period) {
  std::map<std::pair<int64_t, std::string>, ItemWork> items;  // by deputy and item
  std::map<std::pair<int64_t, std::string>, PairWork> pairs;
  for (const LedgerEntry& entry : entries) {
    if (entry.withdraws || entry.perform_time < period.start() ||
        entry.perform_time >= period.end()) {
      continue;
    }
    ItemWork& work = items[{entry.deputy_id, entry.item}];
    ++work.acts;
    ++work.days[base::ShanghaiDay(entry.perform_time)];
    if (entry.from_template) ++work.templates;
    if (entry.partner.empty()) continue;
    PairWork& pair = pairs[{entry.deputy_id, entry.item}];
    ++pair.acts;
    ++pair.partners[entry.partner];
  }
  std::vector<DutyAlert> alerts;
  for (const auto& [who, work] : items) {
    for (const auto& [day, acts] : work.days) {
      const int days = static_cast<int>(work.days.size());
      // The mean of the other days; a single day has none to be compared with.
      const int others = work.acts - acts;
      if (acts >= kBurstActs && (days == 1 || acts * (days - 1) >= 4 * others)) {
        alerts.push_back({AlertKind::kBurst, who.first, who.second, day, acts, work.acts});
      }
    }
    if (work.templates >= kTemplateActs && work.templates * 2 >= work.acts) {
      alerts.push_back(
          {AlertKind::kTemplates, who.first, who.second, {}, work.templates, work.acts});
    }
  }
  for (const auto& [who, work] : pairs) {
    for (const auto& [partner, acts] : work.partners) {
      if (acts >= kPairActs && acts * 4 >= work.acts) {
        alerts.push_back({AlertKind::kPair, who.first, who.second, {}, acts, work.acts});
      }
    }
  }
  return alerts;
}

}  // namespace deputies::duty
