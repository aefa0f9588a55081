"""Whether a TCP port is free and, if not, who holds it."""

import errno
import os
import pathlib
import socket

_LISTEN_STATE = "0A"


def is_free(address, port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def holder(port):
    """Words for the process that listens on the port: "pid 12 (nginx -g daemon)"."""
    inodes = _listening_inodes(port)
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            links = [os.readlink(fd) for fd in (entry / "fd").iterdir()]
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue  # ended meanwhile, or another user's
        if any(f"socket:[{inode}]" in links for inode in inodes):
            words = command.replace(b"\0", b" ").decode(errors="replace").strip()
            return f"pid {entry.name} ({words[:80]})"
    return "a process of another user"


def _listening_inodes(port):
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = pathlib.Path(table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if fields[3] == _LISTEN_STATE and int(fields[1].rsplit(":", 1)[1], 16) == port:
                found.add(fields[9])
    return found
