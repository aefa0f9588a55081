"""The web clients under gateway/web: installs their npm packages and builds them, only when something changed.

As a program: builds what is not up to date (python3 deploy/lib/clients.py).
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time

from build import BuildError
from settings import ROOT

OLDEST_NODE = 18


class Client:
    """One npm root: what it builds, the folder that its builds lie in, and the folders beside its own that it reads.

    "{output}" in a command is the folder to build into.
    """

    def __init__(self, folder, commands=(), output=None, reads=()):
        self.name = folder.rsplit("/", maxsplit=1)[-1]
        self.root = ROOT / folder
        self.commands = commands
        self.output = self.root / output if output else None
        self.reads = [ROOT / other for other in reads]


MINI = Client("gateway/web/mini", (["npx", "uni", "build"], ["npx", "uni", "build", "-p", "mp-weixin"]), "dist/build")
CONSOLE = Client("gateway/web/console", (["npx", "vite", "build", "--emptyOutDir", "--outDir", "{output}"],), "dist",
                 reads=("gateway/web/mini/src/api", "gateway/web/mini/src/text"))
CLIENTS = [MINI, CONSOLE]
# Packages alone.
BROWSER_TESTS = Client("tests/browser")


def install(client):
    """npm ci, unless the packages are those of the lock file already."""
    _check_node()
    lock = (client.root / "package-lock.json").read_bytes()
    wanted = hashlib.sha256(lock).hexdigest()
    stamp = client.root / "node_modules" / ".installed"
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    print(f"installing the packages of {client.name}", flush=True)
    run(client, ["npm", "ci", "--no-audit", "--no-fund"])
    stamp.write_text(wanted, encoding="ascii")


def build(client):
    """Whole or not at all: the earlier build stays until a new one is complete. True when something was built."""
    wanted = _fingerprint(client)
    stamp = client.output / ".built"
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return False
    install(client)
    print(f"building {client.name}", flush=True)
    start = time.monotonic()
    fresh = client.output.with_name(client.output.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for command in client.commands:
        platform = command[-1] if "-p" in command else "h5"
        run(client, [part.replace("{output}", str(fresh)) for part in command], UNI_OUTPUT_DIR=str(fresh / platform))
    (fresh / ".built").write_text(wanted, encoding="ascii")
    shutil.rmtree(client.output, ignore_errors=True)
    fresh.rename(client.output)
    print(f"built {client.name}: {time.monotonic() - start:.0f} s", flush=True)
    return True


def build_all():
    return [client.name for client in CLIENTS if build(client)]


def run(client, command, **variables):
    """Raises BuildError with the command's last words."""
    # CI=1 keeps uni-app from telling its maker about every build.
    environment = {**os.environ, "CI": "1", **variables}
    done = subprocess.run(command, cwd=client.root, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        raise BuildError(f"{' '.join(command)} failed in {client.root.relative_to(ROOT)}:\n{done.stdout[-6000:]}")
    return done.stdout


def _check_node():
    done = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    version = done.stdout.strip().lstrip("v")
    if done.returncode != 0 or int(version.split(".")[0]) < OLDEST_NODE:
        raise BuildError(f"node {version or 'is missing'}: at least {OLDEST_NODE} is needed")


def _fingerprint(client):
    """Changes with every file that a build reads."""
    places = (os.environ.get(name, "") for name in ("DEPUTIES_PUBLIC_URL", "DEPUTIES_CLOUD_HOSTING"))
    digest = hashlib.sha256("\0".join(places).encode())
    for path in sorted(path for folder in (client.root, *client.reads) for path in folder.rglob("*")):
        inside = path.relative_to(client.root if path.is_relative_to(client.root) else ROOT)
        if inside.parts[0] in ("node_modules", "dist", "test") or not path.is_file():
            continue
        if inside.name in ("openapi.json", "schema.d.ts"):  # for the type check alone
            continue
        digest.update(f"{inside}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


if __name__ == "__main__":
    try:
        print("built " + ", ".join(build_all() or ["nothing: all is up to date"]))
    except BuildError as error:
        sys.exit(str(error))
