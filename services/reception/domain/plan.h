#ifndef SERVICES_RECEPTION_DOMAIN_PLAN_H_
#define SERVICES_RECEPTION_DOMAIN_PLAN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/reception/domain/day.h"

namespace deputies::reception {

// Stored as these numbers; mirrors deputies.reception.v1.PlanState.
enum class PlanState { kDraft = 1, kInReview = 2, kPublished = 3 };

struct Plan {
  int64_t home_id = 0;
  int64_t id = 0;
  int year = 0;
  PlanState state = PlanState::kDraft;
  std::string explanation;
  int64_t maker_person_id = 0;
  absl::Time create_time;
  std::optional<absl::Time> publish_time;
  std::vector<Day> days;  // not in lists
};

// Dates of RFC 5545 recurrence rules. Thread-safe. Implemented in calendar/.
class Recurrence {
 public:
  virtual ~Recurrence() = default;
  // Dates of the rule from `from` to `to`, both inclusive, in order. INVALID_ARGUMENT/FIELD_INVALID
  // naming `field` for a rule that is none.
  virtual absl::StatusOr<std::vector<absl::CivilDay>> Dates(const std::string& field,
                                                            const std::string& rrule,
                                                            absl::CivilDay from,
                                                            absl::CivilDay to) const = 0;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_PLAN_H_
