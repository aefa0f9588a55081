#ifndef SERVICES_RECEPTION_DOMAIN_TICKET_H_
#define SERVICES_RECEPTION_DOMAIN_TICKET_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/str_format.h"
#include "absl/time/time.h"

namespace deputies::reception {

// Stored as these numbers; mirror proto/deputies/reception/v1/queue.proto.
enum class TicketState {
  kWaiting = 1,
  kCalled = 2,
  kServing = 3,
  kDone = 4,
  kParked = 5,
  kLeft = 6
};
enum class Priority { kNone = 0, kElder = 1, kDisabled = 2, kFarVillage = 3 };
enum class TicketAction {
  kRecall = 1,
  kStart = 2,
  kFinish = 3,
  kPark = 4,
  kResume = 5,
  kLeave = 6,
  kTransfer = 7,
};

struct Ticket {
  int64_t home_id = 0;
  int64_t id = 0;
  int64_t day_id = 0;
  int number = 0;
  int64_t booking_id = 0;
  int64_t person_id = 0;
  std::string visitor_name;
  std::string topic;
  bool booked = false;  // has a booking and came in time for it
  Priority priority = Priority::kNone;
  TicketState state = TicketState::kWaiting;
  absl::Time due_at;        // the natural order: arrival, or start of the booked slot
  int64_t wanted_host = 0;  // 0: any
  int64_t host_id = 0;      // who called it
  std::string desk;
  int calls = 0;
  int overtaken = 0;        // how often others were called before it out of turn
  std::string spoken_code;  // the visitor tells it to sign the record
  int64_t visit_id = 0;     // its record
  int record_reminders = 0;
  int estimate_seconds = 0;
  absl::Time arrived_at;
  std::optional<absl::Time> called_at;
  std::optional<absl::Time> started_at;
  std::optional<absl::Time> ended_at;
};

inline std::string ShownNumber(const Ticket& ticket) {
  return absl::StrFormat("%c%03d", ticket.booking_id != 0 ? 'B' : 'A', ticket.number);
}

// The day's row that orders all changes of its tickets.
struct DayQueue {
  int64_t home_id = 0;
  int64_t day_id = 0;
  int ticket_seq = 0;
  int version = 0;
  std::string door_code;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_TICKET_H_
