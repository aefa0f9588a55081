"""What processes use, read from /proc."""

import glob
import os
import pathlib


def cpu_seconds(pid):
    """User and system time of all live threads, to the nanosecond (clock ticks are too coarse for short runs)."""
    total = 0
    for path in glob.glob(f"/proc/{pid}/task/*/schedstat"):
        try:
            total += int(pathlib.Path(path).read_text().split()[0])
        except (OSError, IndexError):
            pass  # a thread that ended meanwhile
    return total / 1e9


def context_switches(pid):
    """Voluntary and involuntary, of all live threads."""
    total = 0
    for path in glob.glob(f"/proc/{pid}/task/*/status"):
        try:
            for line in pathlib.Path(path).read_text().splitlines():
                if "ctxt_switches" in line:
                    total += int(line.split()[1])
        except OSError:
            pass
    return total


def rss_bytes(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def tree(pid):
    """The process and its descendants."""
    parents = {}
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            words = pathlib.Path(path).read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents[int(path.split("/")[2])] = int(words[1])
    found = {pid}
    while True:
        more = {child for child, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


def tree_cpu_seconds(pid):
    return sum(cpu_seconds(one) for one in tree(pid))


def tree_rss_bytes(pid):
    return sum(rss_bytes(one) for one in tree(pid) if os.path.exists(f"/proc/{one}"))
