"""The story of the product over HTTP, with the logins that deploy/up prints."""

import base64
import datetime
import re

import pytest

from e2e.client import new_answer, new_message, new_rating
from e2e.stack import wait_until


def demo_login(stack, who):
    login = stack.demo["logins"][who]
    if "wechatCode" in login:
        answer = stack.client.post("/v1/sessions:wechatLogin", {"code": login["wechatCode"]})
    else:
        answer = stack.client.post("/v1/sessions:passwordLogin", login)
    assert answer.status == 200, answer
    assert set(answer.json) == {"sessionToken", "expireTime", "person"}
    return answer.json["sessionToken"], answer.json["person"]


def test_a_voter_asks_a_deputy_answers_the_voter_rates_and_the_office_sees_it(stack, client):
    home = stack.demo["homeId"]
    voter, voter_person = demo_login(stack, "voter")
    deputy, deputy_person = demo_login(stack, "deputy")
    assert voter_person["voter"] and not voter_person["roles"]
    role = next(role for role in deputy_person["roles"] if role["role"] == "ROLE_DEPUTY")
    assert role["homeId"] == home

    deputies = client.pages(f"/v1/homes/{home}/deputies", "deputies", page_size=5)
    assert role["deputyId"] in [entry["deputyId"] for entry in deputies]

    sent = new_message(subject="村口的路灯", deputyId=role["deputyId"])
    answer = client.post(f"/v1/homes/{home}/messages", sent, voter)
    assert answer.status == 200, answer
    message = answer.json
    assert message["state"] == "POSTED" and message["mine"] is True
    assert {key: message[key] for key in ("subject", "body", "visibility", "deputyId")} == {
        key: sent[key] for key in ("subject", "body", "visibility", "deputyId")
    }
    assert_recent(message["createTime"])
    path = f"/v1/homes/{home}/messages/{message['messageId']}"

    # Rating comes after an answer, never before.
    answer = client.post(path + ":rate", new_rating(), voter)
    assert (answer.status, answer.reason) == (400, "MESSAGE_STATE_CONFLICT"), answer

    seen = client.get(path, deputy).json
    assert seen["subject"] == sent["subject"] and seen["mine"] is False
    first = new_answer(body="已联系供电所，本周五前修好。")
    answer = client.post(path + ":answer", first, deputy)
    assert answer.status == 200 and answer.json["state"] == "ANSWERED", answer
    again = client.post(path + ":answer", first, deputy)
    assert again.status == 200 and len(again.json["answers"]) == 1, again
    other = client.post(path + ":answer", {**first, "body": "另一个答复"}, deputy)
    assert (other.status, other.reason) == (409, "REQUEST_ID_REUSED"), other

    seen = client.get(path, voter).json
    assert [entry["body"] for entry in seen["answers"]] == [first["body"]]
    assert seen["answers"][0]["deputyId"] == role["deputyId"]
    assert seen["answers"][0]["responderName"] == next(
        entry["name"] for entry in deputies if entry["deputyId"] == role["deputyId"]
    )

    answer = client.post(path + ":rate", new_rating(score=4, comment="修得很快"), voter)
    assert answer.status == 200 and answer.json["state"] == "RATED", answer
    assert answer.json["rating"]["score"] == 4
    answer = client.post(path + ":rate", new_rating(score=1), voter)
    assert (answer.status, answer.reason) == (400, "MESSAGE_STATE_CONFLICT"), answer

    for who in ("township_admin", "county_admin"):
        token, person = demo_login(stack, who)
        assert not person["voter"]
        listed = client.get(f"/v1/homes/{home}/messages", token, pageSize=50).json["messages"]
        mine = next(entry for entry in listed if entry["messageId"] == message["messageId"])
        assert mine["state"] == "RATED" and mine["rating"]["score"] == 4
        assert mine["answers"][0]["body"] == first["body"]
        assert mine["authorName"].startswith("选民")


def test_public_messages_are_for_everybody_and_private_ones_are_not(world, client):
    public = world.post(visibility="PUBLIC", subject="公开的留言")
    private = world.post(visibility="PRIVATE", subject="私下的留言")
    listed = [entry["messageId"] for entry in client.pages(world.messages_path(), "messages")]
    assert public["messageId"] in listed and private["messageId"] not in listed
    assert client.get(world.message_path(public)).json["subject"] == "公开的留言"
    listed = [entry["messageId"] for entry in client.pages(world.messages_path(), "messages", world.token("author"))]
    assert public["messageId"] in listed and private["messageId"] in listed


def test_lists_come_page_by_page_newest_first(world, client):
    posted = [world.post(subject=f"第{number}条")["messageId"] for number in range(7)]
    for page_size in (1, 3, 50):
        listed = client.pages(world.messages_path(), "messages", world.token("author"), page_size)
        ids = [entry["messageId"] for entry in listed]
        assert len(ids) == len(set(ids))
        assert [message_id for message_id in ids if message_id in posted] == posted[::-1]
        times = [parse_time(entry["createTime"]) for entry in listed]
        assert times == sorted(times, reverse=True)
    # 20 unless asked for another number.
    for _ in range(14):
        world.post()
    assert len(client.get(world.messages_path(), world.token("author")).json["messages"]) == 20

    homes = client.pages("/v1/homes", "homes", page_size=2)
    assert len(homes) == len({home["homeId"] for home in homes}) >= 11
    below = client.get("/v1/homes", organizationId=world.county["organizationId"], pageSize=50)
    assert below.status == 200 and len(below.json["homes"]) >= 11, below


@pytest.mark.parametrize("token", ["x", "AAAA", "%00", "a" * 256])
def test_a_forged_page_token_is_refused(world, client, token):
    answer = client.call("GET", f"{world.messages_path()}?pageToken={token}")
    assert answer.status == 400, answer
    assert answer.reason in ("PAGE_TOKEN_INVALID", "FIELD_INVALID", "HTTP_INVALID"), answer


def test_a_page_token_is_good_for_its_own_list_only(world, client):
    page = client.get(world.messages_path(), world.token("author"), pageSize=1).json
    assert page["nextPageToken"]
    answer = client.get(world.messages_path(world.other_home_id), world.token("author"),
                        pageToken=page["nextPageToken"])  # fmt: skip
    assert (answer.status, answer.reason) == (400, "PAGE_TOKEN_INVALID"), answer
    answer = client.get("/v1/homes", pageToken=page["nextPageToken"])
    assert (answer.status, answer.reason) == (400, "PAGE_TOKEN_INVALID"), answer


def test_logout_ends_the_session_within_five_seconds(world, client):
    token = world.login("other_voter")
    kept = world.login("other_voter")
    assert client.get("/v1/me", token).status == 200
    assert client.call("DELETE", "/v1/sessions/current", token=token).status == 200
    answer = wait_until(lambda: refused(client, token), 5, "the token to be refused")
    assert answer.reason == "SESSION_INVALID", answer
    assert client.get("/v1/me", kept).status == 200


def test_revoke_all_ends_every_session_of_the_person_and_no_other(world, client):
    tokens = [world.login("other_voter") for _ in range(3)]
    stranger = world.login("author")
    for token in tokens:
        assert client.get("/v1/me", token).status == 200
    answer = client.post("/v1/sessions:revokeAll", {}, tokens[0])
    assert answer.status == 200 and answer.json["revokedCount"] >= 3, answer
    for token in tokens:
        wait_until(lambda token=token: refused(client, token), 5, "the token to be refused")
    assert client.get("/v1/me", stranger).status == 200
    world.forget_token("other_voter")


def refused(client, token):
    answer = client.get("/v1/me", token)
    return answer if answer.status == 401 else None


def test_wrong_password_and_wrong_name_answer_alike(world, client):
    login = world.logins["county_admin"]
    wrong = client.post("/v1/sessions:passwordLogin", {"username": login, "password": "wrong-password"})
    absent = client.post("/v1/sessions:passwordLogin", {"username": "nobody-here", "password": "wrong-password"})
    assert wrong.status == absent.status == 401
    assert without_request_id(wrong) == without_request_id(absent)
    assert wrong.reason == "LOGIN_FAILED"
    assert world.login("county_admin")


def test_a_wrong_wechat_code_is_refused(client):
    answer = client.post("/v1/sessions:wechatLogin", {"code": "not-a-code"})
    assert (answer.status, answer.reason) == (400, "WECHAT_CODE_INVALID"), answer


@pytest.mark.parametrize(
    "method, path, body, status, reason, names",
    [
        ("GET", "/v1/homes?colour=red", None, 400, "FIELD_UNKNOWN", "colour"),
        ("GET", "/v1/homes?pageSize=many", None, 400, "FIELD_INVALID", "pageSize"),
        ("GET", "/v1/homes?pageSize=51", None, 400, "FIELD_INVALID", "pageSize"),
        ("GET", "/v1/homes/abc", None, 400, "FIELD_INVALID", "homeId"),
        ("GET", "/v1/homes/9223372036854775808", None, 400, "FIELD_INVALID", "homeId"),
        ("GET", "/v1/homes/1", None, 404, "HOME_NOT_FOUND", None),
        ("GET", "/v1/homes/1/messages", None, 404, "HOME_NOT_FOUND", None),
        ("GET", "/v1/organizations/1", None, 404, "ORGANIZATION_NOT_FOUND", None),
        ("GET", "/v1/nothing", None, 404, "ROUTE_NOT_FOUND", None),
        ("PUT", "/v1/homes", {}, 405, "METHOD_NOT_ALLOWED", None),
        ("POST", "/v1/sessions:wechatLogin", {}, 400, "FIELD_INVALID", "code"),
        ("POST", "/v1/sessions:wechatLogin", {"code": ["x"]}, 400, None, "code"),
        ("POST", "/v1/sessions:wechatLogin", {"code": "x", "colour": 1}, 400, "FIELD_UNKNOWN", "colour"),
        ("GET", "/v1/me", None, 401, "SESSION_REQUIRED", None),
    ],
)
def test_errors_have_one_shape(client, method, path, body, status, reason, names):
    answer = client.call(method, path, body=body)
    assert_error(answer, status, reason, names)


@pytest.mark.parametrize(
    "changes, names",
    [
        ({"subject": ""}, "subject"),
        ({"subject": "短"}, "subject"),
        ({"subject": "长" * 51}, "subject"),
        ({"subject": "有\n换行"}, "subject"),
        ({"subject": "\u202e反转的标题"}, "subject"),
        ({"body": " \n\t "}, "body"),
        ({"body": "长" * 4001}, "body"),
        ({"body": "空\u0000字"}, "body"),
        ({"requestId": "not-a-uuid"}, "requestId"),
        ({"requestId": ""}, "requestId"),
        ({"visibility": "SECRET"}, "visibility"),
        ({"visibility": "VISIBILITY_UNSPECIFIED"}, "visibility"),
        ({"deputyId": "-x"}, "deputyId"),
        ({"colour": "red"}, "colour"),
        ({"homeId": "5"}, None),
        ({"subject": {"a": 1}}, "subject"),
        ({"subject": ["a"]}, "subject"),
    ],
)
def test_a_bad_field_is_named(world, client, changes, names):
    answer = client.post(world.messages_path(), new_message(**changes), world.token("author"))
    assert_error(answer, 400, None, names)


def test_an_absent_deputy_is_not_found(world, client):
    for deputy_id in ("1", world.other_deputy_id):
        answer = client.post(world.messages_path(), new_message(deputyId=deputy_id), world.token("author"))
        assert (answer.status, answer.reason) == (404, "DEPUTY_NOT_FOUND"), answer


def test_text_is_kept_as_it_was_written(world, client):
    body = "第一行\n第二行\t制表 <script>alert(1)</script> 'quote' \"doppelt\" 😀𠮷 ᠮᠣᠩᠭᠣᠯ"
    message = world.post(body=body, subject="😀 标题 & <b>")
    seen = client.get(world.message_path(message), world.token("author")).json
    assert seen["body"] == body and seen["subject"] == "😀 标题 & <b>"


def test_a_client_may_send_its_own_request_id_header_and_gets_an_id_back(client):
    answer = client.get("/v1/homes")
    assert answer.status == 200
    assert re.fullmatch(r"[\w-]{8,64}", answer.headers.get("X-Request-Id", "")), dict(answer.headers)


def test_internal_headers_of_a_stranger_are_not_believed(stack, world, client):
    """A caller context that is even validly signed counts for nothing when it comes from outside."""
    caller = stack.internal.caller("PERSON", person_id=1, voter=True)
    signed = base64.b64encode(stack.internal.sign(caller)).decode()
    for name in ("x-deputies-caller-bin", "X-Deputies-Caller-Bin", "Grpc-Metadata-x-deputies-caller-bin"):
        answer = client.call("GET", "/v1/me", headers={name: signed})
        assert answer.status in (400, 401), answer


def assert_error(answer, status, reason, names):
    assert answer.status == status, answer
    error = answer.json["error"]
    assert set(answer.json) == {"error"}
    assert {"code", "status", "reason", "message", "requestId"} <= set(error), answer
    assert error["code"] == status
    assert error["message"] and error["requestId"]
    assert re.search(r"[\u4e00-\u9fff]", error["message"]), "the text is for people who read Chinese"
    assert error["reason"], answer
    if reason:
        assert error["reason"] == reason, answer
    if names:
        assert names in answer.raw.decode(), f"{names} is not named: {answer}"


def without_request_id(answer):
    return {key: value for key, value in answer.error.items() if key != "requestId"}


def assert_recent(timestamp):
    age = datetime.datetime.now(datetime.timezone.utc) - parse_time(timestamp)
    assert abs(age.total_seconds()) < 60, timestamp


def parse_time(timestamp):
    assert timestamp.endswith("Z"), timestamp
    return datetime.datetime.fromisoformat(timestamp.replace("Z", "+00:00"))
