"""/openapi.json says what the descriptors say, and a public linter finds nothing in it.

DEPUTIES_WRITE_GOLDEN=1 writes gateway/openapi/openapi.json, the committed form, anew.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest

from contract.test_access_matrix import METHODS, ROUTED

ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "gateway" / "openapi" / "openapi.json"
LINTER = pathlib.Path(__file__).with_name("openapi_lint")


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
            given = {entry["name"] for entry in operation.get("parameters", []) if entry.get("in") == "path"}
            assert named == given, path
            assert operation.get("summary") or operation.get("description"), f"{verb} {path} says nothing"
    assert len(identifiers) == len(set(identifiers))


def test_internal_types_do_not_show(client):
    text = client.get("/openapi.json").raw.decode()
    for word in ("SignedCaller", "CallerEnvelope", "ImportMessages", "CheckSession"):
        assert word not in text, word


def test_an_openid_shows_in_the_export_of_ones_own_data_alone(client):
    schemas = client.get("/openapi.json").json["components"]["schemas"]
    assert [name for name, schema in schemas.items() if "openid" in schema.get("properties", {})] == ["accounts.v1.MyData"]


def test_it_is_the_committed_document(client):
    """So that a change of the API is seen in review."""
    text = json.dumps(client.get("/openapi.json").json, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("DEPUTIES_WRITE_GOLDEN") == "1":
        GOLDEN.write_text(text, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == text, (
        "the API changed: DEPUTIES_WRITE_GOLDEN=1 python3 -m pytest tests/contract/test_openapi.py, and commit the file"
    )


def test_a_public_linter_finds_nothing(client, tmp_path):
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    if not (LINTER / "node_modules" / ".bin" / "spectral").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=LINTER, check=True,
                       stdin=subprocess.DEVNULL, capture_output=True, timeout=300)  # fmt: skip
    document = tmp_path / "openapi.json"
    document.write_bytes(client.get("/openapi.json").raw)
    done = subprocess.run(
        [LINTER / "node_modules" / ".bin" / "spectral", "lint", "--ruleset", LINTER / "ruleset.yaml",
         "--fail-severity", "hint", document],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_the_documentation_page_needs_nothing_from_elsewhere(client):
    page = client.get("/docs/").raw.decode()
    linked = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert {"/docs/docs.js", "/docs/docs.css"} <= set(linked)
    for target in linked:
        assert target.startswith("/") and client.get(target).status == 200, target


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
