"""A private, complete system for tests: started, restarted and stopped by deploy/up and deploy/down.

There is one way to start the system, and this is it: nothing here knows how a process is configured. What is
running is read back from the files that deploy/up leaves under its var folder.
"""

import collections
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from google.protobuf import text_format

from e2e.client import Client
from e2e.internal import CallerKey, Internal
from e2e.protos import Protos
from load.processes import cpu_seconds, rss_bytes

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVICES = ("accounts", "board", "duty", "reception", "wechat")
CONFIG_TYPES = {
    "accounts": "deputies.accounts.v1.AccountsConfig",
    "board": "deputies.board.v1.BoardConfig",
    "duty": "deputies.duty.v1.DutyConfig",
    "reception": "deputies.reception.v1.ReceptionConfig",
    "wechat": "deputies.wechat.v1.WechatConfig",
    "gateway": "deputies.gateway.v1.GatewayConfig",
}


def build_dir():
    """DEPUTIES_BUILD_DIR, or the newest build folder that has all programs."""
    chosen = os.environ.get("DEPUTIES_BUILD_DIR")
    if chosen:
        return pathlib.Path(chosen).resolve()
    programs = [*SERVICES, "gateway", "deputiesctl"]
    complete = [
        folder
        for folder in (ROOT / "build").glob("*")
        if all((folder / "bin" / program).exists() for program in programs)
    ]
    if not complete:
        raise RuntimeError("no build folder holds all programs; build first or set DEPUTIES_BUILD_DIR")
    return max(complete, key=lambda folder: (folder / "bin" / "gateway").stat().st_mtime)


def free_port_block(size):
    """First of `size` neighbouring free TCP ports on the loopback."""
    start = 20000 + os.getpid() * 16 % 20000
    for first in range(start, 60000, size):
        sockets = []
        try:
            for port in range(first, first + size):
                sockets.append(socket.socket())
                sockets[-1].bind(("127.0.0.1", port))
            return first
        except OSError:
            continue
        finally:
            for held in sockets:
                held.close()
    raise RuntimeError("no free ports")


class Stack:
    """The system under `var`; a temporary folder of its own unless one is given."""

    def __init__(self, var=None, build=None):
        # A short path: the names of unix sockets end at 107 bytes.
        self.var = pathlib.Path(var) if var else pathlib.Path(tempfile.mkdtemp(prefix="dh-", dir="/tmp"))
        self.build = pathlib.Path(build) if build else build_dir()
        self._own_var = var is None
        self._ports = free_port_block(12)
        self.protos = Protos(self.build / "deputies.protoset")
        self.methods = self.protos.methods()
        self.client = None
        self.internal = None
        self.demo = None

    # ---- start and stop

    def environment(self):
        return {
            **os.environ,
            "DEPUTIES_VAR": str(self.var),
            "DEPUTIES_PORT": str(self._ports),
            "DEPUTIES_PORT_BASE": str(self._ports + 1),
            # Tests call as nobody would; the limits have tests of their own.
            # Tests run at night, too.
            "DEPUTIES_QUIET_HOURS": "1-1",
            "DEPUTIES_RATE_LIMIT_SCALE": os.environ.get("DEPUTIES_RATE_LIMIT_SCALE", "100000"),
        }

    def up(self, timeout=180):
        """Starts what is not running; what runs stays as it is."""
        done = subprocess.run(
            [ROOT / "deploy" / "up", "--no-build", "--build-dir", self.build],
            env=self.environment(), timeout=timeout, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError(f"deploy/up failed ({done.returncode}):\n{done.stdout}\n{self.log_tails()}")
        self.attach()
        self.client.disconnect()  # the gateway may be another process now
        return self

    def attach(self):
        """Reads what runs under `var`: addresses, keys, demo logins."""
        self.demo = json.loads((self.var / "demo.json").read_text(encoding="utf-8"))
        if self.client is None:
            self.client = Client(self.demo["gateway"].rstrip("/"))
        if self.internal is None:
            addresses = {}
            for process in SERVICES:
                own = self.config(process).server.listen_address
                for method in self.methods.values():
                    service = method.path.split("/")[1]
                    if service.startswith(f"deputies.{process}."):
                        addresses[service] = own
            addresses["deputies.events.v1.EventConsumerService"] = self.config("wechat").server.listen_address
            key = CallerKey(self.resolve(self.config("gateway").caller_keys_file))
            self.internal = Internal(self.protos, key, addresses)
        return self

    def down(self):
        """Stops everything and removes a temporary folder; a stack that was only attached to stays."""
        if self.internal is not None:
            self.internal.close()
        if not self._own_var:
            return
        subprocess.run([ROOT / "deploy" / "down"], env=self.environment(), timeout=120, check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        for name in self.processes():
            if self.alive(name):
                os.kill(self.pid(name), signal.SIGKILL)
        keep = os.environ.get("DEPUTIES_KEEP_VAR")
        if keep:
            print(f"kept {self.var}")
        else:
            shutil.rmtree(self.var, ignore_errors=True)

    # ---- processes

    def processes(self):
        return sorted(path.stem for path in (self.var / "run").glob("*.pid"))

    def is_all_in_one(self):
        return self.alive("all_in_one")

    def pid(self, name):
        file = self.var / "run" / f"{name}.pid"
        if not file.exists() and name in CONFIG_TYPES:  # started with DEPUTIES_ALL_IN_ONE=1
            file = self.var / "run" / "all_in_one.pid"
        return int(file.read_text().split()[0])

    def alive(self, name):
        try:
            state = pathlib.Path(f"/proc/{self.pid(name)}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (OSError, ValueError):
            return False
        return state not in "ZX"

    def kill(self, name):
        """kill -9, and waits until the process is gone."""
        os.kill(self.pid(name), signal.SIGKILL)
        wait_until(lambda: not self.alive(name), 10, f"{name} to die")

    def rss_bytes(self, name):
        return rss_bytes(self.pid(name))

    def cpu_seconds(self, name):
        return cpu_seconds(self.pid(name))

    # ---- configuration, database, admin port

    def config(self, process):
        path = self.var / "config" / f"{process}.textproto"
        message = self.protos.message(CONFIG_TYPES[process])
        return text_format.Parse(path.read_text(encoding="utf-8"), message)

    def resolve(self, path):
        path = pathlib.Path(path)
        return path if path.is_absolute() else ROOT / path

    def sql(self, service, statement):
        """Rows of a SELECT in a service's schema, as lists of strings, straight from the server.

        One statement. A deadlock with the running service undid it, so it is given again.
        """
        database = self.config(service).database
        for _ in range(5):
            done = subprocess.run(
                ["mariadb", "--no-defaults", f"--socket={self.resolve(database.socket)}", "--user=root",
                 "--batch", "--skip-column-names", "--default-character-set=utf8mb4", database.schema, "-e", statement],
                check=False, capture_output=True, text=True, timeout=60,
            )  # fmt: skip
            if "ERROR 1213" not in done.stderr:
                break
        done.check_returncode()
        return [line.split("\t") for line in done.stdout.splitlines()]

    def facts(self, service, home_id):
        """How often the service told each kind of fact of the home, by its name in event.proto."""
        rows = self.sql(service, f"SELECT HEX(payload) FROM outbox WHERE home_id={int(home_id)}")
        event = self.protos.message("deputies.events.v1.Event")
        return collections.Counter(event.FromString(bytes.fromhex(row[0])).WhichOneof("fact") for row in rows)

    def sql_value(self, service, statement):
        return self.sql(service, statement)[0][0]

    def admin(self, path):
        """Status of the gateway's own port: /healthz, /readyz, /metrics."""
        url = f"http://{self.config('gateway').admin_address}{path}"
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def ctl(self, *arguments):
        """Command line of deputiesctl for this system."""
        return [str(self.build / "bin" / "deputiesctl"), f"--config={self.var / 'config'}", *arguments]

    # ---- logs

    def log_files(self):
        return sorted(path for path in (self.var / "log").rglob("*") if path.is_file())

    def log_tails(self, lines=15):
        tails = []
        for path in self.log_files():
            text = path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]
            tails.append(f"--- {path.name}\n" + "\n".join(text))
        return "\n".join(tails)


def wait_until(condition, seconds, what):
    """Polls until `condition` answers something true, and returns that."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(0.02)
