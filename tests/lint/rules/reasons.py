"""Every error reason that the code uses stands in errors.proto."""

import re

from lint.tree import Finding

_CATALOGUE = "proto/deputies/common/v1/errors.proto"
_LISTED = re.compile(r"^\s*([A-Z][A-Z0-9_]+)\s*=\s*\d+;", re.MULTILINE)
# MakeError(code, "REASON", ...) and comments such as NOT_FOUND/MESSAGE_NOT_FOUND.
_MADE = re.compile(r"MakeError\(\s*[^,\"]+,\s*\"([^\"]*)\"")
_TOLD = re.compile(r"\b(?:INVALID_ARGUMENT|NOT_FOUND|ALREADY_EXISTS|PERMISSION_DENIED|UNAUTHENTICATED|ABORTED|"
                   r"UNAVAILABLE|RESOURCE_EXHAUSTED|FAILED_PRECONDITION|DEADLINE_EXCEEDED|INTERNAL)"
                   r"/([A-Z][A-Z0-9_]+)\b")


def check(tree):
    if _CATALOGUE not in tree.files:
        return
    listed = set(_LISTED.findall(tree.text(_CATALOGUE)))
    for file in [name for name in tree.files if name.endswith((".cc", ".h", ".proto"))]:
        if file.endswith("_test.cc"):
            continue
        text = tree.text(file)
        for pattern in (_MADE, _TOLD):
            for match in pattern.finditer(text):
                if match[1] not in listed:
                    line = text.count("\n", 0, match.start(1)) + 1
                    yield Finding(file, line, f"the reason {match[1]} is not in {_CATALOGUE}")
