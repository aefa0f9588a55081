"""Rules for every file: length, words that mark unfinished work, paths of somebody's machine."""

import re

from lint.tree import Finding

LONGEST_FILE = 700
_COUNTED = (".cc", ".h", ".proto", ".sql", ".py", ".sh", ".ts", ".vue")
_TEXT = (*_COUNTED, ".md", ".txt", ".cmake", ".textproto", ".cnf", ".conf", ".service", ".target", ".csv", ".json")

# Written in pieces so that this file does not break its own rule.
_UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
_HOME_FOLDER = re.compile(r"(?<![\w.$}/])/(?:home/\w+|root|Users/\w+)/\w")


def check_length(tree):
    for file in _files(tree, _COUNTED):
        count = tree.text(file).count("\n")
        if count > LONGEST_FILE:
            yield Finding(file, 0, f"{count} lines; split it (limit {LONGEST_FILE}, aim at 500)")


def check_words(tree):
    for file in _files(tree, _TEXT):
        for number, line in tree.lines(file):
            match = _UNFINISHED.search(line)
            if match:
                yield Finding(file, number, f"{match[0]}: finish it, or say what is and why")


def check_machine_paths(tree):
    """The folder that holds this checkout, and anybody's home folder."""
    here = f"{tree.root.resolve().parent}/"
    for file in _files(tree, _TEXT):
        for number, line in tree.lines(file):
            if (len(here) > 2 and here in line) or _HOME_FOLDER.search(line):
                yield Finding(file, number, "a path of one machine")


def _files(tree, suffixes):
    return [file for file in tree.files
            if file.endswith(suffixes) or file in ("deploy/up", "deploy/down", "deploy/test", ".ci/run")]
