// Where reception's rows are kept. Implemented by storage/SqlReceptionStore.
//
// Lock order of every transaction: request key, booking holder, day, slots in the order of their
// ids, bookings, the day's queue, tickets. Rows that are read without a lock are only hints.
#ifndef SERVICES_RECEPTION_DOMAIN_RECEPTION_STORE_H_
#define SERVICES_RECEPTION_DOMAIN_RECEPTION_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/base/request_key.h"
#include "services/reception/domain/booking.h"
#include "services/reception/domain/calendar_feed.h"
#include "services/reception/domain/coverage.h"
#include "services/reception/domain/day.h"
#include "services/reception/domain/facts.h"
#include "services/reception/domain/plan.h"
#include "services/reception/domain/ticket.h"
#include "services/reception/domain/visit.h"

namespace deputies::reception {

enum class InsertOutcome {
  kStored,
  kLiveExists,  // the holder has a live booking on this day
  kCodeTaken,   // choose another check-in code
};

// One transaction. "Lock" reads a row and keeps others from changing it until the end; absent when
// there is none.
class ReceptionTransaction {
 public:
  virtual ~ReceptionTransaction() = default;

  // First in every write a client asked for. Absent: the key is new and now taken, go on. Otherwise
  // the work was done before, on the object with this id: change nothing.
  virtual absl::StatusOr<std::optional<int64_t>> ClaimRequest(const base::RequestKey& key,
                                                              int64_t object_id) = 0;
  // Queues a fact for the other services.
  virtual absl::Status Tell(int64_t home_id, absl::Time occur_time, const Fact& fact) = 0;

  // ---- days, hosts, slots
  virtual absl::Status InsertDay(const Day& day) = 0;  // with its hosts
  virtual absl::StatusOr<std::optional<Day>> LockDay(int64_t home_id, int64_t day_id) = 0;
  virtual absl::Status UpdateDay(const Day& day) = 0;
  virtual absl::Status UpsertDayHost(int64_t home_id, int64_t day_id, const DayHost& host) = 0;
  virtual absl::Status InsertSlot(const Slot& slot) = 0;
  virtual absl::StatusOr<std::optional<Slot>> LockSlot(int64_t home_id, int64_t slot_id) = 0;
  virtual absl::StatusOr<std::vector<Slot>> LockSlotsOfDay(int64_t home_id, int64_t day_id) = 0;
  virtual absl::Status UpdateSlot(const Slot& slot) = 0;  // all but the ids
  virtual absl::Status UpsertHost(const Host& host) = 0;
  // The host of this kind with this deputy record or, for others than deputies, this name.
  virtual absl::StatusOr<std::optional<int64_t>> FindHostId(const Host& host) = 0;
  virtual absl::Status InsertAbsence(int64_t home_id, int64_t host_id, int64_t id,
                                     const Absence& absence) = 0;
  virtual absl::Status UpsertPolicy(const Policy& policy) = 0;

  // ---- bookings
  virtual absl::Status LockHolder(int64_t home_id, int64_t person_id, absl::Time now) = 0;
  virtual absl::StatusOr<int> CountLiveBookings(int64_t home_id, int64_t person_id,
                                                absl::Time now) = 0;
  // One place more, when one can be booked; false when not. Locks the slot.
  virtual absl::StatusOr<bool> TakePlace(int64_t home_id, int64_t slot_id) = 0;
  // The next number on the waitlist, 0 when `limit` people wait or the slot is closed. Locks the
  // slot.
  virtual absl::StatusOr<int32_t> TakeWaitNumber(int64_t home_id, int64_t slot_id, int limit) = 0;
  virtual absl::StatusOr<InsertOutcome> InsertBooking(const Booking& booking) = 0;
  virtual absl::StatusOr<std::optional<Booking>> LockBooking(int64_t home_id,
                                                             int64_t booking_id) = 0;
  virtual absl::StatusOr<std::vector<Booking>> LockBookingsOfSlot(int64_t home_id,
                                                                  int64_t slot_id) = 0;
  virtual absl::StatusOr<std::optional<Booking>> LockFirstWaiting(int64_t home_id,
                                                                  int64_t slot_id) = 0;
  // False when the holder has another live booking on the day that the booking moves to.
  virtual absl::StatusOr<bool> UpdateBooking(const Booking& booking) = 0;
  virtual absl::Status InsertBookingEvent(const Booking& booking, int64_t id, Actor actor,
                                          int64_t person_id, const std::string& note,
                                          absl::Time now) = 0;

  // ---- queues
  // Replaces the id that a claimed key keeps, where it was not known beforehand.
  virtual absl::Status StoreResult(const base::RequestKey& key, int64_t object_id) = 0;
  // Makes the day's queue with this door code when there is none.
  virtual absl::StatusOr<DayQueue> LockQueue(int64_t home_id, int64_t day_id,
                                             const std::string& new_door_code) = 0;
  virtual absl::Status UpdateQueue(const DayQueue& queue) = 0;  // with the next version
  // Of a day whose queue is locked, by number.
  virtual absl::StatusOr<std::vector<Ticket>> ListTickets(int64_t home_id, int64_t day_id) = 0;
  virtual absl::Status InsertTicket(const Ticket& ticket) = 0;
  virtual absl::Status UpdateTicket(const Ticket& ticket) = 0;

  // ---- records
  // With its hosts; false when the ticket has a record.
  virtual absl::StatusOr<bool> InsertVisit(const Visit& visit) = 0;
  virtual absl::StatusOr<std::optional<Visit>> LockVisit(int64_t home_id, int64_t visit_id) = 0;
  virtual absl::Status UpdateVisit(const Visit& visit) = 0;  // state, signature, visitor

  // ---- plans
  // Without its days; false when the year has a plan.
  virtual absl::StatusOr<bool> InsertPlan(const Plan& plan) = 0;
  // Days of one home that were never there before, with hosts and slots, in few statements.
  virtual absl::Status InsertDrafts(int64_t home_id, const std::vector<Day>& days,
                                    const std::vector<Slot>& slots) = 0;
  virtual absl::StatusOr<std::optional<Plan>> LockPlan(int64_t home_id, int64_t plan_id) = 0;
  virtual absl::Status UpdatePlan(const Plan& plan) = 0;  // state and time of publishing
  virtual absl::Status DeletePlan(int64_t home_id, int64_t plan_id) = 0;
  // With its hosts and slots. Only of a day that was never published, so that nothing hangs on it.
  virtual absl::Status DeleteDay(int64_t home_id, int64_t day_id) = 0;
  virtual absl::Status DeleteDayHost(int64_t home_id, int64_t day_id, int64_t host_id) = 0;

  // The person's only one in the home from now on.
  virtual absl::Status ReplaceCalendarFeed(const CalendarFeed& feed) = 0;
  virtual absl::Status DeleteCalendarFeed(int64_t home_id, int64_t person_id) = 0;
};

// Thread-safe.
class ReceptionStore {
 public:
  virtual ~ReceptionStore() = default;

  // Runs `closure` in one transaction, committed when it returns OK. It may run more than once and
  // must not keep state between runs.
  virtual absl::Status InTransaction(
      absl::Time deadline, absl::FunctionRef<absl::Status(ReceptionTransaction&)> closure) = 0;
  // The object of an earlier write with this key. REQUEST_ID_REUSED when the key came with another
  // body.
  virtual absl::StatusOr<std::optional<int64_t>> FindRequest(absl::Time deadline,
                                                             const base::RequestKey& key) = 0;

  // Days of a range, with hosts and free places, in the order of their start.
  virtual absl::StatusOr<std::vector<Day>> ListDays(absl::Time deadline, int64_t home_id,
                                                    absl::CivilDay from, absl::CivilDay to) = 0;
  virtual absl::StatusOr<std::optional<Day>> FindDay(absl::Time deadline, int64_t home_id,
                                                     int64_t day_id) = 0;
  virtual absl::StatusOr<std::vector<Slot>> ListSlots(absl::Time deadline, int64_t home_id,
                                                      int64_t day_id) = 0;
  virtual absl::StatusOr<std::optional<Slot>> FindSlot(absl::Time deadline, int64_t home_id,
                                                       int64_t slot_id) = 0;
  // Published days of every home that have ended, without hosts, at most `limit`.
  virtual absl::StatusOr<std::vector<Day>> ListOverDays(absl::Time deadline, absl::Time now,
                                                        int limit) = 0;
  // Published days of every home, without hosts, that begin after `after` and up to `before` and
  // had fewer than `reminders` reminders to hosts; the next first.
  virtual absl::StatusOr<std::vector<Day>> ListUnremindedDays(absl::Time deadline, int reminders,
                                                              absl::Time after, absl::Time before,
                                                              int limit) = 0;
  // With absences, deputies first.
  virtual absl::StatusOr<std::vector<Host>> ListHosts(absl::Time deadline, int64_t home_id) = 0;
  // The usual values for a home that set none.
  virtual absl::StatusOr<Policy> FindPolicy(absl::Time deadline, int64_t home_id) = 0;

  virtual absl::StatusOr<std::optional<Booking>> FindBooking(absl::Time deadline, int64_t home_id,
                                                             int64_t booking_id) = 0;
  // Whether the holder of `like` has a live booking on its day.
  virtual absl::StatusOr<bool> HasLiveBooking(absl::Time deadline, const Booking& like) = 0;
  virtual absl::StatusOr<std::vector<Booking>> ListBookingsOfPerson(
      absl::Time deadline, int64_t home_id, int64_t person_id, int64_t before_id, int limit) = 0;
  virtual absl::StatusOr<std::vector<Booking>> ListBookingsOfDay(absl::Time deadline,
                                                                 int64_t home_id,
                                                                 int64_t day_id) = 0;
  virtual absl::StatusOr<std::vector<BookingEvent>> ListBookingEvents(absl::Time deadline,
                                                                      int64_t home_id,
                                                                      int64_t booking_id) = 0;
  // Bookings of every home whose hold, offer or kept place has ended, at most `limit`.
  virtual absl::StatusOr<std::vector<Booking>> ListExpiredPlaces(absl::Time deadline,
                                                                 absl::Time now, int limit) = 0;
  // Confirmed bookings of every home that begin before `before` and had fewer than `reminders`
  // reminders.
  virtual absl::StatusOr<std::vector<Booking>> ListUnreminded(absl::Time deadline, int reminders,
                                                              absl::Time after, absl::Time before,
                                                              int limit) = 0;

  virtual absl::StatusOr<std::optional<int64_t>> FindBookingByCode(absl::Time deadline,
                                                                   int64_t home_id, int64_t day_id,
                                                                   const std::string& code) = 0;
  virtual absl::StatusOr<std::optional<DayQueue>> FindQueue(absl::Time deadline, int64_t home_id,
                                                            int64_t day_id) = 0;
  virtual absl::StatusOr<std::vector<Ticket>> ListTickets(absl::Time deadline, int64_t home_id,
                                                          int64_t day_id) = 0;
  virtual absl::StatusOr<std::optional<Ticket>> FindTicket(absl::Time deadline, int64_t home_id,
                                                           int64_t ticket_id) = 0;
  // Mean difference between the told and the true wait of tickets called since `since`; absent for
  // fewer than 10.
  virtual absl::StatusOr<std::optional<absl::Duration>> FindEstimateError(absl::Time deadline,
                                                                          int64_t home_id,
                                                                          absl::Time since) = 0;
  // Received tickets of every home without a record that ended before `before` and had fewer
  // reminders.
  virtual absl::StatusOr<std::vector<Ticket>> ListUnrecordedTickets(absl::Time deadline,
                                                                    int reminders,
                                                                    absl::Time before,
                                                                    int limit) = 0;

  // What the home held between the days, both inclusive.
  virtual absl::StatusOr<std::vector<HomeDuty>> ListHomeDuties(absl::Time deadline, int64_t home_id,
                                                               absl::CivilDay from,
                                                               absl::CivilDay to) = 0;
  // Once per home, kind and source; a repeat puts the day right.
  virtual absl::Status NoteHomeDuty(absl::Time deadline, const HomeDuty& duty) = 0;

  // Newest first, without days.
  virtual absl::StatusOr<std::vector<Plan>> ListPlans(absl::Time deadline, int64_t home_id) = 0;

  // Receptions that a county's plan, of which this one is a part, and staff gave the home's hosts
  // in its other homes, by the host's id here. Empty for a home's own plan.
  virtual absl::StatusOr<std::map<int64_t, int>> CountReceptionsElsewhere(absl::Time deadline,
                                                                          int64_t home_id,
                                                                          int64_t plan_id) = 0;

  virtual absl::StatusOr<std::optional<CalendarFeed>> FindCalendarFeed(absl::Time deadline,
                                                                       int64_t home_id,
                                                                       int64_t person_id) = 0;

  virtual absl::StatusOr<std::optional<Visit>> FindVisit(absl::Time deadline, int64_t home_id,
                                                         int64_t visit_id) = 0;
  // Newest first; of one deputy's receptions unless `deputy_id` is 0.
  virtual absl::StatusOr<std::vector<Visit>> ListVisits(absl::Time deadline, int64_t home_id,
                                                        int64_t deputy_id, int64_t before_id,
                                                        int limit) = 0;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_RECEPTION_STORE_H_
