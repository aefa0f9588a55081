#include "services/reception/domain/coverage.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/common/base/work_calendar.h"

namespace deputies::reception {
namespace {

// Warnings begin with the third quarter.
constexpr int kFirstWarningMonth = 7;

bool Warns(int year, absl::CivilDay today) {
  return today.year() > year || (today.year() == year && today.month() >= kFirstWarningMonth);
}

// Activities each month, a theme each quarter, an appraisal each year.
void CountDuties(const std::vector<HomeDuty>& duties, int year, absl::CivilDay today, bool warns,
                 Coverage* coverage) {
  std::set<int> active_months;
  std::set<int> themed_quarters;
  for (const HomeDuty& duty : duties) {
    if (duty.day.year() != year) continue;
    if (duty.kind == HomeDutyKind::kAppraisal) {
      ++coverage->appraisals;
      continue;
    }
    active_months.insert(duty.day.month());
    if (duty.kind == HomeDutyKind::kTheme) themed_quarters.insert((duty.day.month() + 2) / 3);
  }
  const int months_over = today.year() > year ? 12 : today.year() < year ? 0 : today.month() - 1;
  for (int month = 1; month <= 12; ++month) {
    if (active_months.count(month) != 0) {
      coverage->months_with_activity.push_back(month);
    } else if (month <= months_over) {
      coverage->months_without_activity.push_back(month);
      coverage->warnings.push_back(absl::StrCat(month, "月没有代表活动"));
    }
  }
  for (int quarter = 1; quarter <= 4; ++quarter) {
    if (themed_quarters.count(quarter) != 0) {
      coverage->quarters_with_theme.push_back(quarter);
    } else if (quarter * 3 <= months_over) {
      coverage->quarters_without_theme.push_back(quarter);
      coverage->warnings.push_back(absl::StrCat("第", quarter, "季度没有主题活动"));
    }
  }
  if (warns && coverage->appraisals == 0) coverage->warnings.push_back("全年还没有述职评议");
}

}  // namespace

Coverage CountCoverage(int year, const std::vector<Host>& hosts, const std::vector<Day>& days,
                       const std::vector<HomeDuty>& duties, absl::Time now) {
  Coverage coverage;
  coverage.year = year;
  std::map<int64_t, size_t> positions;
  for (const Host& host : hosts) {
    positions[host.id] = coverage.hosts.size();
    coverage.hosts.emplace_back().host = host;
  }
  std::set<int> months;
  for (const Day& day : days) {
    if (day.state == DayState::kCancelled || day.date.year() != year) continue;
    const bool over = day.ends_at <= now;
    // A draft that was never published did not take place.
    if (over && day.state == DayState::kDraft) continue;
    bool received = false;
    for (const DayHost& host : day.hosts) {
      const auto found = positions.find(host.host_id);
      if (found == positions.end()) continue;
      HostCoverage& entry = coverage.hosts[found->second];
      if (host.absent) {
        ++entry.absent;
        continue;
      }
      received = true;
      if (over) {
        entry.dates.push_back(day.date);
        if (host.kind == HostKind::kOrganHead) ++coverage.organ_visits;
      } else {
        ++entry.planned;
      }
    }
    if (!received) continue;
    months.insert(day.date.month());
    if (over) ++coverage.receptions;
  }

  const absl::CivilDay today = base::ShanghaiDay(now);
  const bool year_over = today.year() > year;
  const bool warns = Warns(year, today);
  for (int month = 1; month <= 12; ++month) {
    const bool month_over = year_over || (today.year() == year && month < today.month());
    if (months.count(month) != 0) {
      coverage.months_with_reception.push_back(month);
    } else if (month_over) {
      coverage.months_missed.push_back(month);
      coverage.warnings.push_back(absl::StrCat(month, "月没有接待"));
    }
  }
  CountDuties(duties, year, today, warns, &coverage);
  for (HostCoverage& entry : coverage.hosts) {
    const int done = static_cast<int>(entry.dates.size());
    entry.met = done >= entry.host.yearly_duty;
    entry.warning = warns && !entry.host.retired && done + entry.planned < entry.host.yearly_duty;
    if (entry.warning) {
      coverage.warnings.push_back(absl::StrCat(entry.host.name, "全年应接待",
                                               entry.host.yearly_duty, "次，已接待", done,
                                               "次，还排了", entry.planned, "次"));
    }
  }
  return coverage;
}

std::vector<HostCoverage> MergeHosts(const std::vector<Coverage>& homes, absl::Time now) {
  std::vector<HostCoverage> merged;
  std::map<std::tuple<HostKind, int64_t, std::string>, size_t> positions;
  int year = 0;
  for (const Coverage& home : homes) {
    year = home.year;
    for (const HostCoverage& entry : home.hosts) {
      const Host& host = entry.host;
      const auto [found, is_new] = positions.emplace(
          std::tuple(host.kind, host.deputy_id, host.deputy_id != 0 ? "" : host.name),
          merged.size());
      if (is_new) {
        merged.push_back(entry);
        continue;
      }
      HostCoverage& one = merged[found->second];
      one.host.yearly_duty = std::max(one.host.yearly_duty, host.yearly_duty);
      one.host.retired = one.host.retired && host.retired;
      one.planned += entry.planned;
      one.absent += entry.absent;
      one.dates.insert(one.dates.end(), entry.dates.begin(), entry.dates.end());
    }
  }
  const bool warns = Warns(year, base::ShanghaiDay(now));
  for (HostCoverage& entry : merged) {
    std::sort(entry.dates.begin(), entry.dates.end());
    const int done = static_cast<int>(entry.dates.size());
    entry.met = done >= entry.host.yearly_duty;
    entry.warning = warns && !entry.host.retired && done + entry.planned < entry.host.yearly_duty;
  }
  return merged;
}

}  // namespace deputies::reception
