#include "services/reception/domain/day_book.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/reception/domain/booking_desk.h"
#include "services/reception/domain/errors.h"
#include "services/reception/domain/plan_maker.h"
#include "services/reception/domain/write_once.h"

namespace deputies::reception {
namespace {

using base::CallScope;
using base::RequestKey;

constexpr int kMinutesOfDay = 24 * 60;
// Most receivers of one notice (events.v1.NoticeRequested).
constexpr size_t kReceiversOfNotice = 100;
constexpr int kDayBatch = 50;
// A reception runs over: it is closed so long after its hours (QueueDesk::kClosesAfter).
constexpr absl::Duration kCloseAfter = absl::Hours(2);

bool MaySee(const base::Caller& caller, const Day& day) {
  return day.state != DayState::kDraft || caller.IsStaffOf(day.home_id);
}

const Host* FindHost(const std::vector<Host>& hosts, int64_t host_id) {
  const auto found = std::find_if(hosts.begin(), hosts.end(),
                                  [&](const Host& host) { return host.id == host_id; });
  return found == hosts.end() ? nullptr : &*found;
}

absl::Status OpenSlots(ReceptionTransaction& tx, const Day& day, bool open) {
  ASSIGN_OR_RETURN(std::vector<Slot> slots, tx.LockSlotsOfDay(day.home_id, day.id));
  for (Slot& slot : slots) {
    slot.open = open;
    RETURN_IF_ERROR(tx.UpdateSlot(slot));
  }
  return absl::OkStatus();
}

std::string WhenOf(const Day& day) {
  return absl::StrCat("群众接待日 ",
                      absl::FormatTime("%m月%d日 %H:%M", day.starts_at, base::Shanghai()));
}

}  // namespace

absl::Status CheckPattern(const SlotPattern& pattern) {
  if (pattern.start_minute < 0 || pattern.end_minute > kMinutesOfDay ||
      pattern.start_minute >= pattern.end_minute) {
    return base::InvalidField("end", "结束时间要晚于开始时间");
  }
  if (pattern.slot_minutes > pattern.end_minute - pattern.start_minute) {
    return base::InvalidField("slotMinutes", "一个时段不能比整个接待时间还长");
  }
  if (pattern.slot_minutes != 0 && pattern.slot_minutes < 5) {
    return base::InvalidField("slotMinutes", "一个时段至少5分钟，0表示不分时段");
  }
  if (pattern.walk_in > pattern.capacity) {
    return base::InvalidField("walkInPlaces", "现场名额不能多于总名额");
  }
  return absl::OkStatus();
}

void SetHours(const SlotPattern& pattern, Day* day) {
  const absl::Time midnight = base::StartOfShanghaiDay(day->date);
  day->starts_at = midnight + absl::Minutes(pattern.start_minute);
  day->ends_at = midnight + absl::Minutes(pattern.end_minute);
}

std::vector<Slot> MakeSlots(const Day& day, const SlotPattern& pattern, base::IdSource& ids) {
  const absl::Duration length =
      pattern.slot_minutes == 0 ? day.ends_at - day.starts_at : absl::Minutes(pattern.slot_minutes);
  std::vector<Slot> slots;
  for (absl::Time start = day.starts_at; start + length <= day.ends_at; start += length) {
    Slot& slot = slots.emplace_back();
    slot.home_id = day.home_id;
    slot.id = ids.Next();
    slot.day_id = day.id;
    slot.starts_at = start;
    slot.ends_at = start + length;
    slot.capacity = pattern.capacity;
    slot.walk_in = pattern.walk_in;
    slot.open = day.state == DayState::kPublished;
  }
  slots.back().ends_at = day.ends_at;
  return slots;
}

absl::Status TellHolders(ReceptionTransaction& transaction, const Day& day,
                         const std::vector<Booking>& bookings, absl::Time now,
                         const std::string& detail) {
  std::vector<int64_t> persons;
  for (const Booking& booking : bookings) {
    if (IsLive(booking.state)) persons.push_back(booking.person_id);
  }
  std::sort(persons.begin(), persons.end());
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  for (size_t begin = 0; begin < persons.size(); begin += kReceiversOfNotice) {
    Notice notice;
    notice.kind = NoticeKind::kReceptionDayChanged;
    notice.person_ids.assign(
        persons.begin() + begin,
        persons.begin() + std::min(begin + kReceiversOfNotice, persons.size()));
    notice.target_id = day.id;
    notice.stage = day.version;
    notice.title = WhenOf(day);
    notice.detail = detail;
    notice.event_time = day.starts_at;
    notice.expire_time = day.ends_at;
    notice.important = true;
    RETURN_IF_ERROR(transaction.Tell(day.home_id, now, std::move(notice)));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Day>> DayBook::List(const CallScope& scope, int64_t home_id,
                                               absl::CivilDay from, absl::CivilDay to) {
  if (to < from) return base::InvalidField("to", "结束日期不能早于开始日期");
  if (to - from > kMaxRangeDays) return base::InvalidField("to", "一次最多查400天");
  ASSIGN_OR_RETURN(std::vector<Day> days, store_.ListDays(scope.deadline, home_id, from, to));
  if (days.empty()) RETURN_IF_ERROR(directory_.CheckHome(scope, home_id));
  days.erase(std::remove_if(days.begin(), days.end(),
                            [&](const Day& day) { return !MaySee(scope.caller, day); }),
             days.end());
  return days;
}

absl::StatusOr<Day> DayBook::Get(const CallScope& scope, int64_t home_id, int64_t day_id) {
  ASSIGN_OR_RETURN(std::optional<Day> day, store_.FindDay(scope.deadline, home_id, day_id));
  if (!day.has_value() || !MaySee(scope.caller, *day)) return DayNotFound();
  return *std::move(day);
}

absl::StatusOr<std::vector<Slot>> DayBook::ListSlots(const CallScope& scope, int64_t home_id,
                                                     int64_t day_id) {
  RETURN_IF_ERROR(Get(scope, home_id, day_id).status());
  return store_.ListSlots(scope.deadline, home_id, day_id);
}

absl::StatusOr<Day> DayBook::Create(const CallScope& scope, const RequestKey& key, Day draft,
                                    const SlotPattern& pattern, bool publish) {
  const int64_t home_id = key.home_id;
  RETURN_IF_ERROR(CheckPattern(pattern));
  draft.home_id = home_id;
  draft.id = ids_.Next();
  draft.manual = true;
  draft.state = publish ? DayState::kPublished : DayState::kDraft;
  SetHours(pattern, &draft);
  if (draft.ends_at <= clock_.Now()) {
    ASSIGN_OR_RETURN(const std::optional<int64_t> earlier, store_.FindRequest(scope.deadline, key));
    if (earlier.has_value()) return Get(scope, home_id, *earlier);
    return base::InvalidField("date", "日期已经过去");
  }
  ASSIGN_OR_RETURN(const std::vector<Host> hosts, store_.ListHosts(scope.deadline, home_id));
  for (DayHost& host : draft.hosts) {
    const Host* found = FindHost(hosts, host.host_id);
    if (found == nullptr || found->retired) return HostNotFound();
  }
  const std::vector<Slot> slots = MakeSlots(draft, pattern, ids_);
  ASSIGN_OR_RETURN(const int64_t id, WriteOnce(store_, scope, key, draft.id,
                                               [&](ReceptionTransaction& tx) -> absl::Status {
                                                 RETURN_IF_ERROR(tx.InsertDay(draft));
                                                 for (const Slot& slot : slots)
                                                   RETURN_IF_ERROR(tx.InsertSlot(slot));
                                                 return absl::OkStatus();
                                               }));
  return Get(scope, home_id, id);
}

absl::StatusOr<Day> DayBook::Publish(const CallScope& scope, const RequestKey& key,
                                     int64_t day_id) {
  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, day_id, [&](ReceptionTransaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(std::optional<Day> day, tx.LockDay(key.home_id, day_id));
        if (!day.has_value()) return DayNotFound();
        if (day->state == DayState::kPublished) return absl::OkStatus();
        if (day->state != DayState::kDraft) return DayStateConflict("这个接待日已取消或已结束");
        day->state = DayState::kPublished;
        ++day->version;
        RETURN_IF_ERROR(tx.UpdateDay(*day));
        RETURN_IF_ERROR(TellAssigned(tx, *day, base::ToMillisecond(clock_.Now())));
        return OpenSlots(tx, *day, true);
      }));
  return Get(scope, key.home_id, id);
}

absl::StatusOr<Day> DayBook::Update(const CallScope& scope, const RequestKey& key, int64_t day_id,
                                    const DayChange& change) {
  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, day_id, [&](ReceptionTransaction& tx) -> absl::Status {
        const absl::Time now = base::ToMillisecond(clock_.Now());
        ASSIGN_OR_RETURN(std::optional<Day> day, tx.LockDay(key.home_id, day_id));
        if (!day.has_value()) return DayNotFound();
        if (day->version != change.version) return ChangedMeanwhile();
        if (day->state == DayState::kCancelled || day->state == DayState::kClosed) {
          return DayStateConflict("这个接待日已取消或已结束");
        }
        const bool published = day->state == DayState::kPublished;
        if (published && change.change_note.empty()) {
          return base::InvalidField("changeNote", "已公布的接待日改动时要写明改了什么");
        }
        ASSIGN_OR_RETURN(std::vector<Slot> slots, tx.LockSlotsOfDay(key.home_id, day_id));
        std::vector<Booking> bookings;
        for (const Slot& slot : slots) {
          ASSIGN_OR_RETURN(std::vector<Booking> some, tx.LockBookingsOfSlot(key.home_id, slot.id));
          bookings.insert(bookings.end(), some.begin(), some.end());
        }
        if (change.date.has_value() && *change.date != day->date) {
          const bool taken = std::any_of(bookings.begin(), bookings.end(), [](const Booking& b) {
            return IsLive(b.state) || b.place;
          });
          if (taken) return DayStateConflict("已有人预约，不能改日期。请取消这一天，另加一天");
          const absl::Duration shift =
              base::StartOfShanghaiDay(*change.date) - base::StartOfShanghaiDay(day->date);
          day->date = *change.date;
          day->host_reminders = 0;
          day->starts_at += shift;
          day->ends_at += shift;
          if (day->ends_at <= now) return base::InvalidField("date", "日期已经过去");
          for (Slot& slot : slots) {
            slot.starts_at += shift;
            slot.ends_at += shift;
            RETURN_IF_ERROR(tx.UpdateSlot(slot));
          }
        }
        day->mode = change.mode;
        day->room = change.room;
        day->topic = change.topic;
        day->notice = change.notice;
        day->manual = true;
        ++day->version;
        if (published) {
          day->changed = true;
          day->change_note = change.change_note;
        }
        RETURN_IF_ERROR(tx.UpdateDay(*day));
        return published ? TellHolders(tx, *day, bookings, now, change.change_note)
                         : absl::OkStatus();
      }));
  return Get(scope, key.home_id, id);
}

absl::StatusOr<Day> DayBook::Cancel(const CallScope& scope, const RequestKey& key, int64_t day_id,
                                    const std::string& reason) {
  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, day_id, [&](ReceptionTransaction& tx) -> absl::Status {
        const absl::Time now = base::ToMillisecond(clock_.Now());
        ASSIGN_OR_RETURN(std::optional<Day> day, tx.LockDay(key.home_id, day_id));
        if (!day.has_value()) return DayNotFound();
        if (day->state == DayState::kCancelled) return absl::OkStatus();
        if (day->state == DayState::kClosed) return DayStateConflict("这个接待日已经结束");
        day->state = DayState::kCancelled;
        day->changed = true;
        day->change_note = reason;
        ++day->version;
        RETURN_IF_ERROR(tx.UpdateDay(*day));
        ASSIGN_OR_RETURN(std::vector<Slot> slots, tx.LockSlotsOfDay(key.home_id, day_id));
        std::vector<Booking> told;
        for (Slot& slot : slots) {
          slot.open = false;
          ASSIGN_OR_RETURN(std::vector<Booking> bookings,
                           tx.LockBookingsOfSlot(key.home_id, slot.id));
          for (Booking& booking : bookings) {
            // Who is there already has come.
            if (booking.state == BookingState::kCheckedIn) continue;
            if (!IsLive(booking.state) && !booking.place) continue;
            if (IsLive(booking.state)) told.push_back(booking);
            if (booking.state == BookingState::kWaiting) --slot.waiting;
            if (booking.place) --slot.booked;
            booking.place = false;
            booking.expires_at.reset();
            if (IsLive(booking.state)) {
              booking.state = BookingState::kCancelledByHome;
              booking.reason = reason;
            }
            ++booking.version;
            RETURN_IF_ERROR(tx.UpdateBooking(booking).status());
            RETURN_IF_ERROR(tx.InsertBookingEvent(booking, ids_.Next(), Actor::kStaff,
                                                  scope.caller.person_id, reason, now));
          }
          RETURN_IF_ERROR(tx.UpdateSlot(slot));
        }
        return TellHolders(tx, *day, told, now, absl::StrCat("接待日取消：", reason));
      }));
  return Get(scope, key.home_id, id);
}

absl::StatusOr<Day> DayBook::Substitute(const CallScope& scope, const RequestKey& key,
                                        int64_t day_id, int64_t absent_host, int64_t substitute,
                                        const std::string& reason) {
  ASSIGN_OR_RETURN(const std::vector<Host> hosts, store_.ListHosts(scope.deadline, key.home_id));
  if (!scope.caller.IsStaffOf(key.home_id)) {
    const Host* own = FindHost(hosts, absent_host);
    const int64_t deputy = scope.caller.DeputyIdAt(key.home_id);
    if (own == nullptr || deputy == 0 || own->deputy_id != deputy) return HostNotFound();
  }
  const Host* stand_in = substitute == 0 ? nullptr : FindHost(hosts, substitute);
  if (substitute != 0 && (stand_in == nullptr || stand_in->retired || substitute == absent_host)) {
    return HostNotFound();
  }
  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, day_id, [&](ReceptionTransaction& tx) -> absl::Status {
        const absl::Time now = base::ToMillisecond(clock_.Now());
        ASSIGN_OR_RETURN(std::optional<Day> day, tx.LockDay(key.home_id, day_id));
        if (!day.has_value()) return DayNotFound();
        if (day->state == DayState::kCancelled || day->state == DayState::kClosed) {
          return DayStateConflict("这个接待日已取消或已结束");
        }
        DayHost* absent = nullptr;
        for (DayHost& host : day->hosts) {
          if (host.host_id == absent_host) absent = &host;
          if (host.host_id == substitute) return DayStateConflict("替班的人这一天已经在接待");
        }
        if (absent == nullptr) return HostNotFound();
        if (stand_in != nullptr && stand_in->AwayOn(day->date)) {
          return DayStateConflict("替班的人这一天请假");
        }
        absent->absent = true;
        RETURN_IF_ERROR(tx.UpsertDayHost(key.home_id, day_id, *absent));
        std::string detail = absl::StrCat(absent->name, "不能来（", reason, "）");
        if (stand_in != nullptr) {
          DayHost comes;
          comes.host_id = stand_in->id;
          comes.substitute_for = absent_host;
          RETURN_IF_ERROR(tx.UpsertDayHost(key.home_id, day_id, comes));
          absl::StrAppend(&detail, "，由", stand_in->name, "接待");
        }
        const bool published = day->state == DayState::kPublished;
        day->manual = true;
        ++day->version;
        if (published) {
          day->changed = true;
          day->change_note = stand_in != nullptr ? absl::StrCat("改由", stand_in->name, "接待")
                                                 : absl::StrCat(absent->name, "不能来");
        }
        RETURN_IF_ERROR(tx.UpdateDay(*day));
        if (!published) return absl::OkStatus();
        ASSIGN_OR_RETURN(std::vector<Slot> slots, tx.LockSlotsOfDay(key.home_id, day_id));
        std::vector<Booking> bookings;
        for (const Slot& slot : slots) {
          ASSIGN_OR_RETURN(std::vector<Booking> some, tx.LockBookingsOfSlot(key.home_id, slot.id));
          bookings.insert(bookings.end(), some.begin(), some.end());
        }
        return TellHolders(tx, *day, bookings, now,
                           absl::StrCat(detail, "。您的预约还在，也可以改期"));
      }));
  return Get(scope, key.home_id, id);
}

absl::StatusOr<Slot> DayBook::UpdateSlot(const CallScope& scope, const RequestKey& key,
                                         int64_t slot_id, int capacity, int walk_in) {
  if (walk_in > capacity) return base::InvalidField("walkInPlaces", "现场名额不能多于总名额");
  ASSIGN_OR_RETURN(const Policy policy, store_.FindPolicy(scope.deadline, key.home_id));
  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, slot_id, [&](ReceptionTransaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(std::optional<Slot> slot, tx.LockSlot(key.home_id, slot_id));
        if (!slot.has_value()) return SlotNotFound();
        if (slot->booked + walk_in > capacity) return SlotBooked();
        slot->capacity = capacity;
        slot->walk_in = walk_in;
        RETURN_IF_ERROR(
            PromoteWaiting(tx, ids_, policy, base::ToMillisecond(clock_.Now()), &*slot));
        return tx.UpdateSlot(*slot);
      }));
  ASSIGN_OR_RETURN(const std::optional<Slot> slot,
                   store_.FindSlot(scope.deadline, key.home_id, id));
  if (!slot.has_value()) return SlotNotFound();
  return *slot;
}

absl::Status DayBook::EndTickets(ReceptionTransaction& tx, const DayQueue& hint, absl::Time now) {
  ASSIGN_OR_RETURN(const DayQueue queue, tx.LockQueue(hint.home_id, hint.day_id, hint.door_code));
  ASSIGN_OR_RETURN(std::vector<Ticket> tickets, tx.ListTickets(hint.home_id, hint.day_id));
  bool changed = false;
  for (Ticket& ticket : tickets) {
    if (ticket.ended_at.has_value()) continue;
    const bool received = ticket.state == TicketState::kServing;
    ticket.state = received ? TicketState::kDone : TicketState::kLeft;
    ticket.ended_at = now;
    RETURN_IF_ERROR(tx.UpdateTicket(ticket));
    changed = true;
    if (!received || ticket.booking_id == 0) continue;
    ASSIGN_OR_RETURN(std::optional<Booking> booking,
                     tx.LockBooking(ticket.home_id, ticket.booking_id));
    if (!booking.has_value() || booking->state != BookingState::kCheckedIn) continue;
    booking->state = BookingState::kServed;
    ++booking->version;
    RETURN_IF_ERROR(tx.UpdateBooking(*booking).status());
    RETURN_IF_ERROR(
        tx.InsertBookingEvent(*booking, ids_.Next(), Actor::kSystem, 0, "接待日结束", now));
  }
  return changed ? tx.UpdateQueue(queue) : absl::OkStatus();
}

// A day that is over took place, with every host who was not absent, as coverage counts it.
absl::Status DayBook::TellOfHeldDay(ReceptionTransaction& tx, const Day& day, absl::Time now) {
  int present = 0;
  int organ_heads = 0;
  for (const DayHost& host : day.hosts) {
    if (host.absent) continue;
    ++present;
    if (host.kind == HostKind::kOrganHead) ++organ_heads;
  }
  if (present > 0) {
    RETURN_IF_ERROR(tx.Tell(day.home_id, now, HomeAct{"reception_day", day.id, day.starts_at}));
  }
  if (organ_heads == 0) return absl::OkStatus();
  return tx.Tell(day.home_id, now, HomeAct{"organ_reception", day.id, day.starts_at, organ_heads});
}

absl::StatusOr<int> DayBook::CloseOverDays(absl::Time deadline) {
  const absl::Time now = base::ToMillisecond(clock_.Now());
  ASSIGN_OR_RETURN(const std::vector<Day> over,
                   store_.ListOverDays(deadline, now - kCloseAfter, kDayBatch));
  for (const Day& hint : over) {
    // Nobody makes a queue for a day that is over.
    ASSIGN_OR_RETURN(const std::optional<DayQueue> queue,
                     store_.FindQueue(deadline, hint.home_id, hint.id));
    RETURN_IF_ERROR(store_.InTransaction(deadline, [&](ReceptionTransaction& tx) -> absl::Status {
      ASSIGN_OR_RETURN(std::optional<Day> day, tx.LockDay(hint.home_id, hint.id));
      if (!day.has_value() || day->state != DayState::kPublished) return absl::OkStatus();
      day->state = DayState::kClosed;
      ++day->version;
      RETURN_IF_ERROR(tx.UpdateDay(*day));
      ASSIGN_OR_RETURN(std::vector<Slot> slots, tx.LockSlotsOfDay(day->home_id, day->id));
      for (Slot& slot : slots) {
        ASSIGN_OR_RETURN(std::vector<Booking> bookings,
                         tx.LockBookingsOfSlot(day->home_id, slot.id));
        for (Booking& booking : bookings) {
          const bool waits = booking.state == BookingState::kWaiting;
          if (!waits && !booking.expires_at.has_value()) continue;
          if (waits) --slot.waiting;
          if (booking.place) --slot.booked;
          booking.place = false;
          booking.expires_at.reset();
          if (IsLive(booking.state)) booking.state = BookingState::kExpired;
          ++booking.version;
          RETURN_IF_ERROR(tx.UpdateBooking(booking).status());
          RETURN_IF_ERROR(
              tx.InsertBookingEvent(booking, ids_.Next(), Actor::kSystem, 0, "接待日结束", now));
        }
        slot.open = false;
        RETURN_IF_ERROR(tx.UpdateSlot(slot));
      }
      RETURN_IF_ERROR(TellOfHeldDay(tx, *day, now));
      return queue.has_value() ? EndTickets(tx, *queue, now) : absl::OkStatus();
    }));
  }
  return static_cast<int>(over.size());
}

}  // namespace deputies::reception
