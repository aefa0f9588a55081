"""Every method for every role of the tree, at the home's own county and at another one.

What is expected follows from the access options alone: whom they do not name is refused before anything else is
looked at, whatever the call says. test_access_matrix has the answers in detail for those who use a home every day.
"""

import urllib.parse

import pytest

from contract.matrix import ROWS
from contract.matrix.row import DENIED
from contract.test_access_matrix import perform
from e2e.protos import Protos
from e2e.stack import build_dir
from e2e.world import OTHER_COUNTY_CODE, PASSWORD

METHODS = Protos(build_dir() / "deputies.protoset").methods()
# The access options that a role of caller.proto answers to, besides those of everybody who is signed in.
ACCESS_OF = {
    "ROLE_LIAISON": {"HOME_STAFF"},
    "ROLE_CHAIR": {"HOME_STAFF"},
    "ROLE_COUNTY_OFFICE": {"HOME_STAFF", "COUNTY_STAFF"},
    "ROLE_COMMITTEE_MEMBER": {"COMMITTEE_MEMBER"},
    "ROLE_ORGAN_HEAD": {"ORGAN_HEAD"},
    "ROLE_HANDLING_CLERK": {"HANDLING_CLERK"},
    "ROLE_SPONSOR": {"SPONSOR"},
    "ROLE_AUDITOR": {"AUDITOR"},
    "ROLE_SECURITY_ADMIN": {"SECURITY_ADMIN"},
    "ROLE_SYSTEM_ADMIN": {"SYSTEM_ADMIN"},
}
EVERYBODY = {"PUBLIC", "SIGNED_IN"}
# These end the session with which they are called.
ENDS_SESSION = {"DeleteCurrentSession", "RevokeSessions"}


def test_every_role_of_the_tree_is_walked(stack):
    roles = set(stack.protos.enum_names("deputies.common.v1.Role"))
    assert roles - {"ROLE_UNSPECIFIED", "ROLE_DEPUTY"} == set(ACCESS_OF)
    accesses = set(stack.protos.enum_names("deputies.common.v1.Access"))
    named = EVERYBODY.union(*ACCESS_OF.values())
    assert accesses - named == {"ACCESS_UNSPECIFIED", "INTERNAL", "VOTER", "DEPUTY"}


@pytest.mark.parametrize("place", ("own", "other"))
@pytest.mark.parametrize("role", ACCESS_OF)
def test_a_role_opens_what_names_it_and_nothing_else(world, client, role, place):
    county = world._get(f"/v1/organizations/{world.county['organizationId']}")["code"]
    username = f"tests-{place}-{role.removeprefix('ROLE_').lower()}"
    world.make_staff(username, role, county if place == "own" else OTHER_COUNTY_CODE)
    login = client.post("/v1/sessions:passwordLogin", {"username": username, "password": PASSWORD})
    assert login.status == 200, login
    token = login.json["sessionToken"]

    wrong, asked = [], 0
    for name, method in METHODS.items():
        if method.route is None or method.full_name.rsplit(".", 1)[1] in ENDS_SESSION:
            continue
        named = set(method.access)
        at_home = "home_id" in method.request_type.DESCRIPTOR.fields_by_name
        row, path, body = ROWS[name], path_of(method, world.home_id), None
        query = dict(row.query)
        if method.verb != "GET":
            # Whole, for the gateway looks at the fields before anybody looks at the role.
            body = row.body() if row.body else {}
        if at_home and "{home_id}" not in method.route:
            (query if body is None else body)["homeId"] = world.home_id
        if query:
            path += "?" + urllib.parse.urlencode(query)
        answer = perform(client, method, row, path, token, body)
        asked += 1
        refused = f"{answer.status} {answer.reason}" == DENIED
        opens = bool(named & EVERYBODY) or bool(named & ACCESS_OF[role] and (place == "own" or not at_home))
        if refused == opens:
            wrong.append(f"{name} {sorted(named)}: {answer}")
        assert answer.status < 500 and answer.reason not in ("SESSION_REQUIRED", "SESSION_INVALID"), f"{name}: {answer}"
    assert asked > 100
    assert not wrong, "\n".join(wrong)


def path_of(method, home_id):
    """The route with the home's id, and ids that nothing has for the rest."""
    parts = method.route.replace("{home_id}", home_id).split("{")
    return parts[0] + "".join("1" + part.split("}", 1)[1] for part in parts[1:])
