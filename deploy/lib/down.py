"""deploy/down."""

import argparse
import fcntl
import shutil
import sys

from processes import Record
from settings import Settings, SettingsError

# Those that take calls go before those that they call; anything else before the servers.
_FIRST = ("gateway", "board", "duty", "accounts", "wechat", "sandbox")
_LAST = ("redis", "mariadb")


def main(arguments):
    parser = argparse.ArgumentParser(
        prog="deploy/down", description="Stops what deploy/up started, and nothing else.",
        epilog="DEPUTIES_VAR names the installation (var).")
    parser.add_argument("--wipe", action="store_true", help="also delete the data and keys in var")
    parser.add_argument("--yes", action="store_true", help="do not ask before --wipe")
    options = parser.parse_args(arguments)
    try:
        settings = Settings()
    except SettingsError as error:
        print(f"deploy/down: {error}", file=sys.stderr)
        return 1
    if not settings.is_ours():
        print(f"nothing to stop: {settings.var} holds no installation")
        return 0
    if options.wipe and not options.yes and not _confirm(settings):
        print("deploy/down: nothing was stopped or deleted", file=sys.stderr)
        return 1
    with open(settings.run / "up.lock", "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"deploy/down: deploy/up is at work on {settings.var}", file=sys.stderr)
            return 1
        for record in sorted(Record.all(settings), key=lambda record: _rank(record.name)):
            result = record.stop()
            if result:
                print(f"{result} {record.name}", flush=True)
    if options.wipe:
        shutil.rmtree(settings.run)
        shutil.rmtree(settings.var)
        print(f"deleted {settings.var}")
    return 0


def _rank(name):
    if name in _LAST:
        return len(_FIRST) + 1 + _LAST.index(name)
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def _confirm(settings):
    if not sys.stdin.isatty():
        print("deploy/down: --wipe deletes all data; confirm with --yes", file=sys.stderr)
        return False
    return input(f"Delete all data and keys in {settings.var}? Type 'yes': ").strip() == "yes"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
