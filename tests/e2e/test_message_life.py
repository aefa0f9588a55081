"""The life of a message over HTTP: who has it, until when, and what everybody sees of it."""

import uuid

from e2e.client import new_answer, new_rating, with_request_id
from e2e.stack import wait_until


def act(world, client, message, verb, role, **fields):
    answer = client.post(world.message_path(message, f":{verb}"), with_request_id(**fields), world.token(role))
    assert answer.status == 200, answer
    return answer.json


def timeline(world, client, message, role):
    answer = client.get(world.message_path(message, "/timeline"), world.token(role))
    assert answer.status == 200, answer
    return answer.json["entries"]


def test_a_voter_sees_at_any_moment_who_has_the_message_and_until_when(world, client):
    message = world.post(subject="东街积水", visibility="PUBLIC")
    assert (message["state"], message["owner"]) == ("POSTED", "LIAISON")
    assert message["dueTime"] > message["createTime"]
    assert set(message["facts"]["allowedActions"]) >= {"followUp", "changeVisibility"}
    act(world, client, message, "check", "township_admin", limitClass="URGENT", category="城乡建设")
    seen = act(world, client, message, "dispatch", "township_admin", deputyId=world.deputy_id, note="请去看看")
    assert (seen["state"], seen["owner"], seen["handlerDeputyId"]) == ("DISPATCHED", "HANDLER", world.deputy_id)
    act(world, client, message, "accept", "deputy")
    seen = act(world, client, message, "ask", "deputy", question="哪个路口？")
    assert seen["state"] == "AWAITING_AUTHOR" and seen.get("dueTime") is None
    act(world, client, message, "followUp", "author", body="电影院门口")
    acknowledged = client.get(world.message_path(message), world.token("author")).json
    # An acknowledgement is no answer.
    assert acknowledged["facts"]["acknowledgeTime"] and not acknowledged["facts"].get("answerTime")
    assert acknowledged["answers"] == []
    body = new_answer(answerClass="PLANNED")
    refused = client.post(world.message_path(message, ":answer"), body, world.token("deputy"))
    assert refused.reason == "FIELD_INVALID" and "promiseTime" in str(refused.error), refused
    answered = act(world, client, message, "answer", "deputy", body="已疏通排水口", answerClass="SOLVED")
    assert answered["state"] == "ANSWERED" and answered["owner"] == "AUTHOR"
    rated = act(world, client, message, "rate", "author", score=2, answered="YES", satisfied="NO", solved="NOT_YET")
    assert rated["rating"]["solved"] == "NOT_YET" and not rated["facts"].get("solveTime")
    reopened = act(world, client, message, "reopen", "author", reason="昨晚又积水了")
    assert reopened["state"] == "REOPENED" and reopened.get("rating") is None
    again = client.post(world.message_path(message, ":answer"), new_answer(), world.token("deputy"))
    assert again.status == 200, again
    twice = client.post(world.message_path(message, ":reopen"), with_request_id(reason="还是不行"), world.token("author"))
    assert twice.reason == "ALREADY_REOPENED", twice
    closed = client.post(world.message_path(message, ":rate"), new_rating(solved="YES"), world.token("author")).json
    assert closed["facts"]["solveTime"] and closed["facts"]["satisfyTime"] and closed["facts"]["closeTime"]

    mine = timeline(world, client, message, "author")
    assert [entry["event"] for entry in mine] == [
        "post", "check", "dispatch", "accept", "ask", "reply", "answer", "rate", "reopen", "answer", "rate"]  # fmt: skip
    assert "哪个路口？" in [entry["note"] for entry in mine]
    theirs = timeline(world, client, message, "other_voter")
    assert [entry["event"] for entry in theirs] == [entry["event"] for entry in mine]
    assert {entry["note"] for entry in theirs} == {""} and {entry["actorName"] for entry in theirs} == {""}


def test_a_private_message_is_found_by_nobody_else(world, client):
    word = f"秘密{uuid.uuid4().hex[:8]}"
    message = world.post(subject="只给代表之家", body=f"这件事与{word}有关，请不要公开。")
    path = world.messages_path() + ":search"
    for role, expected in (("author", 1), ("deputy", 1), ("township_admin", 1), ("other_voter", 0),
                           ("other_deputy", 0), ("other_township_admin", 0), ("anonymous", 0)):  # fmt: skip
        found = client.get(path, world.token(role), query=word)
        assert found.status == 200 and len(found.json["messages"]) == expected, (role, found)
    act(world, client, message, "changeVisibility", "author", visibility="ALIAS")
    found = client.get(path, world.token("other_voter"), query=word).json["messages"]
    assert [entry["visibility"] for entry in found] == ["ALIAS"]
    assert found[0]["authorName"] != world.post()["authorName"]


def test_before_sending(world, client):
    world.post(subject="南街路灯", body="南街小学门口的路灯坏了一个星期，孩子晚上看不见路。", visibility="PUBLIC")
    path = world.messages_path() + ":preview"
    preview = client.post(path, {"subject": "南街路灯坏了", "visibility": "PUBLIC",
                                 "body": "南街小学门口的路灯坏了，孩子晚上看不见路，电话13812345678"},
                          world.token("other_voter")).json  # fmt: skip
    assert preview["personalData"] == ["13812345678"] and preview["emergencyNumbers"] == []
    assert preview["seenByOthers"]["authorName"].startswith("选民")
    assert "南街路灯" in [entry["message"]["subject"] for entry in preview["similarMessages"]]
    fire = client.post(path, {"body": "我家着火了"}, world.token("other_voter")).json
    assert [number["phone"] for number in fire["emergencyNumbers"]] == ["119"]


def test_a_proxy_writes_and_the_person_gets_the_answer(world, client):
    answer = client.post(
        world.messages_path() + ":proxy",
        with_request_id(subject="低保怎么办", body="想问低保怎么申请", visibility="PRIVATE", consent=True),
        world.token("deputy"))  # fmt: skip
    assert answer.status == 200, answer
    message, code = answer.json["message"], answer.json["receiptCode"]
    act(world, client, message, "answer", "township_admin", body="带身份证到便民大厅")
    receipts = f"/v1/homes/{world.home_id}/receipts"
    read = client.post(receipts + ":read", {"receiptCode": code.lower()})
    assert read.status == 200 and read.json["answers"][0]["body"] == "带身份证到便民大厅", read
    refused = client.post(world.message_path(message, ":rate"), new_rating(), world.token("deputy"))
    assert refused.status == 403, refused
    taken = client.post(receipts + ":claim", with_request_id(receiptCode=code), world.token("author"))
    assert taken.status == 200 and taken.json["mine"], taken
    act(world, client, message, "rate", "author", score=5)


def test_an_errand_is_claimed_once_and_work_lists_show_it(world, client):
    message = world.post(kind="ERRAND", subject="代取药品", visibility="PUBLIC")
    assert message["state"] == "POOLED"
    work = client.pages(f"/v1/homes/{world.home_id}/work", "messages", world.token("second_deputy"))
    assert message["messageId"] in [entry["messageId"] for entry in work]
    act(world, client, message, "claim", "second_deputy")
    late = client.post(world.message_path(message, ":claim"), with_request_id(), world.token("deputy"))
    assert late.reason == "MESSAGE_STATE_CONFLICT", late


def test_dispatch_becomes_a_notice_to_the_deputy(stack, world, client):
    message = world.post()
    act(world, client, message, "dispatch", "township_admin", deputyId=world.deputy_id)
    query = f"SELECT COUNT(*) FROM notice_orders WHERE message_id = {message['messageId']}"
    # The sender looks up who the deputy is and hands the notice on.
    wait_until(lambda: stack.sql_value("board", query) == "0", 20, "the notice to be handed on")
