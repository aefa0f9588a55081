"""Processes that outlive the script that starts them, each remembered in var/run/<name>.pid.

A remembered process is known by its pid and by the moment at which it started, so that a number that
the kernel has given to somebody else is never taken for it, let alone killed.
"""

import os
import pathlib
import signal
import subprocess
import time


# How long a running process may take to be ready again after one that it needs was started anew.
_PATIENCE_SECONDS = 8


class ProcessError(Exception):
    pass


class Process:
    """One server. `fingerprint` stands for all that it runs from; another one asks for a restart."""

    def __init__(self, settings, name, command, fingerprint, ready, stop_seconds=15,
                 start_seconds=30):
        self.name = name
        self.command = [str(word) for word in command]
        self.fingerprint = fingerprint
        self.ready = ready  # () -> "" when ready, else what is missing
        self.start_seconds = start_seconds
        self.record = Record(settings, name)
        self.stop_seconds = stop_seconds
        self.log = settings.log / f"{name}.log"

    def is_current(self):
        """Alive, running from what it would be started from now, and ready or soon so."""
        if self.record.fingerprint != self.fingerprint:
            return False
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while self.record.alive() and time.monotonic() < deadline:
            if not self.ready():
                return True
            time.sleep(0.1)
        return False

    def start(self):
        """Returns when the process is ready. On failure it is stopped again."""
        _rotate(self.log)
        log_start = self.log.stat().st_size if self.log.exists() else 0
        with open(self.log, "ab") as log:
            child = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                     start_new_session=True, cwd="/")
        self.record.write(child.pid, self.stop_seconds, self.fingerprint)
        deadline = time.monotonic() + self.start_seconds
        missing = "no answer"
        while time.monotonic() < deadline:
            if child.poll() is not None:
                self.record.forget()
                raise ProcessError(f"{self.name} ended while starting "
                                   f"({_exit_words(child.returncode)}).{self.last_lines(log_start)}")
            missing = self.ready()
            if not missing:
                return
            time.sleep(0.05)
        self.record.stop()
        raise ProcessError(f"{self.name} was not ready after {self.start_seconds} s: {missing}."
                           f"{self.last_lines(log_start)}")

    def last_lines(self, start=0, count=12):
        """Words for a message: what the process logged last, from byte `start` on."""
        with open(self.log, "rb") as log:
            log.seek(start)
            lines = log.read()[-8192:].decode(errors="replace").splitlines()[-count:]
        if not lines:
            return f" It wrote nothing to {self.log}"
        return f" Last lines of {self.log}:\n" + "\n".join(f"    {line}" for line in lines)


class Record:
    """What var/run/<name>.pid remembers: pid, start in clock ticks, boot, seconds to stop, fingerprint."""

    def __init__(self, settings, name):
        self.name = name
        self._file = settings.run / f"{name}.pid"
        self.pid = self.stop_seconds = 0
        self._start_ticks = self._boot = self.fingerprint = ""
        try:
            fields = self._file.read_text(encoding="ascii").split()
            self.pid, self._start_ticks, self._boot = int(fields[0]), fields[1], fields[2]
            self.stop_seconds, self.fingerprint = int(fields[3]), fields[4]
        except (FileNotFoundError, IndexError, ValueError):
            pass  # never started, or the machine went down while the file was written

    @staticmethod
    def all(settings):
        """Every remembered process, the latest start first."""
        files = sorted(settings.run.glob("*.pid"), key=lambda file: file.stat().st_mtime_ns,
                       reverse=True)
        return [Record(settings, file.stem) for file in files]

    def write(self, pid, stop_seconds, fingerprint):
        self.pid, self.stop_seconds, self.fingerprint = pid, stop_seconds, fingerprint
        self._start_ticks, self._boot = _start_ticks(pid), _boot_id()
        temporary = self._file.with_suffix(".new")
        temporary.write_text(f"{pid} {self._start_ticks} {self._boot} {stop_seconds} {fingerprint}\n",
                             encoding="ascii")
        temporary.replace(self._file)

    def forget(self):
        self._file.unlink(missing_ok=True)

    def alive(self):
        return (self.pid > 0 and self._boot == _boot_id() and self._start_ticks != ""
                and self._start_ticks == _start_ticks(self.pid))

    def stop(self):
        """SIGTERM, then SIGKILL. Returns "stopped", "killed", or "" when nothing was running."""
        result = ""
        if self.alive():
            result = "stopped"
            os.kill(self.pid, signal.SIGTERM)
            if not self._wait_end(self.stop_seconds):
                result = "killed"
                os.kill(self.pid, signal.SIGKILL)
                self._wait_end(10)
        self.forget()
        return result

    def _wait_end(self, seconds):
        deadline = time.monotonic() + seconds
        while self.alive():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True


def _start_ticks(pid):
    """When the process started, in clock ticks since boot; "" when it has ended."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
    fields = stat.rsplit(")", 1)[1].split()  # the name before it, in parentheses, may hold anything
    return "" if fields[0] in "ZX" else fields[19]


def _boot_id():
    return pathlib.Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def _exit_words(code):
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name


def _rotate(log, limit_bytes=50_000_000):
    if log.exists() and log.stat().st_size > limit_bytes:
        log.replace(log.with_suffix(".log.1"))
