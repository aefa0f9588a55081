"""deploy/up and deploy/down with the real programs: quick second runs, clear failures, nothing left behind."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile

import pytest

from e2e.stack import ROOT, build_dir, free_port_block

PROCESSES = {"mariadb", "redis", "sandbox", "wechat", "accounts", "board", "duty", "reception", "gateway"}


class Installation:
    def __init__(self):
        self.var = pathlib.Path(tempfile.mkdtemp(prefix="dh-up-", dir="/tmp"))
        self.port = free_port_block(16)
        self.environment = {**os.environ, "DEPUTIES_VAR": str(self.var), "DEPUTIES_PORT": str(self.port),
                            "DEPUTIES_PORT_BASE": str(self.port + 1)}

    def up(self, *options, **environment):
        return self._run("up", "--no-build", "--build-dir", build_dir(), *options, **environment)

    def down(self, *options):
        return self._run("down", *options)

    def pid(self, name):
        return int((self.var / "run" / f"{name}.pid").read_text().split()[0])

    def pids(self):
        return {file.stem: self.pid(file.stem) for file in (self.var / "run").glob("*.pid")}

    def running(self):
        """Processes of this installation, by what their command lines name."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            try:
                command = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
            except OSError:
                continue
            if f"{self.var}/".encode() in command:
                found.append(command.replace(b"\0", b" ").decode())
        return found

    def _run(self, script, *arguments, **environment):
        return subprocess.run([ROOT / "deploy" / script, *arguments], env={**self.environment, **environment},
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=180, check=False)


@pytest.fixture(name="installation")
def _installation():
    installation = Installation()
    yield installation
    installation.down()
    shutil.rmtree(installation.var, ignore_errors=True)


def test_life_of_an_installation(installation):
    first = installation.up()
    assert first.returncode == 0, first.stdout
    pids = installation.pids()
    assert set(pids) == PROCESSES
    demo = json.loads((installation.var / "demo.json").read_text(encoding="utf-8"))
    assert demo["gateway"] == f"http://127.0.0.1:{installation.port}"
    assert {"voter", "deputy", "township_admin", "county_admin"} <= set(demo["logins"])
    secrets = {file: file.read_text() for file in (installation.var / "secrets").iterdir()}
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in secrets)

    second = installation.up()
    assert second.returncode == 0 and "nothing to do" in second.stdout, second.stdout
    assert installation.pids() == pids
    assert all(file.read_text() == text for file, text in secrets.items())
    assert json.loads((installation.var / "demo.json").read_text(encoding="utf-8")) == demo

    os.kill(pids["board"], signal.SIGKILL)
    third = installation.up()
    assert third.returncode == 0, third.stdout
    changed = {name for name, pid in installation.pids().items() if pid != pids[name]}
    assert changed == {"board"}, third.stdout

    down = installation.down()
    assert down.returncode == 0 and "killed" not in down.stdout, down.stdout
    assert not installation.running()
    assert installation.down("--wipe", "--yes").returncode == 0 and not installation.var.exists()


def test_the_tour_of_the_readme_works_as_printed(installation):
    assert installation.up().returncode == 0
    tour = (ROOT / "README.md").read_text(encoding="utf-8").split("## A tour")[1].split("```sh\n")[1].split("```")[0]
    here = tour.replace("var/demo.json", str(installation.var / "demo.json")).replace(
        "127.0.0.1:8080", f"127.0.0.1:{installation.port}")
    done = subprocess.run(["sh", "-eu", "-c", here], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=60, check=False)
    assert done.returncode == 0, done.stdout
    answered, rated = (json.loads(line) for line in done.stdout.splitlines())
    assert answered["state"] == "ANSWERED" and answered["answers"][0]["body"], answered
    assert rated["messageId"] == answered["messageId"] and rated["rating"]["score"] == 5, rated


def test_a_busy_port_is_named_with_its_holder(installation):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", installation.port + 2))
        holder.listen()
        done = installation.up()
    assert done.returncode != 0
    assert f"port {installation.port + 2}" in done.stdout and f"pid {os.getpid()} " in done.stdout, done.stdout
    assert not installation.running()


def test_a_child_that_dies_is_shown_and_the_rest_is_stopped(installation):
    (installation.var / ".deputies").touch()
    (installation.var / "secrets").mkdir(mode=0o700)
    (installation.var / "secrets" / "field_keys").write_text("not a key\n")
    done = installation.up()
    assert done.returncode != 0
    assert "Last lines of" in done.stdout, done.stdout
    assert not installation.running()


def test_a_recycled_pid_is_left_alone(installation):
    (installation.var / ".deputies").touch()
    (installation.var / "run").mkdir()
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        boot = pathlib.Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        (installation.var / "run" / "board.pid").write_text(f"{stranger.pid} 1 {boot} 15 x\n")
        assert installation.down().returncode == 0
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_wipe_wants_a_confirmation(installation):
    (installation.var / ".deputies").touch()
    (installation.var / "run").mkdir()
    assert installation.down("--wipe").returncode != 0
    assert installation.var.exists()
    assert installation.down("--wipe", "--yes").returncode == 0
    assert not installation.var.exists()


def test_a_service_s_database_user_changes_no_tables(installation):
    done = installation.up("--no-demo")
    assert done.returncode == 0, done.stdout
    password = (installation.var / "secrets" / "db_board_password").read_text().strip()
    for statement in ("CREATE TABLE board.x (id INT)", "SELECT * FROM accounts.homes",
                      "DROP TABLE board.messages"):
        answer = subprocess.run(
            ["mariadb", "--no-defaults", f"--socket={installation.var}/run/mysql.sock", "--user=board",
             "-e", statement], env={"PATH": "/usr/bin:/bin", "MYSQL_PWD": password},
            capture_output=True, text=True, check=False)
        assert answer.returncode != 0 and "denied" in answer.stderr, answer.stderr
