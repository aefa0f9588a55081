// Who receives on which day of a year: duties, absences and limits as an assignment problem.
#ifndef SERVICES_RECEPTION_DOMAIN_PLANNER_YEAR_PLANNER_H_
#define SERVICES_RECEPTION_DOMAIN_PLANNER_YEAR_PLANNER_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/reception/domain/day.h"

namespace deputies::reception {

// Somebody who has to receive. Whoever has a duty of twelve a year has one each month, and so on.
struct PlannedHost {
  std::string name;
  int duty = 0;            // receptions a year, at least
  std::vector<int> homes;  // where: positions that PlannedDay::home names
  std::vector<Absence> absences;
};

struct PlannedDay {
  int home = 0;
  absl::CivilDay date;
  int min_hosts = 1;
  int max_hosts = 20;
  // Set by hand, or past: these hosts and nobody else.
  bool fixed = false;
  std::vector<int> fixed_hosts;
};

// (day, host), by position.
using Assignment = std::pair<int, int>;

struct PlannerInput {
  std::vector<PlannedHost> hosts;
  std::vector<PlannedDay> days;
  // What was planned before: kept wherever nothing forbids it.
  std::vector<Assignment> earlier;
};

// Why there is no plan: these cannot all be met, but without any one of them the others can.
struct PlanConflict {
  std::vector<int> hosts;  // whose duties
  std::vector<int> days;   // whose minimum of hosts
  std::string text;        // for people
};

struct YearPlan {
  bool feasible = false;
  std::vector<Assignment> assignments;  // in order, with those of fixed days
  std::vector<int> loads;               // receptions of each host
  int spread = 0;  // greatest difference between hosts of one duty, homes and absences left aside
  std::string explanation;
  PlanConflict conflict;  // when not feasible
};

// Meets every duty and every day's minimum, gives nobody two receptions on one date or more in a
// month than the duty asks for (rounded up), shares further receptions evenly, and changes as
// little of `earlier` as can be.
YearPlan PlanYear(const PlannerInput& input);

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_PLANNER_YEAR_PLANNER_H_
