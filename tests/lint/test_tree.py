"""Every lint rule over this tree."""

import pathlib
import warnings

import pytest

from lint import rules
from lint.rules import files
from lint.tree import Tree

TREE = Tree(pathlib.Path(__file__).resolve().parents[2])


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: f"{rule.__module__.rsplit('.', 1)[1]}.{rule.__name__}")
def test_tree_keeps(rule):
    findings = [str(finding) for finding in rule(TREE)]
    assert not findings, "\n" + "\n".join(findings)


def test_long_files_are_named():
    for file in TREE.files:
        count = TREE.text(file).count("\n") if file.endswith((".cc", ".h", ".proto", ".py")) else 0
        if 500 < count <= files.LONGEST_FILE:
            warnings.warn(f"{file} has {count} lines: would a reader look for two things in it?")
