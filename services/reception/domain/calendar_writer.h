#ifndef SERVICES_RECEPTION_DOMAIN_CALENDAR_WRITER_H_
#define SERVICES_RECEPTION_DOMAIN_CALENDAR_WRITER_H_

#include <string>
#include <vector>

#include "services/reception/domain/day.h"

namespace deputies::reception {

// Writes days as an iCalendar feed (RFC 5545): a day keeps its UID, each version has a higher
// SEQUENCE, a cancelled day stays as CANCELLED. Thread-safe. Implemented in calendar/.
class CalendarWriter {
 public:
  virtual ~CalendarWriter() = default;
  virtual std::string Write(const std::string& name, const std::vector<Day>& days,
                            absl::Time now) const = 0;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_CALENDAR_WRITER_H_
