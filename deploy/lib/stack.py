"""Every process of an installation: what it runs, from which files, and when it is ready."""

import getpass
import hashlib
import os
import string
import subprocess

import readiness
import secret_files
from processes import Process, ProcessError, Record
from settings import ROOT

PROGRAMS = ("accounts", "board", "duty", "reception", "wechat", "gateway")
# Stands for all of them (DEPUTIES_ALL_IN_ONE=1).
ALL_IN_ONE = "all_in_one"
WECHAT_APP_ID = "wx0123456789abcdef"
_SANDBOX = ROOT / "tests" / "wechat_sandbox"
_TEMPLATES = ROOT / "deploy" / "config"


class Stack:
    def __init__(self, settings):
        self.settings = settings
        self._values = self._template_values()

    def render_config(self):
        """var/config from deploy/config. Only what changed is written."""
        for template in sorted(_TEMPLATES.iterdir()):
            render(template, self.settings.config / template.name, self._values)

    def prepare_database(self):
        """An empty data folder, whole or not at all. True when it was made now."""
        target = self.settings.var / "mysql"
        if target.exists():
            return False
        half = self.settings.var / "mysql.new"
        subprocess.run(["rm", "-rf", half], check=True)
        half.mkdir(mode=0o700)
        done = subprocess.run(
            ["mariadb-install-db", "--no-defaults", f"--datadir={half}", f"--user={getpass.getuser()}",
             "--auth-root-authentication-method=socket", "--force",
             f"--auth-root-socket-user={getpass.getuser()}", "--skip-test-db"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            check=False)
        if done.returncode != 0:
            raise ProcessError(f"mariadb-install-db failed:\n{done.stdout}")
        half.rename(target)
        return True

    def servers(self):
        """MariaDB and Redis: what migrations need."""
        settings = self.settings
        config = settings.config
        migrator = secret_files.read(settings.secrets, "db_migrator_password")
        return [
            self._process(
                "mariadb", ["/usr/sbin/mariadbd", f"--defaults-file={config / 'mariadb.cnf'}"],
                [config / "mariadb.cnf", config / "mariadb-users.sql", "/usr/sbin/mariadbd"],
                lambda: readiness.mariadb(settings.run / "mysql.sock", "migrator", migrator),
                stop_seconds=60, start_seconds=90),
            self._process(
                "redis", ["/usr/bin/redis-server", config / "redis.conf"],
                [config / "redis.conf", "/usr/bin/redis-server"],
                lambda: readiness.redis(settings.run / "redis.sock")),
        ]

    def services(self):
        """The rest, in the order of their needs."""
        settings = self.settings
        ports = settings.ports
        sandbox = [
            "/usr/bin/python3", _SANDBOX / "sandbox.py", "--port", ports["sandbox"],
            "--app-id", WECHAT_APP_ID,
            "--app-secret-file", settings.secrets / "wechat_app_secret",
            "--push-url", f"http://127.0.0.1:{ports['gateway']}/wechat/push",
            "--push-token-file", settings.secrets / "wechat_push_token",
            "--push-aes-key-file", settings.secrets / "wechat_push_aes_key",
        ]
        processes = [
            self._process("sandbox", sandbox, sorted(_SANDBOX.rglob("*.py")),
                          lambda: readiness.tcp(ports["sandbox"]), stop_seconds=5),
        ]
        def gateway_ready():
            return readiness.http_ok(f"http://127.0.0.1:{ports['gateway_admin']}/readyz")

        protoset = settings.build_dir / "deputies.protoset"
        if settings.all_in_one:
            program = settings.program(ALL_IN_ONE)
            files = [program, *(settings.config / f"{name}.textproto" for name in PROGRAMS), protoset]
            processes.append(self._process(ALL_IN_ONE, [program, f"--config={settings.config}"], files, gateway_ready))
            return processes
        for name in ("wechat", "accounts", "duty", "board", "reception"):
            processes.append(self._program(
                name, lambda name=name: readiness.grpc_service(settings.socket(name))))
        processes.append(self._program("gateway", gateway_ready, protoset))
        return processes

    def others(self):
        """Remembered processes of the other form, apart or all in one, which must end before these begin."""
        other = PROGRAMS if self.settings.all_in_one else (ALL_IN_ONE,)
        return [record for record in self.records() if record.name in other]

    def records(self):
        return Record.all(self.settings)

    def listeners(self):
        """(process, address, port) of everything that listens on TCP."""
        ports = self.settings.ports
        if self.settings.all_in_one:
            return [(ALL_IN_ONE, self.settings.listen_address, ports["gateway"]),
                    (ALL_IN_ONE, "127.0.0.1", ports["gateway_admin"]),
                    ("sandbox", "127.0.0.1", ports["sandbox"])]
        return [
            ("gateway", self.settings.listen_address, ports["gateway"]),
            ("gateway", "127.0.0.1", ports["gateway_admin"]),
            ("accounts", "127.0.0.1", ports["accounts_metrics"]),
            ("board", "127.0.0.1", ports["board_metrics"]),
            ("reception", "127.0.0.1", ports["reception_metrics"]),
            ("wechat", "127.0.0.1", ports["wechat_metrics"]),
            ("duty", "127.0.0.1", ports["duty_metrics"]),
            ("sandbox", "127.0.0.1", ports["sandbox"]),
        ]

    def _program(self, name, ready, *more_files):
        program = self.settings.program(name)
        config = self.settings.config / f"{name}.textproto"
        return self._process(name, [program, f"--config={config}"], [program, config, *more_files],
                             ready)

    def _process(self, name, command, files, ready, **limits):
        return Process(self.settings, name, command, _fingerprint(command, files), ready, **limits)

    def _template_values(self):
        settings = self.settings
        values = {f"{name}_port": port for name, port in settings.ports.items()}
        values.update(
            root=ROOT, var=settings.var, run=settings.run, config=settings.config,
            secrets=settings.secrets, audit=settings.audit, build=settings.build_dir, user=getpass.getuser(),
            listen_address=settings.listen_address, quiet_begin_hour=settings.quiet_hours[0],
            quiet_end_hour=settings.quiet_hours[1], rate_limit_scale=settings.rate_limit_scale,
            reply_cache_ms=settings.reply_cache_ms, wechat_app_id=WECHAT_APP_ID)
        for user in secret_files.DATABASE_USERS:
            name = f"db_{user}_password"
            values[name] = secret_files.read(settings.secrets, name)
        return values


def render(template, target, values):
    """Fills a file's ${...}; a name that is not in `values` is an error of ours."""
    text = string.Template(template.read_text(encoding="utf-8"))
    write_private(target, text.substitute(values))


def write_private(path, text):
    """Readable by the user alone; left alone when it holds the text already."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    temporary = path.with_name(f".{path.name}.new")
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w",
              encoding="utf-8") as file:
        file.write(text)
    temporary.replace(path)


def _fingerprint(command, files):
    """Changes when a file that the process reads at its start changes, or a variable that overrides it."""
    digest = hashlib.sha256()
    for word in command:
        digest.update(f"{word}\0".encode())
    for name, value in sorted(os.environ.items()):
        if name.startswith("DEPUTIES_CONFIG__"):
            digest.update(f"{name}={value}\0".encode())
    for file in files:
        stat = os.stat(file)
        digest.update(f"{file}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
    return digest.hexdigest()
