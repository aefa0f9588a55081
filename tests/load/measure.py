"""Measures one scenario: wrk drives it, /proc tells what it cost each process."""

import os
import pathlib
import re
import secrets
import subprocess
import time

SCENARIOS = ("list", "get", "post", "rank")
TITLES = {"list": "list-20", "get": "get-one", "post": "post", "rank": "rank-20"}
PROCESSES = ("gateway", "accounts", "board", "duty", "reception", "wechat", "mariadb", "redis")
SHOWN = ("gateway", "board", "duty", "mariadb", "accounts", "redis")

_SCRIPT = pathlib.Path(__file__).parent / "wrk" / "scenario.lua"


def drive(stack, scenario, token, home_id, message_ids, seconds, connections, threads):
    """One run of wrk: requests, seconds, p50_us, p90_us, p99_us, max_us, status_errors, socket_errors."""
    environment = {
        **os.environ,
        "SCENARIO": scenario,
        "TOKEN": token,
        "HOME_ID": str(home_id),
        "MESSAGE_IDS": ",".join(message_ids),
        "RUN": secrets.token_hex(8),
    }
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s",
               "-s", str(_SCRIPT), stack.client.base_url]  # fmt: skip
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=seconds + 60)
    line = re.search(r"^RESULT (.*)$", done.stdout, re.MULTILINE)
    if done.returncode != 0 or line is None:
        raise RuntimeError(f"wrk failed:\n{done.stdout}\n{done.stderr}")
    return {key: float(value) for key, value in (pair.split("=") for pair in line[1].split())}


def measure(stack, scenario, token, home_id, message_ids, seconds, connections, threads):
    """What one run of wrk gives, and CPU microseconds per request of each process."""
    before = {name: stack.cpu_seconds(name) for name in PROCESSES}
    start = time.monotonic()
    found = drive(stack, scenario, token, home_id, message_ids, seconds, connections, threads)
    elapsed = time.monotonic() - start
    after = {name: stack.cpu_seconds(name) for name in PROCESSES}
    requests = found["requests"]
    if requests == 0 or found["status_errors"] or found["socket_errors"]:
        raise RuntimeError(f"{scenario}: not every request went well: {found}")
    return {
        "scenario": TITLES[scenario],
        "connections": connections,
        "seconds": round(found["seconds"], 3),
        "requests": int(requests),
        "requestsPerSecond": round(requests / found["seconds"], 1),
        "p50Ms": found["p50_us"] / 1000,
        "p90Ms": found["p90_us"] / 1000,
        "p99Ms": found["p99_us"] / 1000,
        "maxMs": found["max_us"] / 1000,
        "cpuMicrosPerRequest": {
            name: round((after[name] - before[name]) * 1e6 / requests, 2) for name in PROCESSES
        },
        "busyCores": round(sum(after[name] - before[name] for name in PROCESSES) / elapsed, 2),
    }


def table(results):
    lines = [
        f"{'scenario':9}{'conns':>6}{'req/s':>10}{'p50 ms':>9}{'p99 ms':>9}   CPU us/request: "
        + "".join(f"{name:>10}" for name in SHOWN)
    ]
    for result in results:
        cpu = result["cpuMicrosPerRequest"]
        lines.append(
            f"{result['scenario']:9}{result['connections']:6}{result['requestsPerSecond']:10.0f}"
            f"{result['p50Ms']:9.2f}{result['p99Ms']:9.2f}" + " " * 19
            + "".join(f"{cpu[name]:10.1f}" for name in SHOWN)
        )  # fmt: skip
    return "\n".join(lines)
