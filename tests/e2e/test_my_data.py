"""Grades of identity, and what a person may ask about the own data, through the gateway."""

import subprocess
import uuid

from e2e.client import new_message, with_request_id
from e2e.reception import Reception
from e2e.stack import SERVICES, wait_until


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


def test_an_erased_person_is_nowhere_to_be_read(world, client, stack):
    """Not in any table of any service, not in Redis, not in a log."""
    phone, visitor, topic = new_phone(), f"擦除{uuid.uuid4().hex[:8]}", f"低保{uuid.uuid4().hex[:8]}"
    token, _ = newcomer(client, phone)
    openid = client.get("/v1/me/export", token).json["openid"]
    reception = Reception(world)
    slot = reception.slots(reception.day(4))[0]
    booked = client.post(f"/v1/homes/{world.home_id}/slots/{slot['slotId']}/bookings",
                         with_request_id(visitorName=visitor, topic=topic), token)  # fmt: skip
    assert booked.status == 200, booked
    person_id = client.get("/v1/me", token).json["personId"]
    message = client.post(world.messages_path(), new_message(), token).json
    author = f"SELECT author_id FROM messages WHERE id = {message['messageId']}"
    assert stack.sql_value("board", author) == person_id
    told = f"SELECT COUNT(*) FROM notices WHERE person_id = {person_id}"
    wait_until(lambda: stack.sql_value("wechat", told) != "0", 10, "the booking's notice")
    assert places_of(stack, visitor) == ["reception.bookings"] == places_of(stack, topic), "the search finds what is there"

    assert client.post("/v1/me:erase", with_request_id(), token).status == 200
    wait_until(lambda: not places_of(stack, visitor), 10, "reception to forget the name")
    wait_until(lambda: stack.sql_value("wechat", told) == "0", 10, "the notices to go")
    wait_until(lambda: stack.sql_value("board", author) == "0", 10, "the board to forget the author")
    for secret in (phone, openid, visitor, topic, token):
        assert places_of(stack, secret) == [], secret
        assert not redis_holds(stack, secret), secret
        logs = [log.name for log in stack.log_files() if secret.encode() in log.read_bytes()]
        assert not logs, (secret, logs)


def places_of(stack, text):
    """Tables that hold the text in any column of any row."""
    found = []
    for service in SERVICES:
        columns = stack.sql(service, "SELECT table_name, GROUP_CONCAT(CONCAT('`', column_name, '`')) FROM "
                                     "information_schema.columns WHERE table_schema = DATABASE() GROUP BY table_name")
        for table, names in columns:
            row = ", ".join(f"CAST({name} AS BINARY)" for name in names.split(","))
            hits = stack.sql_value(
                service, f"SELECT COUNT(*) FROM `{table}` WHERE INSTR(CONCAT_WS('|', {row}), CAST('{text}' AS BINARY))")
            if hits != "0":
                found.append(f"{service}.{table}")
    return found


def redis_holds(stack, text):
    redis = stack.config("gateway").redis.address.removeprefix("unix:")

    def ask(*words):
        done = subprocess.run(["redis-cli", "-s", redis, *words], capture_output=True, timeout=10, check=True)
        return done.stdout

    readers = {"string": ["GET"], "hash": ["HGETALL"], "list": ["LRANGE", "0", "-1"], "set": ["SMEMBERS"],
               "zset": ["ZRANGE", "0", "-1"]}  # fmt: skip
    for key in ask("--scan").decode("utf-8", "replace").splitlines():
        verb, *rest = readers[ask("TYPE", key).decode().strip()]
        if text in key or text.encode() in ask(verb, key, *rest):
            return True
    return False


def test_deputies_in_office_stay(world, client):
    refused = client.post("/v1/me:erase", with_request_id(), world.token("deputy"))
    assert (refused.status, refused.reason) == (400, "ERASURE_REFUSED")
