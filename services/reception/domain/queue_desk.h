#ifndef SERVICES_RECEPTION_DOMAIN_QUEUE_DESK_H_
#define SERVICES_RECEPTION_DOMAIN_QUEUE_DESK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/call_scope.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/request_key.h"
#include "services/reception/domain/check_in_codes.h"
#include "services/reception/domain/reception_store.h"
#include "services/reception/domain/ticket.h"

namespace deputies::reception {

// A ticket with what its holder wants to know.
struct TicketView {
  Ticket ticket;
  int ahead = -1;  // tickets that go before it; -1: does not wait
  absl::Duration wait = absl::ZeroDuration();
  std::optional<absl::Duration> estimate_error;  // mean, of the home's last 30 days
  int overtake_limit = 0;
};

struct QueueView {
  int version = 0;
  std::vector<Ticket> called;   // called or being received, newest call first
  std::vector<Ticket> waiting;  // in the order of their turn
  std::vector<Ticket> parked;
  absl::Duration wait;  // of a walk-in who comes now
  std::optional<absl::Duration> estimate_error;
  std::string door_code;  // empty for those who may not know it
};

struct Arrival {
  std::string door_code;  // what the visitor told; unused for staff and deputies
  std::string visitor_name;
  std::string topic;
  Priority priority = Priority::kNone;
  int64_t wanted_host = 0;
};

// The day's queue. Errors: proto/deputies/reception/v1/queue.proto. Thread-safe.
class QueueDesk {
 public:
  // Check-in and tickets from so long before the day's hours to so long after them.
  static constexpr absl::Duration kOpensBefore = absl::Hours(2);
  static constexpr absl::Duration kClosesAfter = absl::Hours(2);

  QueueDesk(ReceptionStore& store, base::IdSource& ids, CheckInCodes& codes,
            const base::Clock& clock)
      : store_(store), ids_(ids), codes_(codes), clock_(clock) {}

  absl::StatusOr<TicketView> CheckIn(const base::CallScope& scope, const base::RequestKey& key,
                                     int64_t booking_id, const Arrival& arrival);
  absl::StatusOr<TicketView> CheckInByCode(const base::CallScope& scope,
                                           const base::RequestKey& key, int64_t day_id,
                                           const std::string& code, const Arrival& arrival);
  absl::StatusOr<TicketView> TakeTicket(const base::CallScope& scope, const base::RequestKey& key,
                                        int64_t day_id, const Arrival& arrival);
  absl::StatusOr<TicketView> CallNext(const base::CallScope& scope, const base::RequestKey& key,
                                      int64_t day_id, int64_t host_id, const std::string& desk);
  absl::StatusOr<TicketView> Handle(const base::CallScope& scope, const base::RequestKey& key,
                                    int64_t ticket_id, TicketAction action, int64_t host_id);
  absl::Status MarkNoShow(const base::CallScope& scope, const base::RequestKey& key,
                          int64_t booking_id);

  absl::StatusOr<TicketView> Get(const base::CallScope& scope, int64_t home_id, int64_t ticket_id);
  absl::StatusOr<std::vector<TicketView>> List(const base::CallScope& scope, int64_t home_id,
                                               int64_t day_id);
  // Rises with every change of what Screen shows; 0 before the first ticket.
  absl::StatusOr<int32_t> ScreenVersion(const base::CallScope& scope, int64_t home_id,
                                        int64_t day_id);
  absl::StatusOr<QueueView> Screen(const base::CallScope& scope, int64_t home_id, int64_t day_id);

 private:
  absl::StatusOr<Day> OpenDay(const base::CallScope& scope, int64_t home_id, int64_t day_id);
  absl::Status CheckArrival(const base::CallScope& scope, int64_t home_id, const DayQueue& queue,
                            const Arrival& arrival);
  // Numbers the ticket, estimates its wait and stores it. The queue is locked.
  absl::Status Enqueue(ReceptionTransaction& transaction, const Day& day, const Policy& policy,
                       DayQueue* queue, Ticket* ticket);

  ReceptionStore& store_;
  base::IdSource& ids_;
  CheckInCodes& codes_;
  const base::Clock& clock_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_QUEUE_DESK_H_
