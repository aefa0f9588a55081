#ifndef SERVICES_RECEPTION_STORAGE_SQL_TRANSACTION_H_
#define SERVICES_RECEPTION_STORAGE_SQL_TRANSACTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"
#include "services/reception/domain/reception_store.h"

namespace deputies::reception {

class SqlTransaction final : public ReceptionTransaction {
 public:
  SqlTransaction(db::Transaction& sql, base::IdSource& ids, const base::Clock& clock)
      : sql_(sql), ids_(ids), clock_(clock) {}

  absl::StatusOr<std::optional<int64_t>> ClaimRequest(const base::RequestKey& key,
                                                      int64_t object_id) override;
  absl::Status Tell(int64_t home_id, absl::Time occur_time, const Fact& fact) override;

  absl::Status InsertDay(const Day& day) override;
  absl::StatusOr<std::optional<Day>> LockDay(int64_t home_id, int64_t day_id) override;
  absl::Status UpdateDay(const Day& day) override;
  absl::Status UpsertDayHost(int64_t home_id, int64_t day_id, const DayHost& host) override;
  absl::Status InsertSlot(const Slot& slot) override;
  absl::StatusOr<std::optional<Slot>> LockSlot(int64_t home_id, int64_t slot_id) override;
  absl::StatusOr<std::vector<Slot>> LockSlotsOfDay(int64_t home_id, int64_t day_id) override;
  absl::Status UpdateSlot(const Slot& slot) override;
  absl::Status UpsertHost(const Host& host) override;
  absl::StatusOr<std::optional<int64_t>> FindHostId(const Host& host) override;
  absl::Status InsertAbsence(int64_t home_id, int64_t host_id, int64_t id,
                             const Absence& absence) override;
  absl::Status UpsertPolicy(const Policy& policy) override;

  absl::Status LockHolder(int64_t home_id, int64_t person_id, absl::Time now) override;
  absl::StatusOr<int> CountLiveBookings(int64_t home_id, int64_t person_id,
                                        absl::Time now) override;
  absl::StatusOr<bool> TakePlace(int64_t home_id, int64_t slot_id) override;
  absl::StatusOr<int32_t> TakeWaitNumber(int64_t home_id, int64_t slot_id, int limit) override;
  absl::StatusOr<InsertOutcome> InsertBooking(const Booking& booking) override;
  absl::StatusOr<std::optional<Booking>> LockBooking(int64_t home_id, int64_t booking_id) override;
  absl::StatusOr<std::vector<Booking>> LockBookingsOfSlot(int64_t home_id,
                                                          int64_t slot_id) override;
  absl::StatusOr<std::optional<Booking>> LockFirstWaiting(int64_t home_id,
                                                          int64_t slot_id) override;
  absl::StatusOr<bool> UpdateBooking(const Booking& booking) override;
  absl::Status InsertBookingEvent(const Booking& booking, int64_t id, Actor actor,
                                  int64_t person_id, const std::string& note,
                                  absl::Time now) override;

  absl::Status StoreResult(const base::RequestKey& key, int64_t object_id) override;
  absl::StatusOr<DayQueue> LockQueue(int64_t home_id, int64_t day_id,
                                     const std::string& new_door_code) override;
  absl::Status UpdateQueue(const DayQueue& queue) override;
  absl::StatusOr<std::vector<Ticket>> ListTickets(int64_t home_id, int64_t day_id) override;
  absl::Status InsertTicket(const Ticket& ticket) override;
  absl::Status UpdateTicket(const Ticket& ticket) override;

  absl::StatusOr<bool> InsertVisit(const Visit& visit) override;
  absl::StatusOr<std::optional<Visit>> LockVisit(int64_t home_id, int64_t visit_id) override;
  absl::Status UpdateVisit(const Visit& visit) override;

  absl::StatusOr<bool> InsertPlan(const Plan& plan) override;
  absl::Status InsertDrafts(int64_t home_id, const std::vector<Day>& days,
                            const std::vector<Slot>& slots) override;
  absl::StatusOr<std::optional<Plan>> LockPlan(int64_t home_id, int64_t plan_id) override;
  absl::Status UpdatePlan(const Plan& plan) override;
  absl::Status DeletePlan(int64_t home_id, int64_t plan_id) override;
  absl::Status DeleteDay(int64_t home_id, int64_t day_id) override;
  absl::Status DeleteDayHost(int64_t home_id, int64_t day_id, int64_t host_id) override;

  absl::Status ReplaceCalendarFeed(const CalendarFeed& feed) override;
  absl::Status DeleteCalendarFeed(int64_t home_id, int64_t person_id) override;

 private:
  absl::Status InsertDayRow(const Day& day);  // without its hosts

  db::Transaction& sql_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_STORAGE_SQL_TRANSACTION_H_
