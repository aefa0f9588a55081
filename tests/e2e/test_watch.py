"""Streams of events, with a real reader: changes of one's own messages, the call screen, and what must end a stream."""

import re
import secrets
import time
import urllib.request

import pytest

from e2e.client import new_answer, new_message, with_request_id
from e2e.events import EventReader
from e2e.reception import Reception
from e2e.stack import wait_until

OWN = "/v1/me/messages:watch"


@pytest.fixture
def voter(client):
    """The session token of somebody new."""
    answer = client.post("/v1/sessions:wechatLogin", {"code": f"demo-watch-{secrets.token_hex(4)}"})
    assert answer.status == 200, answer
    return answer.json["sessionToken"]


def post(world, token, **changes):
    answer = world.client.post(world.messages_path(), new_message(**changes), token)
    assert answer.status == 200, answer
    return answer.json


def answer_it(world, message):
    done = world.client.post(world.message_path(message, ":answer"), new_answer(), world.token("deputy"))
    assert done.status == 200, done


def test_own_messages_as_they_change(world, client, voter):
    post(world, voter)  # before anybody watches
    with EventReader(client, OWN, voter) as reader:
        assert reader.status == 200
        assert reader.response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert reader.response.headers["Cache-Control"] == "no-store"
        place, first = reader.next()
        assert place == first["cursor"] and first["messageId"] == "0"
        begin = time.monotonic()
        message = post(world, voter)
        _, posted = reader.next()
        assert (posted["messageId"], posted["homeId"], posted["state"]) == (
            message["messageId"], world.home_id, "POSTED")  # fmt: skip
        assert time.monotonic() - begin < 1.5, "woken, not found by chance"
        answer_it(world, message)
        events = reader.until(lambda change: change["state"] == "ANSWERED")
        assert {data["messageId"] for _, data in events} == {message["messageId"]}
        # Somebody else's messages do not show.
        world.post(role="other_voter")
        with pytest.raises(TimeoutError):
            reader.next(timeout=3)


def test_a_reader_who_comes_back_loses_nothing(stack, world, client, voter):
    with EventReader(client, OWN, voter) as reader:
        reader.next()
        seen = post(world, voter)
        reader.until(lambda change: change["messageId"] == seen["messageId"])
        place = reader.last_event_id
    missed = [post(world, voter) for _ in range(3)]
    with EventReader(client, OWN, voter, last_event_id=place) as reader:
        found = set()
        reader.until(lambda change: found.add(change["messageId"]) or found >= {m["messageId"] for m in missed})
        place = reader.last_event_id
        # The service dies with the stream open; what happened meanwhile comes after the return.
        stack.kill("board")
        assert reader.ended_within(10)
    stack.up()
    wait_until(lambda: client.get(world.messages_path()).status == 200, 20, "board to be back")
    later = [post(world, voter) for _ in range(2)]
    answer_it(world, later[0])
    wanted = {(later[0]["messageId"], "ANSWERED"), (later[1]["messageId"], "POSTED")}
    with EventReader(client, OWN, voter, last_event_id=place) as reader:
        found = set()
        reader.until(lambda change: found.add((change["messageId"], change["state"])) or found >= wanted)


def test_a_long_absence_comes_in_order(world, client, voter):
    with EventReader(client, OWN, voter) as reader:
        reader.next()
        place = reader.last_event_id
    ids = [post(world, voter)["messageId"] for _ in range(80)]
    with EventReader(client, OWN, voter, last_event_id=place) as reader:
        reader.next()
        came = []
        while len(came) < len(ids):
            came.append(reader.next()[1]["messageId"])
        assert came == ids


def test_the_call_screen_of_a_day(world, client):
    reception = Reception(world)
    day = reception.day(0, start="00:00", end="24:00", slotCapacity=50)
    path = f"{reception.path}/receptionDays/{day['dayId']}/queue:watch"
    host = day["hosts"][0]["hostId"]
    with EventReader(client, path) as reader:
        assert reader.status == 200
        first = reader.next()[1]
        assert first["queue"]["calls"] == [] and "doorCode" in first["queue"]
        ticket = reception.staff(f"receptionDays/{day['dayId']}/tickets", visitorName="王大爷")
        reader.until(lambda change: change["queue"]["waitingNumbers"] == [ticket["number"]])
        begin = time.monotonic()
        reception.staff(f"receptionDays/{day['dayId']}:callNext", hostId=host, desk="1号桌")
        called = reader.until(lambda change: change["queue"]["calls"])[-1][1]["queue"]
        assert time.monotonic() - begin < 1.5, "woken, not found by chance"
        assert (called["calls"][0]["number"], called["calls"][0]["desk"]) == (ticket["number"], "1号桌")
        assert called["doorCode"] == "", "for staff alone"
        assert "王大爷" not in str(called)
        place = reader.last_event_id
    with EventReader(client, path, last_event_id=place) as reader:
        same = reader.next()[1]
        assert same["cursor"] == place and not same.get("queue"), "the screen has it already"
        reception.handle(ticket, "START")
        assert reader.until(lambda change: change["queue"]["calls"])[-1][1]["queue"]["calls"][0]["serving"]


def test_the_end_of_a_session_ends_its_streams(world, client, voter):
    with EventReader(client, OWN, voter) as reader:
        assert reader.next()
        begin = time.monotonic()
        client.call("DELETE", "/v1/sessions/current", token=voter)
        assert reader.ended_within(6)
        assert time.monotonic() - begin <= 5.5
    with EventReader(client, OWN, voter) as refused:
        assert (refused.status, refused.reason) == (401, "SESSION_INVALID")


def test_refusals_are_answers(world, client, voter):
    for token, place, expected in ((None, None, (401, "SESSION_REQUIRED")), (voter, "x", (400, "FIELD_INVALID")),
                                   (voter, "9" * 30, (400, "FIELD_INVALID"))):  # fmt: skip
        with EventReader(client, OWN, token, last_event_id=place) as reader:
            assert (reader.status, reader.reason) == expected
    path = f"/v1/homes/{world.home_id}/receptionDays/1/queue:watch"
    with EventReader(client, path) as reader:
        assert (reader.status, reader.reason) == (404, "RECEPTION_DAY_NOT_FOUND")


def test_one_person_holds_so_many_streams(client, voter):
    readers = []
    try:
        for _ in range(6):
            readers.append(EventReader(client, OWN, voter))
            assert readers[-1].status == 200
            readers[-1].next()
        with EventReader(client, OWN, voter) as one_more:
            assert (one_more.status, one_more.reason) == (429, "RATE_LIMITED")
            assert one_more.response.headers["Retry-After"]
        readers.pop().close()

        def again():
            with EventReader(client, OWN, voter) as reader:
                return reader.status == 200

        wait_until(again, 10, "the place of a reader who left")
    finally:
        for reader in readers:
            reader.close()


def test_the_gateway_counts_its_streams_and_keeps_them_warm(stack, client, voter):
    with EventReader(client, OWN, voter) as reader:
        reader.next()
        url = f"http://{stack.config('gateway').admin_address}/metrics"
        with urllib.request.urlopen(url, timeout=10) as answer:
            counts = re.findall(r"^deputies_gateway_watches (\S+)$", answer.read().decode(), re.MULTILINE)
        assert len(counts) == 1 and float(counts[0]) >= 1
        with pytest.raises(TimeoutError):
            reader.next(timeout=17)
        assert reader.comments >= 1, "a comment at least every 15 seconds"
