#ifndef SERVICES_BOARD_STORAGE_MESSAGE_EVENTS_H_
#define SERVICES_BOARD_STORAGE_MESSAGE_EVENTS_H_

#include <cstdint>

#include "absl/time/time.h"
#include "deputies/events/v1/event.pb.h"
#include "services/board/domain/message_store.h"

namespace deputies::board {

// The fact as the other services get it.
events::v1::Event ToEvent(int64_t event_id, int64_t home_id, absl::Time occur_time,
                          const Fact& fact);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_MESSAGE_EVENTS_H_
