#ifndef SERVICES_RECEPTION_CALENDAR_ICAL_WRITER_H_
#define SERVICES_RECEPTION_CALENDAR_ICAL_WRITER_H_

#include <string>
#include <vector>

#include "services/reception/domain/calendar_writer.h"

namespace deputies::reception {

// Feeds by libical. Instants are written in UTC, which no client can misread.
class IcalWriter final : public CalendarWriter {
 public:
  std::string Write(const std::string& name, const std::vector<CalendarEvent>& events,
                    absl::Time now) const override;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_CALENDAR_ICAL_WRITER_H_
