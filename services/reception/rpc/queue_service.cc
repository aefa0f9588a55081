#include "services/reception/rpc/queue_service.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/reception/domain/queue_order.h"
#include "services/reception/rpc/converters.h"

namespace deputies::reception {
namespace {

int Minutes(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Minutes(duration + absl::Seconds(30)));
}

int ErrorMinutes(const std::optional<absl::Duration>& error) {
  return error.has_value() ? Minutes(*error) : -1;
}

// The spoken code is the visitor's own: shown to the holder, and once to who handed the ticket out.
void ToProto(const TicketView& view, const base::Caller& caller, v1::Ticket* proto,
             bool handed_out = false) {
  const Ticket& ticket = view.ticket;
  proto->set_ticket_id(ticket.id);
  proto->set_home_id(ticket.home_id);
  proto->set_day_id(ticket.day_id);
  proto->set_number(ShownNumber(ticket));
  proto->set_state(static_cast<v1::TicketState>(ticket.state));
  proto->set_priority(static_cast<v1::Priority>(ticket.priority));
  proto->set_booked(ticket.booked);
  proto->set_booking_id(ticket.booking_id);
  proto->set_visitor_name(ticket.visitor_name);
  proto->set_topic(ticket.topic);
  proto->set_ahead_count(view.ahead);
  proto->set_wait_minutes(view.ahead < 0 ? -1 : Minutes(view.wait));
  proto->set_estimate_error_minutes(ErrorMinutes(view.estimate_error));
  proto->set_explanation(ExplainPlace(ticket, view.overtake_limit));
  proto->set_overtaken_count(ticket.overtaken);
  proto->set_desk(ticket.desk);
  proto->set_call_count(ticket.calls);
  proto->set_host_id(ticket.host_id);
  SetTime(ticket.arrived_at, proto->mutable_arrive_time());
  if (ticket.called_at.has_value()) SetTime(*ticket.called_at, proto->mutable_call_time());
  if (ticket.ended_at.has_value()) SetTime(*ticket.ended_at, proto->mutable_end_time());
  const bool mine =
      caller.SignedIn() && ticket.person_id != 0 && ticket.person_id == caller.person_id;
  proto->set_mine(mine);
  if (mine || handed_out) proto->set_spoken_code(ticket.spoken_code);
  proto->set_visit_id(ticket.visit_id);
}

absl::StatusOr<Priority> FromProto(v1::Priority priority) {
  if (!v1::Priority_IsValid(priority)) return base::InvalidField("priority", "没有这种优先");
  return static_cast<Priority>(priority);
}

}  // namespace

QueueService::QueueService(QueueDesk& desk, rpc::WatchHub& watches)
    : desk_(desk), watches_(watches), table_("deputies.reception.v1.QueueService") {
  table_.Bind("CheckIn", this, &QueueService::CheckIn);
  table_.Bind("CheckInByCode", this, &QueueService::CheckInByCode);
  table_.Bind("TakeTicket", this, &QueueService::TakeTicket);
  table_.Bind("CallNext", this, &QueueService::CallNext);
  table_.Bind("HandleTicket", this, &QueueService::HandleTicket);
  table_.Bind("GetTicket", this, &QueueService::GetTicket);
  table_.Bind("ListTickets", this, &QueueService::ListTickets);
  table_.Bind("GetQueue", this, &QueueService::GetQueue);
  table_.Bind("MarkNoShow", this, &QueueService::MarkNoShow);
}

absl::Status QueueService::CheckIn(const rpc::Call& call, const v1::CheckInRequest& request,
                                   v1::Ticket* response) {
  Arrival arrival;
  arrival.door_code = request.door_code();
  ASSIGN_OR_RETURN(arrival.priority, FromProto(request.priority()));
  ASSIGN_OR_RETURN(const TicketView view,
                   desk_.CheckIn(rpc::ScopeOf(call), rpc::KeyOf("CheckIn", call, request),
                                 request.booking_id(), arrival));
  Show(view, call.caller, response);
  return absl::OkStatus();
}

absl::Status QueueService::CheckInByCode(const rpc::Call& call,
                                         const v1::CheckInByCodeRequest& request,
                                         v1::Ticket* response) {
  Arrival arrival;
  ASSIGN_OR_RETURN(arrival.priority, FromProto(request.priority()));
  ASSIGN_OR_RETURN(
      const TicketView view,
      desk_.CheckInByCode(rpc::ScopeOf(call), rpc::KeyOf("CheckInByCode", call, request),
                          request.day_id(), request.code(), arrival));
  Show(view, call.caller, response);
  return absl::OkStatus();
}

absl::Status QueueService::TakeTicket(const rpc::Call& call, const v1::TakeTicketRequest& request,
                                      v1::Ticket* response) {
  Arrival arrival;
  arrival.door_code = request.door_code();
  arrival.visitor_name = request.visitor_name();
  arrival.topic = request.topic();
  arrival.wanted_host = request.host_id();
  ASSIGN_OR_RETURN(arrival.priority, FromProto(request.priority()));
  ASSIGN_OR_RETURN(const TicketView view,
                   desk_.TakeTicket(rpc::ScopeOf(call), rpc::KeyOf("TakeTicket", call, request),
                                    request.day_id(), arrival));
  ToProto(view, call.caller, response, /*handed_out=*/true);
  return absl::OkStatus();
}

absl::Status QueueService::CallNext(const rpc::Call& call, const v1::CallNextRequest& request,
                                    v1::Ticket* response) {
  ASSIGN_OR_RETURN(const TicketView view,
                   desk_.CallNext(rpc::ScopeOf(call), rpc::KeyOf("CallNext", call, request),
                                  request.day_id(), request.host_id(), request.desk()));
  Show(view, call.caller, response);
  return absl::OkStatus();
}

absl::Status QueueService::HandleTicket(const rpc::Call& call,
                                        const v1::HandleTicketRequest& request,
                                        v1::Ticket* response) {
  if (!v1::TicketAction_IsValid(request.action())) {
    return base::InvalidField("action", "没有这种操作");
  }
  ASSIGN_OR_RETURN(const TicketView view,
                   desk_.Handle(rpc::ScopeOf(call), rpc::KeyOf("HandleTicket", call, request),
                                request.ticket_id(), static_cast<TicketAction>(request.action()),
                                request.host_id()));
  Show(view, call.caller, response);
  return absl::OkStatus();
}

absl::Status QueueService::GetTicket(const rpc::Call& call, const v1::GetTicketRequest& request,
                                     v1::Ticket* response) {
  ASSIGN_OR_RETURN(const TicketView view,
                   desk_.Get(rpc::ScopeOf(call), request.home_id(), request.ticket_id()));
  ToProto(view, call.caller, response);
  return absl::OkStatus();
}

absl::Status QueueService::ListTickets(const rpc::Call& call, const v1::ListTicketsRequest& request,
                                       v1::ListTicketsResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<TicketView> views,
                   desk_.List(rpc::ScopeOf(call), request.home_id(), request.day_id()));
  for (const TicketView& view : views) ToProto(view, call.caller, response->add_tickets());
  return absl::OkStatus();
}

absl::Status QueueService::GetQueue(const rpc::Call& call, const v1::GetQueueRequest& request,
                                    v1::Queue* response) {
  ASSIGN_OR_RETURN(const QueueView view,
                   desk_.Screen(rpc::ScopeOf(call), request.home_id(), request.day_id()));
  response->set_version(view.version);
  if (view.version != 0 && view.version == request.known_version()) return absl::OkStatus();
  ShowQueue(view, response);
  return absl::OkStatus();
}

absl::Status QueueService::MarkNoShow(const rpc::Call& call, const v1::MarkNoShowRequest& request,
                                      v1::MarkNoShowResponse* response) {
  RETURN_IF_ERROR(desk_.MarkNoShow(rpc::ScopeOf(call), rpc::KeyOf("MarkNoShow", call, request),
                                   request.booking_id()));
  response->set_booking_id(request.booking_id());
  return absl::OkStatus();
}

// The answer of what changed the queue.
void QueueService::Show(const TicketView& view, const base::Caller& caller, v1::Ticket* response) {
  watches_.Wake(QueueTopic(view.ticket.home_id, view.ticket.day_id));
  ToProto(view, caller, response);
}

std::string QueueTopic(int64_t home_id, int64_t day_id) {
  return absl::StrCat("queue/", home_id, "/", day_id);
}

void ShowQueue(const QueueView& view, v1::Queue* proto) {
  proto->set_version(view.version);
  for (const Ticket& ticket : view.called) {
    v1::Queue::Call* entry = proto->add_calls();
    entry->set_number(ShownNumber(ticket));
    entry->set_desk(ticket.desk);
    entry->set_call_count(ticket.calls);
    entry->set_serving(ticket.state == TicketState::kServing);
  }
  for (const Ticket& ticket : view.waiting) proto->add_waiting_numbers(ShownNumber(ticket));
  for (const Ticket& ticket : view.parked) proto->add_parked_numbers(ShownNumber(ticket));
  proto->set_wait_minutes(Minutes(view.wait));
  proto->set_estimate_error_minutes(ErrorMinutes(view.estimate_error));
  proto->set_door_code(view.door_code);
}

}  // namespace deputies::reception
