"""Each fuzz target for a few seconds: DEPUTIES_FUZZ_SECONDS (6); in full 10^8 executions. See tests/fuzz/run."""

import importlib.machinery
import importlib.util
import os
import pathlib
import shutil

import pytest

_RUN = pathlib.Path(__file__).with_name("run")
_loader = importlib.machinery.SourceFileLoader("fuzz_run", str(_RUN))
run = importlib.util.module_from_spec(importlib.util.spec_from_loader("fuzz_run", _loader))
_loader.exec_module(run)


@pytest.fixture(scope="module", autouse=True)
def built():
    if shutil.which("clang++") is None:
        pytest.skip("clang++ is not installed")
    run.build()


@pytest.mark.parametrize("target", run.TARGETS)
def test_it_finds_nothing(target):
    full = os.environ.get("DEPUTIES_FULL_DRILLS") == "1"
    assert run.fuzz(target, None if full else int(os.environ.get("DEPUTIES_FUZZ_SECONDS", "6")))
