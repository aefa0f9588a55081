"""/openapi.json says what the descriptors say."""

import re

from contract.test_access_matrix import METHODS, ROUTED


def test_it_covers_every_routed_method_and_nothing_else(client):
    document = client.get("/openapi.json").json
    assert document["openapi"].startswith("3.")
    described = {
        (verb.upper(), camel_case(path))
        for path, operations in document["paths"].items()
        for verb in operations
        if verb in ("get", "post", "put", "delete", "patch", "head", "options")
    }
    routed = {(METHODS[name].verb, camel_case(METHODS[name].route)) for name in ROUTED}
    assert routed - described == set(), "missing in /openapi.json"
    assert described - routed == set(), "in /openapi.json without a method"


def test_references_resolve_and_operations_are_complete(client):
    document = client.get("/openapi.json").json
    for reference in references(document):
        target = document
        for part in reference.removeprefix("#/").split("/"):
            assert part in target, reference
            target = target[part]
    identifiers = []
    for path, operations in document["paths"].items():
        for verb, operation in operations.items():
            identifiers.append(operation["operationId"])
            assert "200" in operation["responses"], path
            named = set(re.findall(r"\{(\w+)\}", path))
            given = {entry["name"] for entry in operation.get("parameters", []) if entry["in"] == "path"}
            assert named == given, path
            assert operation.get("summary") or operation.get("description"), f"{verb} {path} says nothing"
    assert len(identifiers) == len(set(identifiers))


def test_internal_types_do_not_show(client):
    text = client.get("/openapi.json").raw.decode()
    for word in ("SignedCaller", "CallerEnvelope", "openid", "ImportMessages", "CheckSession"):
        assert word not in text, word


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def camel_case(path):
    """{home_id} and {homeId} name the same place."""
    return re.sub(r"\{(\w+)\}", lambda found: "{" + found[1].replace("_", "").lower() + "}", path)
