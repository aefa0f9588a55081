"""Calendars as a calendar program reads them: by a parser that shares nothing with the service."""

import datetime
import io
import zipfile

import icalendar
import pytest

from e2e.client import with_request_id
from e2e.reception import Reception, day_ahead


@pytest.fixture
def reception(world):
    found = Reception(world)
    found.cancel_live()
    return found


def read(client, path):
    answer = client.get(path)
    assert answer.status == 200, answer
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(answer.raw.decode())
    assert not calendar.errors and str(calendar["VERSION"]) == "2.0"
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def times(day):
    return [datetime.datetime.fromisoformat(day[key].replace("Z", "+00:00")) for key in ("startTime", "endTime")]


def test_the_homes_calendar_keeps_a_cancelled_day(reception, client):
    day = reception.day(6, topic="春耕；补贴,一")
    uid = next(uid for uid in read(client, f"{reception.path}/receptionCalendar") if uid.endswith(day["dayId"]))
    shown = read(client, f"{reception.path}/receptionCalendar")[uid]
    assert [shown["DTSTART"].dt, shown["DTEND"].dt] == times(day)
    assert shown["DTSTART"].dt.astimezone(datetime.timezone(datetime.timedelta(hours=8))).hour == 9
    assert str(shown["SUMMARY"]) == "群众接待日：春耕；补贴,一" and str(shown["LOCATION"]) == day["room"]
    reception.staff(f"receptionDays/{day['dayId']}:cancel", reason="大雪封路")
    cancelled = read(client, f"{reception.path}/receptionCalendar")[uid]
    assert str(cancelled["STATUS"]) == "CANCELLED" and cancelled["SEQUENCE"] > shown["SEQUENCE"]


def test_a_voters_own_feed_follows_the_bookings(reception, client, world):
    booking = reception.book(reception.slots(reception.day(7))[0])
    token = world.token("author")

    def renew():
        return reception.ok(client.post(f"{reception.path}/calendarFeed:renew", with_request_id(), token))["path"]

    first = renew()
    path = renew()
    assert client.get(first).reason == "CALENDAR_FEED_NOT_FOUND", "an earlier address ended"
    uid, event = next((uid, event) for uid, event in read(client, path).items() if uid.endswith(booking["bookingId"]))
    assert booking["checkInCode"] in str(event["DESCRIPTION"])
    reception.ok(reception.act(booking, "cancel"))
    changed = read(client, path)[uid]
    assert str(changed["STATUS"]) == "CANCELLED" and changed["SEQUENCE"] > event["SEQUENCE"]
    elsewhere = path.replace(world.home_id, world.other_home_id)
    assert client.get(elsewhere).reason == "CALENDAR_FEED_NOT_FOUND", "an address is of one home"
    reception.ok(client.post(f"{reception.path}/calendarFeed:end", with_request_id(), token))
    assert client.get(path).reason == "CALENDAR_FEED_NOT_FOUND"


def test_a_deputys_feed_holds_the_days_of_receiving(reception, client, world):
    day = reception.day(8)
    path = reception.ok(client.post(f"{reception.path}/calendarFeed:renew", with_request_id(), world.token("deputy")))["path"]  # fmt: skip
    assert any(uid.endswith(day["dayId"]) for uid in read(client, path))


def test_a_month_for_the_notice_board(reception, client):
    day = reception.day(9)
    month = day_ahead(9)[:7]
    answer = client.get(f"{reception.path}/receptionDays:exportMonth", month=month)
    assert answer.status == 200, answer
    with zipfile.ZipFile(io.BytesIO(answer.raw)) as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert day["room"] in text and "测试代表甲" in text and "09:00—11:30" in text
    refused = client.get(f"{reception.path}/receptionDays:exportMonth", month="2026-13")
    assert (refused.status, refused.reason) == (400, "FIELD_INVALID")
