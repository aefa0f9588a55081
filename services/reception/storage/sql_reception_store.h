#ifndef SERVICES_RECEPTION_STORAGE_SQL_RECEPTION_STORE_H_
#define SERVICES_RECEPTION_STORAGE_SQL_RECEPTION_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"
#include "services/reception/domain/reception_store.h"

namespace deputies::reception {

// Reception in MariaDB. The statements lie beside the functions that run them: sql_days.cc,
// sql_bookings.cc.
class SqlReceptionStore final : public ReceptionStore {
 public:
  // `ids` names outbox events, `clock` dates request keys. All must outlive this.
  SqlReceptionStore(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  absl::Status InTransaction(
      absl::Time deadline, absl::FunctionRef<absl::Status(ReceptionTransaction&)> closure) override;
  absl::StatusOr<std::optional<int64_t>> FindRequest(absl::Time deadline,
                                                     const base::RequestKey& key) override;

  absl::StatusOr<std::vector<Day>> ListDays(absl::Time deadline, int64_t home_id,
                                            absl::CivilDay from, absl::CivilDay to) override;
  absl::StatusOr<std::optional<Day>> FindDay(absl::Time deadline, int64_t home_id,
                                             int64_t day_id) override;
  absl::StatusOr<std::vector<Slot>> ListSlots(absl::Time deadline, int64_t home_id,
                                              int64_t day_id) override;
  absl::StatusOr<std::optional<Slot>> FindSlot(absl::Time deadline, int64_t home_id,
                                               int64_t slot_id) override;
  absl::StatusOr<std::vector<Day>> ListUnremindedDays(absl::Time deadline, int reminders,
                                                      absl::Time after, absl::Time before,
                                                      int limit) override;
  absl::StatusOr<std::vector<Day>> ListOverDays(absl::Time deadline, absl::Time now,
                                                int limit) override;
  absl::StatusOr<std::vector<Host>> ListHosts(absl::Time deadline, int64_t home_id) override;
  absl::StatusOr<Policy> FindPolicy(absl::Time deadline, int64_t home_id) override;

  absl::StatusOr<std::optional<Booking>> FindBooking(absl::Time deadline, int64_t home_id,
                                                     int64_t booking_id) override;
  absl::StatusOr<bool> HasLiveBooking(absl::Time deadline, const Booking& like) override;
  absl::StatusOr<std::vector<Booking>> ListBookingsOfPerson(absl::Time deadline, int64_t home_id,
                                                            int64_t person_id, int64_t before_id,
                                                            int limit) override;
  absl::StatusOr<std::vector<Booking>> ListBookingsOfDay(absl::Time deadline, int64_t home_id,
                                                         int64_t day_id) override;
  absl::StatusOr<std::vector<BookingEvent>> ListBookingEvents(absl::Time deadline, int64_t home_id,
                                                              int64_t booking_id) override;
  absl::StatusOr<std::vector<Booking>> ListExpiredPlaces(absl::Time deadline, absl::Time now,
                                                         int limit) override;
  absl::StatusOr<std::vector<Booking>> ListUnreminded(absl::Time deadline, int reminders,
                                                      absl::Time after, absl::Time before,
                                                      int limit) override;

  absl::StatusOr<std::optional<int64_t>> FindBookingByCode(absl::Time deadline, int64_t home_id,
                                                           int64_t day_id,
                                                           const std::string& code) override;
  absl::StatusOr<std::optional<DayQueue>> FindQueue(absl::Time deadline, int64_t home_id,
                                                    int64_t day_id) override;
  absl::StatusOr<std::vector<Ticket>> ListTickets(absl::Time deadline, int64_t home_id,
                                                  int64_t day_id) override;
  absl::StatusOr<std::optional<Ticket>> FindTicket(absl::Time deadline, int64_t home_id,
                                                   int64_t ticket_id) override;
  absl::StatusOr<std::optional<absl::Duration>> FindEstimateError(absl::Time deadline,
                                                                  int64_t home_id,
                                                                  absl::Time since) override;
  absl::StatusOr<std::vector<Ticket>> ListUnrecordedTickets(absl::Time deadline, int reminders,
                                                            absl::Time before, int limit) override;

  absl::StatusOr<std::vector<HomeDuty>> ListHomeDuties(absl::Time deadline, int64_t home_id,
                                                       absl::CivilDay from,
                                                       absl::CivilDay to) override;
  absl::Status NoteHomeDuty(absl::Time deadline, const HomeDuty& duty) override;
  absl::StatusOr<std::map<int64_t, int>> CountReceptionsElsewhere(absl::Time deadline,
                                                                  int64_t home_id,
                                                                  int64_t plan_id) override;
  absl::StatusOr<std::vector<Plan>> ListPlans(absl::Time deadline, int64_t home_id) override;

  absl::StatusOr<std::optional<CalendarFeed>> FindCalendarFeed(absl::Time deadline, int64_t home_id,
                                                               int64_t person_id) override;

  absl::StatusOr<std::optional<Visit>> FindVisit(absl::Time deadline, int64_t home_id,
                                                 int64_t visit_id) override;
  absl::StatusOr<std::vector<Visit>> ListVisits(absl::Time deadline, int64_t home_id,
                                                int64_t deputy_id, int64_t before_id,
                                                int limit) override;

 private:
  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_STORAGE_SQL_RECEPTION_STORE_H_
