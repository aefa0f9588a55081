"""10,000 malformed requests: no crash, no 5xx, every answer says what was wrong.

DEPUTIES_MALFORMED_COUNT sets the number (10,000; in full 1,000,000), DEPUTIES_SEED the generator.
"""

import collections
import pathlib
import threading
import time

from faults import malformed
from faults.sizes import SEED, drill_size
from faults.wire import Broken, Wire

COUNT = drill_size("DEPUTIES_MALFORMED_COUNT", quick=10_000, full=1_000_000)
THREADS = 4
MAX_GROWTH_BYTES = 20 * 1024 * 1024
PROCESSES = ("gateway", "accounts", "board", "duty", "reception", "wechat")


class Tally:
    def __init__(self, reasons):
        self.reasons = reasons
        self.statuses = collections.Counter()
        self.given_reasons = collections.Counter()
        self.closed = collections.Counter()
        self.faults = []
        self._lock = threading.Lock()

    def count(self, answer, case):
        with self._lock:
            if answer is None:
                self.closed[case.kind] += 1
            else:
                self.statuses[answer.status] += 1
                if answer.error:
                    self.given_reasons[answer.error.get("reason")] += 1

    def fault(self, what, case, answer=None):
        shown = f"{answer.status} {answer.body[:300]!r}" if answer else ""
        with self._lock:
            self.faults.append(f"{case.kind}: {what} {shown}\n    for {case.data[:700]!r}")


def test_malformed_requests_are_refused_and_harm_nothing(stack, world, client):
    target = malformed.Target(
        host="%s:%s" % client.address,
        home_id=world.home_id,
        message_id=world.post(subject="留在原处")["messageId"],
        token=world.login("author"),
    )
    before = {name: stack.pid(name) for name in PROCESSES}
    rss = {name: stack.rss_bytes(name) for name in PROCESSES}
    descriptors = open_descriptors(stack)
    tally = Tally(set(stack.protos.enum_names("deputies.common.v1.ErrorReason")))

    start = time.monotonic()
    threads = [
        threading.Thread(target=fire, args=(client.address, target, SEED + number, COUNT // THREADS, tally))
        for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.monotonic() - start

    grown = stack.rss_bytes("gateway") - rss["gateway"]
    print(f"\n{COUNT} requests in {elapsed:.1f} s, seed {SEED}: answers {dict(sorted(tally.statuses.items()))}, "
          f"closed without one {sum(tally.closed.values())}, gateway grew by {grown / 1048576:.1f} MB")  # fmt: skip
    print(f"reasons {dict(tally.given_reasons.most_common())}")
    assert not tally.faults, f"{len(tally.faults)} faults; the first:\n" + "\n".join(tally.faults[:10])
    assert {name: stack.pid(name) for name in PROCESSES} == before
    assert all(stack.alive(name) for name in PROCESSES)
    assert stack.admin("/healthz") == 200 and stack.admin("/readyz") == 200
    assert grown < MAX_GROWTH_BYTES, f"the gateway grew by {grown / 1048576:.1f} MB"
    assert open_descriptors(stack) < descriptors + 32, "connections are left open"
    message = client.get(world.messages_path() + f"/{target.message_id}", target.token)
    assert message.status == 200 and message.json["subject"] == "留在原处" and message.json["version"] <= 1
    world.post()


def fire(address, target, seed, count, tally):
    wire = Wire(address)
    generator = malformed.cases(seed, target)
    for _ in range(count):
        case = next(generator)
        wire.send(case.data, case.half_close)
        try:
            answer = wire.read()
            check(wire, case, answer, tally)
        except Broken as broken:
            tally.fault(str(broken), case)
            wire.close()
            continue
        if answer is None or answer.closes or case.half_close or case.owed != malformed.REFUSED or case.alone:
            wire.close()
        if len(tally.faults) > 200:
            break  # enough to see
    wire.close()


def check(wire, case, answer, tally):
    tally.count(answer, case)
    if answer is None:
        if case.owed == malformed.REFUSED:
            tally.fault("closed without an answer", case)
        return
    if answer.status >= 500:
        tally.fault("a server error", case, answer)
    elif case.owed == malformed.TOLERATED and answer.status < 400:
        return
    elif answer.status < 400:
        tally.fault("was accepted", case, answer)
    else:
        error = answer.error
        if not error or error.get("reason") not in tally.reasons or not error.get("message") or not error.get("requestId"):
            tally.fault("is not the one shape of an error", case, answer)
        elif error.get("code") != answer.status:
            tally.fault("the code in the body is another one", case, answer)
        elif case.names and not any(name in answer.body.decode() for name in case.names):
            tally.fault(f"does not name {case.names}", case, answer)
        elif error["reason"] in ("FIELD_INVALID", "FIELD_UNKNOWN") and not error.get("details"):
            tally.fault("names no field", case, answer)
    if case.alone and not case.half_close:
        if not answer.closes and answer.status != 413 and answer.status != 417:
            tally.fault("goes on after broken framing", case, answer)
        elif answer.closes and not wire.ended():
            tally.fault("answered a second time: smuggling", case, answer)


def open_descriptors(stack):
    return len(list(pathlib.Path(f"/proc/{stack.pid('gateway')}/fd").iterdir()))
