// Who is next. One queue for booked visitors and walk-ins:
//  - everybody has a natural place: the time of arrival, or the start of the booked slot for who
//  came in time;
//  - a booking whose slot has begun goes before walk-ins, an elder, a disabled or a far-travelled
//  visitor before others;
//  - but nobody is overtaken more often than the home allows: then the one who was overtaken so
//  often is next.
#ifndef SERVICES_RECEPTION_DOMAIN_QUEUE_ORDER_H_
#define SERVICES_RECEPTION_DOMAIN_QUEUE_ORDER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/reception/domain/ticket.h"

namespace deputies::reception {

// Index of the waiting ticket that `host` calls next, -1 for none. 0 is a host whom every ticket
// suits.
int PickNext(const std::vector<Ticket>& tickets, int64_t host, absl::Time now, int overtake_limit);

// Notes in `tickets` that `called` was called by `host`: whoever was before it by nature was
// overtaken.
void CountOvertaken(std::vector<Ticket>& tickets, size_t called, int64_t host);

// Indices of the waiting tickets in the order in which they will be called when nobody else comes:
// each host takes `service` a visitor, and `desks` of them receive at once.
std::vector<size_t> ForeseeOrder(std::vector<Ticket> tickets, absl::Time now, int overtake_limit,
                                 int desks, absl::Duration service);

// For people: why this ticket stands where it stands.
std::string ExplainPlace(const Ticket& ticket, int overtake_limit);

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_QUEUE_ORDER_H_
