#ifndef SERVICES_RECEPTION_DOMAIN_PLAN_MAKER_H_
#define SERVICES_RECEPTION_DOMAIN_PLAN_MAKER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/call_scope.h"
#include "services/common/base/clock.h"
#include "services/common/base/directory.h"
#include "services/common/base/id_source.h"
#include "services/common/base/request_key.h"
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

struct HostChange {
  Day day;
  std::vector<std::string> leaving;
  std::vector<std::string> coming;
};

struct Replan {
  std::vector<HostChange> changes;
  std::string explanation;
};

// Makes, publishes and mends the plans of a home. Errors: proto/deputies/reception/v1/plan.proto.
// Thread-safe.
class PlanMaker {
 public:
  PlanMaker(ReceptionStore& store, base::Directory& directory, const Recurrence& recurrence,
            const base::WorkCalendar& calendar, base::IdSource& ids, const base::Clock& clock)
      : store_(store),
        directory_(directory),
        recurrence_(recurrence),
        calendar_(calendar),
        ids_(ids),
        clock_(clock) {}

  absl::StatusOr<Plan> Create(const base::CallScope& scope, const base::RequestKey& key, int year,
                              const std::vector<PlanRule>& rules);
  absl::StatusOr<std::vector<Plan>> List(const base::CallScope& scope, int64_t home_id);
  absl::StatusOr<Plan> Get(const base::CallScope& scope, int64_t home_id, int64_t plan_id);
  absl::StatusOr<Plan> Submit(const base::CallScope& scope, const base::RequestKey& key,
                              int64_t plan_id);
  absl::Status Discard(const base::CallScope& scope, const base::RequestKey& key, int64_t plan_id);
  absl::StatusOr<Plan> Publish(const base::CallScope& scope, const base::RequestKey& key,
                               int64_t plan_id, bool late);
  absl::StatusOr<Replan> PlanAnew(const base::CallScope& scope, const base::RequestKey& key,
                                  int64_t plan_id, bool dry_run);

 private:
  ReceptionStore& store_;
  base::Directory& directory_;
  const Recurrence& recurrence_;
  const base::WorkCalendar& calendar_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

// Tells duty which deputies have the occasion to receive on a published day.
absl::Status TellAssigned(ReceptionTransaction& transaction, const Day& day, absl::Time now);

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_PLAN_MAKER_H_
