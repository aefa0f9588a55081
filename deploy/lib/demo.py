"""The demo's data: loads deploy/demo once, and writes down who may log in."""

import hashlib
import json
import subprocess

import demo_boards
import demo_projects
import demo_reception
import demo_study
import secret_files
from demo_client import DemoCallError
from settings import ROOT
from stack import render, write_private

_SOURCE = ROOT / "deploy" / "demo"


# What was loaded, under var/.
_LOADED = "demo/loaded.json"


class DemoError(Exception):
    pass


class _Passwords(dict):
    """${password_<name>} in a demo file: made at the first run, kept in var/secrets."""

    def __init__(self, folder):
        super().__init__()
        self._folder = folder

    def __missing__(self, key):
        if not key.startswith("password_"):
            raise DemoError(f"deploy/demo names ${{{key}}}, which nothing fills")
        return secret_files.make_password(self._folder, f"demo_{key}")


def write_client_settings(settings):
    """/client.json of a demo: log-ins that a tap takes in place of WeChat or an SMS code. The gateway reads it at its start."""
    pages = settings.var / "pages"
    pages.mkdir(mode=0o700, exist_ok=True)
    logins = [{"title": title, "wechatCode": code}
              for title, code in (("选民", "demo-voter"), ("代表", "demo-deputy"))]
    write_private(pages / "client.json", json.dumps({"demoLogins": logins}, ensure_ascii=False) + "\n")


def forget(settings):
    """To be called when the database begins anew."""
    (settings.var / _LOADED).unlink(missing_ok=True)


def load(settings, ctl):
    """Returns what var/demo.json holds. Loads only what differs from the last run."""
    rendered = settings.var / "demo"
    rendered.mkdir(mode=0o700, exist_ok=True)
    passwords = _Passwords(settings.secrets)
    digest = hashlib.sha256()
    for source in sorted(_SOURCE.iterdir()):
        render(source, rendered / source.name, passwords)
        digest.update(f"{source.name}\0".encode() + (rendered / source.name).read_bytes())
    logins = json.loads((rendered / "logins.json").read_text(encoding="utf-8"))

    loaded = settings.var / _LOADED
    state = json.loads(loaded.read_text(encoding="utf-8")) if loaded.exists() else {}
    if state.get("digest") != digest.hexdigest():
        print("loading demo data", flush=True)
        done = subprocess.run([*ctl, "load-demo", rendered], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise DemoError(f"deputiesctl load-demo failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        words = [line.split() for line in done.stdout.splitlines()]
        homes = {line[1]: line[2] for line in words if len(line) == 3 and line[0] == "home"}
        if logins["home"] not in homes:
            raise DemoError(f"deputiesctl load-demo did not name the home {logins['home']}:\n{done.stdout}")
        try:
            demo_reception.load(settings.gateway_url, logins["logins"]["county_admin"],
                                [homes[code] for code in logins["receptionHomes"]])  # fmt: skip
            demo_boards.load(settings.gateway_url, logins["logins"], homes[logins["home"]])
            demo_study.load(settings.gateway_url, logins["logins"], homes[logins["home"]])
            demo_projects.load(settings.gateway_url, logins["logins"], homes[logins["home"]])
        except DemoCallError as error:
            raise DemoError(f"the demo over the API: {error}") from None
        state = {"digest": digest.hexdigest(), "homes": homes}
        write_private(loaded, json.dumps(state))

    demo = {
        "gateway": settings.gateway_url,
        "homeId": state["homes"][logins["home"]],
        "wechatPushToken": secret_files.read(settings.secrets, "wechat_push_token"),
        "wechatPushAesKey": secret_files.read(settings.secrets, "wechat_push_aes_key"),
        "logins": logins["logins"],
    }
    write_private(settings.var / "demo.json", json.dumps(demo, ensure_ascii=False, indent=2) + "\n")
    return demo
