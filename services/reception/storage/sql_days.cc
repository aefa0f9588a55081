// Days, hosts, slots and policies of SqlReceptionStore.
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/status_macros.h"
#include "services/reception/storage/days_as_text.h"
#include "services/reception/storage/sql_reception_store.h"
#include "services/reception/storage/sql_transaction.h"

namespace deputies::reception {
namespace {

#define RECEPTION_DAY_COLUMNS                                                                     \
  "d.home_id, d.id, d.plan_id, d.day, d.starts_at, d.ends_at, d.state, d.mode, d.room, d.topic, " \
  "d.notice, d.changed, d.change_note, d.version, d.manual, d.host_reminders "
// Places that can be booked now.
#define RECEPTION_FREE_PLACES                                                                     \
  ", (SELECT COALESCE(SUM(s.capacity - s.walk_in - s.booked), 0) FROM slots s WHERE s.home_id=? " \
  "AND s.day_id=d.id AND s.open=1) "
#define RECEPTION_SLOT_COLUMNS \
  "home_id, id, day_id, starts_at, ends_at, capacity, walk_in, booked, waiting, wait_seq, open "

constexpr db::Statement kListDays{
    "/* reception.ListDays */ SELECT " RECEPTION_DAY_COLUMNS RECEPTION_FREE_PLACES
    "FROM reception_days d WHERE d.home_id=? AND d.day BETWEEN ? AND ? "
    "ORDER BY d.starts_at, d.id"};
constexpr db::Statement kFindDay{
    "/* reception.FindDay */ SELECT " RECEPTION_DAY_COLUMNS RECEPTION_FREE_PLACES
    "FROM reception_days d WHERE d.home_id=? AND d.id=?"};
constexpr db::Statement kLockDay{"/* reception.LockDay */ SELECT " RECEPTION_DAY_COLUMNS
                                 "FROM reception_days d WHERE d.home_id=? AND d.id=? FOR UPDATE"};
constexpr db::Statement kListOverDays{
    "/* reception.ListOverDays */ SELECT " RECEPTION_DAY_COLUMNS
    "FROM reception_days d WHERE d.state=2 AND d.ends_at<? ORDER BY d.ends_at LIMIT ?"};
constexpr db::Statement kListUnremindedDays{
    "/* reception.ListUnremindedDays */ SELECT " RECEPTION_DAY_COLUMNS
    "FROM reception_days d WHERE d.state=2 AND d.host_reminders<? AND d.starts_at>? "
    "AND d.starts_at<=? ORDER BY d.starts_at LIMIT ?"};
constexpr db::Statement kInsertDay{
    "/* reception.InsertDay */ INSERT INTO reception_days (home_id, id, plan_id, day, starts_at, "
    "ends_at, state, mode, room, topic, notice, changed, change_note, version, manual) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kUpdateDay{
    "/* reception.UpdateDay */ UPDATE reception_days SET plan_id=?, day=?, starts_at=?, ends_at=?, "
    "state=?, mode=?, room=?, topic=?, notice=?, changed=?, change_note=?, version=?, manual=?, "
    "host_reminders=? "
    "WHERE home_id=? AND id=?"};

constexpr db::Statement kUpsertDayHost{
    "/* reception.UpsertDayHost */ INSERT INTO day_hosts (home_id, day_id, host_id, absent, "
    "substitute_for) VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE absent=VALUES(absent), "
    "substitute_for=VALUES(substitute_for)"};
#define RECEPTION_DAY_HOSTS                                                         \
  "SELECT dh.day_id, dh.host_id, h.kind, h.deputy_id, h.name, h.title, dh.absent, " \
  "dh.substitute_for FROM day_hosts dh JOIN hosts h ON h.home_id=dh.home_id AND h.id=dh.host_id "
constexpr db::Statement kListHostsOfDay{
    "/* reception.ListHostsOfDay */ " RECEPTION_DAY_HOSTS
    "WHERE dh.home_id=? AND dh.day_id=? ORDER BY h.kind, dh.host_id"};
constexpr db::Statement kListHostsOfDays{
    "/* reception.ListHostsOfDays */ " RECEPTION_DAY_HOSTS
    "JOIN reception_days d ON d.home_id=dh.home_id AND d.id=dh.day_id "
    "WHERE dh.home_id=? AND d.day BETWEEN ? AND ? ORDER BY h.kind, dh.host_id"};

constexpr db::Statement kInsertSlot{
    "/* reception.InsertSlot */ INSERT INTO slots (home_id, id, day_id, starts_at, ends_at, "
    "capacity, walk_in, booked, waiting, wait_seq, open) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?)"};
// Rows as JSON: id, day, start, end, capacity, walk_in.
constexpr db::Statement kInsertDraftSlots{
    "/* reception.InsertDraftSlots */ INSERT INTO slots (home_id, id, day_id, starts_at, ends_at, "
    "capacity, walk_in, booked, waiting, wait_seq, open) SELECT ?, r.id, r.day_id, r.starts_at, "
    "r.ends_at, r.capacity, r.walk_in, 0, 0, 0, 0 FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT "
    "PATH '$[0]', day_id BIGINT PATH '$[1]', starts_at DATETIME(3) PATH '$[2]', ends_at "
    "DATETIME(3) PATH '$[3]', capacity INT PATH '$[4]', walk_in INT PATH '$[5]')) r"};
// Rows as JSON: day, host.
constexpr db::Statement kInsertDraftHosts{
    "/* reception.InsertDraftHosts */ INSERT INTO day_hosts (home_id, day_id, host_id, absent, "
    "substitute_for) SELECT ?, r.day_id, r.host_id, 0, 0 FROM JSON_TABLE(?, '$[*]' COLUMNS "
    "(day_id BIGINT PATH '$[0]', host_id BIGINT PATH '$[1]')) r"};
constexpr db::Statement kListSlots{
    "/* reception.ListSlots */ SELECT " RECEPTION_SLOT_COLUMNS
    "FROM slots WHERE home_id=? AND day_id=? ORDER BY starts_at, id"};
constexpr db::Statement kLockSlotsOfDay{
    "/* reception.LockSlotsOfDay */ SELECT " RECEPTION_SLOT_COLUMNS
    "FROM slots WHERE home_id=? AND day_id=? ORDER BY id FOR UPDATE"};
constexpr db::Statement kFindSlot{"/* reception.FindSlot */ SELECT " RECEPTION_SLOT_COLUMNS
                                  "FROM slots WHERE home_id=? AND id=?"};
constexpr db::Statement kLockSlot{"/* reception.LockSlot */ SELECT " RECEPTION_SLOT_COLUMNS
                                  "FROM slots WHERE home_id=? AND id=? FOR UPDATE"};
constexpr db::Statement kUpdateSlot{
    "/* reception.UpdateSlot */ UPDATE slots FORCE INDEX (PRIMARY) SET day_id=?, starts_at=?, "
    "ends_at=?, capacity=?, "
    "walk_in=?, booked=?, waiting=?, wait_seq=?, open=? WHERE home_id=? AND id=?"};

constexpr db::Statement kUpsertHost{
    "/* reception.UpsertHost */ INSERT INTO hosts (home_id, id, kind, deputy_id, name, title, "
    "yearly_duty, retired) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
    "name=VALUES(name), title=VALUES(title), yearly_duty=VALUES(yearly_duty), "
    "retired=VALUES(retired)"};
constexpr db::Statement kFindHostId{
    "/* reception.FindHostId */ SELECT id FROM hosts WHERE home_id=? AND kind=? AND deputy_id=? "
    "AND (deputy_id<>0 OR name=?) LIMIT 1"};
constexpr db::Statement kListHosts{
    "/* reception.ListHosts */ SELECT id, kind, deputy_id, name, title, yearly_duty, retired "
    "FROM hosts WHERE home_id=? ORDER BY kind, id"};
constexpr db::Statement kListAbsences{
    "/* reception.ListAbsences */ SELECT host_id, first_day, last_day FROM host_absences "
    "WHERE home_id=? ORDER BY host_id, first_day, last_day"};
constexpr db::Statement kInsertAbsence{
    "/* reception.InsertAbsence */ INSERT INTO host_absences (home_id, host_id, id, first_day, "
    "last_day) VALUES (?, ?, ?, ?, ?)"};

constexpr db::Statement kFindPolicy{
    "/* reception.FindPolicy */ SELECT publish_lead_days, hold_minutes, offer_minutes, "
    "trading_delay_minutes, change_cutoff_minutes, bookings_per_person, waitlist_limit, "
    "call_limit, "
    "overtake_limit, late_minutes, first_reminder_hours, second_reminder_hours FROM policies "
    "WHERE home_id=?"};
constexpr db::Statement kUpsertPolicy{
    "/* reception.UpsertPolicy */ REPLACE INTO policies (home_id, publish_lead_days, hold_minutes, "
    "offer_minutes, trading_delay_minutes, change_cutoff_minutes, bookings_per_person, "
    "waitlist_limit, call_limit, overtake_limit, late_minutes, first_reminder_hours, "
    "second_reminder_hours) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};

#undef RECEPTION_DAY_HOSTS
#undef RECEPTION_SLOT_COLUMNS
#undef RECEPTION_FREE_PLACES
#undef RECEPTION_DAY_COLUMNS

// As the database reads it.
std::string Moment(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%E3S", time, absl::UTCTimeZone());
}

int32_t Int32(const db::Row& row, size_t column) { return static_cast<int32_t>(row.Int(column)); }

constexpr size_t kDayColumns = 16;

Day ReadDayRow(db::Row& row) {
  Day day;
  day.home_id = row.Int(0);
  day.id = row.Int(1);
  day.plan_id = row.Int(2);
  day.date = ReadDay(row.String(3));
  day.starts_at = row.Time(4);
  day.ends_at = row.Time(5);
  day.state = static_cast<DayState>(row.Int(6));
  day.mode = static_cast<ReceptionMode>(row.Int(7));
  day.room = row.TakeString(8);
  day.topic = row.TakeString(9);
  day.notice = row.TakeString(10);
  day.changed = row.Int(11) != 0;
  day.change_note = row.TakeString(12);
  day.version = Int32(row, 13);
  day.manual = row.Int(14) != 0;
  day.host_reminders = Int32(row, 15);
  return day;
}

Slot ReadSlotRow(const db::Row& row) {
  Slot slot;
  slot.home_id = row.Int(0);
  slot.id = row.Int(1);
  slot.day_id = row.Int(2);
  slot.starts_at = row.Time(3);
  slot.ends_at = row.Time(4);
  slot.capacity = Int32(row, 5);
  slot.walk_in = Int32(row, 6);
  slot.booked = Int32(row, 7);
  slot.waiting = Int32(row, 8);
  slot.wait_seq = Int32(row, 9);
  slot.open = row.Int(10) != 0;
  return slot;
}

// A row of RECEPTION_DAY_HOSTS without its first column.
DayHost ReadDayHostRow(db::Row& row) {
  return {row.Int(1),        static_cast<HostKind>(row.Int(2)),
          row.Int(3),        row.TakeString(4),
          row.TakeString(5), row.Int(6) != 0,
          row.Int(7)};
}

std::vector<Slot> ReadSlots(const db::Rows& rows) {
  std::vector<Slot> slots;
  slots.reserve(rows.size());
  for (const db::Row& row : rows) slots.push_back(ReadSlotRow(row));
  return slots;
}

}  // namespace

absl::Status SqlTransaction::InsertDayRow(const Day& day) {
  return sql_
      .Execute(kInsertDay, {day.home_id, day.id, day.plan_id, DayText(day.date), day.starts_at,
                            day.ends_at, day.state, day.mode, day.room, day.topic, day.notice,
                            day.changed, day.change_note, day.version, day.manual})
      .status();
}

absl::Status SqlTransaction::InsertDrafts(int64_t home_id, const std::vector<Day>& days,
                                          const std::vector<Slot>& slots) {
  std::vector<std::string> host_rows;
  for (const Day& day : days) {
    RETURN_IF_ERROR(InsertDayRow(day));
    for (const DayHost& host : day.hosts) {
      host_rows.push_back(absl::StrCat("[", day.id, ",", host.host_id, "]"));
    }
  }
  std::vector<std::string> slot_rows;
  for (const Slot& slot : slots) {
    slot_rows.push_back(absl::StrCat("[", slot.id, ",", slot.day_id, ",\"", Moment(slot.starts_at),
                                     "\",\"", Moment(slot.ends_at), "\",", slot.capacity, ",",
                                     slot.walk_in, "]"));
  }
  RETURN_IF_ERROR(sql_.Execute(kInsertDraftHosts,
                               {home_id, absl::StrCat("[", absl::StrJoin(host_rows, ","), "]")})
                      .status());
  return sql_
      .Execute(kInsertDraftSlots, {home_id, absl::StrCat("[", absl::StrJoin(slot_rows, ","), "]")})
      .status();
}

absl::Status SqlTransaction::InsertDay(const Day& day) {
  RETURN_IF_ERROR(InsertDayRow(day));
  for (const DayHost& host : day.hosts) RETURN_IF_ERROR(UpsertDayHost(day.home_id, day.id, host));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Day>> SqlTransaction::LockDay(int64_t home_id, int64_t day_id) {
  ASSIGN_OR_RETURN(db::Rows rows, sql_.Query(kLockDay, {home_id, day_id}));
  if (rows.empty()) return std::nullopt;
  Day day = ReadDayRow(rows.front());
  ASSIGN_OR_RETURN(db::Rows hosts, sql_.Query(kListHostsOfDay, {home_id, day_id}));
  for (db::Row& row : hosts) day.hosts.push_back(ReadDayHostRow(row));
  return day;
}

absl::Status SqlTransaction::UpdateDay(const Day& day) {
  return sql_
      .Execute(kUpdateDay, {day.plan_id, DayText(day.date), day.starts_at, day.ends_at, day.state,
                            day.mode, day.room, day.topic, day.notice, day.changed, day.change_note,
                            day.version, day.manual, day.host_reminders, day.home_id, day.id})
      .status();
}

absl::Status SqlTransaction::UpsertDayHost(int64_t home_id, int64_t day_id, const DayHost& host) {
  return sql_
      .Execute(kUpsertDayHost, {home_id, day_id, host.host_id, host.absent, host.substitute_for})
      .status();
}

absl::Status SqlTransaction::InsertSlot(const Slot& slot) {
  return sql_
      .Execute(kInsertSlot, {slot.home_id, slot.id, slot.day_id, slot.starts_at, slot.ends_at,
                             slot.capacity, slot.walk_in, slot.open})
      .status();
}

absl::StatusOr<std::optional<Slot>> SqlTransaction::LockSlot(int64_t home_id, int64_t slot_id) {
  ASSIGN_OR_RETURN(db::Rows rows, sql_.Query(kLockSlot, {home_id, slot_id}));
  if (rows.empty()) return std::nullopt;
  return ReadSlotRow(rows.front());
}

absl::StatusOr<std::vector<Slot>> SqlTransaction::LockSlotsOfDay(int64_t home_id, int64_t day_id) {
  ASSIGN_OR_RETURN(db::Rows rows, sql_.Query(kLockSlotsOfDay, {home_id, day_id}));
  return ReadSlots(rows);
}

absl::Status SqlTransaction::UpdateSlot(const Slot& slot) {
  return sql_
      .Execute(kUpdateSlot,
               {slot.day_id, slot.starts_at, slot.ends_at, slot.capacity, slot.walk_in, slot.booked,
                slot.waiting, slot.wait_seq, slot.open, slot.home_id, slot.id})
      .status();
}

absl::Status SqlTransaction::UpsertHost(const Host& host) {
  return sql_
      .Execute(kUpsertHost, {host.home_id, host.id, host.kind, host.deputy_id, host.name,
                             host.title, host.yearly_duty, host.retired})
      .status();
}

absl::StatusOr<std::optional<int64_t>> SqlTransaction::FindHostId(const Host& host) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   sql_.Query(kFindHostId, {host.home_id, host.kind, host.deputy_id, host.name}));
  if (rows.empty()) return std::nullopt;
  return rows.front().Int(0);
}

absl::Status SqlTransaction::InsertAbsence(int64_t home_id, int64_t host_id, int64_t id,
                                           const Absence& absence) {
  return sql_
      .Execute(kInsertAbsence, {home_id, host_id, id, DayText(absence.from), DayText(absence.to)})
      .status();
}

absl::Status SqlTransaction::UpsertPolicy(const Policy& policy) {
  return sql_
      .Execute(
          kUpsertPolicy,
          {policy.home_id, policy.publish_lead_days, policy.hold_minutes, policy.offer_minutes,
           policy.trading_delay_minutes, policy.change_cutoff_minutes, policy.bookings_per_person,
           policy.waitlist_limit, policy.call_limit, policy.overtake_limit, policy.late_minutes,
           policy.first_reminder_hours, policy.second_reminder_hours})
      .status();
}

absl::StatusOr<std::vector<Day>> SqlReceptionStore::ListDays(absl::Time deadline, int64_t home_id,
                                                             absl::CivilDay from,
                                                             absl::CivilDay to) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListDays,
                                                  {home_id, home_id, DayText(from), DayText(to)}));
  std::vector<Day> days;
  if (rows.empty()) return days;
  std::map<int64_t, size_t> position;
  for (db::Row& row : rows) {
    position[row.Int(1)] = days.size();
    days.push_back(ReadDayRow(row));
    days.back().free_places = Int32(row, kDayColumns);
  }
  ASSIGN_OR_RETURN(db::Rows hosts, database_.Query(deadline, kListHostsOfDays,
                                                   {home_id, DayText(from), DayText(to)}));
  for (db::Row& row : hosts) {
    const auto found = position.find(row.Int(0));
    if (found != position.end()) days[found->second].hosts.push_back(ReadDayHostRow(row));
  }
  return days;
}

absl::StatusOr<std::optional<Day>> SqlReceptionStore::FindDay(absl::Time deadline, int64_t home_id,
                                                              int64_t day_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindDay, {home_id, home_id, day_id}));
  if (rows.empty()) return std::nullopt;
  Day day = ReadDayRow(rows.front());
  day.free_places = Int32(rows.front(), kDayColumns);
  ASSIGN_OR_RETURN(db::Rows hosts, database_.Query(deadline, kListHostsOfDay, {home_id, day_id}));
  for (db::Row& row : hosts) day.hosts.push_back(ReadDayHostRow(row));
  return day;
}

absl::StatusOr<std::vector<Slot>> SqlReceptionStore::ListSlots(absl::Time deadline, int64_t home_id,
                                                               int64_t day_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListSlots, {home_id, day_id}));
  return ReadSlots(rows);
}

absl::StatusOr<std::optional<Slot>> SqlReceptionStore::FindSlot(absl::Time deadline,
                                                                int64_t home_id, int64_t slot_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindSlot, {home_id, slot_id}));
  if (rows.empty()) return std::nullopt;
  return ReadSlotRow(rows.front());
}

absl::StatusOr<std::vector<Day>> SqlReceptionStore::ListUnremindedDays(
    absl::Time deadline, int reminders, absl::Time after, absl::Time before, int limit) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListUnremindedDays,
                                                  {reminders, after, before, limit}));
  std::vector<Day> days;
  for (db::Row& row : rows) days.push_back(ReadDayRow(row));
  return days;
}

absl::StatusOr<std::vector<Day>> SqlReceptionStore::ListOverDays(absl::Time deadline,
                                                                 absl::Time now, int limit) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListOverDays, {now, limit}));
  std::vector<Day> days;
  for (db::Row& row : rows) days.push_back(ReadDayRow(row));
  return days;
}

absl::StatusOr<std::vector<Host>> SqlReceptionStore::ListHosts(absl::Time deadline,
                                                               int64_t home_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListHosts, {home_id}));
  std::vector<Host> hosts;
  std::map<int64_t, size_t> position;
  for (db::Row& row : rows) {
    Host& host = hosts.emplace_back();
    host.home_id = home_id;
    host.id = row.Int(0);
    host.kind = static_cast<HostKind>(row.Int(1));
    host.deputy_id = row.Int(2);
    host.name = row.TakeString(3);
    host.title = row.TakeString(4);
    host.yearly_duty = Int32(row, 5);
    host.retired = row.Int(6) != 0;
    position[host.id] = hosts.size() - 1;
  }
  ASSIGN_OR_RETURN(const db::Rows absences, database_.Query(deadline, kListAbsences, {home_id}));
  for (const db::Row& row : absences) {
    const auto found = position.find(row.Int(0));
    if (found == position.end()) continue;
    hosts[found->second].absences.push_back({ReadDay(row.String(1)), ReadDay(row.String(2))});
  }
  return hosts;
}

absl::StatusOr<Policy> SqlReceptionStore::FindPolicy(absl::Time deadline, int64_t home_id) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kFindPolicy, {home_id}));
  Policy policy;
  policy.home_id = home_id;
  if (rows.empty()) return policy;
  const db::Row& row = rows.front();
  policy.publish_lead_days = Int32(row, 0);
  policy.hold_minutes = Int32(row, 1);
  policy.offer_minutes = Int32(row, 2);
  policy.trading_delay_minutes = Int32(row, 3);
  policy.change_cutoff_minutes = Int32(row, 4);
  policy.bookings_per_person = Int32(row, 5);
  policy.waitlist_limit = Int32(row, 6);
  policy.call_limit = Int32(row, 7);
  policy.overtake_limit = Int32(row, 8);
  policy.late_minutes = Int32(row, 9);
  policy.first_reminder_hours = Int32(row, 10);
  policy.second_reminder_hours = Int32(row, 11);
  return policy;
}

}  // namespace deputies::reception
