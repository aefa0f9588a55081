"""deploy/test, after its packages are there: every build and every test runner, and one line of counts."""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree

import clients
from build import BuildError, build
from settings import ROOT
from stack import ALL_IN_ONE, PROGRAMS

_BUILDS = ROOT / "build"
_REPORTS = _BUILDS / "test-reports"
_CORES = os.cpu_count() or 2


class Counts:
    def __init__(self, passed=0, failed=0, skipped=0):
        self.passed, self.failed, self.skipped = passed, failed, skipped

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main(arguments):
    options = _parse(arguments)
    shutil.rmtree(_REPORTS, ignore_errors=True)
    _REPORTS.mkdir(parents=True)
    total = Counts()
    durations = []
    for name, run in _steps(options):
        print(f"\n== {name}", flush=True)
        start = time.monotonic()
        try:
            counts = run()
        except BuildError as error:
            print(error)
            counts = Counts(failed=1)
        seconds = time.monotonic() - start
        total.add(counts)
        durations.append((name, seconds, counts))
        print(f"== {name}: {counts}, {seconds:.0f} s", flush=True)
    print("\nstep        seconds  result")
    for name, seconds, counts in durations:
        print(f"{name:12}{seconds:7.0f}  {counts}")
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped", flush=True)
    return 1 if total.failed or not total.passed else 0


def _parse(arguments):
    parser = argparse.ArgumentParser(
        prog="deploy/test", description="Builds everything and runs every test.",
        epilog="Reports lie in build/test-reports. The last line counts every test of every runner.")
    parser.add_argument("--quick", action="store_true",
                        help="unit and storage tests in the release build instead of the sanitizers'")
    parser.add_argument("--full", action="store_true",
                        help="the fault drills at release length (hours), every test in every build")
    parser.add_argument("--tidy", action="store_true", help="clang-tidy over all own code, too (slow)")
    parser.add_argument("--only", metavar="STEP", choices=list(_ALL_STEPS),
                        help="one step: " + ", ".join(_ALL_STEPS))
    return parser.parse_args(arguments)


def _steps(options):
    if options.only:
        return [(options.only, lambda: _ALL_STEPS[options.only](options))]
    names = ["lint", "build", "integration", "clients", "python", "browser"]
    if options.quick or options.full:
        names += ["unit", "storage"]
    if not options.quick:
        names += ["asan", "fuzz"]
    if options.full:
        names.append("tsan")
    if options.tidy:
        names.append("tidy")
    return [(name, lambda name=name: _ALL_STEPS[name](options)) for name in names]


def _lint(_options):
    return _pytest("lint", ["tests/lint"])


def _build_release(_options):
    build("release", _BUILDS / "release",
          [*PROGRAMS, ALL_IN_ONE, "deputiesctl", "deputies_protoset", "tests_integration"])
    return Counts()


def _clients(_options):
    """Builds the web clients and runs their unit tests."""
    counts = Counts()
    for client in clients.CLIENTS:
        clients.build(client)
        clients.install(client)
        report = _REPORTS / f"{client.name}.xml"
        done = subprocess.run(["npx", "vitest", "run", "--reporter=default", "--reporter=junit", f"--outputFile.junit={report}"],
                              cwd=client.root, stdin=subprocess.DEVNULL, check=False)
        counts.add(_gtest_counts(report, done.returncode == 0))
    return counts


def _python(options):
    """The real processes from outside: deploy, HTTP, access matrix, fault drills."""
    environment = {"DEPUTIES_BUILD_DIR": str(_BUILDS / "release")}
    if options.full:
        environment["DEPUTIES_FULL_DRILLS"] = "1"
    names = ["integration", "e2e", "contract", "faults", "load", "mutation"]
    folders = [f"tests/{name}" for name in names
               if any((ROOT / "tests" / name).glob("test_*.py"))]
    return _pytest("python", folders, environment)


def _fuzz(options):
    """Strangers' bytes, a minute a target, with clang's libFuzzer."""
    return _pytest("fuzz", ["tests/fuzz"], {"DEPUTIES_FULL_DRILLS": "1"} if options.full else None)


def _browser(_options):
    """The web clients' stories in Chromium, on the real system."""
    return _pytest("browser", ["tests/browser"], {"DEPUTIES_BUILD_DIR": str(_BUILDS / "release")})


def _gtests(preset, *labels):
    """Builds the GoogleTest programs of some labels and runs them."""
    def run(_options):
        build(preset, _BUILDS / preset, [f"tests_{label}" for label in labels])
        return _ctest(preset, "|".join(labels))
    return run


def _tidy(_options):
    done = subprocess.run(["run-clang-tidy", "-quiet", "-p", _BUILDS / "release",
                           f"{ROOT}/(services|gateway|deploy)/.*[.]cc$"], cwd=ROOT, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False)
    findings = [line for line in done.stdout.splitlines() if ": warning: " in line or ": error: " in line]
    print("\n".join(sorted(set(findings))))
    return Counts(failed=1) if findings or done.returncode else Counts(passed=1)


_ALL_STEPS = {
    "lint": _lint,
    "build": _build_release,
    "unit": _gtests("release", "unit"),
    "storage": _gtests("release", "storage"),
    "integration": _gtests("release", "integration"),
    "clients": _clients,
    "python": _python,
    "browser": _browser,
    "asan": _gtests("asan", "unit", "storage"),
    "tsan": _gtests("tsan", "unit", "storage"),
    "fuzz": _fuzz,
    "tidy": _tidy,
}


def _ctest(preset, labels):
    """Runs GoogleTest programs of a build by label; counts their single tests."""
    folder = _REPORTS / preset
    folder.mkdir(exist_ok=True)
    junit = folder / f"ctest-{labels.replace('|', '-')}.xml"
    command = ["ctest", "--test-dir", str(_BUILDS / preset), "-L", f"^({labels})$", "-j", str(_CORES),
               "--output-on-failure", "--output-junit", str(junit)]
    subprocess.run([*_fixed_addresses(preset), *command], stdin=subprocess.DEVNULL, check=False,
                   env={**os.environ, "GTEST_OUTPUT": f"xml:{folder}/"})
    if not junit.exists():
        return Counts(failed=1)
    counts = Counts()
    for case in ElementTree.parse(junit).getroot().iter("testcase"):
        counts.add(_gtest_counts(folder / f"{case.get('name')}.xml", case.get("status") == "run"))
    return counts


def _gtest_counts(report, succeeded):
    """Of GoogleTest and vitest alike."""
    try:
        counts = _junit_counts(report)
    except (OSError, ElementTree.ParseError):  # not GoogleTest, or it died before the end
        counts = Counts(passed=1) if succeeded else Counts()
    if not succeeded and not counts.failed:  # a crash, a time-out or a sanitizer's report
        counts.failed = 1
    return counts


def _fixed_addresses(preset):
    """GCC 12's ThreadSanitizer does not start under some kernels' address randomisation."""
    if preset != "tsan":
        return []
    prefix = ["setarch", platform.machine(), "--addr-no-randomize"]
    works = subprocess.run([*prefix, "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return prefix if works.returncode == 0 else []


def _pytest(name, folders, environment=None):
    if not folders:
        return Counts()
    report = _REPORTS / f"{name}.xml"
    done = subprocess.run(["/usr/bin/python3", "-m", "pytest", "-rs", f"--junit-xml={report}", *folders],
                          cwd=ROOT, stdin=subprocess.DEVNULL, check=False,
                          env={**os.environ, **(environment or {})})
    try:
        counts = _junit_counts(report)
    except (OSError, ElementTree.ParseError):
        counts = Counts()
    if done.returncode != 0 and not counts.failed:
        counts.failed = 1
    return counts


def _junit_counts(report):
    counts = Counts()
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        number = {key: int(suite.get(key) or 0)
                  for key in ("tests", "failures", "errors", "skipped", "disabled")}
        failed = number["failures"] + number["errors"]
        skipped = number["skipped"] + number["disabled"]
        counts.add(Counts(number["tests"] - failed - skipped, failed, skipped))
    return counts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
