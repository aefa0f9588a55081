#ifndef SERVICES_RECEPTION_DOMAIN_CALENDAR_WRITER_H_
#define SERVICES_RECEPTION_DOMAIN_CALENDAR_WRITER_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/reception/domain/booking.h"
#include "services/reception/domain/day.h"

namespace deputies::reception {

// An entry of a calendar feed (VEVENT of RFC 5545).
struct CalendarEvent {
  std::string uid;       // the same for ever
  int32_t sequence = 0;  // rises with every change
  absl::Time starts_at;
  absl::Time ends_at;
  bool cancelled = false;  // a cancelled entry stays, so that calendars take it out
  std::string summary;
  std::string location;
  std::string description;
};

// Who receives on the day, absent ones left out: "甲、乙".
std::string HostNames(const Day& day);
// A day for everybody.
CalendarEvent EventOf(const Day& day);
// A booking for its holder; `day` is the one it is for. With its check-in code.
CalendarEvent EventOf(const Booking& booking, const Day& day);

// Writes entries as an iCalendar feed. Thread-safe. Implemented in calendar/.
class CalendarWriter {
 public:
  virtual ~CalendarWriter() = default;
  virtual std::string Write(const std::string& name, const std::vector<CalendarEvent>& events,
                            absl::Time now) const = 0;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_CALENDAR_WRITER_H_
