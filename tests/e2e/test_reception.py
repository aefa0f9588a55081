"""From a published reception day to a booking, its waitlist and its end, through the gateway."""

import uuid

import pytest

from e2e.client import with_request_id
from e2e.reception import Reception, day_ahead


@pytest.fixture
def reception(world):
    found = Reception(world)
    for role in ("author", "other_voter"):
        found.cancel_live(role)
    return found


def test_the_calendar_shows_published_days_alone(reception, client):
    shown = reception.day(5)
    draft = reception.day(5, publish=False)
    listed = client.get(f"{reception.path}/receptionDays", **{"from": day_ahead(5), "to": day_ahead(5)})
    ids = [day["dayId"] for day in reception.ok(listed)["days"]]
    assert shown["dayId"] in ids and draft["dayId"] not in ids
    assert shown["hosts"][0]["name"] == "测试代表甲" and shown["freePlaces"] == 5
    assert client.get(f"{reception.path}/receptionDays/{draft['dayId']}").reason == "RECEPTION_DAY_NOT_FOUND"
    assert client.get(f"{reception.path}/receptionDays", **{"from": "2026-2-1"}).reason == "FIELD_INVALID"
    reception.staff(f"receptionDays/{draft['dayId']}:publish")
    assert client.get(f"{reception.path}/receptionDays/{draft['dayId']}").status == 200


def test_hold_confirm_wait_offer_and_move(reception):
    day = reception.day(slotCapacity=1, walkInPlaces=0, slotMinutes=75)
    first, second = reception.slots(day)
    held = reception.book(first, holdOnly=True)
    assert held["state"] == "HELD" and held["expireTime"]
    assert reception.ok(reception.act(held, "confirm"))["state"] == "BOOKED"
    assert reception.try_book(first, "other_voter").reason == "SLOT_FULL"
    waiting = reception.book(first, "other_voter", joinWaitlist=True)
    assert (waiting["state"], waiting["waitlistPosition"]) == ("WAITING", 1)
    moved = reception.ok(reception.act(held, "reschedule", slotId=second["slotId"]))
    assert moved["slotId"] == second["slotId"] and moved["bookingId"] == held["bookingId"]
    assert reception.booking(waiting, "other_voter")["state"] == "OFFERED"
    assert reception.ok(reception.act(waiting, "confirm", "other_voter"))["state"] == "BOOKED"
    events = reception.client.get(f"{reception.path}/bookings/{waiting['bookingId']}/events",
                                  reception.world.token("other_voter"))  # fmt: skip
    assert [event["state"] for event in reception.ok(events)["events"]] == ["WAITING", "OFFERED", "BOOKED"]


def test_a_retried_booking_is_one(reception, world, stack):
    slot = reception.slots(reception.day())[0]
    request_id = str(uuid.uuid4())
    answers = [reception.client.post(f"{reception.path}/slots/{slot['slotId']}/bookings", {"requestId": request_id},
                                     world.token("author")) for _ in range(3)]  # fmt: skip
    assert len({reception.ok(answer)["bookingId"] for answer in answers}) == 1
    assert reception.try_book(slot).reason == "BOOKING_EXISTS"
    assert stack.sql_value("reception", f"SELECT booked FROM slots WHERE id={int(slot['slotId'])}") == "1"


def test_a_cancelled_day_reaches_everybody(reception, client, stack):
    day = reception.day()
    booking = reception.book(reception.slots(day)[0], topic="村口的路")
    staff = reception.staff(f"receptionDays/{day['dayId']}:cancel", reason="大雪封路")
    assert staff["state"] == "DAY_CANCELLED"
    ended = reception.booking(booking)
    assert (ended["state"], ended["reason"]) == ("CANCELLED_BY_HOME", "大雪封路")
    public = reception.ok(client.get(f"{reception.path}/receptionDays/{day['dayId']}"))
    assert public["changed"] and public["changeNote"] == "大雪封路"


def test_policy_and_absence(reception, world):
    token = world.token("township_admin")
    host = reception.host()
    day = reception.day(40)
    absence = reception.staff(f"receptionHosts/{host['hostId']}/absences", **{"from": day_ahead(40), "to": day_ahead(41)})
    assert [entry["dayId"] for entry in absence["affectedDays"]] == [day["dayId"]]
    path = f"{reception.path}/receptionPolicy"
    changed = reception.client.call("PUT", path, body=with_request_id(holdMinutes=20), token=token)
    assert reception.ok(changed)["holdMinutes"] == 20
    assert reception.ok(reception.client.get(path))["bookingsPerPerson"] == 3


def test_from_check_in_to_the_signed_record(reception, world, client):
    day = reception.day(0, start="00:00", end="24:00", slotCapacity=50)
    first = reception.walk_in(day, "author", topic="低保怎么办")
    assert first["number"] == "A001" and first["aheadCount"] == 0 and first["explanation"]
    second = reception.walk_in(day, "other_voter")
    assert second["aheadCount"] == 1 and second["waitMinutes"] > 0
    elder = reception.staff(f"receptionDays/{day['dayId']}/tickets", visitorName="王大爷", priority="ELDER")
    screen = reception.queue(day)
    assert screen["waitingNumbers"] == ["A003", "A001", "A002"] and screen["doorCode"] == ""
    host = day["hosts"][0]["hostId"]
    called = reception.staff(f"receptionDays/{day['dayId']}:callNext", hostId=host, desk="1号桌")
    assert called["ticketId"] == elder["ticketId"]
    reception.handle(called, "FINISH")
    called = reception.staff(f"receptionDays/{day['dayId']}:callNext", hostId=host, desk="1号桌")
    assert called["ticketId"] == first["ticketId"]
    shown = reception.queue(day)
    assert shown["version"] > screen["version"]
    assert shown["calls"][0] == {"number": "A001", "desk": "1号桌", "callCount": 1, "serving": False}
    same = client.get(f"{reception.path}/receptionDays/{day['dayId']}/queue", knownVersion=shown["version"])
    assert reception.ok(same)["calls"] == []
    reception.handle(called, "START")
    reception.handle(called, "FINISH")

    deputy = world.token("deputy")
    visit = reception.ok(client.post(f"{reception.path}/visits", with_request_id(
        kind="RECEPTION_VISIT", ticketId=first["ticketId"], subject="低保怎么办", body="想知道低保的条件。",
        reply="带身份证到民政窗口。", opensCase=True), deputy))  # fmt: skip
    path = f"{reception.path}/visits/{visit['visitId']}"
    assert client.get(path, world.token("other_voter")).reason == "VISIT_NOT_FOUND"
    wrong = "000000" if visit["signCode"] != "000000" else "111111"
    assert client.post(f"{path}:sign", with_request_id(code=wrong), world.token("author")).reason == "SIGN_CODE_WRONG"
    signed = client.post(f"{path}:sign", with_request_id(code=visit["signCode"]), world.token("author"))
    assert reception.ok(signed)["state"] == "VISIT_SIGNED"
    listed = client.pages(f"{reception.path}/visits", "visits", deputy)
    assert [entry["visitId"] for entry in listed].count(visit["visitId"]) == 1


def test_a_plan_is_made_published_and_shown(reception, world, client, stack):
    home = world.other_home_id
    token = world.token("other_township_admin")

    def write(path, **fields):
        return reception.ok(client.post(f"/v1/homes/{home}/{path}", with_request_id(**fields), token))

    write("receptionHosts", kind="DEPUTY_HOST", deputyId=world.other_deputy_id, name="测试代表丙")
    rule = {"rrule": "FREQ=MONTHLY;BYMONTHDAY=1", "start": "09:00", "end": "11:00", "slotCapacity": 5}
    year = int(day_ahead(0)[:4]) + 1
    plan = write("receptionPlans", year=year, rules=[rule])
    assert len(plan["days"]) == 12
    # The first of some month is a Saturday or Sunday in every year.
    assert any("（周末），改在" in day["notice"] for day in plan["days"])
    again = client.post(f"/v1/homes/{home}/receptionPlans", with_request_id(year=year, rules=[rule]), token)
    assert again.reason == "PLAN_EXISTS"
    write(f"receptionPlans/{plan['planId']}:discard")
    assert client.get(f"/v1/homes/{home}/receptionPlans/{plan['planId']}", token).reason == "PLAN_NOT_FOUND"
    plan = write("receptionPlans", year=year, rules=[rule])
    span = {"from": f"{year}-01-01", "to": f"{year}-12-31"}
    assert reception.ok(client.get(f"/v1/homes/{home}/receptionDays", **span))["days"] == []
    write(f"receptionPlans/{plan['planId']}:publish", late=True)
    shown = reception.ok(client.get(f"/v1/homes/{home}/receptionDays", **span))["days"]
    assert [day["date"] for day in shown] == [day["date"] for day in plan["days"]]
    coverage = reception.ok(client.get(f"/v1/homes/{home}/receptionCoverage", token, year=year))
    assert coverage["hosts"][0]["plannedCount"] == len(shown)
    assert client.get(f"/v1/homes/{home}/receptionCalendar").raw.startswith(b"BEGIN:VCALENDAR")
