"""A township runs its own home: its page, its modules, and a trail of who changed what."""

import re
import subprocess

import pytest

from e2e.client import with_request_id


@pytest.fixture(scope="module")
def home_path(world):
    [home_id] = world.make_homes(("tests-settings", "栏目测试之家", world.township["code"]))
    return f"/v1/homes/{home_id}"


def put(client, path, body, token):
    return client.call("PUT", path, body=body, token=token)


def test_the_home_page_is_changed_by_its_staff_and_read_by_everybody(world, client, home_path):
    etag = client.get(home_path).json["etag"]
    body = with_request_id(address="政府院内东侧", openingHours="周一至周五", contactPhone="0478-3212345",
                           introduction="欢迎来访", brand="板凳会议", mongolianName="ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ ᠭᠡᠷ",
                           mapPoint={"latitude": 40.72, "longitude": 108.65}, etag=etag)
    changed = put(client, home_path, body, world.token("township_admin"))
    assert changed.status == 200, changed
    assert put(client, home_path, body, world.token("township_admin")).json == changed.json, "a repeated request"
    seen = client.get(home_path).json
    assert seen == changed.json
    assert (seen["brand"], seen["mapPoint"]) == ("板凳会议", {"latitude": 40.72, "longitude": 108.65})
    assert seen["mongolianName"] == "ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ ᠭᠡᠷ"
    assert seen["chairName"] and "chair" not in seen["chairName"].lower(), "the first responsible person is named"

    stale = put(client, home_path, {**body, **with_request_id(etag=etag)}, world.token("county_admin"))
    assert (stale.status, stale.reason) == (409, "CONCURRENT_CHANGE")
    wrong = put(client, home_path, {**body, **with_request_id(mapPoint={"latitude": 400, "longitude": 0})},
                world.token("township_admin"))  # fmt: skip
    assert wrong.status == 400 and wrong.error["details"][0]["field"] == "mapPoint.latitude"
    latin = put(client, home_path, {**body, **with_request_id(mongolianName="Mongol")}, world.token("township_admin"))
    assert latin.status == 400 and latin.error["details"][0]["field"] == "mongolianName"
    refused = put(client, home_path, body, world.token("other_township_admin"))
    assert (refused.status, refused.reason) == (403, "ACCESS_DENIED")


def test_modules_follow_the_homes_choice(world, client, home_path):
    path = f"{home_path}/modules"
    before = client.get(path).json
    shown = [module["title"] for module in before["modules"] if module["enabled"]]
    assert shown[:2] == ["代表之家", "选民留言"]
    body = with_request_id(etag=before["etag"], modules=[
        {"kind": "FEEDBACK_BOX", "title": "民意信箱"}, {"kind": "MESSAGE_BOARD"}, {"kind": "RECEPTION_DAYS"}])
    changed = put(client, path, body, world.token("township_admin"))
    assert changed.status == 200, changed
    modules = client.get(path).json["modules"]
    assert [module["title"] for module in modules if module["enabled"]] == ["民意信箱", "选民留言", "群众接待日"]
    assert len(modules) == len(before["modules"]), "what is switched off can be switched on again"
    twice = put(client, path, with_request_id(modules=[{"kind": "LAWS"}, {"kind": "LAWS"}]),
                world.token("township_admin"))  # fmt: skip
    assert twice.status == 400 and twice.error["details"][0]["field"] == "modules[1].kind"


def test_every_change_is_in_the_audit_trail(world, client, home_path):
    entries = client.pages(f"{home_path}/auditEntries", "auditEntries", world.token("county_admin"), page_size=1)
    assert [entry["action"] for entry in entries] == ["UpdateHomeModules", "UpdateHome"]
    assert {entry["actorName"] for entry in entries} == {"tests-township"}
    assert all(entry["requestId"] and entry["target"] == home_path.removeprefix("/v1/") for entry in entries)
    outsider = client.get(f"{home_path}/auditEntries", world.token("other_township_admin"))
    assert outsider.status == 403


def test_the_trail_is_verified_and_anchored(stack, world, client, home_path, tmp_path):
    anchors = tmp_path / "anchors.txt"
    for command in (["anchor-audit", f"--anchors={anchors}"], ["verify-audit", f"--anchors={anchors}"],
                    ["verify-audit"]):  # fmt: skip
        done = subprocess.run(stack.ctl(*command), capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    # Without --anchors against the file that the service itself adds to every day.
    assert re.search(r"accounts: [1-9]\d* entries in \d+ chains, \d+ anchors, 0 faults", done.stdout), done.stdout
    assert (stack.var / "audit" / "anchors.txt").read_text(encoding="utf-8").startswith("# 20")

    home_id = home_path.rsplit("/", 1)[1]

    def verdict():
        done = subprocess.run(stack.ctl("verify-audit", f"--anchors={anchors}"), capture_output=True, text=True,
                              timeout=60, check=False)
        assert done.returncode == 2, done.stdout
        return done.stdout

    # Who cuts the newest entry off and winds the head back leaves a whole chain; the anchor knows better.
    newest = stack.sql_value("accounts", f"SELECT sequence FROM audit_heads WHERE home_id = {home_id}")
    before = int(newest) - 1
    stack.sql("accounts", f"DELETE FROM audit_entries WHERE home_id = {home_id} "
                          f"AND sequence = {newest}; UPDATE audit_heads SET sequence = {before}, mac = (SELECT mac FROM "
                          f"audit_entries WHERE home_id = {home_id} AND sequence = {before}) WHERE home_id = {home_id}")
    assert f"home {home_id}" in verdict() and f"an anchor says {newest}" in verdict()

    stack.sql("accounts", f"UPDATE audit_entries SET actor_person_id = 1 WHERE home_id = {home_id} AND sequence = 1")
    assert f"home {home_id}, entry 1: changed" in verdict()
