#!/usr/bin/python3
"""WeChat sandbox: a server for tests and demonstrations that speaks the endpoints of api.weixin.qq.com.

It needs no network and no dependency beyond Python's standard library. Point the wechat service's
`api_base_url` at it. Endpoints live in `endpoints/`, one module each; `endpoints/admin.py` holds
what only tests use: faults, recorded messages, counters.

    sandbox.py --port 9090 --app-id wx0123456789abcdef --app-secret-file FILE
    sandbox.py --print-openid demo-voter

Log-in codes:
    demo-<name>           good for ever; the same person each time
    once-<name>-<nonce>   good once, then 40163; the same person as demo-<name>
    phone-<11 digits>[-<nonce>]   codes of the phone button; with a nonce good once
where <name> is 1-21 letters, digits or hyphens.
"""

import argparse
import pathlib
import signal
import sys
import threading

import push
from endpoints import login
from server import SandboxServer
from state import SandboxState


def parse_options(arguments):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bind", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=9090, help="0 takes a free one (%(default)s)")
    parser.add_argument("--app-id", default="wx0123456789abcdef", help="(%(default)s)")
    parser.add_argument("--app-secret-file", type=pathlib.Path,
                        help="file that holds the AppSecret which clients must present")
    parser.add_argument("--open-platform", action="store_true",
                        help="answer log-ins with a unionid, as for a bound mini-program")
    parser.add_argument("--token-seconds", type=int, default=7200,
                        help="lifetime of access tokens (%(default)s)")
    parser.add_argument("--push-url", help="where pushes go: http://127.0.0.1:8080/wechat/push")
    parser.add_argument("--push-token-file", type=pathlib.Path, help="file with the Token of pushes")
    parser.add_argument("--push-aes-key-file", type=pathlib.Path, help="file with the EncodingAESKey (43 characters)")
    parser.add_argument("--codes-a-minute", type=int, default=5000, help="limit of getwxacodeunlimit (%(default)s)")
    parser.add_argument("--verbose", action="store_true", help="log each request's path")
    parser.add_argument("--print-openid", metavar="CODE",
                        help="print the openid that a log-in code stands for, and leave")
    options = parser.parse_args(arguments)
    if options.print_openid is None and options.app_secret_file is None:
        parser.error("--app-secret-file is required")
    return options


def main(arguments):
    options = parse_options(arguments)
    if options.print_openid is not None:
        code = login.parse_code(options.print_openid)
        if code is None:
            print(f"not a sandbox code: {options.print_openid}", file=sys.stderr)
            return 1
        print(login.openid_of(code.name))
        return 0
    try:
        app_secret = options.app_secret_file.read_text(encoding="utf-8").strip()
    except OSError as error:
        print(f"cannot read the AppSecret: {error}", file=sys.stderr)
        return 1
    if not app_secret:
        print(f"{options.app_secret_file} is empty", file=sys.stderr)
        return 1

    target = None
    if options.push_url:
        try:
            target = push.Target(options.push_url, options.app_id,
                                 options.push_token_file.read_text(encoding="ascii").strip(),
                                 options.push_aes_key_file.read_text(encoding="ascii").strip())
        except (OSError, AttributeError) as error:
            print(f"pushes need --push-token-file and --push-aes-key-file: {error}", file=sys.stderr)
            return 1
    state = SandboxState(options.app_id, app_secret, open_platform=options.open_platform,
                         token_seconds=options.token_seconds, push=target, codes_a_minute=options.codes_a_minute)
    try:
        server = SandboxServer((options.bind, options.port), state, verbose=options.verbose)
    except OSError as error:
        print(f"cannot listen on {options.bind}:{options.port}: {error.strerror}", file=sys.stderr)
        return 1

    def stop(_signal, _frame):
        # shutdown() waits for serve_forever(), which runs in the thread that this handler interrupts.
        threading.Thread(target=server.stop).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"wechat sandbox ready on http://{options.bind}:{server.server_port}", flush=True)
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
