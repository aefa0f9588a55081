"""Every way in which WeChat misbehaves: what the user sees, what is tried again, what waits."""

import secrets
import time

import pytest

from e2e.client import new_answer, new_message
from e2e.notices import Person, Teller, pass_time
from e2e.reception import Reception
from e2e.sandbox import LOGIN, SEND, TOKEN, Sandbox
from e2e.stack import wait_until

TIMEOUT_SECONDS = 8  # longer than wechat waits


@pytest.fixture(scope="module")
def sandbox(stack):
    return Sandbox(stack)


@pytest.fixture(scope="module")
def teller(stack, world):
    return Teller(stack, world.home_id)


@pytest.fixture
def settled(stack, client):
    """The breaker is closed before and after, whatever the other tests did to WeChat."""

    def close():
        wait_until(lambda: client.post("/v1/sessions:wechatLogin", {"code": "demo-breaker"}).status == 200, 20,
                   "log-ins to work")  # fmt: skip

    close()
    yield
    close()


# fault, seconds; what a log-in shows; how often WeChat is asked
LOGIN_FAULTS = [
    (40029, (400, "WECHAT_CODE_INVALID"), 1),
    (40226, (403, "ACCESS_DENIED"), 1),
    (45011, (429, "RATE_LIMITED"), 1),
    (45009, (429, "RATE_LIMITED"), 1),
    (-1, (503, "WECHAT_UNAVAILABLE"), 2),
    (40001, (503, "WECHAT_UNAVAILABLE"), 1),
    ("image", (503, "WECHAT_UNAVAILABLE"), 1),
    ("not_json", (503, "WECHAT_UNAVAILABLE"), 1),
    ("http500", (503, "WECHAT_UNAVAILABLE"), 1),
    ("timeout", (503, "WECHAT_UNAVAILABLE"), 1),
]


@pytest.mark.parametrize("fault, seen, asked", LOGIN_FAULTS, ids=[str(case[0]) for case in LOGIN_FAULTS])
def test_a_log_in(client, sandbox, settled, fault, seen, asked):
    code = f"demo-fault-{secrets.token_hex(4)}"
    before = sandbox.calls(LOGIN)
    with sandbox.fault(fault, LOGIN, seconds=TIMEOUT_SECONDS):
        answer = client.post("/v1/sessions:wechatLogin", {"code": code})
    assert (answer.status, answer.reason) == seen, answer
    assert any("\u4e00" <= letter <= "\u9fff" for letter in answer.error["message"]), "words for people"
    assert sandbox.calls(LOGIN) - before == asked
    assert client.post("/v1/sessions:wechatLogin", {"code": code}).status == 200


def test_whom_cloud_hosting_vouches_for_needs_no_answer_of_wechat(stack, client, sandbox, settled):
    """The gateway has checked who says so: tests of the gateway show that."""
    method = stack.protos.methods()["deputies.accounts.v1.AuthService.WechatLogin"]
    openid = f"o{secrets.token_hex(8)}"
    vouched = stack.internal.sign(stack.internal.caller("ANONYMOUS"), wechat_openid=openid)
    before = sandbox.calls(LOGIN)
    first, again = (stack.internal.call(method, method.request_type(code="not-looked-at"), vouched) for _ in range(2))
    assert first.person.person_id == again.person.person_id
    assert client.get("/v1/me/export", first.session_token).json["openid"] == openid
    assert sandbox.calls(LOGIN) == before


def test_a_busy_moment_is_not_noticed(client, sandbox, settled):
    with sandbox.fault(-1, LOGIN, times=1):
        assert client.post("/v1/sessions:wechatLogin", {"code": "demo-busy"}).status == 200


# fault; calls of the first attempt; what the person sees then; why it waits; what an important one becomes
SEND_FAULTS = [
    ("43101", 43101, 1, "INBOX_ONLY", "wechat_43101", "TO_BE_CALLED"),
    ("47003", 47003, 1, "INBOX_ONLY", "wechat_47003", "TO_BE_CALLED"),
    ("40003", 40003, 1, "INBOX_ONLY", "wechat_40003", "TO_BE_CALLED"),
    ("45009", 45009, 1, "ON_ITS_WAY", "wechat_45009", "ON_ITS_WAY"),
    ("45011", 45011, 1, "ON_ITS_WAY", "wechat_45011", "ON_ITS_WAY"),
    ("busy", -1, 2, "ON_ITS_WAY", "wechat_-1", "ON_ITS_WAY"),
    ("timeout", "timeout", 1, "ON_ITS_WAY", "wechat_unknown", "ON_ITS_WAY"),
    ("image", "image", 1, "ON_ITS_WAY", "wechat_unknown", "ON_ITS_WAY"),
    ("gone", "close", 1, "ON_ITS_WAY", None, "ON_ITS_WAY"),
]


@pytest.mark.parametrize("fault, calls, ordinary, outcome, important", [case[1:] for case in SEND_FAULTS],
                         ids=[case[0] for case in SEND_FAULTS])  # fmt: skip
def test_a_notice(stack, world, client, sandbox, settled, teller, fault, calls, ordinary, outcome, important):
    people = {"ordinary": Person(stack, consents=3), "important": Person(stack, consents=3)}
    target = teller.new_target()
    wanted = {"ordinary": ordinary, "important": important}

    def row(name):
        found = stack.sql("wechat", "SELECT state, attempts, outcome, unknown_outcomes FROM notices WHERE "
                                    f"person_id = {people[name].person_id} AND target_id = {target}")  # fmt: skip
        return found[0] if found and int(found[0][1]) > 0 and found[0][0] != "2" else None

    before = sandbox.calls(SEND)
    with sandbox.fault(fault, SEND, seconds=TIMEOUT_SECONDS):
        for name, person in people.items():
            teller.tell(teller.event(person.person_id, target, important=name == "important"))
        rows = {name: wait_until(lambda name=name: row(name), 20, f"an attempt for the {name} one") for name in people}
        for name, person in people.items():
            state, attempts, why, unknown = rows[name]
            assert person.notices()[target]["delivery"] == wanted[name], rows
            assert outcome is None or why == outcome, rows
            assert (int(unknown) > 0) == (why == "wechat_unknown")
            assert (state == "1") == (wanted[name] == "ON_ITS_WAY")
        first_attempts = sum(int(entry[1]) for entry in rows.values())
        assert sandbox.calls(SEND) - before >= calls * first_attempts
        if wanted["ordinary"] != "ON_ITS_WAY":
            time.sleep(1.5)  # longer than the sender sleeps
            assert sandbox.calls(SEND) - before == 2 * calls, "what cannot get better is not tried again"
    if important == "TO_BE_CALLED":
        calls_to_make = client.pages(f"/v1/homes/{world.home_id}/calls", "calls", world.token("township_admin"))
        assert [int(entry["personId"]) for entry in calls_to_make if int(entry["notice"]["targetId"]) == target] == [
            people["important"].person_id]  # fmt: skip
        return
    # What waits goes out when WeChat is itself again, once.
    pass_time(stack, 20)
    for person in people.values():
        wait_until(lambda person=person: person.notices()[target]["delivery"] == "BY_WECHAT", 20, "the delivery")
        assert len(sandbox.messages(person.openid)) == 1
        assert stack.sql_value("wechat", "SELECT one_time_left FROM consents WHERE "
                                         f"person_id = {person.person_id}") == "2", "one message, one consent"  # fmt: skip


def test_a_refused_token_is_replaced_once_and_nobody_notices(stack, sandbox, settled, teller):
    person = Person(stack, consents=3)
    target = teller.new_target()
    tokens, sends = sandbox.calls(TOKEN), sandbox.calls(SEND)
    with sandbox.fault(40001, SEND, times=1):
        teller.tell(teller.event(person.person_id, target))
        wait_until(lambda: person.notices()[target]["delivery"] == "BY_WECHAT", 60, "the delivery")
    assert (sandbox.calls(TOKEN) - tokens, sandbox.calls(SEND) - sends) == (1, 2)
    assert len(sandbox.messages(person.openid)) == 1


def test_a_lost_answer_may_double_and_is_counted(stack, sandbox, settled, teller):
    person = Person(stack, consents=3)
    target = teller.new_target()
    with sandbox.fault("done_then_close", SEND, times=1):
        teller.tell(teller.event(person.person_id, target))
        wait_until(lambda: sandbox.messages(person.openid), 20, "the first message")
    pass_time(stack, 20)
    wait_until(lambda: person.notices()[target]["delivery"] == "BY_WECHAT", 20, "the delivery")
    sent = len(sandbox.messages(person.openid))
    unknown = int(stack.sql_value("wechat", f"SELECT unknown_outcomes FROM notices WHERE target_id = {target}"))
    assert (sent, unknown) == (2, 1)


def test_wechat_gone_for_an_hour(stack, world, client, sandbox, settled, teller):
    reception = Reception(world)
    reception.cancel_live()
    day = reception.day()
    tokens = {role: world.token(role) for role in ("author", "deputy", "township_admin")}
    reached = [Person(stack, consents=13) for _ in range(6)]
    unreachable = [Person(stack) for _ in range(4)]
    told = []
    with sandbox.fault("close", LOGIN, SEND, TOKEN, "/wxa/msg_sec_check", "/wxa/media_check_async"):
        for minute in range(0, 60, 5):
            # Sessions that live go on, and so does all that is done with them.
            for token in tokens.values():
                assert client.get("/v1/me", token).status == 200
            posted = client.post(world.messages_path(), new_message(), tokens["author"])
            assert posted.status == 200, posted
            answered = client.post(world.message_path(posted.json, ":answer"), new_answer(), tokens["deputy"])
            assert answered.status == 200, answered
            if minute == 0:
                reception.book(reception.slots(day)[0])
            target = teller.new_target()
            for person in reached + unreachable:
                teller.tell(teller.event(person.person_id, target, important=person in unreachable or minute % 10 == 0))
                told.append((person, target))
            refused = client.post("/v1/sessions:wechatLogin", {"code": f"demo-new-{secrets.token_hex(4)}"})
            assert (refused.status, refused.reason) == (503, "WECHAT_UNAVAILABLE"), refused
            time.sleep(0.6)  # the senders look
            pass_time(stack, 5)
        assert not [person for person in reached if sandbox.messages(person.openid)]
        assert {entry["delivery"] for entry in reached[1].notices().values()} == {"ON_ITS_WAY"}

    def all_settled():
        pass_time(stack, 10)
        time.sleep(0.6)
        return stack.sql_value("wechat", "SELECT COUNT(*) FROM notices WHERE state IN (1, 2) AND target_id IN "
                                         f"({','.join(str(target) for _, target in told)})") == "0"  # fmt: skip

    wait_until(all_settled, 60, "every notice to be settled")
    inboxes = {person: person.notices() for person in reached + unreachable}
    calls = [(int(entry["personId"]), int(entry["notice"]["targetId"])) for entry in client.pages(
        f"/v1/homes/{world.home_id}/calls", "calls", tokens["township_admin"])]  # fmt: skip
    for person, target in told:
        delivery = inboxes[person][target]["delivery"]
        pages = [message["page"] for message in sandbox.messages(person.openid)]
        sent = sum(f"messageId={target}" in page for page in pages)
        called = calls.count((person.person_id, target))
        if person in unreachable:
            assert (delivery, sent, called) == ("TO_BE_CALLED", 0, 1)
        else:
            assert (delivery, sent, called) == ("BY_WECHAT", 1, 0), f"{person.code} {target}"
