#include "services/reception/domain/booking_desk.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/reception/domain/errors.h"
#include "services/reception/domain/write_once.h"

namespace deputies::reception {
namespace {

using base::CallScope;
using base::RequestKey;

// Tries for a check-in code that no other booking of the day has.
constexpr int kCodeTries = 20;
// Rows that one run of a job takes.
constexpr int kJobBatch = 200;

// The caller may see the booking: its holder, staff or a deputy of the home.
bool MaySee(const base::Caller& caller, const Booking& booking) {
  return (caller.SignedIn() && booking.person_id == caller.person_id) ||
         caller.IsStaffOf(booking.home_id) || caller.DeputyIdAt(booking.home_id) != 0;
}

// Who acts when the caller changes the booking; absent for a stranger.
std::optional<Actor> ActorFor(const base::Caller& caller, const Booking& booking) {
  if (caller.SignedIn() && booking.person_id == caller.person_id) return Actor::kHolder;
  if (caller.IsStaffOf(booking.home_id)) return Actor::kStaff;
  return std::nullopt;
}

Notice NoticeFor(const Booking& booking, NoticeKind kind, absl::string_view detail) {
  Notice notice;
  notice.kind = kind;
  notice.person_ids = {booking.person_id};
  notice.target_id = booking.id;
  notice.stage = booking.version;
  notice.title = absl::StrCat(
      "群众接待日 ", absl::FormatTime("%m月%d日 %H:%M", booking.starts_at, base::Shanghai()));
  notice.detail = std::string(detail);
  notice.event_time = booking.starts_at;
  notice.expire_time = booking.ends_at;
  return notice;
}

// Writes the booking's new state with its history.
absl::Status Change(ReceptionTransaction& transaction, base::IdSource& ids, Booking* booking,
                    Actor actor, int64_t person_id, const std::string& note, absl::Time now) {
  ++booking->version;
  ASSIGN_OR_RETURN(const bool stored, transaction.UpdateBooking(*booking));
  if (!stored) return BookingExists();
  return transaction.InsertBookingEvent(*booking, ids.Next(), actor, person_id, note, now);
}

// The place of a booking that ends goes to the waitlist, or is kept for a while, or is free.
absl::Status GiveUp(ReceptionTransaction& transaction, base::IdSource& ids, const Policy& policy,
                    absl::Time now, absl::Duration keep, Slot* slot, Booking* booking) {
  booking->expires_at.reset();
  if (booking->state == BookingState::kWaiting) {
    --slot->waiting;
    return absl::OkStatus();
  }
  if (!booking->place) return absl::OkStatus();
  if (slot->waiting == 0 && keep > absl::ZeroDuration() && now + keep < slot->starts_at) {
    booking->expires_at = now + keep;  // the place stays taken until then
    return absl::OkStatus();
  }
  booking->place = false;
  --slot->booked;
  return PromoteWaiting(transaction, ids, policy, now, slot);
}

}  // namespace

absl::Status PromoteWaiting(ReceptionTransaction& transaction, base::IdSource& ids,
                            const Policy& policy, absl::Time now, Slot* slot) {
  while (slot->FreePlaces() > 0 && slot->waiting > 0 && now < slot->starts_at) {
    ASSIGN_OR_RETURN(std::optional<Booking> next,
                     transaction.LockFirstWaiting(slot->home_id, slot->id));
    if (!next.has_value()) return absl::InternalError("a slot counts people who do not wait");
    --slot->waiting;
    ++slot->booked;
    next->place = true;
    const bool booked = next->accept_offer;
    next->state = booked ? BookingState::kBooked : BookingState::kOffered;
    if (!booked) {
      next->expires_at = std::min(now + absl::Minutes(policy.offer_minutes), slot->starts_at);
    }
    RETURN_IF_ERROR(Change(transaction, ids, &*next, Actor::kSystem, 0, "候补到号", now));
    Notice notice =
        NoticeFor(*next, booked ? NoticeKind::kBookingConfirmed : NoticeKind::kBookingOffered,
                  booked ? "候补成功，已为您约上" : "有名额了，请尽快确认");
    if (!booked) notice.expire_time = next->expires_at;
    notice.important = true;
    RETURN_IF_ERROR(transaction.Tell(slot->home_id, now, std::move(notice)));
  }
  return absl::OkStatus();
}

absl::Status BookingDesk::CheckWish(const CallScope& scope, const Policy& policy, const Slot& slot,
                                    const Booking& booking, bool join_waitlist) {
  if (!slot.open || clock_.Now() >= slot.starts_at) return SlotClosed();
  RETURN_IF_ERROR(directory_.CheckOpenHome(scope, slot.home_id));
  ASSIGN_OR_RETURN(const bool exists, store_.HasLiveBooking(scope.deadline, booking));
  if (exists) return BookingExists();
  if (slot.FreePlaces() > 0) return absl::OkStatus();
  const bool waitlist_full = slot.waiting >= policy.waitlist_limit;
  return join_waitlist && !waitlist_full ? absl::OkStatus() : SlotFull(waitlist_full);
}

absl::StatusOr<Booking> BookingDesk::Book(const CallScope& scope, const RequestKey& key,
                                          BookingWish wish) {
  const int64_t home_id = key.home_id;
  if (!scope.caller.voter && wish.visitor_name.empty()) {
    return base::InvalidField("visitorName", "工作人员代为预约时请填写来访人姓名");
  }
  ASSIGN_OR_RETURN(const std::optional<Slot> slot,
                   store_.FindSlot(scope.deadline, home_id, wish.slot_id));
  if (!slot.has_value()) return SlotNotFound();
  ASSIGN_OR_RETURN(const Policy policy, store_.FindPolicy(scope.deadline, home_id));

  const absl::Time now = base::ToMillisecond(clock_.Now());
  Booking booking;
  booking.home_id = home_id;
  booking.id = ids_.Next();
  booking.day_id = slot->day_id;
  booking.slot_id = slot->id;
  booking.person_id = scope.caller.person_id;
  booking.visitor_name = std::move(wish.visitor_name);
  booking.accept_offer = wish.accept_offer;
  booking.starts_at = slot->starts_at;
  booking.ends_at = slot->ends_at;
  booking.topic = std::move(wish.topic);
  booking.message_id = wish.message_id;
  booking.create_time = now;

  // Without a lock: most of a storm ends here.
  if (absl::Status hint = CheckWish(scope, policy, *slot, booking, wish.join_waitlist);
      !hint.ok()) {
    ASSIGN_OR_RETURN(const std::optional<int64_t> earlier, store_.FindRequest(scope.deadline, key));
    if (!earlier.has_value()) return hint;
    return Get(scope, home_id, *earlier);
  }

  const bool staff = scope.caller.IsStaffOf(home_id);
  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, booking.id, [&](ReceptionTransaction& tx) -> absl::Status {
        if (!staff) {
          RETURN_IF_ERROR(tx.LockHolder(home_id, booking.person_id, now));
          ASSIGN_OR_RETURN(const int live, tx.CountLiveBookings(home_id, booking.person_id, now));
          if (live >= policy.bookings_per_person) return BookingLimit(policy.bookings_per_person);
        }
        ASSIGN_OR_RETURN(booking.place, tx.TakePlace(home_id, slot->id));
        booking.expires_at.reset();
        if (booking.place) {
          booking.state = wish.hold_only ? BookingState::kHeld : BookingState::kBooked;
          if (wish.hold_only) {
            booking.expires_at =
                std::min(now + absl::Minutes(policy.hold_minutes), slot->starts_at);
          }
        } else {
          if (!wish.join_waitlist) return SlotFull(false);
          ASSIGN_OR_RETURN(booking.wait_no,
                           tx.TakeWaitNumber(home_id, slot->id, policy.waitlist_limit));
          if (booking.wait_no == 0) return SlotFull(true);
          booking.state = BookingState::kWaiting;
        }
        InsertOutcome outcome = InsertOutcome::kCodeTaken;
        for (int i = 0; i < kCodeTries && outcome == InsertOutcome::kCodeTaken; ++i) {
          booking.check_in_code = codes_.Next();
          ASSIGN_OR_RETURN(outcome, tx.InsertBooking(booking));
        }
        if (outcome == InsertOutcome::kLiveExists) return BookingExists();
        if (outcome != InsertOutcome::kStored) return absl::InternalError("no free check-in code");
        RETURN_IF_ERROR(tx.InsertBookingEvent(booking, ids_.Next(),
                                              staff ? Actor::kStaff : Actor::kHolder,
                                              booking.person_id, "", now));
        if (booking.state != BookingState::kBooked) return absl::OkStatus();
        return tx.Tell(home_id, now, NoticeFor(booking, NoticeKind::kBookingConfirmed, "预约成功"));
      }));
  return Get(scope, home_id, id);
}

absl::StatusOr<Booking> BookingDesk::Confirm(const CallScope& scope, const RequestKey& key,
                                             int64_t booking_id) {
  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, booking_id, [&](ReceptionTransaction& tx) -> absl::Status {
        const absl::Time now = base::ToMillisecond(clock_.Now());
        ASSIGN_OR_RETURN(std::optional<Booking> booking, tx.LockBooking(key.home_id, booking_id));
        const std::optional<Actor> actor =
            booking.has_value() ? ActorFor(scope.caller, *booking) : std::nullopt;
        if (!actor.has_value()) return BookingNotFound();
        if (booking->state == BookingState::kBooked) return absl::OkStatus();
        if (booking->state != BookingState::kHeld && booking->state != BookingState::kOffered) {
          return BookingStateConflict("这个预约现在不用确认");
        }
        if (booking->expires_at.has_value() && now >= *booking->expires_at) {
          return BookingStateConflict("确认的时间已过，名额已让给下一位");
        }
        booking->state = BookingState::kBooked;
        booking->expires_at.reset();
        RETURN_IF_ERROR(Change(tx, ids_, &*booking, *actor, scope.caller.person_id, "", now));
        return tx.Tell(key.home_id, now,
                       NoticeFor(*booking, NoticeKind::kBookingConfirmed, "预约成功"));
      }));
  return Get(scope, key.home_id, id);
}

absl::StatusOr<Booking> BookingDesk::Cancel(const CallScope& scope, const RequestKey& key,
                                            int64_t booking_id, const std::string& reason) {
  const int64_t home_id = key.home_id;
  ASSIGN_OR_RETURN(const std::optional<Booking> hint,
                   store_.FindBooking(scope.deadline, home_id, booking_id));
  if (!hint.has_value() || !ActorFor(scope.caller, *hint).has_value()) return BookingNotFound();
  ASSIGN_OR_RETURN(const Policy policy, store_.FindPolicy(scope.deadline, home_id));

  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, booking_id, [&](ReceptionTransaction& tx) -> absl::Status {
        const absl::Time now = base::ToMillisecond(clock_.Now());
        // A reschedule may move it to another slot meanwhile: then the caller sees a conflict and
        // tries again.
        ASSIGN_OR_RETURN(std::optional<Slot> slot, tx.LockSlot(home_id, hint->slot_id));
        ASSIGN_OR_RETURN(std::optional<Booking> booking, tx.LockBooking(home_id, booking_id));
        if (!slot.has_value() || !booking.has_value()) return BookingNotFound();
        if (booking->slot_id != slot->id) return ChangedMeanwhile();
        const Actor actor = *ActorFor(scope.caller, *booking);
        if (!IsLive(booking->state) || booking->state == BookingState::kCheckedIn) {
          return BookingStateConflict("这个预约已经结束，不能再取消");
        }
        if (actor == Actor::kStaff && reason.empty()) {
          return base::InvalidField("reason", "请写明取消的原因，会告诉预约人");
        }
        const bool waiting = booking->state == BookingState::kWaiting;
        if (actor == Actor::kHolder && booking->state == BookingState::kBooked &&
            now > slot->starts_at - absl::Minutes(policy.change_cutoff_minutes)) {
          return BookingCutoff(policy.change_cutoff_minutes);
        }
        // Only the holder's own choice may be a trade.
        const absl::Duration keep = actor == Actor::kHolder && !waiting
                                        ? absl::Minutes(policy.trading_delay_minutes)
                                        : absl::ZeroDuration();
        RETURN_IF_ERROR(GiveUp(tx, ids_, policy, now, keep, &*slot, &*booking));
        RETURN_IF_ERROR(tx.UpdateSlot(*slot));
        booking->state =
            actor == Actor::kStaff ? BookingState::kCancelledByHome : BookingState::kCancelled;
        booking->reason = reason;
        RETURN_IF_ERROR(Change(tx, ids_, &*booking, actor, scope.caller.person_id, reason, now));
        if (actor == Actor::kHolder) return absl::OkStatus();
        Notice notice = NoticeFor(*booking, NoticeKind::kBookingCancelledByHome, reason);
        notice.important = true;
        return tx.Tell(home_id, now, std::move(notice));
      }));
  return Get(scope, home_id, id);
}

absl::StatusOr<Booking> BookingDesk::Reschedule(const CallScope& scope, const RequestKey& key,
                                                int64_t booking_id, int64_t slot_id) {
  const int64_t home_id = key.home_id;
  ASSIGN_OR_RETURN(const std::optional<Booking> hint,
                   store_.FindBooking(scope.deadline, home_id, booking_id));
  if (!hint.has_value() || !ActorFor(scope.caller, *hint).has_value()) return BookingNotFound();
  ASSIGN_OR_RETURN(const Policy policy, store_.FindPolicy(scope.deadline, home_id));

  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, booking_id, [&](ReceptionTransaction& tx) -> absl::Status {
        const absl::Time now = base::ToMillisecond(clock_.Now());
        if (slot_id == hint->slot_id) return absl::OkStatus();
        // Both slots in the order of their ids.
        std::optional<Slot> from;
        std::optional<Slot> to;
        for (const int64_t slot :
             {std::min(slot_id, hint->slot_id), std::max(slot_id, hint->slot_id)}) {
          ASSIGN_OR_RETURN(std::optional<Slot> locked, tx.LockSlot(home_id, slot));
          (slot == slot_id ? to : from) = std::move(locked);
        }
        ASSIGN_OR_RETURN(std::optional<Booking> booking, tx.LockBooking(home_id, booking_id));
        if (!to.has_value()) return SlotNotFound();
        if (!from.has_value() || !booking.has_value()) return BookingNotFound();
        if (booking->slot_id != from->id) return ChangedMeanwhile();
        const Actor actor = *ActorFor(scope.caller, *booking);
        if (booking->state != BookingState::kBooked) {
          return BookingStateConflict("只有已约上的预约可以改时段");
        }
        if (actor == Actor::kHolder &&
            now > from->starts_at - absl::Minutes(policy.change_cutoff_minutes)) {
          return BookingCutoff(policy.change_cutoff_minutes);
        }
        if (!to->open || now >= to->starts_at) return SlotClosed();
        if (to->FreePlaces() <= 0) return SlotFull(to->waiting >= policy.waitlist_limit);
        ++to->booked;
        --from->booked;
        booking->day_id = to->day_id;
        booking->slot_id = to->id;
        booking->starts_at = to->starts_at;
        booking->ends_at = to->ends_at;
        booking->reminders = 0;
        RETURN_IF_ERROR(tx.UpdateSlot(*to));
        RETURN_IF_ERROR(Change(tx, ids_, &*booking, actor, scope.caller.person_id, "改时段", now));
        RETURN_IF_ERROR(PromoteWaiting(tx, ids_, policy, now, &*from));
        RETURN_IF_ERROR(tx.UpdateSlot(*from));
        return tx.Tell(home_id, now,
                       NoticeFor(*booking, NoticeKind::kBookingConfirmed, "已改到新的时段"));
      }));
  return Get(scope, home_id, id);
}

absl::StatusOr<Booking> BookingDesk::Get(const CallScope& scope, int64_t home_id,
                                         int64_t booking_id) {
  ASSIGN_OR_RETURN(std::optional<Booking> booking,
                   store_.FindBooking(scope.deadline, home_id, booking_id));
  if (!booking.has_value() || !MaySee(scope.caller, *booking)) return BookingNotFound();
  return *std::move(booking);
}

absl::StatusOr<BookingPage> BookingDesk::ListMine(const CallScope& scope, int64_t home_id,
                                                  std::optional<int64_t> before_id, int page_size) {
  const int size = page_size <= 0 ? kDefaultPageSize : std::min(page_size, kMaxPageSize);
  BookingPage page;
  ASSIGN_OR_RETURN(page.bookings,
                   store_.ListBookingsOfPerson(
                       scope.deadline, home_id, scope.caller.person_id,
                       before_id.value_or(std::numeric_limits<int64_t>::max()), size + 1));
  if (static_cast<int>(page.bookings.size()) > size) {
    page.bookings.resize(size);
    page.next_before_id = page.bookings.back().id;
  }
  return page;
}

absl::StatusOr<std::vector<Booking>> BookingDesk::ListOfDay(const CallScope& scope, int64_t home_id,
                                                            int64_t day_id) {
  ASSIGN_OR_RETURN(const std::optional<Day> day, store_.FindDay(scope.deadline, home_id, day_id));
  if (!day.has_value()) return DayNotFound();
  return store_.ListBookingsOfDay(scope.deadline, home_id, day_id);
}

absl::StatusOr<std::vector<BookingEvent>> BookingDesk::ListEvents(const CallScope& scope,
                                                                  int64_t home_id,
                                                                  int64_t booking_id) {
  RETURN_IF_ERROR(Get(scope, home_id, booking_id).status());
  return store_.ListBookingEvents(scope.deadline, home_id, booking_id);
}

absl::StatusOr<int> BookingDesk::ExpirePlaces(absl::Time deadline) {
  const absl::Time now = base::ToMillisecond(clock_.Now());
  ASSIGN_OR_RETURN(const std::vector<Booking> due,
                   store_.ListExpiredPlaces(deadline, now, kJobBatch));
  int ended = 0;
  for (const Booking& hint : due) {
    ASSIGN_OR_RETURN(const Policy policy, store_.FindPolicy(deadline, hint.home_id));
    RETURN_IF_ERROR(store_.InTransaction(deadline, [&](ReceptionTransaction& tx) -> absl::Status {
      ASSIGN_OR_RETURN(std::optional<Slot> slot, tx.LockSlot(hint.home_id, hint.slot_id));
      ASSIGN_OR_RETURN(std::optional<Booking> booking, tx.LockBooking(hint.home_id, hint.id));
      if (!slot.has_value() || !booking.has_value() || booking->slot_id != slot->id) {
        return absl::OkStatus();
      }
      // Confirmed, or ended by another process meanwhile.
      if (!booking->expires_at.has_value() || *booking->expires_at > now) return absl::OkStatus();
      const bool was_live = IsLive(booking->state);
      RETURN_IF_ERROR(GiveUp(tx, ids_, policy, now, absl::ZeroDuration(), &*slot, &*booking));
      RETURN_IF_ERROR(tx.UpdateSlot(*slot));
      if (was_live) booking->state = BookingState::kExpired;
      RETURN_IF_ERROR(Change(tx, ids_, &*booking, Actor::kSystem, 0,
                             was_live ? "过时未确认" : "名额放出", now));
      if (!was_live) return absl::OkStatus();
      return tx.Tell(hint.home_id, now,
                     NoticeFor(*booking, NoticeKind::kBookingExpired, "没有按时确认，名额已让出"));
    }));
    ++ended;
  }
  return ended;
}

absl::StatusOr<int> BookingDesk::SendReminders(absl::Time deadline) {
  const absl::Time now = base::ToMillisecond(clock_.Now());
  int sent = 0;
  // The longest lead that a policy may have bounds the search; the home's own lead decides.
  constexpr absl::Duration kLongestLead = absl::Hours(168);
  for (int stage = 1; stage <= 2; ++stage) {
    ASSIGN_OR_RETURN(const std::vector<Booking> due,
                     store_.ListUnreminded(deadline, stage, now, now + kLongestLead, kJobBatch));
    for (const Booking& hint : due) {
      ASSIGN_OR_RETURN(const Policy policy, store_.FindPolicy(deadline, hint.home_id));
      const int lead = stage == 1 ? policy.first_reminder_hours : policy.second_reminder_hours;
      if (now < hint.starts_at - absl::Hours(lead)) continue;
      RETURN_IF_ERROR(store_.InTransaction(deadline, [&](ReceptionTransaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(std::optional<Booking> booking, tx.LockBooking(hint.home_id, hint.id));
        if (!booking.has_value() || booking->state != BookingState::kBooked ||
            booking->reminders >= stage || booking->starts_at != hint.starts_at) {
          return absl::OkStatus();
        }
        booking->reminders = stage;
        RETURN_IF_ERROR(tx.UpdateBooking(*booking).status());
        // Booked after the lead had begun: the confirmation said it all.
        if (booking->create_time > booking->starts_at - absl::Hours(lead)) return absl::OkStatus();
        Notice notice = NoticeFor(*booking, NoticeKind::kBookingReminder,
                                  absl::StrCat("别忘了来，签到码", booking->check_in_code));
        notice.stage = booking->version * 10 + stage;
        return tx.Tell(hint.home_id, now, std::move(notice));
      }));
      ++sent;
    }
  }
  return sent;
}

}  // namespace deputies::reception
