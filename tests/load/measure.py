"""One run of wrk against one address, and what it cost the processes behind it."""

import dataclasses
import os
import pathlib
import re
import secrets
import subprocess

from load.processes import context_switches, cpu_seconds, rss_bytes

OURS = ("gateway", "accounts", "board", "duty", "reception", "wechat")
SERVERS = ("mariadb", "redis")

_SCRIPT = pathlib.Path(__file__).parent / "wrk" / "scenario.lua"


@dataclasses.dataclass(frozen=True)
class Target:
    """What wrk asks for. `scenario`: list, get, post, rank, or file (the one `path`)."""

    url: str
    scenario: str
    home_id: str = "0"
    message_ids: tuple = ()
    token: str = ""
    path: str = "/"


def target_of(stack, scenario, token, home_id, message_ids):
    return Target(stack.client.base_url, scenario, str(home_id), tuple(message_ids), token or "")


def drive(target, seconds, connections, threads=1, rate=0):
    """One run of wrk: requests, seconds, p50_us, p90_us, p99_us, max_us, status_errors, socket_errors.

    With `rate`, requests a second in all: each is sent at its time or, when that has passed, at once.
    """
    environment = {
        **os.environ,
        "SCENARIO": target.scenario,
        "TOKEN": target.token,
        "HOME_ID": target.home_id,
        "MESSAGE_IDS": ",".join(target.message_ids),
        "TARGET_PATH": target.path,
        "RUN": secrets.token_hex(8),
        "RATE": str(rate / threads),
    }
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s",
               "-s", str(_SCRIPT), target.url]  # fmt: skip
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=seconds + 60)
    line = re.search(r"^RESULT (.*)$", done.stdout, re.MULTILINE)
    if done.returncode != 0 or line is None:
        raise RuntimeError(f"wrk failed:\n{done.stdout}\n{done.stderr}")
    return {key: float(value) for key, value in (pair.split("=") for pair in line[1].split())}


class System:
    """Our processes, as one side of a comparison."""

    def __init__(self, stack):
        together = stack.is_all_in_one()
        self._pids = {name: stack.pid(name) for name in (("all_in_one",) if together else OURS) + SERVERS}

    def cpu(self):
        return {name: cpu_seconds(pid) for name, pid in self._pids.items()}

    def switches(self):
        return {name: context_switches(pid) for name, pid in self._pids.items()}

    def rss(self):
        return {name: rss_bytes(pid) for name, pid in self._pids.items()}


class PeerSystem:
    """A peer and those of our processes that work for it, as the other side."""

    def __init__(self, peer, stack, *names):
        self._peer = peer
        self._stack = stack
        self._names = names

    def cpu(self):
        return {self._peer.name: self._peer.cpu_seconds(),
                **{name: self._stack.cpu_seconds(name) for name in self._names}}  # fmt: skip

    def switches(self):
        return {}

    def rss(self):
        return {self._peer.name: self._peer.rss_bytes()}


def measure(target, system, seconds, connections, threads=1, rate=0):
    """What one run gives; CPU microseconds and context switches per request of each process of `system`."""
    switches, cpu = system.switches(), system.cpu()
    found = drive(target, seconds, connections, threads, rate)
    cpu = {name: after - cpu[name] for name, after in system.cpu().items()}
    switches = {name: after - switches[name] for name, after in system.switches().items()}
    requests = found["requests"]
    if requests == 0 or found["status_errors"] or found["socket_errors"]:
        raise RuntimeError(f"{target.scenario} at {target.url}: not every request went well: {found}")
    per_request = {name: round(value * 1e6 / requests, 2) for name, value in cpu.items()}
    return {
        "requestsPerSecond": round(requests / found["seconds"], 1),
        "p50Ms": found["p50_us"] / 1000,
        "p99Ms": found["p99_us"] / 1000,
        "cpuMicros": per_request,
        "cpuMicrosInAll": round(sum(per_request.values()), 2),
        "contextSwitches": {name: round(value / requests, 2) for name, value in switches.items()},
        "rssMb": {name: round(value / 1e6, 1) for name, value in system.rss().items()},
    }
