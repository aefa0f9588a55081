"""Roles, second factor and sessions of console accounts, through the gateway."""

import base64
import hashlib
import hmac
import struct
import time
import uuid

import pytest

from e2e.client import with_request_id
from e2e.stack import wait_until
from e2e.world import PASSWORD


@pytest.fixture(scope="module")
def admins(world):
    """Tokens of a system and a security administrator of the whole installation, and of a township."""
    world.make_staff("tests-system", "ROLE_SYSTEM_ADMIN", "")
    world.make_staff("tests-security", "ROLE_SECURITY_ADMIN", "")
    world.make_staff("tests-township-security", "ROLE_SECURITY_ADMIN", world.township["code"])
    return {name: login(world, f"tests-{name}").json["sessionToken"]
            for name in ("system", "security", "township-security")}


def login(world, username, **more):
    return world.client.post("/v1/sessions:passwordLogin", {"username": username, "password": PASSWORD, **more})


def new_account(world, admins):
    username = f"tests-{uuid.uuid4().hex[:12]}"
    answer = world.client.post(
        "/v1/staffAccounts", with_request_id(username=username, password=PASSWORD, displayName="某人"),
        admins["system"])
    assert answer.status == 200, answer
    return username


def roles_path(organization, verb=""):
    return f"/v1/organizations/{organization['organizationId']}/roles{verb}"


def test_a_role_opens_what_it_names_until_it_is_taken(world, client, admins):
    username = new_account(world, admins)
    grant = {"username": username, "role": "ROLE_LIAISON"}
    token = login(world, username).json["sessionToken"]
    staff_only = f"/v1/homes/{world.home_id}/mandates"
    assert client.get(staff_only, token).status == 403
    answer = client.post(roles_path(world.township, ":grant"), with_request_id(**grant), admins["township-security"])
    assert answer.status == 200, answer
    wait_until(lambda: client.get(staff_only, token).status == 200, 6, "the new role to count")
    assert client.get(f"/v1/homes/{world.other_home_id}/mandates", token).status == 403
    listed = client.get(roles_path(world.township), admins["township-security"]).json["grants"]
    assert username in [one["username"] for one in listed]
    answer = client.post(roles_path(world.township, ":revoke"), with_request_id(**grant), admins["security"])
    assert answer.status == 200, answer
    wait_until(lambda: client.get(staff_only, token).status == 403, 6, "the role to be gone")


def test_administrators_keep_to_their_place_and_apart(world, client, admins):
    username = new_account(world, admins)
    grant = {"username": username, "role": "ROLE_LIAISON"}
    away = client.post(roles_path(world.other_township, ":grant"), with_request_id(**grant),
                       admins["township-security"])
    assert (away.status, away.reason) == (404, "ORGANIZATION_NOT_FOUND")
    everywhere = client.post("/v1/organizations/0/roles:grant",
                             with_request_id(username=username, role="ROLE_SYSTEM_ADMIN"), admins["security"])
    assert everywhere.status == 200, everywhere
    both = client.post("/v1/organizations/0/roles:grant",
                       with_request_id(username=username, role="ROLE_AUDITOR"), admins["security"])
    assert (both.status, both.reason) == (400, "ROLE_CONFLICT")
    own = client.post(roles_path(world.township, ":grant"),
                      with_request_id(username="tests-security", role="ROLE_CHAIR"), admins["security"])
    assert (own.status, own.reason) == (403, "ACCESS_DENIED")
    # Who makes accounts gives no roles, and the other way round.
    assert client.post(roles_path(world.township, ":grant"), with_request_id(**grant), admins["system"]).status == 403
    assert client.post("/v1/staffAccounts",
                       with_request_id(username="tests-x", password=PASSWORD, displayName="某人"),
                       admins["security"]).status == 403


def test_the_second_factor_guards_every_later_log_in(world, client, admins):
    username = new_account(world, admins)
    token = login(world, username).json["sessionToken"]
    begun = client.post("/v1/me/secondFactor:begin", {"password": PASSWORD}, token)
    assert begun.status == 200, begun
    secret = begun.json["secret"]
    assert begun.json["uri"].startswith("otpauth://totp/") and secret in begun.json["uri"]
    assert client.post("/v1/me/secondFactor:confirm", {"totpCode": totp(secret)}, token).status == 200
    without = login(world, username)
    assert (without.status, without.reason) == (401, "SECOND_FACTOR_REQUIRED")
    again = login(world, username, totpCode=totp(secret))
    assert (again.status, again.reason) == (401, "SECOND_FACTOR_INVALID"), "a password of the app is good once"
    # The next step's, which the half minute of clock error lets through now.
    assert login(world, username, totpCode=totp(secret, steps=1)).status == 200
    answer = client.post(f"/v1/staffAccounts/{username}:resetSecondFactor", with_request_id(), admins["security"])
    assert answer.status == 200, answer
    assert login(world, username).status == 200


def test_sessions_are_listed_and_ended_one_by_one(world, client):
    code = f"demo-tests-{uuid.uuid4().hex[:12]}"
    first = client.post("/v1/sessions:wechatLogin", {"code": code}).json["sessionToken"]
    second = client.post("/v1/sessions:wechatLogin", {"code": code}).json["sessionToken"]
    sessions = client.get("/v1/sessions", first).json["sessions"]
    other = next(one for one in sessions if not one["current"])
    assert client.post(f"/v1/sessions/{other['sessionId']}:revoke", {}, first).status == 200
    wait_until(lambda: client.get("/v1/me", second).status == 401, 6, "the other session to end")
    assert client.get("/v1/me", first).status == 200


def totp(secret, steps=0):
    counter = int(time.time()) // 30 + steps
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
