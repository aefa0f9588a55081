"""What other services tell the board, and what the board tells people: visits become cases, a seat's matters the
successor's, an answer one notice to its author."""

import uuid

from e2e.client import new_answer, new_rating, with_request_id
from e2e.stack import wait_until


def test_an_answer_reaches_its_author_once(stack, world, client):
    message = world.post_answered()
    query = f"SELECT COUNT(*) FROM notices WHERE kind=1 AND target_id={message['messageId']}"
    wait_until(lambda: stack.sql_value("wechat", query) != "0", 15, "the notice of the answer")
    inbox = client.pages("/v1/me/notices", "notices", world.token("author"))
    told = [notice for notice in inbox if notice["targetId"] == message["messageId"]]
    assert len(told) == 1, told


def record_visit(world, client, subject):
    host = client.post(f"/v1/homes/{world.home_id}/receptionHosts",
                       with_request_id(kind="DEPUTY_HOST", deputyId=world.deputy_id, name="测试代表甲"),
                       world.token("township_admin"))  # fmt: skip
    assert host.status == 200, host
    visit = client.post(f"/v1/homes/{world.home_id}/visits",
                        with_request_id(kind="HOME_VISIT", hostIds=[host.json["hostId"]], visitorName="王大爷",
                                        place="三社", subject=subject, body="渠道漏水，浇不上地", opensCase=True),
                        world.token("deputy"))  # fmt: skip
    assert visit.status == 200, visit
    return visit.json, f"/v1/homes/{world.home_id}/visits/{visit.json['visitId']}"


def case_of(world, client, subject, role):
    def cases():
        listed = client.pages(world.messages_path(), "messages", world.token(role))
        return [entry for entry in listed if entry["subject"] == subject]

    wait_until(cases, 20, "the case of the visit")
    [case] = cases()
    return case


def test_a_signed_visit_that_goes_on_is_the_visitors_own_case(world, client):
    subject = f"来访{uuid.uuid4().hex[:8]}"
    visit, place = record_visit(world, client, subject)
    signed = client.post(f"{place}:sign", with_request_id(code=visit["signCode"]), world.token("author"))
    assert signed.status == 200, signed
    case = case_of(world, client, subject, "author")
    assert (case["kind"], case["visibility"], case["owner"], case["mine"]) == ("VISIT", "PRIVATE", "HANDLER", True), case
    assert case["dueTime"]
    assert client.get(world.message_path(case), world.token("second_deputy")).status == 404
    answered = client.post(world.message_path(case, ":answer"), new_answer(), world.token("deputy"))
    assert answered.status == 200, answered
    rated = client.post(world.message_path(case, ":rate"), new_rating(), world.token("author"))
    assert rated.status == 200, rated


def test_a_visitor_without_an_account_has_the_answer_read_out(stack, world, client):
    subject = f"走访{uuid.uuid4().hex[:8]}"
    _, place = record_visit(world, client, subject)
    closed = client.post(f"{place}:closeUnsigned", with_request_id(reason="老人不识字"), world.token("deputy"))
    assert closed.status == 200, closed
    case = case_of(world, client, subject, "deputy")
    answered = client.post(world.message_path(case, ":answer"), new_answer(), world.token("deputy"))
    assert answered.status == 200, answered
    query = f"SELECT COUNT(*) FROM notices WHERE kind=16 AND target_id={case['messageId']}"
    wait_until(lambda: stack.sql_value("wechat", query) != "0", 20, "somebody to be asked to read it out")


def test_after_the_hand_over_open_messages_are_the_successors(world, client):
    logins = {}
    for name in ("前任", "继任"):
        code = f"tests-{uuid.uuid4().hex[:12]}"
        logins[name] = f"demo-{code}"
        world.logins[name] = logins[name]
    old = world.make_deputy(logins["前任"][5:], "测试代表前任", "tests-home", logins["前任"])
    new = world.make_deputy(logins["继任"][5:], "测试代表继任", "tests-home", logins["继任"])
    message = world.post(deputyId=old)
    done = world.post(deputyId=old)
    assert client.post(world.message_path(done, ":answer"), new_answer(), world.token("前任")).status == 200
    rated = client.post(world.message_path(done, ":rate"), with_request_id(score=5, comment="好"), world.token("author"))
    assert rated.status == 200, rated
    answer = client.post(f"/v1/homes/{world.home_id}/deputies:handOver",
                         with_request_id(handOvers=[{"oldDeputyId": old, "newDeputyId": new}]),
                         world.token("county_admin"))  # fmt: skip
    assert answer.status == 200, answer
    successor = world.token("继任")
    seen = wait_until(lambda: client.get(world.message_path(message), successor).status == 200, 20, "the hand-over")
    assert seen
    assert client.get(world.message_path(message), world.token("author")).json["handlerDeputyId"] == new
    assert client.get(world.message_path(done), successor).status == 404
    assert client.post(world.message_path(message, ":answer"), new_answer(), successor).status == 200
