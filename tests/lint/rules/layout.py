"""The top level of the tree is fixed (architecture, section 2)."""

from lint.tree import Finding

_TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "README.md", "proto", "services", "gateway", "deploy", "tests"}


def check_top_level(tree):
    for file in tree.files:
        top = file.split("/")[0]
        if top not in _TOP_LEVEL and not top.startswith("."):
            yield Finding(file, 0, "nothing new at the top level")
