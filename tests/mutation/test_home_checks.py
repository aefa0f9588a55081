"""Does a test fail when a statement forgets its home? Each statement's `home_id = ?` is made true for every home, one
statement at a time, in a copy of the storage test program; the program must then fail.

The check is changed in the compiled text: `home_id<>-?` has the same length and the same parameter and holds for every
home, so nothing is built anew. By default one statement; all of them with DEPUTIES_FULL_DRILLS=1.
"""

import os
import re
import stat
import subprocess

import pytest

from e2e.stack import build_dir

FULL = os.environ.get("DEPUTIES_FULL_DRILLS") == "1"
CHECK, NO_CHECK = b"home_id = ?", b"home_id<>-?"
_STATEMENT = re.compile(rb"/\* (\w+\.\w+) \*/ [^\0]*")

PROGRAM = "accounts_storage_test"
# Run by default: a quick one, with the tests that must see it.
SAMPLE = {"accounts.LockMandate": "MandatesTest.*"}
# Statements whose check no test can miss, and why.
EXCUSED = {}


def statements():
    """{name: [(position, text)]} of the statements in the program that check the home."""
    path = build_dir() / "tests" / PROGRAM
    if not path.exists():
        pytest.skip(f"{PROGRAM} is not built here")
    found = {}
    for match in _STATEMENT.finditer(path.read_bytes()):
        if CHECK in match[0]:
            found.setdefault(match[1].decode(), []).append((match.start(), match[0]))
    return found


def passes(program, tests):
    done = subprocess.run([program, f"--gtest_filter={tests}", "--gtest_fail_fast"], capture_output=True,
                          timeout=900, check=False)  # fmt: skip
    return done.returncode == 0


def test_a_statement_without_its_home_is_noticed(tmp_path):
    found = statements()
    assert len(found) >= 20, "places to try"
    unknown = sorted(set(EXCUSED) - set(found))
    assert not unknown, f"excused but gone: {unknown}"
    original = (build_dir() / "tests" / PROGRAM).read_bytes()
    survivors = []
    for name in sorted(set(found) - set(EXCUSED)) if FULL else SAMPLE:
        changed = bytearray(original)
        for position, text in found[name]:
            changed[position:position + len(text)] = text.replace(CHECK, NO_CHECK)
        program = tmp_path / PROGRAM
        program.write_bytes(changed)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        noticed = not passes(program, "*" if FULL else SAMPLE[name])
        print(f"{name}: {'noticed' if noticed else 'NOT NOTICED'}", flush=True)
        if not noticed:
            survivors.append(name)
    assert not survivors, f"no test fails when these forget their home: {survivors}"
