"""A deputy's time in office: binding, suspension, hand-over; and telephones, through the gateway."""

import json
import re
import urllib.request
import uuid

from e2e.client import with_request_id
from e2e.stack import wait_until


def newcomer(world):
    """A fresh voter; (token, log-in code)."""
    code = f"demo-tests-{uuid.uuid4().hex[:12]}"
    return world.client.post("/v1/sessions:wechatLogin", {"code": code}).json["sessionToken"], code


def new_deputy(world, name):
    code = f"tests-{uuid.uuid4().hex[:12]}"
    return world.make_deputy(code, name, "tests-home", f"demo-{code}")


def deputy_path(world, deputy_id, verb):
    return f"/v1/homes/{world.home_id}/deputies/{deputy_id}:{verb}"


def test_a_code_and_an_approval_make_a_deputy(world, client):
    deputy_id = new_deputy(world, "测试代表丁")
    staff = world.token("township_admin")
    code = client.post(deputy_path(world, deputy_id, "createBindingCode"), with_request_id(), staff).json["code"]
    token, _ = newcomer(world)
    asked = client.post("/v1/deputyBindings", with_request_id(code=code.lower()), token)
    assert (asked.status, asked.json["state"]) == (200, "PENDING"), asked
    path = f"/v1/homes/{world.home_id}/deputyBindings"
    waiting = client.get(path, staff).json["bindings"]
    assert asked.json["bindingId"] in [one["bindingId"] for one in waiting]
    decided = client.post(f"{path}/{asked.json['bindingId']}:decide", with_request_id(approve=True), staff)
    assert (decided.status, decided.json["state"]) == (200, "APPROVED"), decided
    roles = wait_until(lambda: client.get("/v1/me", token).json["roles"], 6, "the mandate to count")
    assert (roles[0]["role"], roles[0]["deputyId"]) == ("ROLE_DEPUTY", deputy_id)


def test_after_the_hand_over_the_old_code_leads_to_the_successor(world, client):
    old, new = new_deputy(world, "测试代表戊"), new_deputy(world, "测试代表庚")
    county = world.token("county_admin")
    made = client.post(f"/v1/homes/{world.home_id}/codes",
                       with_request_id(kind="DEPUTY_CODE", targetId=old), county)
    assert made.status == 200, made
    answer = client.post(f"/v1/homes/{world.home_id}/deputies:handOver",
                         with_request_id(handOvers=[{"oldDeputyId": old, "newDeputyId": new}]), county)
    assert answer.status == 200, answer
    scanned = client.post("/v1/codes:scan", {"code": made.json["scene"]})
    assert (scanned.json["targetId"], scanned.json["redirected"]) == (new, True), scanned
    again = client.post(f"/v1/homes/{world.home_id}/deputies:handOver",
                        with_request_id(handOvers=[{"oldDeputyId": old}]), county)
    assert (again.status, again.reason) == (400, "DEPUTY_STATE_CONFLICT")


def test_a_suspended_deputy_is_shown_nowhere(world, client):
    deputy_id = new_deputy(world, "测试代表辛")
    county = world.token("county_admin")
    shown = f"/v1/homes/{world.home_id}/deputies/{deputy_id}"
    assert client.get(shown).status == 200
    assert client.post(deputy_path(world, deputy_id, "suspend"), with_request_id(), county).json["suspended"]
    assert wait_until(lambda: client.get(shown).status == 404, 6, "the deputy to be hidden")
    assert client.post(deputy_path(world, deputy_id, "resume"), with_request_id(), county).json["inOffice"]


def test_a_number_signs_in_outside_wechat_and_binds_inside(world, client, stack):
    phone = f"139{uuid.uuid4().int % 10**8:08d}"
    assert client.post("/v1/smsCodes:send", {"phone": phone}).status == 200
    assert client.post("/v1/smsCodes:send", {"phone": phone}).reason == "SMS_TOO_OFTEN"
    code = wait_until(lambda: sent_code(stack, phone), 6, "the code to arrive")
    wrong = client.post("/v1/sessions:smsLogin", {"phone": phone, "smsCode": "12345"})
    assert (wrong.status, wrong.reason) == (400, "SMS_CODE_INVALID")
    answer = client.post("/v1/sessions:smsLogin", {"phone": phone, "smsCode": code})
    assert answer.status == 200, answer
    me = client.get("/v1/me", answer.json["sessionToken"]).json
    assert (me["grade"], me["maskedPhone"]) == ("GRADE_PHONE", f"{phone[:3]}****{phone[-4:]}")

    # Inside WeChat one tap on the phone button is enough; a number belongs to one person.
    token, _ = newcomer(world)
    taken = client.post("/v1/me/phone:bind", with_request_id(wechatPhoneCode=f"phone-{phone}"), token)
    assert (taken.status, taken.reason) == (409, "PHONE_TAKEN")
    other = f"138{phone[3:]}"
    assert client.post("/v1/me/phone:bind", with_request_id(wechatPhoneCode=f"phone-{other}"), token).status == 200
    assert client.get("/v1/me", token).json["maskedPhone"] == f"138****{phone[-4:]}"


def sent_code(stack, phone):
    """The newest code that the sandbox's text-message provider took for the number."""
    sandbox = stack.config("wechat").api_base_url
    with urllib.request.urlopen(f"{sandbox}/sandbox/sms?phone={phone}", timeout=10) as answer:
        messages = json.load(answer)["messages"]
    return re.search(r"验证码(\d{6})", messages[-1]["text"])[1] if messages else None
