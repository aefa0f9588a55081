"""What went wrong elsewhere and must not here: the numbered cases of features.md that concern the boards and have no
test of their own. Others: 9, 10 test_privacy; 11, 12 test_matters; 14, 18 test_message_life; 20 test_open_data."""

import uuid

from e2e.client import new_answer, with_request_id
from e2e.stack import wait_until


def search(client, world, words, role="anonymous"):
    found = client.get(f"/v1/homes/{world.home_id}/messages:search", world.token(role), query=words)
    assert found.status == 200, found
    return [entry["messageId"] for entry in found.json["messages"]]


def test_13_what_is_hidden_leaves_lists_and_hits(world, client):
    word = f"暗{uuid.uuid4().hex[:10]}"
    shown, hidden = (world.post(subject=word, visibility="PUBLIC") for _ in range(2))
    assert sorted(search(client, world, word)) == sorted([shown["messageId"], hidden["messageId"]])
    decided = client.post(world.message_path(hidden) + "/moderation:decide",
                          with_request_id(show=False, reason="REASON_ABUSE"), world.token("township_admin"))
    assert decided.status == 200, decided
    assert search(client, world, word) == [shown["messageId"]]
    assert hidden["messageId"] not in [entry["messageId"] for entry in client.pages(world.messages_path(), "messages")]


def test_15_a_merged_message_keeps_what_it_was_and_shows_nothing_of_the_other(world, client):
    into = world.post(role="other_voter", subject="东街积水", visibility="PUBLIC")
    message = world.post(subject="东街又积水", body="电影院门口积水", visibility="PRIVATE")
    cosigned = client.post(world.message_path(message, ":merge"),
                           with_request_id(intoMessageId=into["messageId"], reason="同一处"),
                           world.token("township_admin"))
    assert cosigned.status == 200, cosigned
    mine = client.get(world.message_path(message), world.token("author")).json
    for field in ("messageId", "createTime", "subject", "body", "visibility"):
        assert mine[field] == message[field], field
    assert (mine["state"], mine["mergedIntoId"]) == ("MERGED", into["messageId"])
    assert int(mine["version"]) > int(message["version"])
    # Following is not signing: no co-sign moved.
    other = client.get(world.message_path(into), world.token("author")).json
    assert (other["cosignCount"], other["followerCount"]) == (0, 1), other

    # No answer is possible on what is merged.
    refused = client.post(world.message_path(message, ":answer"), new_answer(), world.token("deputy"))
    assert refused.status == 400, refused

    # The other one goes private and is answered: nothing of it is seen here, and this one has its own life again.
    private = client.post(world.message_path(into, ":changeVisibility"), with_request_id(visibility="PRIVATE"),
                          world.token("other_voter"))
    assert private.status == 200, private
    secret = f"只告诉您一人{uuid.uuid4().hex[:8]}"
    answered = client.post(world.message_path(into, ":answer"), new_answer(body=secret), world.token("deputy"))
    assert answered.status == 200, answered
    assert client.get(world.message_path(into), world.token("author")).status == 404
    for path in (world.message_path(message), world.message_path(message, "/timeline"), "/v1/me/notices"):
        seen = client.get(path, world.token("author"))
        assert seen.status == 200 and secret not in str(seen.json), path
    released = client.get(world.message_path(message), world.token("author")).json
    assert (released["state"], released["mergedIntoId"]) == ("CHECKED", "0") and released["dueTime"], released
    assert client.post(world.message_path(message, ":answer"), new_answer(), world.token("deputy")).status == 200


def test_19_drafts_send_no_notice(stack, world, client):
    path = f"/v1/homes/{world.home_id}"
    text = {"category": "NOTICE", "title": "还没定的通知", "summary": "", "body": "<p>草稿</p>"}
    bulletin = client.post(f"{path}/bulletins", with_request_id(text=text), world.token("township_admin"))
    assert bulletin.status == 200, bulletin
    draft = {"title": "还没定的征求", "body": "先想一想？", "minGrade": "GRADE_SIGNED_IN",
             "questions": [{"kind": "FREE_TEXT", "title": "有什么话"}],
             "openTime": "2030-01-01T00:00:00Z", "closeTime": "2030-02-01T00:00:00Z"}  # fmt: skip
    made = client.post(f"{path}/matters", with_request_id(draft=draft), world.token("township_admin"))
    assert made.status == 200, made
    wait_until(lambda: stack.sql_value("board", "SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL") == "0", 20,
               "everything that was told to arrive")
    targets = f"{bulletin.json['bulletinId']}, {made.json['matterId']}"
    assert stack.sql_value("wechat", f"SELECT COUNT(*) FROM notices WHERE target_id IN ({targets})") == "0"
