// Who has received, who is going to, and what is missing: counted from the days alone, so that
// everybody can recount.
#ifndef SERVICES_RECEPTION_DOMAIN_COVERAGE_H_
#define SERVICES_RECEPTION_DOMAIN_COVERAGE_H_

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

struct Coverage {
  int year = 0;
  std::vector<HostCoverage> hosts;
  std::vector<int> months_with_reception;
  std::vector<int> months_missed;  // over without one
  int organ_visits = 0;
  int receptions = 0;
  std::vector<std::string> warnings;
};

// `days` are the home's days of `year`. A day that is over and was not cancelled took place, with
// every host who was not absent.
Coverage CountCoverage(int year, const std::vector<Host>& hosts, const std::vector<Day>& days,
                       absl::Time now);

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_COVERAGE_H_
