"""A request id makes one message, however often and from wherever it is sent."""

import collections
import concurrent.futures
import threading

from e2e.client import new_message

KEYS = 300
RACERS = 8


def test_300_request_ids_from_8_racing_clients_make_300_messages(stack, world, client):
    token = world.login("author")
    path = world.messages_path()
    before = message_count(stack, world.home_id)
    events_before = event_count(stack, world.home_id)
    bodies = [new_message(subject=f"竞赛第{number}条") for number in range(KEYS)]
    together = threading.Barrier(RACERS)

    def race():
        ids = []
        for body in bodies:
            together.wait(timeout=60)
            answer = client.post(path, body, token)
            assert answer.status == 200, answer
            ids.append(answer.json["messageId"])
        return ids

    with concurrent.futures.ThreadPoolExecutor(RACERS) as pool:
        results = [future.result() for future in [pool.submit(race) for _ in range(RACERS)]]

    for ids in results[1:]:
        assert ids == results[0], "two clients were given different messages for one request id"
    assert len(set(results[0])) == KEYS
    assert message_count(stack, world.home_id) - before == KEYS
    assert event_count(stack, world.home_id) - events_before == KEYS
    listed = collections.Counter(
        entry["subject"] for entry in client.pages(path, "messages", token)
        if entry["subject"].startswith("竞赛第")
    )  # fmt: skip
    assert len(listed) == KEYS and set(listed.values()) == {1}


def test_a_request_id_with_another_body_is_refused(world, client):
    token = world.token("author")
    body = new_message()
    first = client.post(world.messages_path(), body, token)
    assert first.status == 200, first
    for changes in ({"body": "另外一件事"}, {"subject": "另一个标题"}, {"visibility": "PUBLIC"},
                    {"deputyId": world.deputy_id}):  # fmt: skip
        answer = client.post(world.messages_path(), {**body, **changes}, token)
        assert (answer.status, answer.reason) == (409, "REQUEST_ID_REUSED"), answer
    again = client.post(world.messages_path(), body, token)
    assert again.status == 200 and again.json["messageId"] == first.json["messageId"]


def test_a_request_id_belongs_to_the_one_who_sent_it(world, client):
    """Guessing somebody's request id shows nothing of the message that it made."""
    body = new_message(subject="我的事")
    mine = client.post(world.messages_path(), body, world.token("author"))
    theirs = client.post(world.messages_path(), {**body, "body": "别人的事"}, world.token("other_voter"))
    assert mine.status == theirs.status == 200
    assert mine.json["messageId"] != theirs.json["messageId"]


def test_the_case_of_a_request_id_does_not_make_another_one(world, client):
    body = new_message()
    lower = client.post(world.messages_path(), body, world.token("author"))
    upper = client.post(world.messages_path(), {**body, "requestId": body["requestId"].upper()},
                        world.token("author"))  # fmt: skip
    assert lower.status == upper.status == 200, upper
    assert lower.json["messageId"] == upper.json["messageId"]


def message_count(stack, home_id):
    return int(stack.sql_value("board", f"SELECT COUNT(*) FROM messages WHERE home_id={int(home_id)}"))


def event_count(stack, home_id):
    """Facts that messages were posted; whom to tell of them is told apart."""
    return stack.facts("board", home_id)["message_posted"]
