"""The files of a source tree, as the lint rules see them."""

import collections
import pathlib
import subprocess

# One breach of a rule; line 0 when it concerns the whole file.
Finding = collections.namedtuple("Finding", "path line message")
Finding.__str__ = lambda self: f"{self.path}:{self.line}: {self.message}"

_SKIPPED_FOLDERS = {".git", "build", "var", "node_modules", "__pycache__", ".pytest_cache"}


def is_test(file):
    """Code that only test programs are made of."""
    parts = file.split("/")
    return "testing" in parts or parts[-1].endswith(
        ("_test.cc", "_benchmark.cc", "_fixture.cc", "_fixture.h"))


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.files = sorted(self._own_files())
        self._texts = {}

    def matching(self, *patterns):
        """Files by glob over the path from the root ("services/*/storage/*.cc"), in order."""
        return [file for file in self.files
                if any(pathlib.PurePath(file).match(pattern) for pattern in patterns)]

    def below(self, folder, *suffixes):
        return [file for file in self.files if file.startswith(f"{folder}/") and file.endswith(suffixes)]

    def text(self, file):
        if file not in self._texts:
            self._texts[file] = (self.root / file).read_text(encoding="utf-8", errors="replace")
        return self._texts[file]

    def lines(self, file):
        """(number, line) from 1."""
        return enumerate(self.text(file).splitlines(), 1)

    def _own_files(self):
        """What git tracks or would track; every file where there is no git."""
        listed = subprocess.run(["git", "-C", self.root, "ls-files", "-z", "--cached", "--others",
                                 "--exclude-standard"], capture_output=True, text=True, check=False)
        if listed.returncode == 0 and (self.root / ".git").exists():
            names = set(listed.stdout.split("\0")) - {""}
            return [name for name in names if (self.root / name).is_file()]
        return [str(path.relative_to(self.root)) for path in self.root.rglob("*")
                if path.is_file() and not _SKIPPED_FOLDERS & set(path.relative_to(self.root).parts)]
