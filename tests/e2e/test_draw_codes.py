"""The codes of 1,000 deputies by one command, within WeChat's limit, killed and taken up again."""

import csv
import pathlib
import re
import signal
import subprocess

import pytest

from e2e.sandbox import Sandbox
from e2e.stack import wait_until

DEPUTIES = 1000
# WeChat's 5,000 a minute, watched over windows of 3 s.
LIMIT, WINDOW = 250, 3
A_MINUTE = 4500
DRAW = "/wxa/getwxacodeunlimit"


@pytest.fixture(scope="module")
def homes(stack, world):
    """Two new homes with 500 deputies each."""
    codes = ["codes-home-1", "codes-home-2"]
    ids = world.make_homes(*((code, f"印码之家{code[-1]}", world.township["code"]) for code in codes))
    method = stack.methods["deputies.accounts.v1.DeputyService.ImportDeputies"]
    for begin in range(0, DEPUTIES, 100):
        deputies = [stack.protos.message("deputies.accounts.v1.ImportedDeputy", code=f"codes-{one}", name=f"代表{one}",
                                         level=1, term=18, home_codes=[codes[one % 2]])
                    for one in range(begin, begin + 100)]  # fmt: skip
        for deputy in deputies:
            deputy.term_start_time.FromJsonString("2021-06-01T00:00:00Z")
        stack.internal.call(method, method.request_type(deputies=deputies), timeout=60)
    return ids


@pytest.fixture
def sandbox(stack):
    box = Sandbox(stack)
    box.call("POST", "limits", {"codesAMinute": LIMIT, "minuteSeconds": WINDOW})
    yield box
    box.call("POST", "limits", {"codesAMinute": 5000})


def codes_of(stack, homes):
    return int(stack.sql_value("accounts", f"SELECT COUNT(*) FROM codes WHERE kind = 2 AND home_id IN ({','.join(homes)})"))


def test_the_codes_of_1000_deputies(stack, sandbox, homes, tmp_path):
    folder = tmp_path / "codes"
    before = sandbox.calls(DRAW)

    def command(home, pace=A_MINUTE):
        return stack.ctl("draw-codes", str(folder), f"--home={home}", f"--a-minute={pace}")

    # Killed half-way through the first home.
    with open(tmp_path / "progress", "wb") as progress:
        killed = subprocess.Popen(command(homes[0]), stdout=subprocess.DEVNULL, stderr=progress)
        wait_until(lambda: len(list(folder.rglob("*.png"))) >= 200, 60, "the first 200 codes")
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    assert 200 <= codes_of(stack, homes) < 500
    # Killed between a picture and its row, and within a row: both are made good.
    rows = (folder / "codes.csv").read_bytes()
    (folder / "codes.csv").write_bytes(rows[:-7])

    for home in homes:
        done = subprocess.run(command(home), capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done
        steps = [int(step) for step in re.findall(r"^ *(\d+) %", done.stderr, re.MULTILINE)]
        assert steps[-1] == 100 and len(steps) >= 10 and steps == sorted(steps), done.stderr
    assert "500 deputies: 500 codes written, 0 there already" in done.stdout

    with open(folder / "codes.csv", encoding="utf-8", newline="") as source:
        listed = list(csv.DictReader(source))
    assert len(listed) == DEPUTIES == len({row["deputy_id"] for row in listed}) == len({row["scene"] for row in listed})
    for row in listed:
        picture = (folder / row["file"]).read_bytes()
        assert picture.startswith(b"\x89PNG") and picture.rstrip(b"\0").endswith(b"IEND\xaeB`\x82")
    assert not list(folder.rglob("*.part"))
    assert codes_of(stack, homes) == DEPUTIES, "no deputy has two codes"
    # At most the one that was on its way when the program was killed has been drawn twice: none was.
    assert sandbox.calls(DRAW) - before == DEPUTIES
    counted = sandbox.call("GET", "stats")
    assert counted["refusedCodes"] == 0 and max(counted["codes"]) <= LIMIT, counted

    again = subprocess.run(command(homes[1]), capture_output=True, text=True, timeout=60, check=False)
    assert "0 codes written, 500 there already" in again.stdout, again
    # Another folder: the pictures are kept, WeChat is not asked.
    folder = tmp_path / "second"
    elsewhere = subprocess.run(command(homes[0], 1), capture_output=True, text=True, timeout=120, check=False)
    assert "500 codes written" in elsewhere.stdout, elsewhere
    assert sandbox.calls(DRAW) - before == DEPUTIES


def test_a_minute_that_is_used_up_is_waited_out(stack, world, sandbox, tmp_path):
    sandbox.call("POST", "limits", {"codesAMinute": 1, "minuteSeconds": 4})
    done = subprocess.run(stack.ctl("draw-codes", str(tmp_path), f"--home={world.home_id}", "--a-minute=5000"),
                          capture_output=True, text=True, timeout=120, check=False)  # fmt: skip
    assert done.returncode == 0 and "WeChat draws no more this minute; waiting" in done.stderr, done
    assert sandbox.call("GET", "stats")["refusedCodes"] >= 1
    assert len(list(pathlib.Path(tmp_path).rglob("*.png"))) >= 2
