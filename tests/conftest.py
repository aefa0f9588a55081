"""One private system for the whole run. DEPUTIES_TEST_VAR names the var folder of a running one to use instead."""

import os

import pytest

from e2e.stack import Stack
from e2e.world import World


@pytest.fixture(scope="session")
def stack():
    running = os.environ.get("DEPUTIES_TEST_VAR")
    system = Stack(var=running)
    try:
        if running:
            system.attach()
        else:
            system.up()
        yield system
    finally:
        system.down()


@pytest.fixture(scope="session")
def world(stack):
    return World(stack)


@pytest.fixture(scope="session")
def client(stack):
    return stack.client


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)
