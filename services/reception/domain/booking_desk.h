#ifndef SERVICES_RECEPTION_DOMAIN_BOOKING_DESK_H_
#define SERVICES_RECEPTION_DOMAIN_BOOKING_DESK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/call_scope.h"
#include "services/common/base/clock.h"
#include "services/common/base/directory.h"
#include "services/common/base/id_source.h"
#include "services/common/base/request_key.h"
#include "services/reception/domain/booking.h"
#include "services/reception/domain/check_in_codes.h"
#include "services/reception/domain/reception_store.h"

namespace deputies::reception {

// What somebody asks for.
struct BookingWish {
  int64_t slot_id = 0;
  std::string topic;
  int64_t message_id = 0;
  bool hold_only = false;
  bool join_waitlist = false;
  bool accept_offer = false;
  std::string visitor_name;  // empty: for the caller
};

struct BookingPage {
  std::vector<Booking> bookings;
  std::optional<int64_t> next_before_id;
};

// Books, confirms, cancels, moves and promotes, each exactly once. Thread-safe.
class BookingDesk {
 public:
  static constexpr int kDefaultPageSize = 20;
  static constexpr int kMaxPageSize = 50;

  BookingDesk(ReceptionStore& store, base::Directory& directory, base::IdSource& ids,
              CheckInCodes& codes, const base::Clock& clock)
      : store_(store), directory_(directory), ids_(ids), codes_(codes), clock_(clock) {}

  // A place, or a number on the waitlist. Errors: proto/deputies/reception/v1/booking.proto, as
  // below.
  absl::StatusOr<Booking> Book(const base::CallScope& scope, const base::RequestKey& key,
                               BookingWish wish);
  absl::StatusOr<Booking> Confirm(const base::CallScope& scope, const base::RequestKey& key,
                                  int64_t booking_id);
  absl::StatusOr<Booking> Cancel(const base::CallScope& scope, const base::RequestKey& key,
                                 int64_t booking_id, const std::string& reason);
  absl::StatusOr<Booking> Reschedule(const base::CallScope& scope, const base::RequestKey& key,
                                     int64_t booking_id, int64_t slot_id);

  absl::StatusOr<Booking> Get(const base::CallScope& scope, int64_t home_id, int64_t booking_id);
  absl::StatusOr<BookingPage> ListMine(const base::CallScope& scope, int64_t home_id,
                                       std::optional<int64_t> before_id, int page_size);
  absl::StatusOr<std::vector<Booking>> ListOfDay(const base::CallScope& scope, int64_t home_id,
                                                 int64_t day_id);
  absl::StatusOr<std::vector<BookingEvent>> ListEvents(const base::CallScope& scope,
                                                       int64_t home_id, int64_t booking_id);

  // Ends holds, offers and kept places whose time is over, and passes the places on. For the job
  // thread; returns how many were ended.
  absl::StatusOr<int> ExpirePlaces(absl::Time deadline);
  // Reminds holders of confirmed bookings at the home's two leads. For the job thread; returns how
  // many.
  absl::StatusOr<int> SendReminders(absl::Time deadline);

 private:
  absl::Status CheckWish(const base::CallScope& scope, const Policy& policy, const Slot& slot,
                         const Booking& booking, bool join_waitlist);

  ReceptionStore& store_;
  base::Directory& directory_;
  base::IdSource& ids_;
  CheckInCodes& codes_;
  const base::Clock& clock_;
};

// Passes free places of a locked slot on to its waitlist, in its order, as offers or, where the
// waiting person asked for that, as bookings. Changes `slot`; the caller writes it.
absl::Status PromoteWaiting(ReceptionTransaction& transaction, base::IdSource& ids,
                            const Policy& policy, absl::Time now, Slot* slot);

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_BOOKING_DESK_H_
