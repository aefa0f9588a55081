"""What dashboard and alerts ask for is there to be asked for."""

import pathlib
import re
import subprocess
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
MONITORING = ROOT / "deploy" / "monitoring"


def exported(stack):
    """Names of every metric of every process."""
    addresses = [stack.config("gateway").admin_address]
    addresses += [stack.config(name).server.metrics_address for name in ("accounts", "board", "wechat")]
    names = set()
    for address in addresses:
        with urllib.request.urlopen(f"http://{address}/metrics", timeout=10) as answer:
            names |= set(re.findall(r"^([a-z_]+)(?:\{| )", answer.read().decode(), re.MULTILINE))
    return names


def test_every_metric_that_is_shown_or_watched_exists(stack, client):
    client.get("/v1/nowhere")  # a family without a call yet is not shown
    known = exported(stack)
    for name in ("alerts.yml", "deputies-dashboard.json"):
        text = (MONITORING / name).read_text(encoding="utf-8")
        wanted = set(re.findall(r"\b((?:deputies|process)_[a-z_]+)\b", text))
        assert wanted, name
        assert wanted - known == set(), f"{name} asks for what nobody tells"


def test_the_dashboard_is_the_one_that_its_script_makes():
    assert subprocess.run([MONITORING / "make_dashboard.py", "--check"], check=False).returncode == 0, \
        "run deploy/monitoring/make_dashboard.py"
