"""The peers that the system is measured against: built from Debian and npm, started beside a running system."""

import getpass
import os
import pathlib
import secrets
import shutil
import string
import subprocess
import time
import urllib.request

from load.processes import tree_cpu_seconds, tree_rss_bytes

ROOT = pathlib.Path(__file__).resolve().parents[3]
HERE = pathlib.Path(__file__).resolve().parent
BUILD = ROOT / "build" / "load-peers"
PACKAGES = HERE.parent / "packages.txt"
DATABASE = "peer"

_PROTOS = ("common/v1/options", "common/v1/caller", "board/v1/message")
_GO_PACKAGES = ",".join(
    [f"Mdeputies/{proto}.proto={os.path.dirname('deputies/' + proto)}" for proto in _PROTOS]
    # Where Debian keeps them, which is not where the protos of its protoc say.
    + ["Mgoogle/api/annotations.proto=google.golang.org/genproto/googleapis/api/annotations",
       "Mgoogle/protobuf/descriptor.proto=github.com/golang/protobuf/protoc-gen-go/descriptor",
       "Mgoogle/protobuf/timestamp.proto=github.com/golang/protobuf/ptypes/timestamp"])  # fmt: skip
_GOOGLE_PROTOS = "/usr/share/gocode/src/github.com/gogo/googleapis"


def install_packages():
    script = '. "$0" && install_packages "$1" load'
    subprocess.run(["sh", "-c", script, ROOT / "deploy" / "lib" / "packages.sh", PACKAGES], check=True)


def build():
    """All peers, under build/load-peers; what is built and newer than its sources stays."""
    BUILD.mkdir(parents=True, exist_ok=True)
    _build_node()
    _build_grpc_gateway()


def _is_fresh(made, sources):
    return made.exists() and all(made.stat().st_mtime >= source.stat().st_mtime for source in sources)


def _build_node():
    sources = [path for path in (HERE / "node").iterdir() if path.is_file()]
    folder = BUILD / "node"
    if _is_fresh(folder / "node_modules" / ".package-lock.json", sources):
        return
    folder.mkdir(exist_ok=True)
    for source in sources:
        shutil.copy(source, folder)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, check=True)
    (folder / "node_modules" / ".package-lock.json").touch()


def _build_grpc_gateway():
    program = BUILD / "grpc-gateway"
    protos = [ROOT / "proto" / "deputies" / f"{proto}.proto" for proto in _PROTOS]
    if _is_fresh(program, [HERE / "grpc_gateway" / "main.go", *protos]):
        return
    go_path = BUILD / "go"
    source = go_path / "src"
    source.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": f"{go_path}:/usr/share/gocode",
                   "GOCACHE": str(BUILD / "go-cache"), "GOFLAGS": ""}  # fmt: skip
    plugin = BUILD / "protoc-gen-grpc-gateway"
    subprocess.run(["go", "build", "-o", plugin, "github.com/grpc-ecosystem/grpc-gateway/protoc-gen-grpc-gateway"],
                   env=environment, check=True)  # fmt: skip
    protoc = ["protoc", f"-I{ROOT / 'proto'}", f"-I{_GOOGLE_PROTOS}"]
    for proto in protos:
        subprocess.run([*protoc, f"--go_out=plugins=grpc,{_GO_PACKAGES}:{source}", proto], check=True)
    subprocess.run([*protoc, f"--plugin=protoc-gen-grpc-gateway={plugin}",
                    f"--grpc-gateway_out={_GO_PACKAGES}:{source}", protos[-1]], check=True)  # fmt: skip
    (source / "peer").mkdir(exist_ok=True)
    shutil.copy(HERE / "grpc_gateway" / "main.go", source / "peer")
    subprocess.run(["go", "build", "-o", program, "peer"], env=environment, check=True)


class Peer:
    """A running peer at `url`. Ends with `stop`."""

    def __init__(self, name, port, command, environment=None, cwd=None, ready_path="/"):
        self.name = name
        self.url = f"http://127.0.0.1:{port}"
        self._process = subprocess.Popen(
            command, env={**os.environ, **(environment or {})}, cwd=cwd, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while True:
            try:
                with urllib.request.urlopen(self.url + ready_path, timeout=5) as answer:
                    self.first_answer = answer.read()
                    return
            except OSError as error:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    self.stop()
                    raise RuntimeError(f"{name} does not answer {ready_path}: {error}") from error
                time.sleep(0.1)

    def cpu_seconds(self):
        return tree_cpu_seconds(self._process.pid)

    def rss_bytes(self):
        return tree_rss_bytes(self._process.pid)

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _filled(template, **values):
    return string.Template(template.read_text(encoding="utf-8")).substitute(values)


def start_grpc_gateway(stack, port, person_id, home_id):
    return Peer("grpc-gateway", port, [
        BUILD / "grpc-gateway", f"-board={stack.resolve(stack.config('board').server.listen_address[5:])}",
        f"-keys={stack.resolve(stack.config('gateway').caller_keys_file)}", f"-listen=127.0.0.1:{port}",
        f"-person={person_id}"], ready_path=f"/v1/homes/{home_id}/messages?pageSize=20")  # fmt: skip


class NodePeers:
    """The database of the Node peers, in the system's own server: same durability, same rows."""

    def __init__(self, stack, home_id):
        self._stack = stack
        self._home_id = home_id
        self._password = secrets.token_hex(16)
        self._sql = ["mariadb", "--no-defaults", f"--socket={self.socket}", "--user=root"]
        self.run(f"CREATE OR REPLACE DATABASE {DATABASE} CHARACTER SET utf8mb4; "
                 f"CREATE OR REPLACE USER '{DATABASE}'@'localhost' IDENTIFIED BY '{self._password}'; "
                 f"GRANT ALL ON {DATABASE}.* TO '{DATABASE}'@'localhost'")  # fmt: skip
        self.copy_messages()

    @property
    def socket(self):
        return self._stack.resolve(self._stack.config("board").database.socket)

    @property
    def password(self):
        return self._password

    def run(self, sql, database="mysql"):
        subprocess.run([*self._sql, database], input=sql, text=True, check=True, timeout=600)

    def copy_messages(self):
        """The home's public messages as they are now."""
        self.run(_filled(HERE / "node" / "peer_messages.sql", home_id=int(self._home_id)), DATABASE)

    def start(self, name, port):
        environment = {"PEER_SOCKET": str(self.socket), "PEER_USER": DATABASE, "PEER_PASSWORD": self._password,
                       "PEER_DATABASE": DATABASE, "PEER_PORT": str(port), "NODE_ENV": "production"}  # fmt: skip
        return Peer(name, port, ["node", f"{name}.js"], environment, cwd=BUILD / "node",
                    ready_path=f"/v1/homes/{self._home_id}/messages?pageSize=20")  # fmt: skip


def start_nginx(folder, port, page):
    """nginx with `page` (bytes) at /page."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page").write_bytes(page)
    configuration = folder / "nginx.conf"
    configuration.write_text(_filled(HERE / "nginx" / "nginx.conf", user=getpass.getuser(), folder=folder, port=port), encoding="utf-8")
    return Peer("nginx", port, ["nginx", "-c", configuration], ready_path="/page")


def sysbench_inserts(peers, seconds, threads):
    """Commits per second of single-row inserts at the server's durability."""
    options = ["sysbench", "oltp_insert", "--db-driver=mysql", f"--mysql-socket={peers.socket}",
               f"--mysql-user={DATABASE}", f"--mysql-password={peers.password}", f"--mysql-db={DATABASE}",
               "--tables=1", "--table-size=10000", f"--threads={threads}", f"--time={seconds}"]  # fmt: skip
    peers.run("DROP TABLE IF EXISTS sbtest1", DATABASE)
    subprocess.run([*options, "prepare"], check=True, capture_output=True, timeout=120)
    done = subprocess.run([*options, "run"], check=True, capture_output=True, text=True, timeout=seconds + 60)
    line = next(line for line in done.stdout.splitlines() if "transactions:" in line)
    return float(line.split("(")[1].split()[0])
