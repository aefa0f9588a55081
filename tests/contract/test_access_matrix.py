"""Walks every method of the descriptors with every role and compares with the expected answers in matrix/."""

import urllib.parse
import uuid

import grpc
import pytest
from google.protobuf import json_format

from contract.matrix import ROWS
from contract.matrix.row import INTERNAL
from e2e.events import EventReader
from e2e.internal import reason_of
from e2e.protos import Protos
from e2e.stack import build_dir
from e2e.world import ROLES

METHODS = Protos(build_dir() / "deputies.protoset").methods()
ROUTED = sorted(name for name, method in METHODS.items() if not method.internal)
INTERNAL_ONES = sorted(name for name, method in METHODS.items() if method.internal)


def test_every_method_has_a_row_and_every_row_a_method():
    without_row = sorted(set(METHODS) - set(ROWS))
    assert not without_row, f"say in tests/contract/matrix who gets what from {without_row}"
    without_method = sorted(set(ROWS) - set(METHODS))
    assert not without_method, f"tests/contract/matrix speaks of methods that are gone: {without_method}"


def test_rows_agree_with_the_access_options():
    for name, method in METHODS.items():
        assert method.access, f"{name} has no access option"
        assert (ROWS[name] is INTERNAL) == method.internal, name
        assert (method.route is None) == method.internal, name
        if not method.internal and "PUBLIC" not in method.access:
            assert ROWS[name].answers["anonymous"].startswith("401"), f"{name} is not PUBLIC"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ROUTED)
def test_over_http(world, client, name, role):
    method, row = METHODS[name], ROWS[name]
    path = fill(method.route, parameters(world, row))
    if row.query:
        path += "?" + urllib.parse.urlencode(row.query)
    if row.ends_session:
        token = world.login(role)
        world.forget_token(role)
    else:
        token = world.token(role)
    answer = perform(client, method, row, path, token, row.body() if row.body else None)
    expected = row.answers[role].split()
    assert (str(answer.status), answer.reason) == (expected[0], expected[1] if expected[1:] else ""), answer


@pytest.mark.parametrize("name", ROUTED)
def test_as_another_process(stack, world, name):
    method, row = METHODS[name], ROWS[name]
    fields = {**parameters(world, row), **row.query, **(row.body() if row.body else {})}
    known = {field.json_name for field in method.request_type.DESCRIPTOR.fields}
    request = json_format.ParseDict(
        {key: value for key, value in fields.items() if key in known}, method.request_type())  # fmt: skip
    assert outcome(stack, method, request) == row.service


@pytest.mark.parametrize("name", [name for name in ROUTED if "PUBLIC" not in METHODS[name].access])
def test_nobody_is_refused_by_the_service_itself(stack, name):
    """Before it looks at anything else in the call, and whatever the gateway has let through."""
    method = METHODS[name]
    nobody = stack.internal.sign(stack.internal.caller("ANONYMOUS"))
    assert outcome(stack, method, method.request_type(), nobody) == "UNAUTHENTICATED SESSION_REQUIRED"


@pytest.mark.parametrize("name", INTERNAL_ONES)
def test_internal_methods_have_no_route(stack, world, client, name):
    method = METHODS[name]
    assert method.route is None
    answer = client.call("POST", method.path, body={}, token=world.token("county_admin"))
    assert (answer.status, answer.reason) == (404, "ROUTE_NOT_FOUND"), answer
    for path, operations in client.get("/openapi.json").json["paths"].items():
        for operation in operations.values():
            assert operation.get("operationId") != "_".join(name.rsplit(".", 2)[1:]), path


@pytest.mark.parametrize("name", INTERNAL_ONES)
def test_internal_methods_are_for_processes_only(stack, world, name):
    method = METHODS[name]
    if not stack.internal.serves(method):
        pytest.fail(f"no process serves {name}")
    internal = stack.internal
    request = method.request_type()
    # Not refused for who it is: an empty request is refused for what it lacks, if at all.
    assert outcome(stack, method, request) in ("OK", "INVALID_ARGUMENT FIELD_INVALID")
    administrator = internal.caller(
        "PERSON", person_id=1, voter=True,
        grants=[stack.protos.message("deputies.common.v1.Grant", role=role) for role in range(1, 12)],
    )  # fmt: skip
    for caller in (internal.caller("ANONYMOUS"), administrator):
        assert outcome(stack, method, request, internal.sign(caller)) == "PERMISSION_DENIED ACCESS_DENIED"


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_context_that_is_not_signed_now_by_us_is_refused(stack, name):
    method = METHODS[name]
    if not stack.internal.serves(method):
        pytest.fail(f"no process serves {name}")
    internal = stack.internal
    service = internal.caller()
    good = internal.sign(service)
    broken = bytearray(good)
    broken[len(broken) // 2] ^= 1
    refused = {
        "other key": internal.sign(service, key=b"\x55" * 32),
        "unknown key id": internal.sign(service, key_id=4_000_000_000),
        "expired": internal.sign(service, lifetime_seconds=-1),
        "changed": bytes(broken),
        "cut": good[:-1],
        "empty": b"",
        "unsigned": stack.protos.message(
            "deputies.common.v1.CallerEnvelope", caller=service, expire_unix_ms=2**62
        ).SerializeToString(),
        "noise": b"\xff" * 64,
    }
    request = method.request_type()
    for what, signed in refused.items():
        assert outcome(stack, method, request, signed) == "UNAUTHENTICATED CALLER_INVALID", what
    for what, metadata in {
        "none": [],
        "as text": [("x-deputies-caller", "SERVICE")],
    }.items():
        found = outcome(stack, method, request, metadata=metadata)
        assert found == "UNAUTHENTICATED CALLER_INVALID", what


def perform(client, method, row, path, token, body):
    """The call; of a stream, how it begins."""
    if method.streams:
        with EventReader(client, path, token) as answer:
            return answer
    if row.raw is None:
        return client.call(method.verb, path, body=body, token=token)
    kind, content = row.raw
    return client.call(method.verb, path, raw=content, token=token,
                       headers={"Content-Type": kind, "Idempotency-Key": str(uuid.uuid4())})


def outcome(stack, method, request, signed=None, metadata=None):
    """ "OK", or the code and the reason of the refusal."""
    try:
        stack.internal.call(method, request, signed, metadata=metadata)
        return "OK"
    except grpc.RpcError as error:
        return f"{error.code().name} {reason_of(stack.protos, error)}".strip()


def parameters(world, row):
    """Values for the fields that a path may name."""
    values = {
        "homeId": world.home_id,
        "scene": "none",
        "deputyId": world.deputy_id,
        "organizationId": world.township["organizationId"],
    }
    if row.setup is not None:
        values.update(row.setup(world))
    if row.body is not None and "deputyId" in values and row.setup is None:
        del values["deputyId"]  # an optional field of the body, not a part of the path
    return values


def fill(route, values):
    for name in list(values):
        snake = "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)
        route = route.replace("{" + snake + "}", values[name])
    assert "{" not in route, f"give a value for {route} in parameters()"
    return route
