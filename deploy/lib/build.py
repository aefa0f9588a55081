"""Configures and builds with CMake and Ninja, showing one line of progress."""

import os
import re
import subprocess
import sys
import time

from settings import ROOT


class BuildError(Exception):
    pass


_ENVIRONMENT = {**os.environ, "CCACHE_BASEDIR": str(ROOT), "CCACHE_NOHASHDIR": "true",
                "NINJA_STATUS": "[%f/%t] "}
_STEP = re.compile(r"\[(\d+)/(\d+)\] ")


def build(preset, build_dir, targets, lowest_priority=False):
    """Builds `targets` of a preset in `build_dir`. Raises BuildError with the compiler's words."""
    if not (build_dir / "build.ninja").exists():
        print(f"configuring {build_dir}", flush=True)
        done = subprocess.run(["cmake", "--preset", preset, "-B", build_dir], cwd=ROOT,
                              env=_ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode != 0:
            (build_dir / "build.ninja").unlink(missing_ok=True)
            raise BuildError(f"cmake failed:\n{done.stdout[-6000:]}")
    nice = ["nice", "-n", "10"] if lowest_priority else []
    ninja = subprocess.Popen([*nice, "ninja", "-C", build_dir, *targets], env=_ENVIRONMENT,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True, errors="replace")
    output = []
    progress = _Progress(build_dir.name)
    for line in ninja.stdout:
        step = _STEP.match(line)
        if step:
            progress.show(int(step[1]), int(step[2]))
        output.append(line)
    progress.end()
    if ninja.wait() != 0:
        first = next((i for i, line in enumerate(output) if line.startswith("FAILED:")),
                     max(0, len(output) - 40))
        raise BuildError("the build failed:\n" + "".join(output[first:])[:12000])


class _Progress:
    """A line that is drawn over on a terminal, else a line every twenty seconds."""

    _SECONDS_BETWEEN_LINES = 20

    def __init__(self, name):
        self._name = name
        self._terminal = sys.stdout.isatty()
        self._start = self._last = time.monotonic()
        self._done = 0

    def show(self, done, total):
        now = time.monotonic()
        self._done = done
        words = f"building {self._name}: {done}/{total}, {now - self._start:.0f} s"
        if self._terminal:
            print(f"\r{words} ", end="", flush=True)
        elif now - self._last >= self._SECONDS_BETWEEN_LINES:
            self._last = now
            print(words, flush=True)

    def end(self):
        if self._done:
            start = "\r" if self._terminal else ""
            print(f"{start}built {self._name}: {self._done} steps, "
                  f"{time.monotonic() - self._start:.0f} s", flush=True)
