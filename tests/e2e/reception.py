"""Reception days of the tests' home, made over the API by its staff."""

import datetime
import itertools

from e2e.client import with_request_id

_SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
_rooms = itertools.count(1)


def day_ahead(days):
    """The date so many days from today, as the API writes it."""
    return (datetime.datetime.now(_SHANGHAI) + datetime.timedelta(days=days)).strftime("%Y-%m-%d")


class Reception:
    def __init__(self, world):
        self.world = world
        self.client = world.client
        self.path = f"/v1/homes/{world.home_id}"

    def staff(self, path, **fields):
        return self.ok(self.client.post(f"{self.path}/{path}", with_request_id(**fields),
                                        self.world.token("township_admin")))  # fmt: skip

    def host(self):
        return self.staff("receptionHosts", kind="DEPUTY_HOST", deputyId=self.world.deputy_id, name="测试代表甲")

    def day(self, days=3, **changes):
        """A published day with one slot of six places, one of them for walk-ins."""
        fields = {
            "date": day_ahead(days), "start": "09:00", "end": "11:30", "slotCapacity": 6, "walkInPlaces": 1,
            "hostIds": [self.host()["hostId"]], "room": f"接待室{next(_rooms)}", "publish": True,
        }  # fmt: skip
        return self.staff("receptionDays", **(fields | changes))

    def slots(self, day):
        return self.ok(self.client.get(f"{self.path}/receptionDays/{day['dayId']}/slots"))["slots"]

    def try_book(self, slot, role="author", **fields):
        return self.client.post(f"{self.path}/slots/{slot['slotId']}/bookings", with_request_id(**fields),
                                self.world.token(role))  # fmt: skip

    def book(self, slot, role="author", **fields):
        return self.ok(self.try_book(slot, role, **fields))

    def booking(self, booking, role="author"):
        return self.ok(self.client.get(f"{self.path}/bookings/{booking['bookingId']}", self.world.token(role)))

    def act(self, booking, verb, role="author", **fields):
        return self.client.post(f"{self.path}/bookings/{booking['bookingId']}:{verb}", with_request_id(**fields),
                                self.world.token(role))  # fmt: skip

    def door_code(self, day):
        return self.queue(day, "township_admin")["doorCode"]

    def queue(self, day, role="anonymous"):
        return self.ok(self.client.get(f"{self.path}/receptionDays/{day['dayId']}/queue", self.world.token(role)))

    def walk_in(self, day, role="author", **fields):
        return self.ok(self.client.post(f"{self.path}/receptionDays/{day['dayId']}/tickets",
                                        with_request_id(doorCode=self.door_code(day), **fields),
                                        self.world.token(role)))  # fmt: skip

    def handle(self, ticket, action, **fields):
        return self.staff(f"tickets/{ticket['ticketId']}:handle", action=action, **fields)

    def cancel_live(self, role="author"):
        """Frees the person for new bookings."""
        for booking in self.client.pages(f"{self.path}/bookings:mine", "bookings", self.world.token(role)):
            if booking["state"] in ("HELD", "BOOKED", "WAITING", "OFFERED"):
                self.ok(self.act(booking, "cancel", "township_admin", reason="测试结束"))

    @staticmethod
    def ok(answer):
        assert answer.status == 200, answer
        return answer.json
