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
#include "services/reception/domain/plan.h"
#include "services/reception/domain/plan_drafter.h"
#include "services/reception/domain/reception_store.h"

namespace deputies::reception {

struct HostChange {
  Day day;
  std::vector<std::string> leaving;
  std::vector<std::string> coming;
};

struct Replan {
  std::vector<HostChange> changes;
  std::string explanation;
};

// Plans of the homes of a county.
struct CountyPlan {
  std::vector<Plan> plans;             // without days
  std::vector<int64_t> left_home_ids;  // no hosts, or no day by the rules
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
  // For every home below the caller's own node, whose hosts may receive in several of them; homes
  // that have a plan of the year, or no hosts, are left as they are. ORGANIZATION_NOT_FOUND for a
  // node that is not the caller's.
  absl::StatusOr<CountyPlan> CreateForCounty(const base::CallScope& scope,
                                             const base::RequestKey& key, int64_t organization_id,
                                             int year, const std::vector<PlanRule>& rules);
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
  // FIELD_INVALID when the year is over.
  absl::StatusOr<PlanDrafter::Year> RestOf(int year) const;
  Plan NewPlan(const base::CallScope& scope, int64_t home_id, int year);

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
