#ifndef SERVICES_RECEPTION_DOMAIN_CALENDAR_FEED_H_
#define SERVICES_RECEPTION_DOMAIN_CALENDAR_FEED_H_

#include <cstdint>

#include "absl/time/time.h"

namespace deputies::reception {

// The address under which a calendar program reads what concerns one person in one home.
struct CalendarFeed {
  int64_t home_id = 0;
  int64_t person_id = 0;
  int64_t number = 0;     // part of the address
  int64_t deputy_id = 0;  // of the person in this home when the address was made; 0: none
  absl::Time create_time;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_CALENDAR_FEED_H_
