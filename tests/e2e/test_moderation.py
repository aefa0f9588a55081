"""Public messages under published rules: held back, released, hidden with a reason, appealed, removed by two people."""

import pytest

from e2e.client import with_request_id


@pytest.fixture(scope="module")
def home(world):
    """A home of its own, so that its rules disturb nobody."""
    [home_id] = world.make_homes(("tests-moderated-home", "测试审核之家", world.township["code"]))
    return home_id


def set_policy(world, client, home_id, **changes):
    path = f"/v1/homes/{home_id}/moderationPolicy"
    revision = client.get(path).json["revision"]
    body = with_request_id(codex="请文明留言，不写他人的电话和证件号。", decideHours=8, revision=revision) | changes
    answer = client.call("PUT", path, body=body, token=world.token("township_admin"))
    assert answer.status == 200, answer


def seers(world, client, message):
    """Who sees the message, in lists and alone alike."""
    found = set()
    for role in ("anonymous", "author", "other_voter", "deputy", "other_township_admin", "township_admin"):
        alone = client.get(world.message_path(message), world.token(role)).status == 200
        listed = client.pages(world.messages_path(message["homeId"]), "messages", world.token(role))
        assert alone == (message["messageId"] in [entry["messageId"] for entry in listed]), role
        if alone:
            found.add(role)
    return found


def test_nothing_is_shown_before_its_release_where_the_rules_say_so(world, client, home):
    set_policy(world, client, home, beforeShowing=True)
    message = world.post(home_id=home, visibility="PUBLIC")
    assert seers(world, client, message) == {"author", "township_admin"}
    place = world.message_path(message) + "/moderation"
    mine = client.get(place, world.token("author")).json
    assert (mine["state"], mine["origin"]) == ("MODERATION_HELD", "ORIGIN_BEFORE_SHOWING"), mine
    assert client.get(place, world.token("other_voter")).reason == "MODERATION_CASE_NOT_FOUND"
    queue = client.pages(f"/v1/homes/{home}/moderationCases", "cases", world.token("township_admin"))
    assert message["messageId"] in [entry["messageId"] for entry in queue]
    shown = client.post(f"{place}:decide", with_request_id(show=True), world.token("township_admin"))
    assert shown.json["state"] == "MODERATION_SHOWN", shown
    assert len(seers(world, client, message)) == 6
    set_policy(world, client, home, beforeShowing=False, words=["办证"])
    held = world.post(home_id=home, visibility="PUBLIC", body="专业办 证，加我")
    assert seers(world, client, held) == {"author", "township_admin"}
    assert client.get(f"/v1/homes/{home}/moderationPolicy").json["words"] == []


def test_hidden_with_a_reason_appealed_and_removed_by_two(world, client, home):
    set_policy(world, client, home)
    message = world.post(home_id=home, visibility="PUBLIC", body="张某的电话是13800000000")
    path = world.message_path(message)
    report = with_request_id(reason="REASON_PERSONAL_DATA")
    assert client.post(f"{path}:report", report, world.token("other_voter")).status == 200
    assert "anonymous" in seers(world, client, message), "a report alone hides nothing"
    chair, county = world.token("township_admin"), world.token("county_admin")
    nothing = client.post(f"{path}/moderation:decide", with_request_id(show=False), chair)
    assert (nothing.status, nothing.reason) == (400, "FIELD_INVALID"), nothing
    hide = {"show": False, "reason": "REASON_PERSONAL_DATA", "note": "请去掉电话"}
    assert client.post(f"{path}/moderation:decide", with_request_id(**hide), chair).status == 200
    assert "anonymous" not in seers(world, client, message)
    mine = client.get(f"{path}/moderation", world.token("author")).json
    assert mine["mayAppeal"] and mine["reasonText"] and mine["note"] == "请去掉电话", mine

    appealed = client.post(f"{path}/moderation:appeal", with_request_id(text="是公开的办公电话"), world.token("author"))
    assert appealed.json["state"] == "MODERATION_APPEALED", appealed
    oneself = client.post(f"{path}/moderation:decide", with_request_id(**hide), chair)
    assert (oneself.status, oneself.reason) == (403, "SECOND_PERSON_NEEDED"), oneself
    upheld = client.post(f"{path}/moderation:decide", with_request_id(**hide), county)
    assert upheld.json["state"] == "MODERATION_UPHELD", upheld

    assert client.post(f"{path}/moderation:remove", with_request_id(), chair).status == 200
    assert client.post(f"{path}/moderation:remove", with_request_id(), chair).reason == "SECOND_PERSON_NEEDED"
    assert client.post(f"{path}/moderation:remove", with_request_id(), county).status == 200
    assert "13800000000" not in client.get(path, chair).raw.decode()
    log = client.pages(f"/v1/homes/{home}/moderationLog", "entries")
    assert [entry["action"] for entry in log[:3]] == ["ACTION_REMOVED", "ACTION_UPHELD", "ACTION_HIDDEN"]
    assert message["messageId"] not in str(log)
