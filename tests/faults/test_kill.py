"""kill -9 under write load: what was acknowledged is there, once.

DEPUTIES_KILL_ROUNDS sets the number of rounds (20; in full 1,000), DEPUTIES_SEED their order.
"""

import collections
import random
import threading
import time

import pytest

from e2e.client import TransportError, new_answer, new_message
from e2e.stack import wait_until
from faults.sizes import SEED, drill_size

ROUNDS = drill_size("DEPUTIES_KILL_ROUNDS", quick=20, full=1000)
WRITERS = 8
# What a client may be told while a process is away. Everything else fails the drill.
MAYBE_LATER = {409: {"CONCURRENT_CHANGE"}, 429: {"OVERLOADED"}, 503: {"BACKEND_UNAVAILABLE", "OVERLOADED"},
               504: {"DEADLINE_EXCEEDED"}}  # fmt: skip


class Writers:
    """Clients that write without a pause and repeat, under the same request id, what they got no clear answer to.

    Each posts messages, and as the deputy answers every fourth one.
    """

    def __init__(self, world):
        self.world = world
        self.posted = {}  # subject -> message id
        self.answered = {}  # message id -> text of the answer
        self.unclear = 0
        self.failures = []
        self._lock = threading.Lock()
        self._stop = threading.Event()
        tokens = {role: world.login(role) for role in ("author", "deputy")}
        self._threads = [
            threading.Thread(target=self._write, args=(number, tokens)) for number in range(WRITERS)
        ]
        for thread in self._threads:
            thread.start()

    def count(self):
        return len(self.posted)

    def stop(self):
        self._stop.set()
        for thread in self._threads:
            thread.join(120)
        assert not self.failures, self.failures[0]

    def _write(self, number, tokens):
        count = 0
        try:
            while not self._stop.is_set():
                count += 1
                body = new_message(subject=f"断电{number}-{count}")
                message = self._until_acknowledged(self.world.messages_path(), body, tokens["author"])
                with self._lock:
                    self.posted[body["subject"]] = message["messageId"]
                if count % 4 == 0:
                    reply = new_answer(body=f"答复{number}-{count}")
                    self._until_acknowledged(
                        self.world.message_path(message, ":answer"), reply, tokens["deputy"])  # fmt: skip
                    with self._lock:
                        self.answered[message["messageId"]] = reply["body"]
        except Exception as error:  # shown by stop()
            self.failures.append(error)

    def _until_acknowledged(self, path, body, token):
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            try:
                answer = self.world.client.post(path, body, token)
            except TransportError:
                answer = None
            if answer is not None and answer.status == 200:
                return answer.json
            if answer is not None and answer.reason not in MAYBE_LATER.get(answer.status, ()):
                raise AssertionError(f"an answer that is no answer to a dead process: {answer}")
            with self._lock:
                self.unclear += 1
            time.sleep(0.02)  # as a phone would, which also leaves the processor to the restart
        raise AssertionError("no acknowledgement within 90 s")


def test_kill_9_of_board_or_mariadb_loses_and_doubles_nothing(stack, world, client):
    before = counts(stack, world)
    writers = Writers(world)
    try:
        killed, slowest = kill_and_restart(stack, writers)
    finally:
        writers.stop()
    print(f"\n{ROUNDS} rounds {dict(killed)}: {len(writers.posted)} messages and {len(writers.answered)} answers "
          f"acknowledged, {writers.unclear} unclear answers repeated, slowest recovery {slowest:.1f} s")  # fmt: skip

    rows = stack.sql(
        "board", f"SELECT subject, id FROM messages WHERE home_id={int(world.home_id)} AND subject LIKE '断电%'"
    )
    assert_once("message", writers.posted, rows)
    rows = stack.sql(
        "board", f"SELECT message_id, body FROM message_answers WHERE home_id={int(world.home_id)} AND body LIKE '答复%-%'"
    )
    assert_once("answer", writers.answered, rows)

    after = counts(stack, world)
    assert after["messages"] - before["messages"] == len(writers.posted)
    assert after["events"] - before["events"] == len(writers.posted) + len(writers.answered)

    shown = collections.Counter(
        entry["subject"]
        for entry in client.pages(world.messages_path(), "messages", world.login("township_admin"))
        if entry["subject"].startswith("断电")
    )
    assert set(shown) == set(writers.posted) and set(shown.values()) <= {1}

    # The relay brings every fact to its consumer, which makes one notice of each answer.
    wait_until(lambda: unsent(stack) == 0, 60, "the relay to deliver what the kills left behind")
    # A notice may still be on its way from the delivery to its row.
    wait_until(lambda: set(writers.answered) <= set(told(stack, world)), 60, "every answer's author to be told")
    notices = told(stack, world)
    assert {message_id: notices[message_id] for message_id in writers.answered} == {
        message_id: "1" for message_id in writers.answered
    }


def told(stack, world):
    """How many notices of an answer there are, by message."""
    return dict(stack.sql("wechat", "SELECT target_id, COUNT(*) FROM notices "
                                    f"WHERE home_id={int(world.home_id)} AND kind=1 GROUP BY 1"))  # fmt: skip


def kill_and_restart(stack, writers):
    """The rounds; how often each process was killed, and the longest time until a write went through again."""
    dice = random.Random(SEED)
    killed = collections.Counter()
    slowest = 0.0
    for _ in range(ROUNDS):
        wait_for_writes(writers, 20)
        time.sleep(dice.random() * 0.2)  # another moment of the work each time
        victim = dice.choice(["board", "mariadb"])
        killed[victim] += 1
        start = time.monotonic()
        stack.kill(victim)
        stack.up()
        wait_for_writes(writers, 1)
        slowest = max(slowest, time.monotonic() - start)
    return killed, slowest


def wait_for_writes(writers, more):
    aim = writers.count() + more
    wait_until(lambda: writers.count() >= aim or writers.failures, 60, "writes to go on")
    assert not writers.failures, writers.failures[0]


def assert_once(what, acknowledged, rows):
    """`rows` of (key, value) from the database are exactly what the clients were told."""
    found = collections.Counter(key for key, _ in rows)
    stored = dict(rows)
    missing = [key for key in acknowledged if key not in stored]
    doubled = [key for key, count in found.items() if count > 1]
    other = [key for key, value in acknowledged.items() if key in stored and stored[key] != value]
    assert not missing, f"{len(missing)} acknowledged {what}s are missing: {missing[:5]}"
    assert not doubled, f"{len(doubled)} {what}s are there twice: {doubled[:5]}"
    assert not other, f"{len(other)} clients were told of another {what} than the database holds: {other[:5]}"
    assert len(rows) == len(acknowledged), f"{what}s that nobody was told of"


def test_kill_9_of_everything_at_once(stack, world, client):
    message = world.post(subject="一起断电前的留言")
    for name in ("gateway", "board", "duty", "accounts", "wechat", "mariadb", "redis"):
        stack.kill(name)
    stack.up()
    answer = client.get(world.message_path(message), world.token("author"))
    assert answer.status == 200 and answer.json["subject"] == "一起断电前的留言", answer
    world.post()


@pytest.fixture
def without_redis(stack):
    """Redis is killed and comes back after the test."""
    stack.kill("redis")
    yield
    stack.up()


def test_everything_goes_on_without_redis(stack, world, client, without_redis):
    start = time.monotonic()
    for _ in range(20):
        message = world.post()
        assert client.get(world.message_path(message), world.token("author")).status == 200
    elapsed = time.monotonic() - start
    assert elapsed < 10, f"40 calls took {elapsed:.1f} s: Redis is waited for at every one"
    token = world.login("other_voter")
    assert client.get("/v1/me", token).status == 200
    assert client.call("DELETE", "/v1/sessions/current", token=token).status == 200
    wait_until(lambda: client.get("/v1/me", token).status == 401, 5, "the log-out without Redis")
    assert stack.admin("/readyz") == 200


def test_without_board_reads_of_homes_go_on_and_board_calls_say_so(stack, world, client):
    stack.kill("board")
    try:
        start = time.monotonic()
        answer = client.get(world.messages_path(), world.token("author"))
        assert (answer.status, answer.reason) == (503, "BACKEND_UNAVAILABLE"), answer
        assert time.monotonic() - start < 6
        assert client.get(f"/v1/homes/{world.home_id}").status == 200
    finally:
        stack.up()
    # The gateway's connections come back one by one, each within a second.
    sent = new_message()
    message = wait_until(lambda: carried_out(client, world.messages_path(), sent, world.token("author")), 10,
                         "the board to take messages")  # fmt: skip
    path, reply = world.message_path(message, ":answer"), new_answer()
    answered = wait_until(lambda: carried_out(client, path, reply, world.token("deputy")), 10,
                          "the board to take answers")  # fmt: skip
    assert len(answered["answers"]) == 1


def carried_out(client, path, body, token):
    answer = client.post(path, body, token)
    return answer.json if answer.status == 200 else None


def counts(stack, world):
    home_id = int(world.home_id)
    facts = stack.facts("board", home_id)
    return {
        "messages": int(stack.sql_value("board", f"SELECT COUNT(*) FROM messages WHERE home_id={home_id}")),
        "events": facts["message_posted"] + facts["message_answered"],
    }


def unsent(stack):
    return int(stack.sql_value("board", "SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL"))
