#include "services/reception/rpc/booking_service.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/reception/rpc/converters.h"

namespace deputies::reception {
namespace {

std::string ListName(int64_t home_id) { return absl::StrCat("reception/bookings/", home_id); }

const char* ActorName(Actor actor) {
  switch (actor) {
    case Actor::kHolder:
      return "预约人";
    case Actor::kStaff:
      return "工作人员";
    case Actor::kSystem:
      return "系统";
  }
  return "";
}

}  // namespace

void ToProto(const Booking& booking, const base::Caller& caller, absl::Time now,
             v1::Booking* proto) {
  const bool mine = caller.SignedIn() && booking.person_id == caller.person_id;
  proto->set_booking_id(booking.id);
  proto->set_home_id(booking.home_id);
  proto->set_day_id(booking.day_id);
  proto->set_slot_id(booking.slot_id);
  proto->set_state(static_cast<v1::BookingState>(ShownState(booking, now)));
  SetTime(booking.starts_at, proto->mutable_slot_start_time());
  SetTime(booking.ends_at, proto->mutable_slot_end_time());
  proto->set_waitlist_position(booking.waitlist_position);
  if (booking.expires_at.has_value() && IsLive(booking.state)) {
    SetTime(*booking.expires_at, proto->mutable_expire_time());
  }
  proto->set_topic(booking.topic);
  proto->set_message_id(booking.message_id);
  proto->set_visitor_name(booking.visitor_name);
  if (mine || caller.IsStaffOf(booking.home_id)) proto->set_check_in_code(booking.check_in_code);
  proto->set_reason(booking.reason);
  SetTime(booking.create_time, proto->mutable_create_time());
  proto->set_version(booking.version);
  proto->set_mine(mine);
  proto->set_ticket_id(booking.ticket_id);
}

BookingService::BookingService(BookingDesk& desk, const auth::PageTokens& page_tokens,
                               const base::Clock& clock)
    : desk_(desk),
      page_tokens_(page_tokens),
      clock_(clock),
      table_("deputies.reception.v1.BookingService") {
  table_.Bind("CreateBooking", this, &BookingService::CreateBooking);
  table_.Bind("ConfirmBooking", this, &BookingService::ConfirmBooking);
  table_.Bind("CancelBooking", this, &BookingService::CancelBooking);
  table_.Bind("RescheduleBooking", this, &BookingService::RescheduleBooking);
  table_.Bind("GetBooking", this, &BookingService::GetBooking);
  table_.Bind("ListMyBookings", this, &BookingService::ListMyBookings);
  table_.Bind("ListDayBookings", this, &BookingService::ListDayBookings);
  table_.Bind("ListBookingEvents", this, &BookingService::ListBookingEvents);
}

absl::Status BookingService::CreateBooking(const rpc::Call& call,
                                           const v1::CreateBookingRequest& request,
                                           v1::Booking* response) {
  BookingWish wish;
  wish.slot_id = request.slot_id();
  wish.topic = request.topic();
  wish.message_id = request.message_id();
  wish.hold_only = request.hold_only();
  wish.join_waitlist = request.join_waitlist();
  wish.accept_offer = request.accept_offer();
  wish.visitor_name = request.visitor_name();
  ASSIGN_OR_RETURN(
      const Booking booking,
      desk_.Book(rpc::ScopeOf(call), rpc::KeyOf("CreateBooking", call, request), std::move(wish)));
  ToProto(booking, call.caller, clock_.Now(), response);
  return absl::OkStatus();
}

absl::Status BookingService::ConfirmBooking(const rpc::Call& call,
                                            const v1::ConfirmBookingRequest& request,
                                            v1::Booking* response) {
  ASSIGN_OR_RETURN(const Booking booking,
                   desk_.Confirm(rpc::ScopeOf(call), rpc::KeyOf("ConfirmBooking", call, request),
                                 request.booking_id()));
  ToProto(booking, call.caller, clock_.Now(), response);
  return absl::OkStatus();
}

absl::Status BookingService::CancelBooking(const rpc::Call& call,
                                           const v1::CancelBookingRequest& request,
                                           v1::Booking* response) {
  ASSIGN_OR_RETURN(const Booking booking,
                   desk_.Cancel(rpc::ScopeOf(call), rpc::KeyOf("CancelBooking", call, request),
                                request.booking_id(), request.reason()));
  ToProto(booking, call.caller, clock_.Now(), response);
  return absl::OkStatus();
}

absl::Status BookingService::RescheduleBooking(const rpc::Call& call,
                                               const v1::RescheduleBookingRequest& request,
                                               v1::Booking* response) {
  ASSIGN_OR_RETURN(
      const Booking booking,
      desk_.Reschedule(rpc::ScopeOf(call), rpc::KeyOf("RescheduleBooking", call, request),
                       request.booking_id(), request.slot_id()));
  ToProto(booking, call.caller, clock_.Now(), response);
  return absl::OkStatus();
}

absl::Status BookingService::GetBooking(const rpc::Call& call, const v1::GetBookingRequest& request,
                                        v1::Booking* response) {
  ASSIGN_OR_RETURN(const Booking booking,
                   desk_.Get(rpc::ScopeOf(call), request.home_id(), request.booking_id()));
  ToProto(booking, call.caller, clock_.Now(), response);
  return absl::OkStatus();
}

absl::Status BookingService::ListMyBookings(const rpc::Call& call,
                                            const v1::ListMyBookingsRequest& request,
                                            v1::ListBookingsResponse* response) {
  std::optional<int64_t> before_id;
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(const std::string cursor,
                     page_tokens_.Decode(ListName(request.home_id()), request.page_token()));
    if (!absl::SimpleAtoi(cursor, &before_id.emplace())) {
      return absl::InternalError("a page token of ours holds no booking id");
    }
  }
  ASSIGN_OR_RETURN(const BookingPage page, desk_.ListMine(rpc::ScopeOf(call), request.home_id(),
                                                          before_id, request.page_size()));
  for (const Booking& booking : page.bookings) {
    ToProto(booking, call.caller, clock_.Now(), response->add_bookings());
  }
  if (page.next_before_id.has_value()) {
    response->set_next_page_token(
        page_tokens_.Encode(ListName(request.home_id()), absl::StrCat(*page.next_before_id)));
  }
  return absl::OkStatus();
}

absl::Status BookingService::ListDayBookings(const rpc::Call& call,
                                             const v1::ListDayBookingsRequest& request,
                                             v1::ListBookingsResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<Booking> bookings,
                   desk_.ListOfDay(rpc::ScopeOf(call), request.home_id(), request.day_id()));
  for (const Booking& booking : bookings) {
    ToProto(booking, call.caller, clock_.Now(), response->add_bookings());
  }
  return absl::OkStatus();
}

absl::Status BookingService::ListBookingEvents(const rpc::Call& call,
                                               const v1::ListBookingEventsRequest& request,
                                               v1::ListBookingEventsResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<BookingEvent> events,
                   desk_.ListEvents(rpc::ScopeOf(call), request.home_id(), request.booking_id()));
  for (const BookingEvent& event : events) {
    v1::BookingEvent* entry = response->add_events();
    SetTime(event.create_time, entry->mutable_create_time());
    entry->set_state(static_cast<v1::BookingState>(event.state));
    entry->set_actor(ActorName(event.actor));
    entry->set_note(event.note);
  }
  return absl::OkStatus();
}

}  // namespace deputies::reception
