"""kill -9 of wechat every second while notices go out: none is lost, and a double only where nobody knew.

DEPUTIES_NOTICES sets the number (250; in full 10,000), DEPUTIES_SEED the moments.
"""

import collections
import pathlib
import random
import re
import signal
import subprocess
import threading
import time

import grpc
import pytest

from e2e.notices import TEMPLATE, Person, Teller, pass_time
from e2e.sandbox import Sandbox
from e2e.stack import wait_until
from faults.sizes import SEED, drill_size

NOTICES = drill_size("DEPUTIES_NOTICES", quick=250, full=10_000)
PEOPLE = 20
LIFE_SECONDS = 1.0  # from its readiness to its death


class Victim:
    """wechat, killed and started again as deploy/up would, without waiting."""

    def __init__(self, stack):
        pid = stack.pid("wechat")
        self._command = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")
        self._log_path = stack.var / "log" / "wechat.log"
        self._log = open(self._log_path, "ab")  # noqa: SIM115
        self._child = None
        stack.kill("wechat")
        self.kills = 1
        self.start()

    def start(self):
        begin = self._log_path.stat().st_size
        self._child = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log, cwd="/")
        wait_until(lambda: b'"message":"Ready"' in self._log_path.read_bytes()[begin:], 30, "wechat to be ready")

    def kill(self):
        self._child.send_signal(signal.SIGKILL)
        self._child.wait()
        self.kills += 1

    def end(self):
        self.kill()
        self._log.close()


class Telling(threading.Thread):
    """As a relay: each batch again, under the same ids, until it is taken."""

    def __init__(self, teller, orders):
        super().__init__()
        self._teller = teller
        self._orders = orders
        self.repeats = 0
        self.error = None

    def run(self):
        try:
            for begin in range(0, len(self._orders), 20):
                events = [self._teller.event(person, target, important=target % 3 == 0)
                          for person, target in self._orders[begin : begin + 20]]  # fmt: skip
                self._until_taken(events)
        except Exception as error:  # shown by the test
            self.error = error

    def _until_taken(self, events):
        end = time.monotonic() + 60
        while True:
            try:
                self._teller.tell(*events, timeout=3)
                return
            except grpc.RpcError as error:
                if time.monotonic() > end:
                    raise AssertionError("wechat takes nothing any more") from error
                self.repeats += 1
                time.sleep(0.05)


@pytest.fixture
def people(stack):
    people = [Person(stack) for _ in range(PEOPLE)]
    rows = ",".join(f"({person.person_id}, '{TEMPLATE}', {NOTICES * 2}, 0, NOW())" for person in people)
    stack.sql("wechat", "INSERT INTO consents (person_id, template_id, one_time_left, standing, update_time) VALUES " + rows)
    return people


def test_no_notice_is_lost_and_doubles_are_counted(stack, world, people):
    if stack.is_all_in_one():
        pytest.skip("wechat is no process of its own here")
    sandbox = Sandbox(stack)
    teller = Teller(stack, world.home_id)
    orders = [(people[one % PEOPLE].person_id, teller.new_target()) for one in range(NOTICES)]
    first, last = orders[0][1], orders[-1][1]
    mine = f"target_id BETWEEN {first} AND {last}"
    dice = random.Random(SEED)
    start = time.monotonic()
    telling = Telling(teller, orders)
    victim = Victim(stack)
    try:
        telling.start()

        def waiting():
            return NOTICES - int(stack.sql_value("wechat", f"SELECT COUNT(*) FROM notices WHERE {mine} AND state = 3"))

        while telling.is_alive() or waiting() > 0:
            time.sleep(LIFE_SECONDS * dice.uniform(0.8, 1.2))
            victim.kill()
            victim.start()
            assert telling.error is None, telling.error
            assert time.monotonic() - start < 900, f"{waiting()} notices still wait after {victim.kills} kills"
            if victim.kills % 10 == 0 or not telling.is_alive():
                pass_time(stack, 1)  # the leases of the dead end
    finally:
        telling.join()
        victim.end()
        stack.up()
    assert telling.error is None, telling.error
    assert not int(stack.sql_value("wechat", f"SELECT COUNT(*) FROM notices WHERE {mine} AND state <> 3"))
    elapsed = time.monotonic() - start

    arrived = collections.Counter()
    for message in sandbox.messages():
        found = re.search(r"messageId=(\d+)", message.get("page", ""))
        if found and first <= int(found[1]) <= last:
            arrived[int(found[1])] += 1
    unknown = {int(target): int(count) for target, count in stack.sql(
        "wechat", f"SELECT target_id, unknown_outcomes FROM notices WHERE {mine}")}  # fmt: skip
    missing = [target for _, target in orders if arrived[target] == 0]
    doubles = {target: count - 1 for target, count in arrived.items() if count > 1}
    print(f"\n{NOTICES} notices, {victim.kills} kills in {elapsed:.0f} s: {len(missing)} lost, {sum(doubles.values())} doubles, "
          f"{sum(unknown.values())} attempts of unknown outcome, {telling.repeats} deliveries of events repeated")  # fmt: skip
    assert victim.kills >= 3
    assert len(unknown) == NOTICES, "every notice is there once"
    assert not missing, f"{len(missing)} notices are lost: {missing[:5]}"
    assert all(count <= unknown[target] for target, count in doubles.items()), "a double that nobody counted"
    # Each notice took one consent, however often it was tried.
    left = {int(person): int(count) for person, count in stack.sql(
        "wechat", "SELECT person_id, one_time_left FROM consents WHERE person_id IN "
                  f"({','.join(str(person.person_id) for person in people)})")}  # fmt: skip
    taken = collections.Counter(person for person, _ in orders)
    assert left == {person: NOTICES * 2 - count for person, count in taken.items()}
