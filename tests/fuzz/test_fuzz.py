"""Each fuzz target for DEPUTIES_FUZZ_SECONDS (a minute); in full 10^8 executions. See tests/fuzz/run."""

import importlib.machinery
import importlib.util
import os
import pathlib

import pytest

_RUN = pathlib.Path(__file__).with_name("run")
_loader = importlib.machinery.SourceFileLoader("fuzz_run", str(_RUN))
run = importlib.util.module_from_spec(importlib.util.spec_from_loader("fuzz_run", _loader))
_loader.exec_module(run)


@pytest.fixture(scope="module")
def clean():
    run.build()
    return run.fuzz_all(run.TARGETS, int(os.environ.get("DEPUTIES_FUZZ_SECONDS", "0")) or None)


@pytest.mark.parametrize("target", run.TARGETS)
def test_it_finds_nothing(target, clean):
    assert clean[target]
