"""The gateway and every service in one process: the same system, which may take turns with the processes apart."""

import pytest

from e2e.client import new_rating
from e2e.stack import SERVICES, Stack, build_dir
from e2e.world import World

TOGETHER = {"mariadb", "redis", "sandbox", "all_in_one"}
APART = {"mariadb", "redis", "sandbox", "gateway", *SERVICES}


@pytest.fixture(name="stack")
def _stack(monkeypatch):
    if not (build_dir() / "bin" / "all_in_one").exists():
        pytest.skip("all_in_one is not built")
    monkeypatch.setenv("DEPUTIES_ALL_IN_ONE", "1")
    stack = Stack()
    yield stack
    stack.down()


def running(stack):
    return {name for name in stack.processes() if stack.alive(name)}


def test_a_message_lives_on_through_both_forms(stack, monkeypatch):
    stack.up()
    assert running(stack) == TOGETHER
    assert stack.admin("/readyz") == 200
    world = World(stack)
    message = world.post_answered(visibility="PUBLIC")
    path = world.message_path(message)

    # As it dies: what was answered is there.
    stack.kill("all_in_one")
    stack.up()
    rated = stack.client.post(path + ":rate", new_rating(), world.login("author"))
    assert rated.status == 200 and rated.json["rating"]["score"] == new_rating()["score"]

    monkeypatch.delenv("DEPUTIES_ALL_IN_ONE")
    stack.up()
    assert running(stack) == APART
    assert stack.client.get(path).json == rated.json | {"mine": False, "facts": stack.client.get(path).json["facts"]}

    monkeypatch.setenv("DEPUTIES_ALL_IN_ONE", "1")
    stack.up()
    assert running(stack) == TOGETHER
    assert stack.client.get(path).json["state"] == "RATED"
