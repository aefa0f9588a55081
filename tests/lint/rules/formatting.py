"""clang-format over all own C++, with the version that Debian 12 has."""

import shutil
import subprocess

from lint.tree import Finding


def check(tree):
    program = shutil.which("clang-format-14") or shutil.which("clang-format")
    if program is None:
        yield Finding(".clang-format", 0, "clang-format is not installed (deploy/test installs it)")
        return
    files = [file for file in tree.files if file.endswith((".cc", ".h"))]
    if not files:
        return
    done = subprocess.run([program, "--dry-run", "-Werror", "--ferror-limit=1", *files], cwd=tree.root,
                          capture_output=True, text=True, check=False)
    seen = set()
    for line in done.stderr.splitlines():
        fields = line.split(":", 3)
        if len(fields) == 4 and "error" in fields[3] and fields[0] not in seen:
            seen.add(fields[0])
            yield Finding(fields[0], int(fields[1]), "not as clang-format wants it")
    if done.returncode != 0 and not seen:
        yield Finding(".clang-format", 0, done.stderr.strip()[:300])
