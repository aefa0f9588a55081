#include "services/reception/domain/queue_desk.h"

#include <algorithm>
#include <utility>

#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/reception/domain/errors.h"
#include "services/reception/domain/queue_order.h"
#include "services/reception/domain/write_once.h"

namespace deputies::reception {
namespace {

using base::CallScope;
using base::RequestKey;

// A visit takes so long until the day itself tells better.
constexpr absl::Duration kUsualService = absl::Minutes(10);
constexpr int kVisitsToMeasure = 3;
// The published error of estimates looks back so far and wants so many tickets.
constexpr absl::Duration kErrorPeriod = absl::Hours(30 * 24);

bool Receives(const base::Caller& caller, int64_t home_id) {
  return caller.IsStaffOf(home_id) || caller.DeputyIdAt(home_id) != 0;
}

Ticket* FindTicket(std::vector<Ticket>& tickets, int64_t ticket_id) {
  const auto found = std::find_if(tickets.begin(), tickets.end(),
                                  [&](const Ticket& ticket) { return ticket.id == ticket_id; });
  return found == tickets.end() ? nullptr : &*found;
}

const DayHost* PresentHost(const Day& day, int64_t host_id) {
  for (const DayHost& host : day.hosts) {
    if (host.host_id == host_id && !host.absent) return &host;
  }
  return nullptr;
}

absl::Duration WaitOf(int ahead, absl::Duration service, int desks) {
  return service * ahead / std::max(desks, 1);
}

// What an estimate rests on.
struct Pace {
  absl::Duration service;  // mean time of one visit today
  int desks;               // hosts who receive
};

Pace PaceOf(const Day& day, const std::vector<Ticket>& tickets) {
  absl::Duration total;
  int visits = 0;
  for (const Ticket& ticket : tickets) {
    if (ticket.state != TicketState::kDone || !ticket.called_at || !ticket.ended_at) continue;
    total += *ticket.ended_at - *ticket.called_at;
    ++visits;
  }
  return {visits >= kVisitsToMeasure ? total / visits : kUsualService,
          static_cast<int>(std::count_if(day.hosts.begin(), day.hosts.end(),
                                         [](const DayHost& host) { return !host.absent; }))};
}

}  // namespace

absl::StatusOr<Day> QueueDesk::OpenDay(const CallScope& scope, int64_t home_id, int64_t day_id) {
  ASSIGN_OR_RETURN(std::optional<Day> day, store_.FindDay(scope.deadline, home_id, day_id));
  if (!day.has_value() || (day->state == DayState::kDraft && !scope.caller.IsStaffOf(home_id))) {
    return DayNotFound();
  }
  const absl::Time now = clock_.Now();
  if (day->state != DayState::kPublished || now < day->starts_at - kOpensBefore ||
      now > day->ends_at + kClosesAfter) {
    return CheckInClosed();
  }
  return *std::move(day);
}

absl::Status QueueDesk::CheckArrival(const CallScope& scope, int64_t home_id, const DayQueue& queue,
                                     const Arrival& arrival) {
  if (Receives(scope.caller, home_id)) return absl::OkStatus();
  if (arrival.door_code != queue.door_code) return DoorCodeWrong();
  if (arrival.priority != Priority::kNone) {
    return base::InvalidField("priority", "优先照顾由现场工作人员登记，请告诉他们");
  }
  return absl::OkStatus();
}

absl::Status QueueDesk::Enqueue(ReceptionTransaction& tx, const Day& day, const Policy& policy,
                                DayQueue* queue, Ticket* ticket) {
  ASSIGN_OR_RETURN(std::vector<Ticket> tickets, tx.ListTickets(day.home_id, day.id));
  for (const Ticket& other : tickets) {
    const bool over = other.state == TicketState::kDone || other.state == TicketState::kLeft;
    const bool same = other.person_id != 0 && other.person_id == ticket->person_id &&
                      other.visitor_name == ticket->visitor_name;
    if (!over && same) return TicketExists();
  }
  const Pace pace = PaceOf(day, tickets);
  ticket->number = ++queue->ticket_seq;
  tickets.push_back(*ticket);
  const std::vector<size_t> order =
      ForeseeOrder(tickets, clock_.Now(), policy.overtake_limit, pace.desks, pace.service);
  const auto place = std::find(order.begin(), order.end(), tickets.size() - 1);
  ticket->estimate_seconds = static_cast<int>(absl::ToInt64Seconds(
      WaitOf(static_cast<int>(place - order.begin()), pace.service, pace.desks)));
  RETURN_IF_ERROR(tx.InsertTicket(*ticket));
  return tx.UpdateQueue(*queue);
}

absl::StatusOr<TicketView> QueueDesk::CheckIn(const CallScope& scope, const RequestKey& key,
                                              int64_t booking_id, const Arrival& arrival) {
  const int64_t home_id = key.home_id;
  const bool receives = Receives(scope.caller, home_id);
  ASSIGN_OR_RETURN(const std::optional<Booking> hint,
                   store_.FindBooking(scope.deadline, home_id, booking_id));
  if (!hint.has_value() || (!receives && hint->person_id != scope.caller.person_id)) {
    return BookingNotFound();
  }
  // A repeat after the reception still finds its ticket.
  ASSIGN_OR_RETURN(const std::optional<int64_t> earlier, store_.FindRequest(scope.deadline, key));
  if (earlier.has_value()) return Get(scope, home_id, *earlier);
  ASSIGN_OR_RETURN(const Day day, OpenDay(scope, home_id, hint->day_id));
  ASSIGN_OR_RETURN(const Policy policy, store_.FindPolicy(scope.deadline, home_id));
  const int64_t ticket_id = ids_.Next();
  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, ticket_id, [&](ReceptionTransaction& tx) -> absl::Status {
        const absl::Time now = base::ToMillisecond(clock_.Now());
        ASSIGN_OR_RETURN(std::optional<Booking> booking, tx.LockBooking(home_id, booking_id));
        if (!booking.has_value()) return BookingNotFound();
        if (booking->day_id != day.id) return ChangedMeanwhile();
        if (booking->state == BookingState::kCheckedIn) {
          return BookingStateConflict("已经签到过了，请看屏幕叫号");
        }
        if (booking->state != BookingState::kBooked) {
          return BookingStateConflict("这个预约没有约上或已经结束，可以现场取号");
        }
        ASSIGN_OR_RETURN(DayQueue queue, tx.LockQueue(home_id, day.id, codes_.Next()));
        RETURN_IF_ERROR(CheckArrival(scope, home_id, queue, arrival));
        Ticket ticket;
        ticket.home_id = home_id;
        ticket.id = ticket_id;
        ticket.day_id = day.id;
        ticket.booking_id = booking->id;
        ticket.person_id = booking->person_id;
        ticket.visitor_name = booking->visitor_name;
        ticket.topic = booking->topic;
        ticket.spoken_code = booking->check_in_code;
        ticket.priority = arrival.priority;
        ticket.arrived_at = now;
        ticket.booked = now <= booking->starts_at + absl::Minutes(policy.late_minutes);
        ticket.due_at = ticket.booked ? booking->starts_at : now;
        RETURN_IF_ERROR(Enqueue(tx, day, policy, &queue, &ticket));
        booking->state = BookingState::kCheckedIn;
        booking->ticket_id = ticket.id;
        ++booking->version;
        RETURN_IF_ERROR(tx.UpdateBooking(*booking).status());
        return tx.InsertBookingEvent(*booking, ids_.Next(),
                                     receives ? Actor::kStaff : Actor::kHolder,
                                     scope.caller.person_id, ShownNumber(ticket), now);
      }));
  return Get(scope, home_id, id);
}

absl::StatusOr<TicketView> QueueDesk::CheckInByCode(const CallScope& scope, const RequestKey& key,
                                                    int64_t day_id, const std::string& code,
                                                    const Arrival& arrival) {
  ASSIGN_OR_RETURN(const std::optional<int64_t> booking_id,
                   store_.FindBookingByCode(scope.deadline, key.home_id, day_id, code));
  if (!booking_id.has_value()) return BookingNotFound();
  return CheckIn(scope, key, *booking_id, arrival);
}

absl::StatusOr<TicketView> QueueDesk::TakeTicket(const CallScope& scope, const RequestKey& key,
                                                 int64_t day_id, const Arrival& arrival) {
  const int64_t home_id = key.home_id;
  const bool receives = Receives(scope.caller, home_id);
  ASSIGN_OR_RETURN(const std::optional<int64_t> earlier, store_.FindRequest(scope.deadline, key));
  if (earlier.has_value()) return Get(scope, home_id, *earlier);
  ASSIGN_OR_RETURN(const Day day, OpenDay(scope, home_id, day_id));
  ASSIGN_OR_RETURN(const Policy policy, store_.FindPolicy(scope.deadline, home_id));
  if (receives && arrival.visitor_name.empty()) {
    return base::InvalidField("visitorName", "请填写来访人姓名");
  }
  if (arrival.wanted_host != 0 && PresentHost(day, arrival.wanted_host) == nullptr) {
    return HostNotFound();
  }
  const int64_t ticket_id = ids_.Next();
  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, ticket_id, [&](ReceptionTransaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(DayQueue queue, tx.LockQueue(home_id, day.id, codes_.Next()));
        RETURN_IF_ERROR(CheckArrival(scope, home_id, queue, arrival));
        Ticket ticket;
        ticket.home_id = home_id;
        ticket.id = ticket_id;
        ticket.day_id = day.id;
        ticket.person_id = receives ? 0 : scope.caller.person_id;
        ticket.visitor_name = arrival.visitor_name;
        ticket.topic = arrival.topic;
        ticket.spoken_code = codes_.Next();
        ticket.priority = arrival.priority;
        ticket.wanted_host = arrival.wanted_host;
        ticket.arrived_at = base::ToMillisecond(clock_.Now());
        ticket.due_at = ticket.arrived_at;
        return Enqueue(tx, day, policy, &queue, &ticket);
      }));
  return Get(scope, home_id, id);
}

absl::StatusOr<TicketView> QueueDesk::CallNext(const CallScope& scope, const RequestKey& key,
                                               int64_t day_id, int64_t host_id,
                                               const std::string& desk) {
  const int64_t home_id = key.home_id;
  ASSIGN_OR_RETURN(const std::optional<Day> day, store_.FindDay(scope.deadline, home_id, day_id));
  if (!day.has_value()) return DayNotFound();
  if (PresentHost(*day, host_id) == nullptr) return HostNotFound();
  ASSIGN_OR_RETURN(const Policy policy, store_.FindPolicy(scope.deadline, home_id));
  // The ticket is known only when the queue is locked: the key keeps it then.
  int64_t called_id = 0;
  RETURN_IF_ERROR(
      store_.InTransaction(scope.deadline, [&](ReceptionTransaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const std::optional<int64_t> earlier, tx.ClaimRequest(key, 0));
        if (earlier.has_value()) {
          called_id = *earlier;
          return absl::OkStatus();
        }
        const absl::Time now = base::ToMillisecond(clock_.Now());
        ASSIGN_OR_RETURN(const DayQueue queue, tx.LockQueue(home_id, day_id, codes_.Next()));
        ASSIGN_OR_RETURN(std::vector<Ticket> tickets, tx.ListTickets(home_id, day_id));
        const int next = PickNext(tickets, host_id, now, policy.overtake_limit);
        if (next < 0) return QueueEmpty();
        std::vector<int> before;
        for (const Ticket& ticket : tickets) before.push_back(ticket.overtaken);
        CountOvertaken(tickets, static_cast<size_t>(next), host_id);
        Ticket& called = tickets[static_cast<size_t>(next)];
        called.state = TicketState::kCalled;
        called.host_id = host_id;
        called.desk = desk.empty() ? day->room : desk;
        ++called.calls;
        if (!called.called_at.has_value()) called.called_at = now;
        for (size_t i = 0; i < tickets.size(); ++i) {
          if (static_cast<int>(i) == next || tickets[i].overtaken != before[i]) {
            RETURN_IF_ERROR(tx.UpdateTicket(tickets[i]));
          }
        }
        called_id = called.id;
        RETURN_IF_ERROR(tx.StoreResult(key, called_id));
        return tx.UpdateQueue(queue);
      }));
  return Get(scope, home_id, called_id);
}

absl::StatusOr<TicketView> QueueDesk::Handle(const CallScope& scope, const RequestKey& key,
                                             int64_t ticket_id, TicketAction action,
                                             int64_t host_id) {
  const int64_t home_id = key.home_id;
  ASSIGN_OR_RETURN(const std::optional<Ticket> hint,
                   store_.FindTicket(scope.deadline, home_id, ticket_id));
  if (!hint.has_value()) return TicketNotFound();
  ASSIGN_OR_RETURN(const std::optional<Day> day,
                   store_.FindDay(scope.deadline, home_id, hint->day_id));
  if (!day.has_value()) return DayNotFound();
  if (action == TicketAction::kTransfer && host_id != 0 && PresentHost(*day, host_id) == nullptr) {
    return HostNotFound();
  }
  ASSIGN_OR_RETURN(const Policy policy, store_.FindPolicy(scope.deadline, home_id));
  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, ticket_id, [&](ReceptionTransaction& tx) -> absl::Status {
        const absl::Time now = base::ToMillisecond(clock_.Now());
        std::optional<Booking> booking;
        if (hint->booking_id != 0) {
          ASSIGN_OR_RETURN(booking, tx.LockBooking(home_id, hint->booking_id));
        }
        ASSIGN_OR_RETURN(const DayQueue queue, tx.LockQueue(home_id, hint->day_id, codes_.Next()));
        ASSIGN_OR_RETURN(std::vector<Ticket> tickets, tx.ListTickets(home_id, hint->day_id));
        Ticket* ticket = FindTicket(tickets, ticket_id);
        if (ticket == nullptr) return TicketNotFound();
        const TicketState state = ticket->state;
        const bool at_desk = state == TicketState::kCalled || state == TicketState::kServing;
        const bool over = state == TicketState::kDone || state == TicketState::kLeft;
        switch (action) {
          case TicketAction::kRecall:
            if (state != TicketState::kCalled) return TicketStateConflict("这个号没有在叫");
            if (ticket->calls >= policy.call_limit) {
              ticket->state = TicketState::kParked;
            } else {
              ++ticket->calls;
            }
            break;
          case TicketAction::kStart:
            if (state != TicketState::kCalled) return TicketStateConflict("请先叫号再接待");
            ticket->state = TicketState::kServing;
            ticket->started_at = now;
            break;
          case TicketAction::kFinish:
            if (!at_desk) return TicketStateConflict("这个号没有在接待");
            ticket->state = TicketState::kDone;
            if (!ticket->started_at.has_value()) ticket->started_at = ticket->called_at;
            ticket->ended_at = now;
            break;
          case TicketAction::kPark:
            if (over || state == TicketState::kParked) return TicketStateConflict("这个号不能暂放");
            ticket->state = TicketState::kParked;
            break;
          case TicketAction::kResume:
            if (state != TicketState::kParked) return TicketStateConflict("这个号没有暂放");
            ticket->state = TicketState::kWaiting;
            ticket->calls = 0;
            break;
          case TicketAction::kLeave:
            if (over) return TicketStateConflict("这个号已经结束");
            ticket->state = TicketState::kLeft;
            ticket->ended_at = now;
            break;
          case TicketAction::kTransfer:
            if (over) return TicketStateConflict("这个号已经结束");
            ticket->state = TicketState::kWaiting;
            ticket->wanted_host = host_id;
            ticket->calls = 0;
            break;
        }
        RETURN_IF_ERROR(tx.UpdateTicket(*ticket));
        RETURN_IF_ERROR(tx.UpdateQueue(queue));
        if (ticket->state != TicketState::kDone || !booking.has_value() ||
            booking->state != BookingState::kCheckedIn) {
          return absl::OkStatus();
        }
        booking->state = BookingState::kServed;
        ++booking->version;
        RETURN_IF_ERROR(tx.UpdateBooking(*booking).status());
        return tx.InsertBookingEvent(*booking, ids_.Next(), Actor::kStaff, scope.caller.person_id,
                                     "", now);
      }));
  return Get(scope, home_id, id);
}

absl::Status QueueDesk::MarkNoShow(const CallScope& scope, const RequestKey& key,
                                   int64_t booking_id) {
  const int64_t home_id = key.home_id;
  ASSIGN_OR_RETURN(const std::optional<Booking> hint,
                   store_.FindBooking(scope.deadline, home_id, booking_id));
  if (!hint.has_value()) return BookingNotFound();
  ASSIGN_OR_RETURN(const std::optional<Day> day,
                   store_.FindDay(scope.deadline, home_id, hint->day_id));
  if (!day.has_value()) return DayNotFound();
  const bool somebody_received = std::any_of(day->hosts.begin(), day->hosts.end(),
                                             [](const DayHost& host) { return !host.absent; });
  return WriteOnce(store_, scope, key, booking_id,
                   [&](ReceptionTransaction& tx) -> absl::Status {
                     const absl::Time now = base::ToMillisecond(clock_.Now());
                     ASSIGN_OR_RETURN(std::optional<Booking> booking,
                                      tx.LockBooking(home_id, booking_id));
                     if (!booking.has_value()) return BookingNotFound();
                     if (booking->state == BookingState::kNoShow) return absl::OkStatus();
                     if (booking->state != BookingState::kBooked) {
                       return BookingStateConflict("只有约上了又没签到的才能记为未到");
                     }
                     if (now < booking->ends_at) {
                       return BookingStateConflict("时段还没有结束，不能记为未到");
                     }
                     if (!somebody_received) {
                       return BookingStateConflict("当天没有接待人到场，不能记为群众未到");
                     }
                     booking->state = BookingState::kNoShow;
                     ++booking->version;
                     RETURN_IF_ERROR(tx.UpdateBooking(*booking).status());
                     return tx.InsertBookingEvent(*booking, ids_.Next(), Actor::kStaff,
                                                  scope.caller.person_id, "未到", now);
                   })
      .status();
}

absl::StatusOr<TicketView> QueueDesk::Get(const CallScope& scope, int64_t home_id,
                                          int64_t ticket_id) {
  ASSIGN_OR_RETURN(const std::optional<Ticket> ticket,
                   store_.FindTicket(scope.deadline, home_id, ticket_id));
  const bool mine = ticket.has_value() && scope.caller.SignedIn() && ticket->person_id != 0 &&
                    ticket->person_id == scope.caller.person_id;
  if (!ticket.has_value() || (!mine && !Receives(scope.caller, home_id))) return TicketNotFound();
  ASSIGN_OR_RETURN(const std::vector<TicketView> all, List(scope, home_id, ticket->day_id));
  for (const TicketView& view : all) {
    if (view.ticket.id == ticket_id) return view;
  }
  return TicketNotFound();
}

absl::StatusOr<std::vector<TicketView>> QueueDesk::List(const CallScope& scope, int64_t home_id,
                                                        int64_t day_id) {
  ASSIGN_OR_RETURN(const std::optional<Day> day, store_.FindDay(scope.deadline, home_id, day_id));
  if (!day.has_value()) return DayNotFound();
  ASSIGN_OR_RETURN(std::vector<Ticket> tickets,
                   store_.ListTickets(scope.deadline, home_id, day_id));
  const Pace pace = PaceOf(*day, tickets);
  ASSIGN_OR_RETURN(const Policy policy, store_.FindPolicy(scope.deadline, home_id));
  ASSIGN_OR_RETURN(const std::optional<absl::Duration> error,
                   store_.FindEstimateError(scope.deadline, home_id, clock_.Now() - kErrorPeriod));
  const std::vector<size_t> order =
      ForeseeOrder(tickets, clock_.Now(), policy.overtake_limit, pace.desks, pace.service);
  std::vector<TicketView> views;
  std::vector<bool> waits(tickets.size(), false);
  const auto add = [&](size_t index, int ahead) {
    views.push_back({tickets[index], ahead, WaitOf(std::max(ahead, 0), pace.service, pace.desks),
                     error, policy.overtake_limit});
  };
  for (size_t place = 0; place < order.size(); ++place) {
    waits[order[place]] = true;
    add(order[place], static_cast<int>(place));
  }
  for (size_t i = 0; i < tickets.size(); ++i) {
    if (!waits[i]) add(i, -1);
  }
  return views;
}

absl::StatusOr<int32_t> QueueDesk::ScreenVersion(const CallScope& scope, int64_t home_id,
                                                 int64_t day_id) {
  ASSIGN_OR_RETURN(const std::optional<DayQueue> queue,
                   store_.FindQueue(scope.deadline, home_id, day_id));
  if (queue.has_value()) return queue->version;
  ASSIGN_OR_RETURN(const std::optional<Day> day, store_.FindDay(scope.deadline, home_id, day_id));
  if (!day.has_value() || day->state == DayState::kDraft) return DayNotFound();
  return 0;
}

absl::StatusOr<QueueView> QueueDesk::Screen(const CallScope& scope, int64_t home_id,
                                            int64_t day_id) {
  ASSIGN_OR_RETURN(std::optional<Day> day, store_.FindDay(scope.deadline, home_id, day_id));
  const bool receives = Receives(scope.caller, home_id);
  if (!day.has_value() || (day->state == DayState::kDraft && !receives)) return DayNotFound();
  QueueView view;
  ASSIGN_OR_RETURN(std::optional<DayQueue> queue,
                   store_.FindQueue(scope.deadline, home_id, day_id));
  if (!queue.has_value() && receives) {
    // The door code is wanted before the first visitor comes.
    RETURN_IF_ERROR(
        store_.InTransaction(scope.deadline, [&](ReceptionTransaction& tx) -> absl::Status {
          ASSIGN_OR_RETURN(queue, tx.LockQueue(home_id, day_id, codes_.Next()));
          return absl::OkStatus();
        }));
  }
  if (queue.has_value()) {
    view.version = queue->version;
    if (receives) view.door_code = queue->door_code;
  }
  ASSIGN_OR_RETURN(const std::vector<TicketView> tickets, List(scope, home_id, day_id));
  for (const TicketView& entry : tickets) {
    const Ticket& ticket = entry.ticket;
    view.estimate_error = entry.estimate_error;
    if (ticket.state == TicketState::kWaiting) view.waiting.push_back(ticket);
    if (ticket.state == TicketState::kParked) view.parked.push_back(ticket);
    if (ticket.state == TicketState::kCalled || ticket.state == TicketState::kServing) {
      view.called.push_back(ticket);
    }
  }
  std::sort(view.called.begin(), view.called.end(),
            [](const Ticket& a, const Ticket& b) { return a.called_at > b.called_at; });
  std::vector<Ticket> all;
  for (const TicketView& entry : tickets) all.push_back(entry.ticket);
  const Pace pace = PaceOf(*day, all);
  view.wait = WaitOf(static_cast<int>(view.waiting.size()), pace.service, pace.desks);
  return view;
}

}  // namespace deputies::reception
