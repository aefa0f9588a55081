#ifndef SERVICES_RECEPTION_CALENDAR_ICAL_RECURRENCE_H_
#define SERVICES_RECEPTION_CALENDAR_ICAL_RECURRENCE_H_

#include <string>
#include <vector>

#include "services/reception/domain/plan.h"

namespace deputies::reception {

// Recurrence rules by libical.
class IcalRecurrence final : public Recurrence {
 public:
  absl::StatusOr<std::vector<absl::CivilDay>> Dates(const std::string& field,
                                                    const std::string& rrule, absl::CivilDay from,
                                                    absl::CivilDay to) const override;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_CALENDAR_ICAL_RECURRENCE_H_
