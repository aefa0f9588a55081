// Who has received, who is going to, and what is missing: counted from the days alone, so that
// everybody can recount.
#ifndef SERVICES_RECEPTION_DOMAIN_COVERAGE_H_
#define SERVICES_RECEPTION_DOMAIN_COVERAGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/reception/domain/day.h"

namespace deputies::reception {

struct HostCoverage {
  Host host;
  int planned = 0;                    // receptions to come
  int absent = 0;                     // planned, but did not come
  std::vector<absl::CivilDay> dates;  // of receptions that took place
  bool warning = false;               // from July on: the duty will not be met as planned
  bool met = false;
};

// Numbers as in events.v1.HomeDutyHeld.Kind.
enum class HomeDutyKind { kActivity = 1, kTheme = 2, kAppraisal = 3 };

// What the home held beside receptions, as duty tells it.
struct HomeDuty {
  int64_t home_id = 0;
  HomeDutyKind kind = HomeDutyKind::kActivity;
  int64_t source_id = 0;
  absl::CivilDay day;
};

struct Coverage {
  int year = 0;
  std::vector<HostCoverage> hosts;
  std::vector<int> months_with_reception;
  std::vector<int> months_missed;  // over without one
  std::vector<int> months_with_activity;
  std::vector<int> months_without_activity;  // over
  std::vector<int> quarters_with_theme;
  std::vector<int> quarters_without_theme;  // over
  int appraisals = 0;
  int organ_visits = 0;
  int receptions = 0;
  std::vector<std::string> warnings;
};

// `days` are the home's days of `year`. A day that is over and was not cancelled took place, with
// every host who was not absent.
Coverage CountCoverage(int year, const std::vector<Host>& hosts, const std::vector<Day>& days,
                       const std::vector<HomeDuty>& duties, absl::Time now);

// Everybody on the lists of several homes, each once: deputies by their record, others by kind and
// name. What somebody did in any of the homes meets the one duty.
std::vector<HostCoverage> MergeHosts(const std::vector<Coverage>& homes, absl::Time now);

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_COVERAGE_H_
