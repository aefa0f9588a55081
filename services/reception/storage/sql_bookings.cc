// Bookings of SqlReceptionStore.
#include <utility>

#include "services/common/base/status_macros.h"
#include "services/reception/storage/sql_reception_store.h"
#include "services/reception/storage/sql_transaction.h"

namespace deputies::reception {
namespace {

#define RECEPTION_BOOKING_COLUMNS                                                            \
  "b.home_id, b.id, b.day_id, b.slot_id, b.person_id, b.visitor_name, b.state, b.place, "    \
  "b.wait_no, b.accept_offer, b.expires_at, b.starts_at, b.ends_at, b.topic, b.message_id, " \
  "b.check_in_code, b.reason, b.ticket_id, b.reminders, b.version, b.created_at "

constexpr db::Statement kLockHolder{
    "/* reception.LockHolder */ INSERT INTO booking_holders (home_id, person_id, touched_at) "
    "VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE touched_at=VALUES(touched_at)"};
constexpr db::Statement kCountLiveBookings{
    "/* reception.CountLiveBookings */ SELECT COUNT(*) FROM bookings WHERE home_id=? AND "
    "person_id=? AND live=1 AND ends_at>?"};
// FORCE INDEX: in a small home the optimizer may prefer the key on home_id and day. It would lock
// that key's entry before the row, the other way round than who locked the row by its id: a
// deadlock.
constexpr db::Statement kTakePlace{
    "/* reception.TakePlace */ UPDATE slots FORCE INDEX (PRIMARY) SET booked=booked+1 WHERE "
    "home_id=? AND id=? AND "
    "open=1 "
    "AND booked+walk_in<capacity AND waiting=0"};
constexpr db::Statement kTakeWaitNumber{
    "/* reception.TakeWaitNumber */ UPDATE slots FORCE INDEX (PRIMARY) SET waiting=waiting+1, "
    "wait_seq=wait_seq+1 "
    "WHERE home_id=? AND id=? AND open=1 AND waiting<?"};
constexpr db::Statement kReadWaitSeq{
    "/* reception.ReadWaitSeq */ SELECT wait_seq FROM slots WHERE home_id=? AND id=?"};
constexpr db::Statement kInsertBooking{
    "/* reception.InsertBooking */ INSERT INTO bookings (home_id, id, day_id, slot_id, person_id, "
    "visitor_name, state, place, wait_no, accept_offer, expires_at, starts_at, ends_at, topic, "
    "message_id, check_in_code, reason, ticket_id, reminders, version, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kUpdateBooking{
    "/* reception.UpdateBooking */ UPDATE bookings FORCE INDEX (PRIMARY) SET day_id=?, slot_id=?, "
    "state=?, place=?, "
    "wait_no=?, accept_offer=?, expires_at=?, starts_at=?, ends_at=?, reason=?, ticket_id=?, "
    "reminders=?, version=? WHERE home_id=? AND id=?"};
constexpr db::Statement kLockBooking{"/* reception.LockBooking */ SELECT " RECEPTION_BOOKING_COLUMNS
                                     "FROM bookings b WHERE b.home_id=? AND b.id=? FOR UPDATE"};
constexpr db::Statement kLockBookingsOfSlot{
    "/* reception.LockBookingsOfSlot */ SELECT " RECEPTION_BOOKING_COLUMNS
    "FROM bookings b WHERE b.home_id=? AND b.slot_id=? ORDER BY b.id FOR UPDATE"};
constexpr db::Statement kLockFirstWaiting{
    "/* reception.LockFirstWaiting */ SELECT " RECEPTION_BOOKING_COLUMNS
    "FROM bookings b WHERE b.home_id=? AND b.slot_id=? AND b.state=3 ORDER BY b.wait_no LIMIT 1 "
    "FOR UPDATE"};
constexpr db::Statement kInsertBookingEvent{
    "/* reception.InsertBookingEvent */ INSERT INTO booking_events (home_id, booking_id, id, "
    "state, "
    "actor, person_id, note, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};

constexpr db::Statement kFindBooking{
    "/* reception.FindBooking */ SELECT " RECEPTION_BOOKING_COLUMNS
    ", (SELECT COUNT(*) FROM bookings w WHERE w.home_id=b.home_id AND w.slot_id=b.slot_id AND "
    "w.state=3 AND b.state=3 AND w.wait_no<=b.wait_no) FROM bookings b WHERE b.home_id=? AND "
    "b.id=?"};
constexpr db::Statement kHasLiveBooking{
    "/* reception.HasLiveBooking */ SELECT 1 FROM bookings WHERE home_id=? AND day_id=? AND "
    "holder=IF(?='', CONCAT('p', ?), CONCAT('v', ?)) AND live=1"};
constexpr db::Statement kListBookingsOfPerson{
    "/* reception.ListBookingsOfPerson */ SELECT " RECEPTION_BOOKING_COLUMNS
    "FROM bookings b WHERE b.home_id=? AND b.person_id=? AND b.id<? ORDER BY b.id DESC LIMIT ?"};
constexpr db::Statement kListBookingsOfDay{
    "/* reception.ListBookingsOfDay */ SELECT " RECEPTION_BOOKING_COLUMNS
    "FROM bookings b WHERE b.home_id=? AND b.day_id=? ORDER BY b.starts_at, b.id"};
constexpr db::Statement kListBookingEvents{
    "/* reception.ListBookingEvents */ SELECT created_at, state, actor, note FROM booking_events "
    "WHERE home_id=? AND booking_id=? ORDER BY id"};
constexpr db::Statement kListExpiredPlaces{
    "/* reception.ListExpiredPlaces */ SELECT " RECEPTION_BOOKING_COLUMNS
    "FROM bookings b WHERE b.expires_at<=? ORDER BY b.expires_at LIMIT ?"};
constexpr db::Statement kListUnreminded{
    "/* reception.ListUnreminded */ SELECT " RECEPTION_BOOKING_COLUMNS
    "FROM bookings b WHERE b.state=2 AND b.reminders<? AND b.starts_at>? AND b.starts_at<=? "
    "ORDER BY b.starts_at LIMIT ?"};

#undef RECEPTION_BOOKING_COLUMNS

constexpr size_t kBookingColumns = 21;

Booking ReadBooking(db::Row& row) {
  Booking booking;
  booking.home_id = row.Int(0);
  booking.id = row.Int(1);
  booking.day_id = row.Int(2);
  booking.slot_id = row.Int(3);
  booking.person_id = row.Int(4);
  booking.visitor_name = row.TakeString(5);
  booking.state = static_cast<BookingState>(row.Int(6));
  booking.place = row.Int(7) != 0;
  booking.wait_no = static_cast<int32_t>(row.Int(8));
  booking.accept_offer = row.Int(9) != 0;
  if (!row.IsNull(10)) booking.expires_at = row.Time(10);
  booking.starts_at = row.Time(11);
  booking.ends_at = row.Time(12);
  booking.topic = row.TakeString(13);
  booking.message_id = row.Int(14);
  booking.check_in_code = row.TakeString(15);
  booking.reason = row.TakeString(16);
  booking.ticket_id = row.Int(17);
  booking.reminders = static_cast<int32_t>(row.Int(18));
  booking.version = static_cast<int32_t>(row.Int(19));
  booking.create_time = row.Time(20);
  return booking;
}

std::vector<Booking> ReadBookings(db::Rows rows) {
  std::vector<Booking> bookings;
  bookings.reserve(rows.size());
  for (db::Row& row : rows) bookings.push_back(ReadBooking(row));
  return bookings;
}

std::optional<Booking> FirstBooking(db::Rows rows) {
  if (rows.empty()) return std::nullopt;
  return ReadBooking(rows.front());
}

}  // namespace

absl::Status SqlTransaction::LockHolder(int64_t home_id, int64_t person_id, absl::Time now) {
  return sql_.Execute(kLockHolder, {home_id, person_id, now}).status();
}

absl::StatusOr<int> SqlTransaction::CountLiveBookings(int64_t home_id, int64_t person_id,
                                                      absl::Time now) {
  ASSIGN_OR_RETURN(const db::Rows rows, sql_.Query(kCountLiveBookings, {home_id, person_id, now}));
  return static_cast<int>(rows.front().Int(0));
}

absl::StatusOr<bool> SqlTransaction::TakePlace(int64_t home_id, int64_t slot_id) {
  ASSIGN_OR_RETURN(const int64_t taken, sql_.Execute(kTakePlace, {home_id, slot_id}));
  return taken == 1;
}

absl::StatusOr<int32_t> SqlTransaction::TakeWaitNumber(int64_t home_id, int64_t slot_id,
                                                       int limit) {
  ASSIGN_OR_RETURN(const int64_t taken, sql_.Execute(kTakeWaitNumber, {home_id, slot_id, limit}));
  if (taken == 0) return 0;
  ASSIGN_OR_RETURN(const db::Rows rows, sql_.Query(kReadWaitSeq, {home_id, slot_id}));
  return static_cast<int32_t>(rows.front().Int(0));
}

absl::StatusOr<InsertOutcome> SqlTransaction::InsertBooking(const Booking& booking) {
  const absl::Status inserted =
      sql_.Execute(kInsertBooking, {booking.home_id,       booking.id,         booking.day_id,
                                    booking.slot_id,       booking.person_id,  booking.visitor_name,
                                    booking.state,         booking.place,      booking.wait_no,
                                    booking.accept_offer,  booking.expires_at, booking.starts_at,
                                    booking.ends_at,       booking.topic,      booking.message_id,
                                    booking.check_in_code, booking.reason,     booking.ticket_id,
                                    booking.reminders,     booking.version,    booking.create_time})
          .status();
  if (db::IsDuplicateKey(inserted, "uk_bookings_live")) return InsertOutcome::kLiveExists;
  if (db::IsDuplicateKey(inserted, "uk_bookings_code")) return InsertOutcome::kCodeTaken;
  RETURN_IF_ERROR(inserted);
  return InsertOutcome::kStored;
}

absl::StatusOr<std::optional<Booking>> SqlTransaction::LockBooking(int64_t home_id,
                                                                   int64_t booking_id) {
  ASSIGN_OR_RETURN(db::Rows rows, sql_.Query(kLockBooking, {home_id, booking_id}));
  return FirstBooking(std::move(rows));
}

absl::StatusOr<std::vector<Booking>> SqlTransaction::LockBookingsOfSlot(int64_t home_id,
                                                                        int64_t slot_id) {
  ASSIGN_OR_RETURN(db::Rows rows, sql_.Query(kLockBookingsOfSlot, {home_id, slot_id}));
  return ReadBookings(std::move(rows));
}

absl::StatusOr<std::optional<Booking>> SqlTransaction::LockFirstWaiting(int64_t home_id,
                                                                        int64_t slot_id) {
  ASSIGN_OR_RETURN(db::Rows rows, sql_.Query(kLockFirstWaiting, {home_id, slot_id}));
  return FirstBooking(std::move(rows));
}

absl::StatusOr<bool> SqlTransaction::UpdateBooking(const Booking& booking) {
  const absl::Status updated =
      sql_.Execute(kUpdateBooking,
                   {booking.day_id, booking.slot_id, booking.state, booking.place, booking.wait_no,
                    booking.accept_offer, booking.expires_at, booking.starts_at, booking.ends_at,
                    booking.reason, booking.ticket_id, booking.reminders, booking.version,
                    booking.home_id, booking.id})
          .status();
  if (db::IsDuplicateKey(updated, "uk_bookings_live")) return false;
  RETURN_IF_ERROR(updated);
  return true;
}

absl::Status SqlTransaction::InsertBookingEvent(const Booking& booking, int64_t id, Actor actor,
                                                int64_t person_id, const std::string& note,
                                                absl::Time now) {
  return sql_
      .Execute(kInsertBookingEvent,
               {booking.home_id, booking.id, id, booking.state, actor, person_id, note, now})
      .status();
}

absl::StatusOr<std::optional<Booking>> SqlReceptionStore::FindBooking(absl::Time deadline,
                                                                      int64_t home_id,
                                                                      int64_t booking_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindBooking, {home_id, booking_id}));
  if (rows.empty()) return std::nullopt;
  Booking booking = ReadBooking(rows.front());
  booking.waitlist_position = static_cast<int32_t>(rows.front().Int(kBookingColumns));
  return booking;
}

absl::StatusOr<bool> SqlReceptionStore::HasLiveBooking(absl::Time deadline, const Booking& like) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kHasLiveBooking,
                                   {like.home_id, like.day_id, like.visitor_name, like.person_id,
                                    like.visitor_name}));
  return !rows.empty();
}

absl::StatusOr<std::vector<Booking>> SqlReceptionStore::ListBookingsOfPerson(
    absl::Time deadline, int64_t home_id, int64_t person_id, int64_t before_id, int limit) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListBookingsOfPerson,
                                                  {home_id, person_id, before_id, limit}));
  return ReadBookings(std::move(rows));
}

absl::StatusOr<std::vector<Booking>> SqlReceptionStore::ListBookingsOfDay(absl::Time deadline,
                                                                          int64_t home_id,
                                                                          int64_t day_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListBookingsOfDay, {home_id, day_id}));
  return ReadBookings(std::move(rows));
}

absl::StatusOr<std::vector<BookingEvent>> SqlReceptionStore::ListBookingEvents(absl::Time deadline,
                                                                               int64_t home_id,
                                                                               int64_t booking_id) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kListBookingEvents, {home_id, booking_id}));
  std::vector<BookingEvent> events;
  for (db::Row& row : rows) {
    events.push_back({row.Time(0), static_cast<BookingState>(row.Int(1)),
                      static_cast<Actor>(row.Int(2)), row.TakeString(3)});
  }
  return events;
}

absl::StatusOr<std::vector<Booking>> SqlReceptionStore::ListExpiredPlaces(absl::Time deadline,
                                                                          absl::Time now,
                                                                          int limit) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListExpiredPlaces, {now, limit}));
  return ReadBookings(std::move(rows));
}

absl::StatusOr<std::vector<Booking>> SqlReceptionStore::ListUnreminded(
    absl::Time deadline, int reminders, absl::Time after, absl::Time before, int limit) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kListUnreminded, {reminders, after, before, limit}));
  return ReadBookings(std::move(rows));
}

}  // namespace deputies::reception
