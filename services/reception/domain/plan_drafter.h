#ifndef SERVICES_RECEPTION_DOMAIN_PLAN_DRAFTER_H_
#define SERVICES_RECEPTION_DOMAIN_PLAN_DRAFTER_H_

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/base/id_source.h"
#include "services/common/base/work_calendar.h"
#include "services/reception/domain/day_book.h"
#include "services/reception/domain/plan.h"
#include "services/reception/domain/planner/year_planner.h"
#include "services/reception/domain/reception_store.h"

namespace deputies::reception {

enum class HolidayRule { kShiftLater = 1, kShiftEarlier = 2, kSkip = 3, kKeep = 4 };

// A rule of a plan: when, and what such a day is like.
struct PlanRule {
  std::string rrule;
  HolidayRule holiday_rule = HolidayRule::kShiftLater;
  SlotPattern pattern;
  ReceptionMode mode = ReceptionMode::kOnSite;
  std::string room;
  std::string topic;
  int min_hosts = 1;
  int max_hosts = 20;
};

// A date of a rule after holidays were looked at.
struct RuleDate {
  absl::CivilDay date;
  std::string note;  // "原定10月1日（国庆节），改在10月8日"; empty when nothing moved
};

// Applies the rule for days on which nobody works. Two dates that fall together become one.
std::vector<RuleDate> ApplyHolidays(const std::vector<absl::CivilDay>& dates, HolidayRule rule,
                                    const base::WorkCalendar& calendar);

// The part of a yearly duty that is left from `first` on.
int DutyLeft(int yearly, absl::CivilDay first, int year);

// Plans of a year for one home or for many that share hosts: homes are added one by one, then
// Assign says who receives where. Not thread-safe.
class PlanDrafter {
 public:
  struct Year {
    int year = 0;
    absl::CivilDay first;  // of what can still be planned
    absl::CivilDay last;
  };

  // All must outlive it.
  PlanDrafter(ReceptionStore& store, const Recurrence& recurrence,
              const base::WorkCalendar& calendar, base::IdSource& ids, const Year& year)
      : store_(store), recurrence_(recurrence), calendar_(calendar), ids_(ids), year_(year) {}

  // The days that the rules give the home, as drafts, beside those that stand. `plan` has the ids
  // and its maker. False when the rules give no day. Rules are named in errors as "rules[i]".
  absl::StatusOr<bool> Add(absl::Time deadline, const Plan& plan,
                           const std::vector<PlanRule>& rules, const std::vector<Host>& hosts);
  // PLAN_INFEASIBLE with the smallest conflict.
  absl::Status Assign();
  // With days and hosts, once Assign was OK.
  const std::vector<Plan>& plans() const { return plans_; }
  const std::string& explanation() const { return explanation_; }
  // False when one of the homes has a plan of the year meanwhile.
  absl::StatusOr<bool> Store(ReceptionTransaction& tx) const;

 private:
  // Who is the same in several homes: a deputy by the record, everybody else by kind and name.
  using Identity = std::tuple<HostKind, int64_t, std::string>;
  // A day of the planner's input that is a plan's.
  struct Place {
    size_t plan = 0;
    size_t day = 0;
  };

  ReceptionStore& store_;
  const Recurrence& recurrence_;
  const base::WorkCalendar& calendar_;
  base::IdSource& ids_;
  const Year year_;
  PlannerInput input_;
  std::map<Identity, int> positions_;
  std::vector<Plan> plans_;
  std::vector<std::vector<Slot>> slots_;          // of each plan
  std::vector<std::map<int, int64_t>> host_ids_;  // of each plan, by the position in the input
  std::map<int, Place> places_;                   // by the position in the input
  std::string explanation_;
};

// A day whose hosts stay as they are; `positions` by the host's id.
PlannedDay FixedDay(const Day& day, int home, const std::map<int64_t, int>& positions);

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_PLAN_DRAFTER_H_
