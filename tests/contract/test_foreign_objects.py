"""A home's objects are not there under another home's address, whoever asks: each answers as an absent one."""

import json
import re
import urllib.parse

import pytest

from contract.matrix import ROWS
from contract.test_access_matrix import METHODS, ROUTED, fill, parameters

# Those whom the access options let through at both homes, so that only the statements keep the homes apart.
EVERYWHERE = ("author", "county_admin")
OBJECT_METHODS = [
    name for name in ROUTED
    if re.search(r"{home_id}.*_id}", METHODS[name].route) and ROWS[name].setup is not None
    and any(ROWS[name].answers[role].startswith("200") for role in EVERYWHERE)
]  # fmt: skip
LISTS = [
    name for name in ROUTED
    if METHODS[name].verb == "GET" and METHODS[name].route.count("{") == 1 and "{home_id}" in METHODS[name].route
    and "200" in ROWS[name].answers.values()
]  # fmt: skip


@pytest.mark.parametrize("name", OBJECT_METHODS)
def test_an_object_of_another_home_is_absent(world, client, name):
    method, row = METHODS[name], ROWS[name]
    for role in EVERYWHERE:
        if not row.answers[role].startswith("200"):
            continue
        values = parameters(world, row)
        path = fill(method.route, {**values, "homeId": world.other_home_id})
        if row.query:
            path += "?" + urllib.parse.urlencode(row.query)
        answer = client.call(method.verb, path, body=row.body() if row.body else None, token=world.token(role))
        assert answer.status == 404 and answer.reason.endswith("_NOT_FOUND"), f"{role}: {answer}"


@pytest.mark.parametrize("role", ("anonymous", "author", "deputy", "county_admin"))
@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_its_own_homes_objects_only(world, client, name, role):
    """For everybody, because who sees more is often served by another statement."""
    method, row = METHODS[name], ROWS[name]
    found = []
    for home_id in (world.home_id, world.other_home_id):
        path = fill(method.route, {"homeId": home_id}) + "?" + urllib.parse.urlencode({**row.query, "pageSize": 50}
                    if "page_size" in method.request_type.DESCRIPTOR.fields_by_name else row.query)  # fmt: skip
        answer = client.get(path, world.token(role))
        if answer.status != 200:
            # Not for this role there; what it may is in the matrix.
            assert answer.status in (401, 403), answer
            continue
        assert foreign_homes(answer.json, home_id) == set()
        found.append(objects(answer.json))
    assert len(found) < 2 or not found[0] & found[1], "the same objects in both homes"


def objects(value):
    """Every object within a JSON value that has an id of its own, as text."""
    if isinstance(value, list):
        return set().union(*map(objects, value))
    if not isinstance(value, dict):
        return set()
    own = {json.dumps(value, sort_keys=True)} if OWN_IDS & value.keys() and value.get("homeId") != FROM_ABOVE else set()
    return own.union(*map(objects, value.values()))


# What an office above published for all its homes.
FROM_ABOVE = "0"
OWN_IDS = {"messageId", "bulletinId", "matterId", "suggestionId", "dayId", "hostId", "visitId", "planId", "templateId",
           "scene", "bindingId", "activityId", "ballotId", "reportId", "appealId", "sequence", "noticeId", "awardId",
           "evidenceId"}  # fmt: skip


def foreign_homes(value, home_id):
    if isinstance(value, list):
        return set().union(*(foreign_homes(entry, home_id) for entry in value))
    if not isinstance(value, dict):
        return set()
    other = {value["homeId"]} - {home_id, FROM_ABOVE} if "homeId" in value else set()
    return other.union(*(foreign_homes(entry, home_id) for entry in value.values()))
