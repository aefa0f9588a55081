"""The browser's tests want the web clients built before the system starts: the gateway reads them at its start."""

import sys

import pytest

from e2e.stack import ROOT

sys.path.insert(0, str(ROOT / "deploy" / "lib"))

import clients  # noqa: E402


@pytest.fixture(scope="session")
def built_clients():
    clients.install(clients.BROWSER_TESTS)
    clients.build_all()
    return clients


@pytest.fixture(scope="session")
def stack(built_clients, stack):
    return stack
