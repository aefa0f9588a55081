#ifndef SERVICES_RECEPTION_RPC_BOOKING_SERVICE_H_
#define SERVICES_RECEPTION_RPC_BOOKING_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/reception/v1/booking.pb.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/service_table.h"
#include "services/reception/domain/booking_desk.h"

namespace deputies::reception {

// As `caller` may see it.
void ToProto(const Booking& booking, const base::Caller& caller, absl::Time now,
             v1::Booking* proto);

// Handlers of deputies.reception.v1.BookingService: from proto, one domain call, to proto.
class BookingService {
 public:
  // All must outlive the table.
  BookingService(BookingDesk& desk, const auth::PageTokens& page_tokens, const base::Clock& clock);
  BookingService(const BookingService&) = delete;
  BookingService& operator=(const BookingService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status CreateBooking(const rpc::Call& call, const v1::CreateBookingRequest& request,
                             v1::Booking* response);
  absl::Status ConfirmBooking(const rpc::Call& call, const v1::ConfirmBookingRequest& request,
                              v1::Booking* response);
  absl::Status CancelBooking(const rpc::Call& call, const v1::CancelBookingRequest& request,
                             v1::Booking* response);
  absl::Status RescheduleBooking(const rpc::Call& call, const v1::RescheduleBookingRequest& request,
                                 v1::Booking* response);
  absl::Status GetBooking(const rpc::Call& call, const v1::GetBookingRequest& request,
                          v1::Booking* response);
  absl::Status ListMyBookings(const rpc::Call& call, const v1::ListMyBookingsRequest& request,
                              v1::ListBookingsResponse* response);
  absl::Status ListDayBookings(const rpc::Call& call, const v1::ListDayBookingsRequest& request,
                               v1::ListBookingsResponse* response);
  absl::Status ListBookingEvents(const rpc::Call& call, const v1::ListBookingEventsRequest& request,
                                 v1::ListBookingEventsResponse* response);

  BookingDesk& desk_;
  const auth::PageTokens& page_tokens_;
  const base::Clock& clock_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_RPC_BOOKING_SERVICE_H_
