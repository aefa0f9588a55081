"""Takes one check out of a running service at a time, and wants a test to fail: `home_id = ?` of a statement, or the
access options of a method.

Three places in the usual run. DEPUTIES_FULL_DRILLS=1: every method's access options and every statement of NOTICED.
DEPUTIES_MUTANT tries all whose names match a regular expression; the storage tests take part where they are built. On
2026-11-25, 23 places were tried (10 methods, 13 statements): each was noticed.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import pytest

from e2e.protos import Protos
from e2e.stack import ROOT, SERVICES, Stack, build_dir
from mutation.mutants import access_mutants, mutated, statement_mutants

FULL = os.environ.get("DEPUTIES_FULL_DRILLS") == "1"
# A regular expression over the mutants' names, to try others.
WANTED = os.environ.get("DEPUTIES_MUTANT")
TESTS_OF = {
    "access": ["tests/contract/test_access_matrix.py::test_nobody_is_refused_by_the_service_itself",
               "tests/contract/test_offices.py"],
    "statement": ["tests/contract/test_foreign_objects.py"],
}
# Tried in the usual run.
QUICK = ("board.FindMatter, home_id = ? number 1", "deputies.accounts.v1.VoterService.RevealPhone, access",
         "deputies.board.v1.VoiceService.FollowUp, access")  # fmt: skip
# Statements without whose check a test of the calls or of the storage fails.
NOTICED = ("board.FindMatter", "board.FindMessage", "board.FindSuggestion", "board.ListAllMessages",
           "board.ListPublicMessages", "board.ListTemplates", "board.LockMessage", "board.ListOpenModerationCases",
           "reception.FindBooking", "reception.FindDay", "reception.FindEstimateError", "reception.LockDay")  # fmt: skip


class Overlay:
    """A build folder whose programs are those of the real one, until one of them is exchanged."""

    def __init__(self, real):
        self.real = real
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dh-mutants-", dir="/tmp"))
        (self.folder / "bin").mkdir()
        for program in (real / "bin").iterdir():
            (self.folder / "bin" / program.name).symlink_to(program)
        (self.folder / "deputies.protoset").symlink_to(real / "deputies.protoset")

    def exchange(self, service, program):
        """Puts a program's bytes in the service's place; None: the real one again."""
        path = self.folder / "bin" / service
        path.unlink()
        if program is None:
            path.symlink_to(self.real / "bin" / service)
        else:
            path.write_bytes(program)
            path.chmod(0o755)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture(scope="module")
def overlay():
    folder = Overlay(build_dir())
    yield folder
    folder.remove()


@pytest.fixture(scope="module")
def system(overlay):
    own = Stack(build=overlay.folder)
    try:
        own.up()
        yield own
    finally:
        own.down()


def run_tests(system, mutant, *options):
    environment = {**os.environ, "DEPUTIES_TEST_VAR": str(system.var), "DEPUTIES_BUILD_DIR": str(system.build)}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *TESTS_OF[mutant.kind], *options]
    if mutant.kind == "statement":
        command += ["-k", f"deputies.{mutant.service}."]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False)


def all_mutants():
    methods = Protos(build_dir() / "deputies.protoset").methods()
    found = []
    for service in SERVICES:
        program = (build_dir() / "bin" / service).read_bytes()
        found += statement_mutants(service, program) + access_mutants(service, program, methods)
    return found


def chosen():
    mutants = all_mutants()
    if WANTED:
        return [mutant for mutant in mutants if re.search(WANTED, mutant.name)]
    if not FULL:
        quick = [mutant for mutant in mutants if mutant.name in QUICK]
        assert len(quick) == len(QUICK), f"not all of {QUICK} are there"
        return quick
    return [mutant for mutant in mutants if mutant.kind == "access" or mutant.name in
            {f"{name}, home_id = ? number 1" for name in NOTICED}]


def test_the_checks_are_found_in_the_programs():
    kinds = [mutant.kind for mutant in all_mutants()]
    assert kinds.count("statement") > 100 and kinds.count("access") > 100


def test_the_programs_as_they_are_pass(system):
    # All of it in the full run; otherwise enough to see that tests reach this system and pass there.
    for mutant in {mutant.kind: mutant for mutant in all_mutants()}.values():
        some = [] if FULL or mutant.kind == "statement" else ["-k", "SPONSOR"]
        done = run_tests(system, mutant, *some)
        assert done.returncode == 0, done.stdout[-3000:]


def storage_tests_fail(mutant, folder):
    """Whether one of the service's storage tests notices; False where they are not built."""
    if mutant.kind != "statement":
        return False
    for path in sorted((build_dir() / "tests").glob(f"{mutant.service}*_storage_test")):
        program = path.read_bytes()
        same = [one for one in statement_mutants(mutant.service, program) if one.name == mutant.name]
        if not same:
            continue
        changed = folder / path.name
        changed.write_bytes(mutated(program, same[0]))
        changed.chmod(0o755)
        done = subprocess.run([changed, "--gtest_fail_fast"], capture_output=True, timeout=900, check=False)
        if done.returncode != 0:
            return True
    return False


def test_a_missing_check_makes_a_test_fail(system, overlay, tmp_path):
    survivors = []
    for mutant in chosen():
        killer = "storage tests" if storage_tests_fail(mutant, tmp_path) else None
        if killer is None:
            real = (overlay.real / "bin" / mutant.service).read_bytes()
            overlay.exchange(mutant.service, mutated(real, mutant))
            try:
                system.up()
                done = run_tests(system, mutant)
            finally:
                overlay.exchange(mutant.service, None)
            failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
            killer = failed[0] if done.returncode == 1 and failed else None
        print(f"{mutant.name}: {killer or 'NOT NOTICED'}", flush=True)
        if killer is None:
            survivors.append(mutant.name)
    system.up()
    assert not survivors, "no test fails without these checks:\n" + "\n".join(survivors)
