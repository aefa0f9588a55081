// Queues and tickets of SqlReceptionStore.
#include <utility>

#include "services/common/base/status_macros.h"
#include "services/reception/storage/sql_reception_store.h"
#include "services/reception/storage/sql_transaction.h"

namespace deputies::reception {
namespace {

#define RECEPTION_TICKET_COLUMNS                                                                \
  "home_id, id, day_id, number, booking_id, person_id, visitor_name, topic, booked, priority, " \
  "state, due_at, wanted_host, host_id, desk, calls, overtaken, estimate_seconds, arrived_at, " \
  "called_at, started_at, ended_at, spoken_code, visit_id, record_reminders "

constexpr db::Statement kMakeQueue{
    "/* reception.MakeQueue */ INSERT INTO day_queues (home_id, day_id, ticket_seq, version, "
    "door_code) VALUES (?, ?, 0, 1, ?) ON DUPLICATE KEY UPDATE version=version"};
constexpr db::Statement kLockQueue{
    "/* reception.LockQueue */ SELECT ticket_seq, version, door_code FROM day_queues "
    "WHERE home_id=? AND day_id=? FOR UPDATE"};
constexpr db::Statement kFindQueue{
    "/* reception.FindQueue */ SELECT ticket_seq, version, door_code FROM day_queues "
    "WHERE home_id=? AND day_id=?"};
constexpr db::Statement kUpdateQueue{
    "/* reception.UpdateQueue */ UPDATE day_queues SET ticket_seq=?, version=? WHERE home_id=? AND "
    "day_id=?"};
constexpr db::Statement kListTickets{"/* reception.ListTickets */ SELECT " RECEPTION_TICKET_COLUMNS
                                     "FROM tickets WHERE home_id=? AND day_id=? ORDER BY number"};
constexpr db::Statement kFindTicket{"/* reception.FindTicket */ SELECT " RECEPTION_TICKET_COLUMNS
                                    "FROM tickets WHERE home_id=? AND id=?"};
constexpr db::Statement kInsertTicket{
    "/* reception.InsertTicket */ INSERT INTO tickets (" RECEPTION_TICKET_COLUMNS
    ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kUpdateTicket{
    "/* reception.UpdateTicket */ UPDATE tickets SET state=?, wanted_host=?, host_id=?, desk=?, "
    "calls=?, overtaken=?, called_at=?, started_at=?, ended_at=?, visit_id=?, record_reminders=? "
    "WHERE home_id=? AND id=?"};
constexpr db::Statement kFindBookingByCode{
    "/* reception.FindBookingByCode */ SELECT id FROM bookings WHERE home_id=? AND day_id=? AND "
    "check_in_code=?"};
constexpr db::Statement kFindEstimateError{
    "/* reception.FindEstimateError */ SELECT COUNT(*), "
    "CAST(COALESCE(AVG(ABS(TIMESTAMPDIFF(SECOND, "
    "arrived_at, called_at) - estimate_seconds)), 0) AS SIGNED) FROM tickets WHERE home_id=? AND "
    "called_at>=?"};

constexpr db::Statement kListUnrecordedTickets{
    "/* reception.ListUnrecordedTickets */ SELECT " RECEPTION_TICKET_COLUMNS
    "FROM tickets WHERE state=4 AND visit_id=0 AND record_reminders<? AND ended_at<? ORDER BY "
    "ended_at LIMIT ?"};

#undef RECEPTION_TICKET_COLUMNS

constexpr int64_t kTicketsForAnError = 10;

Ticket ReadTicket(db::Row& row) {
  const auto number = [&row](size_t column) { return static_cast<int>(row.Int(column)); };
  const auto time = [&row](size_t column) {
    return row.IsNull(column) ? std::optional<absl::Time>() : row.Time(column);
  };
  Ticket ticket;
  ticket.home_id = row.Int(0);
  ticket.id = row.Int(1);
  ticket.day_id = row.Int(2);
  ticket.number = number(3);
  ticket.booking_id = row.Int(4);
  ticket.person_id = row.Int(5);
  ticket.visitor_name = row.TakeString(6);
  ticket.topic = row.TakeString(7);
  ticket.booked = row.Int(8) != 0;
  ticket.priority = static_cast<Priority>(row.Int(9));
  ticket.state = static_cast<TicketState>(row.Int(10));
  ticket.due_at = row.Time(11);
  ticket.wanted_host = row.Int(12);
  ticket.host_id = row.Int(13);
  ticket.desk = row.TakeString(14);
  ticket.calls = number(15);
  ticket.overtaken = number(16);
  ticket.estimate_seconds = number(17);
  ticket.arrived_at = row.Time(18);
  ticket.called_at = time(19);
  ticket.started_at = time(20);
  ticket.ended_at = time(21);
  ticket.spoken_code = row.TakeString(22);
  ticket.visit_id = row.Int(23);
  ticket.record_reminders = number(24);
  return ticket;
}

std::vector<Ticket> ReadTickets(db::Rows rows) {
  std::vector<Ticket> tickets;
  tickets.reserve(rows.size());
  for (db::Row& row : rows) tickets.push_back(ReadTicket(row));
  return tickets;
}

DayQueue ReadQueue(int64_t home_id, int64_t day_id, db::Row& row) {
  return {home_id, day_id, static_cast<int>(row.Int(0)), static_cast<int>(row.Int(1)),
          row.TakeString(2)};
}

}  // namespace

absl::StatusOr<DayQueue> SqlTransaction::LockQueue(int64_t home_id, int64_t day_id,
                                                   const std::string& new_door_code) {
  RETURN_IF_ERROR(sql_.Execute(kMakeQueue, {home_id, day_id, new_door_code}).status());
  ASSIGN_OR_RETURN(db::Rows rows, sql_.Query(kLockQueue, {home_id, day_id}));
  return ReadQueue(home_id, day_id, rows.front());
}

absl::Status SqlTransaction::UpdateQueue(const DayQueue& queue) {
  return sql_
      .Execute(kUpdateQueue, {queue.ticket_seq, queue.version + 1, queue.home_id, queue.day_id})
      .status();
}

absl::StatusOr<std::vector<Ticket>> SqlTransaction::ListTickets(int64_t home_id, int64_t day_id) {
  ASSIGN_OR_RETURN(db::Rows rows, sql_.Query(kListTickets, {home_id, day_id}));
  return ReadTickets(std::move(rows));
}

absl::Status SqlTransaction::InsertTicket(const Ticket& ticket) {
  return sql_
      .Execute(kInsertTicket, {ticket.home_id,         ticket.id,          ticket.day_id,
                               ticket.number,          ticket.booking_id,  ticket.person_id,
                               ticket.visitor_name,    ticket.topic,       ticket.booked,
                               ticket.priority,        ticket.state,       ticket.due_at,
                               ticket.wanted_host,     ticket.host_id,     ticket.desk,
                               ticket.calls,           ticket.overtaken,   ticket.estimate_seconds,
                               ticket.arrived_at,      ticket.called_at,   ticket.started_at,
                               ticket.ended_at,        ticket.spoken_code, ticket.visit_id,
                               ticket.record_reminders})
      .status();
}

absl::Status SqlTransaction::UpdateTicket(const Ticket& ticket) {
  return sql_
      .Execute(kUpdateTicket,
               {ticket.state, ticket.wanted_host, ticket.host_id, ticket.desk, ticket.calls,
                ticket.overtaken, ticket.called_at, ticket.started_at, ticket.ended_at,
                ticket.visit_id, ticket.record_reminders, ticket.home_id, ticket.id})
      .status();
}

absl::StatusOr<std::optional<int64_t>> SqlReceptionStore::FindBookingByCode(
    absl::Time deadline, int64_t home_id, int64_t day_id, const std::string& code) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kFindBookingByCode, {home_id, day_id, code}));
  if (rows.empty()) return std::nullopt;
  return rows.front().Int(0);
}

absl::StatusOr<std::optional<DayQueue>> SqlReceptionStore::FindQueue(absl::Time deadline,
                                                                     int64_t home_id,
                                                                     int64_t day_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindQueue, {home_id, day_id}));
  if (rows.empty()) return std::nullopt;
  return ReadQueue(home_id, day_id, rows.front());
}

absl::StatusOr<std::vector<Ticket>> SqlReceptionStore::ListTickets(absl::Time deadline,
                                                                   int64_t home_id,
                                                                   int64_t day_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListTickets, {home_id, day_id}));
  return ReadTickets(std::move(rows));
}

absl::StatusOr<std::optional<Ticket>> SqlReceptionStore::FindTicket(absl::Time deadline,
                                                                    int64_t home_id,
                                                                    int64_t ticket_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindTicket, {home_id, ticket_id}));
  if (rows.empty()) return std::nullopt;
  return ReadTicket(rows.front());
}

absl::StatusOr<std::vector<Ticket>> SqlReceptionStore::ListUnrecordedTickets(absl::Time deadline,
                                                                             int reminders,
                                                                             absl::Time before,
                                                                             int limit) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kListUnrecordedTickets, {reminders, before, limit}));
  return ReadTickets(std::move(rows));
}

absl::StatusOr<std::optional<absl::Duration>> SqlReceptionStore::FindEstimateError(
    absl::Time deadline, int64_t home_id, absl::Time since) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kFindEstimateError, {home_id, since}));
  if (rows.front().Int(0) < kTicketsForAnError) return std::nullopt;
  return absl::Seconds(rows.front().Int(1));
}

}  // namespace deputies::reception
