"""WeChat's pushes, through the gateway: address check, plain and safe mode, consents, repeats, customer service."""

import json
import pathlib
import secrets
import sys
import time
import urllib.request

import pytest

from e2e.client import with_request_id

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "wechat_sandbox"))
import push  # noqa: E402

TEMPLATE = "sandbox-progress"


@pytest.fixture(scope="module")
def target(stack):
    return push.Target(f"{stack.client.base_url}/wechat/push", stack.config("wechat").app_id,
                       stack.demo["wechatPushToken"], stack.demo["wechatPushAesKey"])  # fmt: skip


@pytest.fixture
def person(client):
    """(openid, session token, person id) of somebody new."""
    code = f"demo-push-{secrets.token_hex(4)}"
    answer = client.post("/v1/sessions:wechatLogin", {"code": code})
    assert answer.status == 200, answer
    token = answer.json["sessionToken"]
    return f"o-{code}".ljust(28, "_"), token, client.get("/v1/me", token).json["personId"]


def consents(stack, person_id):
    rows = stack.sql("wechat", f"SELECT one_time_left, standing FROM consents WHERE person_id = {person_id} "
                               f"AND template_id = '{TEMPLATE}'")  # fmt: skip
    return tuple(map(int, rows[0])) if rows else None


def event(openid, name, **fields):
    return {"ToUserName": "gh_x", "FromUserName": openid, "CreateTime": int(time.time()), "MsgType": "event",
            "Event": name, **fields}  # fmt: skip


def popup(openid, status, many=False):
    entry = {"TemplateId": TEMPLATE, "SubscribeStatusString": status, "PopupScene": "0"}
    return event(openid, "subscribe_msg_popup_event", List=[entry] if many else entry)


def test_wechats_check_of_the_address(target, client):
    now, nonce = str(int(time.time())), "486452656"
    query = {"timestamp": now, "nonce": nonce, "echostr": "4375120948345356249"}
    good = client.get("/wechat/push", signature=push.sign(target.token, now, nonce), **query)
    assert (good.status, good.raw) == (200, b"4375120948345356249")
    assert good.headers["Content-Type"] == "text/plain"
    assert "sandbox" in good.headers["Content-Security-Policy"]
    for wrong in ({**query, "nonce": "1"}, {**query, "timestamp": "1714037059"}):
        refused = client.get("/wechat/push", signature=push.sign(target.token, now, nonce), **wrong)
        assert (refused.status, refused.reason) == (400, "PUSH_INVALID")
    # What WeChat adds one day must not stop it.
    more = client.get("/wechat/push", signature=push.sign(target.token, now, nonce), brand_new="1", **query)
    assert more.status == 200, more


@pytest.mark.parametrize("mode", ["plain", "safe"])
@pytest.mark.parametrize("form", ["json", "xml"])
def test_an_acceptance_counts_once(stack, target, person, mode, form):
    openid, _, person_id = person
    message = popup(openid, "accept", many=form == "json")
    if form == "xml":
        message["SubscribeMsgPopupEvent"] = {"List": message.pop("List")}
    query, body = push.prepare(target, message, mode, form)
    for _ in range(3):
        assert push.post(target, query, body, form) == (200, "success")
    assert consents(stack, person_id) == (1, 0)


def test_client_and_push_tell_of_one_acceptance(stack, target, client, person):
    openid, token, person_id = person
    report = {"results": [{"templateId": TEMPLATE, "answer": "ACCEPT"}]}
    assert client.post("/v1/me/noticeConsents", with_request_id(**report), token).status == 200
    assert push.post(target, *push.prepare(target, popup(openid, "accept"))) == (200, "success")
    assert consents(stack, person_id) == (1, 0), "two witnesses of one tap"
    time.sleep(1.1)  # another second: another tap
    assert push.post(target, *push.prepare(target, popup(openid, "accept"))) == (200, "success")
    assert client.post("/v1/me/noticeConsents", with_request_id(**report), token).status == 200
    assert consents(stack, person_id) == (2, 0)
    # Turned off in the settings: nothing is left.
    change = event(openid, "subscribe_msg_change_event",
                   List={"TemplateId": TEMPLATE, "SubscribeStatusString": "reject"})  # fmt: skip
    assert push.post(target, *push.prepare(target, change)) == (200, "success")
    assert consents(stack, person_id) == (0, 0)


def test_what_is_not_wechats_is_refused(stack, target, person):
    openid, _, person_id = person
    query, body = push.prepare(target, popup(openid, "accept"))
    old, old_body = push.prepare(target, popup(openid, "accept"), timestamp=int(time.time()) - 3600)
    other = push.Target(target.url, "wx9999999999999999", target.token, target.aes_key)
    stranger = push.Target(target.url, target.app_id, "0" * 32, target.aes_key)
    cases = [
        ({**query, "msg_signature": "0" * 40}, body),
        ({**query, "nonce": "1"}, body),
        (query, body.replace(b"Encrypt", b"Encrypted")),
        (query, b"{"),
        (query, b"[" * 5000),
        (query, b"\xff\xfe\x00"),
        (query, b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Encrypt>&e;</Encrypt></xml>'),
        (old, old_body),
        push.prepare(other, popup(openid, "accept")),
        push.prepare(stranger, popup(openid, "accept")),
        push.prepare(stranger, popup(openid, "accept"), "plain"),
    ]
    for wrong_query, wrong_body in cases:
        status, answer = push.post(target, wrong_query, wrong_body)
        assert status == 400 and "PUSH_INVALID" in answer, (wrong_query, wrong_body[:60], answer)
    assert consents(stack, person_id) is None
    assert push.post(target, query, body) == (200, "success")


def test_a_verdict_on_a_picture_is_kept(stack, target):
    trace = secrets.token_hex(12)
    message = event("o-demo-x", "wxa_media_check", appid=target.app_id, trace_id=trace, version=2,
                    result={"suggest": "risky", "label": "20002"}, detail=[])  # fmt: skip
    for _ in range(2):
        assert push.post(target, *push.prepare(target, message)) == (200, "success")
    method = stack.methods["deputies.wechat.v1.ContentCheckService.GetMediaVerdict"]
    verdict = stack.internal.call(method, method.request_type(trace_id=trace))
    assert (verdict.verdict, verdict.label) == (3, 20002)
    assert stack.internal.call(method, method.request_type(trace_id="none")).verdict == 0


def test_customer_service_points_to_the_mini_program_once(stack, target, person):
    openid = person[0]
    message = {"ToUserName": "gh_x", "FromUserName": openid, "CreateTime": int(time.time()), "MsgType": "text",
               "Content": "有人吗", "MsgId": secrets.randbelow(10**15)}  # fmt: skip
    for _ in range(3):
        assert push.post(target, *push.prepare(target, message)) == (200, "success")
    sandbox = stack.config("wechat").api_base_url
    with urllib.request.urlopen(f"{sandbox}/sandbox/messages?touser={openid}", timeout=10) as answer:
        sent = json.load(answer)["messages"]
    assert len(sent) == 1 and "data-miniprogram-path" in sent[0]["text"], sent
