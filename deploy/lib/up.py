"""deploy/up, after its packages are there."""

import argparse
import fcntl
import pathlib
import signal
import subprocess
import sys
import time

import clients
import demo
import demo_reception
import ports
import secret_files
from build import BuildError, build
from processes import ProcessError
from settings import Settings, SettingsError
from stack import ALL_IN_ONE, PROGRAMS, Stack


class UpError(Exception):
    pass


def main(arguments):
    options = _parse(arguments)
    started = []  # in the order of their start
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        settings = Settings(build_dir=options.build_dir)
        settings.make_folders()
        with _lock(settings):
            _up(settings, options, started)
        return 0
    except (SettingsError, BuildError, ProcessError, demo.DemoError, UpError) as error:
        print(f"\ndeploy/up: {error}", file=sys.stderr)
        _stop(started)
        return 1
    except BaseException:
        _stop(started)
        raise


def _parse(arguments):
    parser = argparse.ArgumentParser(
        prog="deploy/up",
        description="Builds and starts everything on this machine; what runs already and is up to date stays.",
        epilog="DEPUTIES_PORT moves the gateway (8080), DEPUTIES_PORT_BASE the other ports (9080-9090, "
               "DEPUTIES_PORT + 1000 unless set), DEPUTIES_VAR the data (var).")
    parser.add_argument("--no-build", action="store_true", help="run the programs that are there")
    parser.add_argument("--no-demo", action="store_true", help="load no demo data")
    parser.add_argument("--build-dir", type=pathlib.Path, metavar="DIR", help="(build/release)")
    return parser.parse_args(arguments)


def _up(settings, options, started):
    start = time.monotonic()
    secret_files.make_missing(settings.secrets)
    stack = Stack(settings)
    _check_ports(stack)
    if not options.no_build:
        build("release", settings.build_dir, [*PROGRAMS, ALL_IN_ONE, "deputiesctl", "deputies_protoset"])
        clients.build_all()
    needed = (ALL_IN_ONE,) if settings.all_in_one else PROGRAMS
    missing = [name for name in (*needed, "deputiesctl") if not settings.program(name).exists()]
    if missing:
        raise UpError(f"{settings.build_dir}/bin lacks {', '.join(missing)}: run without --no-build")

    stack.render_config()
    if not options.no_demo:
        demo.write_client_settings(settings)
    if stack.prepare_database():
        demo.forget(settings)
        print("made an empty database", flush=True)
    for process in stack.servers():
        _ensure(process, started)
    ctl = [str(settings.program("deputiesctl")), f"--config={settings.config / 'ctl.textproto'}"]
    _migrate(ctl)
    services = stack.services()
    for record in stack.others():
        record.stop()
    for process in services:
        _ensure(process, started)
    logins = None if options.no_demo else demo.load(settings, ctl)
    for process in services:
        if not process.record.alive():
            raise ProcessError(f"{process.name} ended.{process.last_lines()}")
    changes = f"{len(started)} processes started" if started else "nothing to do"
    print(f"ready after {time.monotonic() - start:.1f} s ({changes}): {settings.gateway_url}")
    print(f"phone pages {settings.gateway_url}/h5/   console {settings.gateway_url}/console/")
    if logins:
        screen = demo_reception.call_screen(settings.gateway_url, logins["homeId"])
        print(f"call screen of the next reception {screen or 'none: no reception is planned'}")
        _print_logins(settings, logins)


def _lock(settings):
    """Two runs over the same folder would fight."""
    lock = open(settings.run / "up.lock", "w", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UpError(f"another deploy/up or deploy/down works on {settings.var}") from None
    return lock


def _check_ports(stack):
    """Before anything is built or started. A port of a process of ours that runs is no hindrance."""
    own = {process.name for process in stack.records() if process.alive()}
    if any(record.alive() for record in stack.others()):
        return  # they hold the same ports, and are stopped before these are taken
    for name, address, port in stack.listeners():
        if name not in own and not ports.is_free(address, port):
            variable = "DEPUTIES_PORT" if port == stack.settings.ports["gateway"] else "DEPUTIES_PORT_BASE"
            raise UpError(f"port {port}, which {name} needs, is held by {ports.holder(port)}.\n"
                          f"Stop that process or choose another port with {variable}.")


def _ensure(process, started):
    if process.is_current():
        return
    again = process.record.stop()
    print(f"{'restarting' if again else 'starting'} {process.name}", flush=True)
    started.append(process)
    process.start()


def _migrate(ctl):
    done = subprocess.run([*ctl, "migrate", "--service=all"], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise UpError(f"deputiesctl migrate failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")


def _stop(started):
    for process in reversed(started):
        if process.record.stop():
            print(f"stopped {process.name} again", file=sys.stderr)


def _print_logins(settings, logins):
    print(f"demo home {logins['homeId']}; log-ins (also in {settings.var / 'demo.json'}):")
    for who, login in logins["logins"].items():
        words = (f"wechatCode {login['wechatCode']}" if "wechatCode" in login
                 else f"username {login['username']}  password {login['password']}")
        print(f"  {who:18} {words}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
