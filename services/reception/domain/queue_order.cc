#include "services/reception/domain/queue_order.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"

namespace deputies::reception {
namespace {

bool Suits(const Ticket& ticket, int64_t host) {
  return ticket.state == TicketState::kWaiting &&
         (host == 0 || ticket.wanted_host == 0 || ticket.wanted_host == host);
}

bool Before(const Ticket& a, const Ticket& b) {
  return std::tie(a.due_at, a.number) < std::tie(b.due_at, b.number);
}

// Lower goes first.
int ClassOf(const Ticket& ticket, absl::Time now) {
  if (ticket.booked && ticket.due_at <= now) return 0;
  return ticket.priority != Priority::kNone ? 1 : 2;
}

}  // namespace

int PickNext(const std::vector<Ticket>& tickets, int64_t host, absl::Time now, int overtake_limit) {
  int best = -1;
  const auto rank = [&](const Ticket& ticket) {
    // Who was overtaken to the limit comes first of all.
    return ticket.overtaken >= overtake_limit ? -1 : ClassOf(ticket, now);
  };
  for (size_t i = 0; i < tickets.size(); ++i) {
    if (!Suits(tickets[i], host)) continue;
    if (best < 0 || rank(tickets[i]) < rank(tickets[best]) ||
        (rank(tickets[i]) == rank(tickets[best]) && Before(tickets[i], tickets[best]))) {
      best = static_cast<int>(i);
    }
  }
  return best;
}

void CountOvertaken(std::vector<Ticket>& tickets, size_t called, int64_t host) {
  for (size_t i = 0; i < tickets.size(); ++i) {
    if (i != called && Suits(tickets[i], host) && Before(tickets[i], tickets[called])) {
      ++tickets[i].overtaken;
    }
  }
}

std::vector<size_t> ForeseeOrder(std::vector<Ticket> tickets, absl::Time now, int overtake_limit,
                                 int desks, absl::Duration service) {
  std::vector<size_t> order;
  const absl::Duration step = service / std::max(desks, 1);
  for (;; now += step) {
    const int next = PickNext(tickets, 0, now, overtake_limit);
    if (next < 0) return order;
    const size_t index = static_cast<size_t>(next);
    CountOvertaken(tickets, index, 0);
    tickets[index].state = TicketState::kCalled;
    order.push_back(index);
  }
}

std::string ExplainPlace(const Ticket& ticket, int overtake_limit) {
  std::string why = "按到达的先后叫号";
  if (ticket.booked) {
    why = "您有预约，到了预约时段就优先叫您";
  } else if (ticket.booking_id != 0) {
    why = "您比预约时间晚到，按到达的先后叫号";
  } else if (ticket.priority == Priority::kElder) {
    why = "老年人优先";
  } else if (ticket.priority == Priority::kDisabled) {
    why = "残疾人优先";
  } else if (ticket.priority == Priority::kFarVillage) {
    why = "远道来的优先";
  }
  absl::StrAppend(&why, "。有预约的和优先照顾的最多比您先叫", overtake_limit, "次");
  if (ticket.overtaken > 0) absl::StrAppend(&why, "，已经", ticket.overtaken, "次");
  return why;
}

}  // namespace deputies::reception
