// Every error that reception gives of its own. REQUEST_ID_REUSED comes from common/db,
// HOME_NOT_FOUND and DEPUTY_NOT_FOUND from common/base/directory.h.
#ifndef SERVICES_RECEPTION_DOMAIN_ERRORS_H_
#define SERVICES_RECEPTION_DOMAIN_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace deputies::reception {

// NOT_FOUND: absent, or not for the caller's eyes.
absl::Status DayNotFound();
absl::Status SlotNotFound();
absl::Status HostNotFound();
absl::Status OrganizationNotFound();
absl::Status BookingNotFound();

// FAILED_PRECONDITION/RECEPTION_DAY_STATE_CONFLICT; `text` is for people.
absl::Status DayStateConflict(absl::string_view text);
// FAILED_PRECONDITION/SLOT_CLOSED: over, cancelled or not published.
absl::Status SlotClosed();
// RESOURCE_EXHAUSTED/SLOT_FULL
absl::Status SlotFull(bool waitlist_full);
// FAILED_PRECONDITION/SLOT_BOOKED
absl::Status SlotBooked();
// ALREADY_EXISTS/BOOKING_EXISTS
absl::Status BookingExists();
// FAILED_PRECONDITION/BOOKING_LIMIT
absl::Status BookingLimit(int limit);
// FAILED_PRECONDITION/BOOKING_CUTOFF
absl::Status BookingCutoff(int minutes);
// FAILED_PRECONDITION/BOOKING_STATE_CONFLICT
absl::Status BookingStateConflict(absl::string_view text);
absl::Status TicketNotFound();
// NOT_FOUND/QUEUE_EMPTY: nobody waits whom this host may call.
absl::Status QueueEmpty();
// FAILED_PRECONDITION/TICKET_STATE_CONFLICT
absl::Status TicketStateConflict(absl::string_view text);
// ALREADY_EXISTS/TICKET_EXISTS
absl::Status TicketExists();
// FAILED_PRECONDITION/CHECK_IN_CLOSED
absl::Status CheckInClosed();
// PERMISSION_DENIED/DOOR_CODE_WRONG
absl::Status DoorCodeWrong();
absl::Status VisitNotFound();
// ALREADY_EXISTS/VISIT_EXISTS
absl::Status VisitExists();
// FAILED_PRECONDITION/VISIT_STATE_CONFLICT
absl::Status VisitStateConflict();
// PERMISSION_DENIED/SIGN_CODE_WRONG
absl::Status SignCodeWrong();
absl::Status PlanNotFound();
// ALREADY_EXISTS/PLAN_EXISTS
absl::Status PlanExists(int year);
// FAILED_PRECONDITION/PLAN_INFEASIBLE; `text` names what cannot be met together.
absl::Status PlanInfeasible(absl::string_view text);
// FAILED_PRECONDITION/PLAN_STATE_CONFLICT
absl::Status PlanStateConflict(absl::string_view text);
// FAILED_PRECONDITION/PLAN_TOO_LATE
absl::Status PlanTooLate(int lead_days);
// NOT_FOUND/CALENDAR_FEED_NOT_FOUND: ended, renewed, or never given.
absl::Status CalendarFeedNotFound();
// ABORTED/CONCURRENT_CHANGE
absl::Status ChangedMeanwhile();
// PERMISSION_DENIED/ACCESS_DENIED
absl::Status NotForYou(absl::string_view text);

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_ERRORS_H_
