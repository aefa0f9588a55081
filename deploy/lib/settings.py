"""Where a running installation keeps its things, and on which ports it listens.

DEPUTIES_VAR and DEPUTIES_PORT move a whole installation, so that several run side by side. The other ports
lie in a row from DEPUTIES_PORT_BASE, which follows DEPUTIES_PORT.
"""

import hashlib
import os
import pathlib
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Longest path of a unix socket (sun_path), less the name of the longest one.
_LONGEST_RUN_PATH = 107 - len("/redis-server.sock.lock")


class SettingsError(Exception):
    pass


class Settings:
    def __init__(self, environment=os.environ, build_dir=None):
        self.var = _path(environment.get("DEPUTIES_VAR") or ROOT / "var")
        self.build_dir = _path(build_dir or environment.get("DEPUTIES_BUILD_DIR")
                               or ROOT / "build" / "release")
        port = _port(environment, "DEPUTIES_PORT", 8080)
        self.listen_address = environment.get("DEPUTIES_LISTEN", "0.0.0.0")
        self.rate_limit_scale = _number(environment, "DEPUTIES_RATE_LIMIT_SCALE", 100, 1, 1_000_000)
        self.all_in_one = environment.get("DEPUTIES_ALL_IN_ONE") == "1"
        # Shanghai hours of the night in which nobody is sent notices; two equal ones for no night.
        self.quiet_hours = _hours(environment, "DEPUTIES_QUIET_HOURS", "21-7")
        self.reply_cache_ms = _number(environment, "DEPUTIES_REPLY_CACHE_MS", 1000, 0, 5000)
        base = _port(environment, "DEPUTIES_PORT_BASE", port + 1000, room=10)
        self.ports = {
            "gateway": port,
            # These listen on the loopback address alone.
            "gateway_admin": base,
            "accounts_metrics": base + 1,
            "board_metrics": base + 2,
            "wechat_metrics": base + 3,
            "reception_metrics": base + 4,
            "duty_metrics": base + 5,
            "sandbox": base + 10,
        }
        if port in list(self.ports.values())[1:]:
            raise SettingsError(f"DEPUTIES_PORT={port} lies among the ports from DEPUTIES_PORT_BASE={base}")
        self.secrets = self.var / "secrets"
        self.config = self.var / "config"
        self.log = self.var / "log"
        self.audit = self.var / "audit"
        self.run = self._run_dir()

    def program(self, name):
        return self.build_dir / "bin" / name

    def socket(self, name):
        return self.run / f"{name}.sock"

    @property
    def gateway_url(self):
        return f"http://127.0.0.1:{self.ports['gateway']}"

    def make_folders(self):
        """Private to the user: sockets, keys and rows of people lie below."""
        self.var.mkdir(parents=True, exist_ok=True)
        (self.var / ".deputies").touch()
        for folder in (self.secrets, self.config, self.log, self.audit, self.run):
            folder.mkdir(mode=0o700, exist_ok=True)
        link = self.var / "run"
        if self.run != link:
            if self.run.is_symlink() or self.run.stat().st_uid != os.getuid():
                raise SettingsError(f"{self.run} belongs to somebody else; set a shorter DEPUTIES_VAR")
            if not link.is_symlink():
                link.symlink_to(self.run)

    def is_ours(self):
        """Whether `var` was made by deploy/up, and may be wiped."""
        return (self.var / ".deputies").is_file()

    def _run_dir(self):
        """var/run, or a folder in /tmp that var/run leads to when the path is too long for sockets."""
        inside = self.var / "run"
        if len(os.fsencode(inside)) <= _LONGEST_RUN_PATH:
            return inside
        name = hashlib.sha256(os.fsencode(self.var)).hexdigest()[:16]
        return pathlib.Path(tempfile.gettempdir()) / f"deputies-{os.getuid()}-{name}"


def _number(environment, variable, default, lowest, highest):
    text = environment.get(variable) or str(default)
    if not text.isdigit() or not lowest <= int(text) <= highest:
        raise SettingsError(f"{variable}={text}: a number from {lowest} to {highest} is needed")
    return int(text)


def _hours(environment, variable, default):
    text = environment.get(variable) or default
    begin, _, end = text.partition("-")
    if not (begin.isdigit() and end.isdigit() and 0 < int(begin) < 24 and 0 < int(end) < 24):
        raise SettingsError(f"{variable}={text}: two hours from 1 to 23 are needed, such as 21-7")
    return int(begin), int(end)


def _path(value):
    return pathlib.Path(os.path.abspath(value))


def _port(environment, variable, default, room=0):
    text = environment.get(variable) or str(default)
    highest = 65535 - room
    if not text.isdigit() or not 1 <= int(text) <= highest:
        raise SettingsError(f"{variable}={text}: a number from 1 to {highest} is needed")
    return int(text)
