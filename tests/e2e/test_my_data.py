"""Grades of identity, and what a person may ask about the own data, through the gateway."""

import uuid

from e2e.client import with_request_id
from e2e.stack import wait_until


def newcomer(client, phone=None):
    """A fresh voter, with a number when one is given; (token, log-in code)."""
    code = f"demo-tests-{uuid.uuid4().hex[:12]}"
    token = client.post("/v1/sessions:wechatLogin", {"code": code}).json["sessionToken"]
    if phone:
        answer = client.post("/v1/me/phone:bind", with_request_id(wechatPhoneCode=f"phone-{phone}"), token)
        assert answer.status == 200, answer
    return token, code


def new_phone():
    return f"137{uuid.uuid4().int % 10**8:08d}"


def test_a_voter_becomes_known_step_by_step(world, client):
    township = world.township["organizationId"]
    declare = with_request_id(organizationId=township)
    stranger, _ = newcomer(client)
    refused = client.post("/v1/me/constituency", declare, stranger)
    assert (refused.status, refused.reason) == (403, "GRADE_TOO_LOW")

    phone = new_phone()
    token, _ = newcomer(client, phone)
    person = wait_until(lambda: graded(client, token, "GRADE_PHONE"), 6, "the number to count")
    # The gateway knows a session's grade for some seconds.
    declared = with_request_id(organizationId=township)
    wait_until(lambda: client.post("/v1/me/constituency", declared, token).status == 200, 8, "the new grade to open")
    assert graded(client, token, "GRADE_DECLARED")

    staff, path = world.token("township_admin"), f"/v1/homes/{world.home_id}/voters"
    voter = next(one for one in client.pages(path, "voters", staff) if one["personId"] == person["personId"])
    assert voter["maskedPhone"] == f"{phone[:3]}****{phone[-4:]}"
    away = client.post(f"/v1/homes/{world.other_home_id}/voters/{voter['personId']}:verify", with_request_id(),
                       world.token("other_township_admin"))
    assert (away.status, away.reason) == (404, "PERSON_NOT_FOUND")
    verified = client.post(f"{path}/{voter['personId']}:verify", with_request_id(), staff)
    assert verified.status == 200 and verified.json["verifyTime"], verified
    assert graded(client, token, "GRADE_VERIFIED")

    shown = client.post(f"{path}/{voter['personId']}:revealPhone", with_request_id(reason="回访来信"), staff)
    assert shown.json["phone"] == phone
    entries = client.get(f"/v1/homes/{world.home_id}/auditEntries", staff).json["auditEntries"]
    assert [one["action"] for one in entries][:2] == ["RevealPhone", "VerifyVoter"]


def graded(client, token, grade):
    me = client.get("/v1/me", token).json
    return me if me["grade"] == grade else None


def test_a_copy_of_the_own_data_and_their_erasure(client, stack):
    phone = new_phone()
    token, code = newcomer(client, phone)
    consent = with_request_id(kind="PRIVACY_POLICY", version="2026-03", accepted=True)
    assert client.post("/v1/me/consents", consent, token).status == 200
    copy = client.get("/v1/me/export", token).json
    assert copy["phone"] == phone and copy["openid"] and copy["consents"][0]["version"] == "2026-03", copy
    person_id = copy["person"]["personId"]

    assert client.post("/v1/me:erase", with_request_id(), token).status == 200
    wait_until(lambda: client.get("/v1/me", token).status == 401, 6, "the session to end")
    for table in ("identities", "sessions", "consents"):
        assert stack.sql_value("accounts", f"SELECT COUNT(*) FROM {table} WHERE person_id = {person_id}") == "0", table
    assert stack.sql("accounts", f"SELECT LENGTH(data_key), display_name FROM persons WHERE person_id = {person_id}") == [
        ["0", "已注销用户"]]
    for log in stack.log_files():
        text = log.read_text(encoding="utf-8", errors="replace")
        assert phone not in text and copy["openid"] not in text, log.name
    again = client.post("/v1/sessions:wechatLogin", {"code": code}).json
    assert again["person"]["personId"] != person_id, "somebody new"
    # The number is free for the next.
    newcomer(client, phone)


def test_deputies_in_office_stay(world, client):
    refused = client.post("/v1/me:erase", with_request_id(), world.token("deputy"))
    assert (refused.status, refused.reason) == (400, "ERASURE_REFUSED")
