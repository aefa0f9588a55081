// A booking, a place on a waitlist or an offer from it: one row in several states.
#ifndef SERVICES_RECEPTION_DOMAIN_BOOKING_H_
#define SERVICES_RECEPTION_DOMAIN_BOOKING_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"

namespace deputies::reception {

// Stored as these numbers; mirrors deputies.reception.v1.BookingState.
enum class BookingState {
  kHeld = 1,
  kBooked = 2,
  kWaiting = 3,
  kOffered = 4,
  kCancelled = 5,
  kCancelledByHome = 6,
  kExpired = 7,
  kCheckedIn = 8,
  kServed = 9,
  kNoShow = 10,
  kUnresolved = 11,  // never stored: kBooked after the slot
};

// Counts as the person's one booking of the day. The column `live` says the same.
inline bool IsLive(BookingState state) {
  return state == BookingState::kHeld || state == BookingState::kBooked ||
         state == BookingState::kWaiting || state == BookingState::kOffered ||
         state == BookingState::kCheckedIn;
}

struct Booking {
  int64_t home_id = 0;
  int64_t id = 0;
  int64_t day_id = 0;
  int64_t slot_id = 0;
  int64_t person_id = 0;     // who booked and is told of everything
  std::string visitor_name;  // who comes, when that is somebody else
  BookingState state = BookingState::kBooked;
  // Takes a place of the slot. A cancelled booking may keep it for a while
  // (Policy::trading_delay_minutes).
  bool place = false;
  int32_t wait_no = 0;  // order on the waitlist; stays after a promotion
  bool accept_offer = false;
  std::optional<absl::Time> expires_at;  // when a hold, an offer or a kept place ends
  absl::Time starts_at;                  // of the slot
  absl::Time ends_at;
  std::string topic;
  int64_t message_id = 0;
  std::string check_in_code;
  std::string reason;
  int64_t ticket_id = 0;
  int32_t reminders = 0;  // reminders sent
  int32_t version = 1;
  absl::Time create_time;
  int32_t waitlist_position = 0;  // filled by reads of one booking
};

// What a person is shown: a booking that nobody marked is no no-show.
inline BookingState ShownState(const Booking& booking, absl::Time now) {
  if (booking.state == BookingState::kBooked && booking.ends_at < now) {
    return BookingState::kUnresolved;
  }
  return booking.state;
}

// Who changed a booking; stored as these numbers.
enum class Actor { kHolder = 1, kStaff = 2, kSystem = 3 };

struct BookingEvent {
  absl::Time create_time;
  BookingState state = BookingState::kBooked;
  Actor actor = Actor::kSystem;
  std::string note;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_BOOKING_H_
