"""Ten times as many clients as the system can serve: it goes on serving as many, and recovers at once.

Each round measures the peak and the overload right after each other, so that what else the machine does meanwhile meets
both; the median of the rounds counts. DEPUTIES_OVERLOAD_SECONDS sets the length of all overload together (9; in full 60).
"""

import statistics
import time

from faults.sizes import drill_size
from load.measure import drive, target_of

SECONDS = drill_size("DEPUTIES_OVERLOAD_SECONDS", quick=9, full=60)
ROUNDS = 3
PEAK_CONNECTIONS = 64
LEAST_GOODPUT = 0.7
RECOVERY_SECONDS = 30


def test_overload_costs_little_goodput_and_passes(stack, world):
    messages = [world.post(visibility="PUBLIC")["messageId"] for _ in range(40)]
    target = target_of(stack, "list", world.login("author"), world.home_id, messages)

    def good(connections, seconds):
        found = drive(target, seconds, connections)
        assert found["socket_errors"] == 0
        return found, (found["requests"] - found["status_errors"]) / found["seconds"]

    good(PEAK_CONNECTIONS, 2)  # warm
    shares, peaks = [], []
    for _ in range(ROUNDS):
        _, peak = good(PEAK_CONNECTIONS, max(SECONDS // ROUNDS, 2))
        found, during = good(10 * PEAK_CONNECTIONS, max(SECONDS // ROUNDS, 2))
        print(f"\npeak {peak:.0f}/s; with 10 times the clients {during:.0f}/s good, "
              f"{found['status_errors'] / found['requests']:.0%} turned away, p99 {found['p99_us'] / 1000:.0f} ms")  # fmt: skip
        shares.append(during / peak)
        peaks.append(peak)
    assert statistics.median(shares) >= LEAST_GOODPUT, shares
    assert stack.admin("/healthz") == 200

    start = time.monotonic()
    while True:
        found, after = good(PEAK_CONNECTIONS, 2)
        if found["status_errors"] == 0 and after >= 0.7 * min(peaks):
            break
        assert time.monotonic() - start < RECOVERY_SECONDS, f"still {after:.0f}/s after {RECOVERY_SECONDS} s"
    print(f"recovered within {time.monotonic() - start:.0f} s")
