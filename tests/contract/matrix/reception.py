from contract.matrix.row import DENIED, SERVICE_DENIED, SIGN_IN, Row, everybody, signed_in
from e2e.client import with_request_id
from e2e.reception import Reception, day_ahead

ABSENT = "404 BOOKING_NOT_FOUND"
NO_SLOT = "404 SLOT_NOT_FOUND"
NO_HOST = "404 RECEPTION_HOST_NOT_FOUND"


def staff(answer, **more):
    """The home's own staff and the county's."""
    return Row(SIGN_IN, DENIED, DENIED, DENIED, DENIED, answer, DENIED, answer, DENIED,
               service=SERVICE_DENIED, **more)  # fmt: skip


def receivers(answer, **more):
    """Staff, and the home's deputies."""
    return Row(SIGN_IN, DENIED, DENIED, answer, DENIED, answer, DENIED, answer, DENIED,
               service=SERVICE_DENIED, **more)  # fmt: skip


def day(world):
    made = Reception(world).day()
    return {"dayId": made["dayId"]}


def slot(world):
    reception = Reception(world)
    made = reception.day()
    return {"dayId": made["dayId"], "slotId": reception.slots(made)[0]["slotId"]}


def booking(world):
    reception = Reception(world)
    reception.cancel_live()
    made = reception.day()
    return {"bookingId": reception.book(reception.slots(made)[0])["bookingId"]}


def host(world):
    return {"hostId": Reception(world).host()["hostId"]}


def new_day():
    return with_request_id(date=day_ahead(9), start="09:00", end="11:00", slotCapacity=3)


def today(world):
    """A reception that goes on now, with a ticket of "author" in its queue."""
    reception = Reception(world)
    made = reception.day(0, start="00:00", end="24:00")
    ticket = reception.walk_in(made, "author")
    return {"dayId": made["dayId"], "hostId": made["hosts"][0]["hostId"], "ticketId": ticket["ticketId"]}


NO_TICKET = "404 TICKET_NOT_FOUND"
CLOSED = "400 CHECK_IN_CLOSED"
WRONG_DOOR = "403 DOOR_CODE_WRONG"

NO_VISIT = "404 VISIT_NOT_FOUND"


NO_FEED = "404 CALENDAR_FEED_NOT_FOUND"


def no_feed(_):
    return {"feedKey": "wrong"}


NO_PLAN = "404 PLAN_NOT_FOUND"


def no_plan(_):
    return {"planId": "1"}


def no_visit(_):
    return {"visitId": "1"}


ROWS = {
    "deputies.reception.v1.DayService.ListReceptionDays": everybody("200", service="OK"),
    "deputies.reception.v1.DayService.GetReceptionDay": everybody("200", service="OK", setup=day),
    "deputies.reception.v1.DayService.ListSlots": everybody("200", service="OK", setup=day),
    "deputies.reception.v1.DayService.CreateReceptionDay": staff("200", body=new_day),
    "deputies.reception.v1.DayService.PublishReceptionDay": staff("200", setup=day, body=with_request_id),
    "deputies.reception.v1.DayService.UpdateReceptionDay": staff(
        "200", setup=day, body=lambda: with_request_id(version=1, room="二楼", changeNote="换房间")),
    "deputies.reception.v1.DayService.CancelReceptionDay": staff(
        "200", setup=day, body=lambda: with_request_id(reason="停电")),
    "deputies.reception.v1.DayService.SubstituteHost": receivers(
        NO_HOST, setup=day, body=lambda: with_request_id(absentHostId="1", reason="开会")),
    "deputies.reception.v1.DayService.UpdateSlot": staff(
        "200", setup=slot, body=lambda: with_request_id(capacity=8)),
    "deputies.reception.v1.DayService.ListHosts": receivers("200"),
    "deputies.reception.v1.DayService.SetHost": staff(
        "200", body=lambda: with_request_id(kind="ORGAN_HEAD_HOST", name="测试院长")),
    "deputies.reception.v1.DayService.AddHostAbsence": staff(
        "200", setup=host, body=lambda: with_request_id(**{"from": "2020-01-01", "to": "2020-01-02"})),
    "deputies.reception.v1.DayService.GetReceptionPolicy": everybody("200", service="OK"),
    "deputies.reception.v1.DayService.UpdateReceptionPolicy": staff("200", body=with_request_id),

    "deputies.reception.v1.BookingService.CreateBooking": Row(
        SIGN_IN, "200", "200", "200", "200", "200", DENIED, "200", DENIED,
        service=SERVICE_DENIED, setup=slot, body=lambda: with_request_id(visitorName="张大爷")),
    "deputies.reception.v1.BookingService.ConfirmBooking": Row(
        SIGN_IN, "200", ABSENT, ABSENT, ABSENT, "200", DENIED, "200", DENIED,
        service=SERVICE_DENIED, setup=booking, body=with_request_id),
    "deputies.reception.v1.BookingService.CancelBooking": Row(
        SIGN_IN, "200", ABSENT, ABSENT, ABSENT, "200", DENIED, "200", DENIED,
        service=SERVICE_DENIED, setup=booking, body=lambda: with_request_id(reason="停电")),
    "deputies.reception.v1.BookingService.RescheduleBooking": Row(
        SIGN_IN, NO_SLOT, ABSENT, ABSENT, ABSENT, NO_SLOT, DENIED, NO_SLOT, DENIED,
        service=SERVICE_DENIED, setup=booking, body=lambda: with_request_id(slotId="1")),
    "deputies.reception.v1.BookingService.GetBooking": Row(
        SIGN_IN, "200", ABSENT, "200", ABSENT, "200", ABSENT, "200", ABSENT,
        service=SERVICE_DENIED, setup=booking),
    "deputies.reception.v1.BookingService.ListMyBookings": signed_in("200", service=SERVICE_DENIED),
    "deputies.reception.v1.BookingService.ListDayBookings": receivers("200", setup=day),
    "deputies.reception.v1.BookingService.ListBookingEvents": Row(
        SIGN_IN, "200", ABSENT, "200", ABSENT, "200", ABSENT, "200", ABSENT,
        service=SERVICE_DENIED, setup=booking),

    "deputies.reception.v1.QueueService.CheckIn": Row(
        # The reception is days ahead.
        SIGN_IN, CLOSED, ABSENT, CLOSED, ABSENT, CLOSED, DENIED, CLOSED, DENIED,
        service=SERVICE_DENIED, setup=booking, body=with_request_id),
    "deputies.reception.v1.QueueService.CheckInByCode": receivers(
        ABSENT, setup=today, body=lambda: with_request_id(code="no one")),
    "deputies.reception.v1.QueueService.TakeTicket": Row(
        # Who is no staff must know the code at the door.
        SIGN_IN, WRONG_DOOR, WRONG_DOOR, "200", WRONG_DOOR, "200", DENIED, "200", DENIED,
        service=SERVICE_DENIED, setup=today, body=lambda: with_request_id(visitorName="李大娘")),
    "deputies.reception.v1.QueueService.CallNext": receivers(
        NO_HOST, setup=today, body=lambda: with_request_id(hostId="1")),
    "deputies.reception.v1.QueueService.HandleTicket": receivers(
        "200", setup=today, body=lambda: with_request_id(action="PARK")),
    "deputies.reception.v1.QueueService.GetTicket": Row(
        SIGN_IN, "200", NO_TICKET, "200", NO_TICKET, "200", NO_TICKET, "200", NO_TICKET,
        service=SERVICE_DENIED, setup=today),
    "deputies.reception.v1.QueueService.ListTickets": receivers("200", setup=today),
    "deputies.reception.v1.QueueService.GetQueue": everybody("200", service="OK", setup=today),
    "deputies.reception.v1.QueueWatchService.WatchQueue": everybody("200", service="OK", setup=today),
    "deputies.reception.v1.QueueService.MarkNoShow": staff(
        "400 BOOKING_STATE_CONFLICT", setup=booking, body=with_request_id),

    "deputies.reception.v1.RecordService.RecordVisit": receivers(
        NO_TICKET, body=lambda: with_request_id(kind="RECEPTION_VISIT", ticketId="1", subject="修路", body="请修路。")),
    "deputies.reception.v1.RecordService.SignVisit": Row(
        SIGN_IN, NO_VISIT, NO_VISIT, NO_VISIT, NO_VISIT, NO_VISIT, DENIED, NO_VISIT, DENIED,
        service=SERVICE_DENIED, setup=no_visit, body=lambda: with_request_id(code="000000")),
    "deputies.reception.v1.RecordService.CloseVisitUnsigned": receivers(
        NO_VISIT, setup=no_visit, body=lambda: with_request_id(reason="已离开")),
    "deputies.reception.v1.RecordService.GetVisit": signed_in(NO_VISIT, service=SERVICE_DENIED, setup=no_visit),
    "deputies.reception.v1.RecordService.ListVisits": receivers("200"),

    "deputies.reception.v1.PlanService.CreateReceptionPlan": staff(
        "400 FIELD_INVALID", body=lambda: with_request_id(
            year=2030, rules=[{"rrule": "never", "start": "09:00", "end": "11:00", "slotCapacity": 3}]), setup=host),
    "deputies.reception.v1.PlanService.CreateCountyPlan": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, DENIED, DENIED, "404 ORGANIZATION_NOT_FOUND", "404 ORGANIZATION_NOT_FOUND",
        service=SERVICE_DENIED, setup=lambda _: {"organizationId": "1"}, body=lambda: with_request_id(
            year=2030, rules=[{"rrule": "never", "start": "09:00", "end": "11:00", "slotCapacity": 3}])),
    "deputies.reception.v1.PlanService.ListReceptionPlans": staff("200"),
    "deputies.reception.v1.PlanService.GetReceptionPlan": staff(NO_PLAN, setup=no_plan),
    "deputies.reception.v1.PlanService.SubmitReceptionPlan": staff(NO_PLAN, setup=no_plan, body=with_request_id),
    "deputies.reception.v1.PlanService.DiscardReceptionPlan": staff(NO_PLAN, setup=no_plan, body=with_request_id),
    "deputies.reception.v1.PlanService.PublishReceptionPlan": staff(NO_PLAN, setup=no_plan, body=with_request_id),
    "deputies.reception.v1.PlanService.ReplanReception": staff(NO_PLAN, setup=no_plan, body=with_request_id),

    "deputies.reception.v1.CoverageService.GetCoverage": staff("200"),
    "deputies.reception.v1.CoverageService.GetCountyCoverage": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, DENIED, DENIED, "404 ORGANIZATION_NOT_FOUND", "404 ORGANIZATION_NOT_FOUND",
        service=SERVICE_DENIED, setup=lambda _: {"organizationId": "1"}),
    "deputies.reception.v1.CalendarService.GetReceptionCalendar": everybody("200", service="OK"),
    "deputies.reception.v1.CalendarService.ExportReceptionMonth": everybody(
        "200", service="OK", query={"month": "2026-03"}),
    "deputies.reception.v1.CalendarService.RenewCalendarFeed": signed_in(
        "200", service=SERVICE_DENIED, body=with_request_id),
    "deputies.reception.v1.CalendarService.EndCalendarFeed": signed_in(
        "200", service=SERVICE_DENIED, body=with_request_id),
    "deputies.reception.v1.CalendarService.GetCalendarFeed": everybody(
        NO_FEED, service="NOT_FOUND CALENDAR_FEED_NOT_FOUND", setup=no_feed),
}  # fmt: skip
