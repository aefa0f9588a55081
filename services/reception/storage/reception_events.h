#ifndef SERVICES_RECEPTION_STORAGE_RECEPTION_EVENTS_H_
#define SERVICES_RECEPTION_STORAGE_RECEPTION_EVENTS_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "services/reception/domain/facts.h"

namespace deputies::reception {

// The fact as a serialised deputies.events.v1.Event.
std::string EventBytes(int64_t event_id, int64_t home_id, absl::Time occur_time, const Fact& fact);

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_STORAGE_RECEPTION_EVENTS_H_
