"""The quick form: our own system alone, a few seconds a scenario."""

from load import report
from load.cases import CONNECTIONS, Bench
from load.measure import System, Target, measure

STORED_MESSAGES = 200
# Some 250 characters, as letters to a deputy have.
BODY = "村口的路灯坏了三盏，晚上看不见路，老人出门不方便，请派人来看一看。" * 8


def make_bench(stack, world, stored=STORED_MESSAGES):
    """A home full of messages, and a reader who wrote none of them, as most are."""
    [home_id] = world.make_homes(("tests-load", "负载测试之家", world.township["code"]))
    messages = [world.post(home_id=home_id, visibility="PUBLIC", body=BODY)["messageId"] for _ in range(stored)]
    return Bench(stack, world, home_id, messages, world.login("other_voter"), {}, None)


def table(bench, seconds):
    lines = [f"{report.commit()}, {bench.stack.build.name} build, {report.machine()}", ""]
    for title, scenario, token in (("list-20", "list", bench.token), ("list-20 of anybody", "list", ""),
                                   ("get-one", "get", bench.token), ("post", "post", bench.token)):  # fmt: skip
        target = Target(bench.stack.client.base_url, scenario, bench.home_id, bench.message_ids, token)
        measure(target, System(bench.stack), 1, CONNECTIONS)  # warm
        found = measure(target, System(bench.stack), seconds, CONNECTIONS)
        parts = " + ".join(f"{name} {micros:.1f}" for name, micros in found["cpuMicros"].items() if micros >= 0.5)
        switches = ", ".join(f"{name} {count:.1f}" for name, count in found["contextSwitches"].items() if count >= 0.1)
        lines.append(f"{title:18} {found['requestsPerSecond']:8.0f}/s  p50 {found['p50Ms']:6.2f} ms  p99 {found['p99Ms']:6.2f} ms  "
                     f"CPU us {found['cpuMicrosInAll']:.1f} = {parts}; switches {switches}")  # fmt: skip
    return "\n".join(lines)
