#!/usr/bin/python3
"""Checks an exported duty ledger with nothing but the export: every leaf, every head, every signature, every total.

    tests/verifier/ledger.py EXPORT [--witness HEX]...

Prints what is wrong, a line each, and ends with 1 if anything is. With --witness, the newest head must carry that
witness's signature. Shares no code with the service.
"""

import argparse
import collections
import datetime
import hashlib
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from verifier import ed25519  # noqa: E402
from verifier.scoring import Entry, Item, RuleBook, Total, day_of, total_of  # noqa: E402

Head = collections.namedtuple("Head", "size root time signature key")


def sha256(data):
    return hashlib.sha256(data).digest()


class Tree:
    """Roots of every size, kept as a stack of complete subtrees."""

    def __init__(self):
        self.size = 0
        self._stack = []

    def append(self, leaf):
        node = sha256(b"\0" + leaf)
        rest = self.size
        while rest & 1:
            node = sha256(b"\1" + self._stack.pop() + node)
            rest >>= 1
        self._stack.append(node)
        self.size += 1

    def root(self):
        if not self._stack:
            return sha256(b"")
        node = self._stack[-1]
        for left in reversed(self._stack[:-1]):
            node = sha256(b"\1" + left + node)
        return node


class Export:
    def __init__(self, lines):
        self.home = None
        self.books, self.entries, self.lines = [], [], []
        self.totals, self.heads, self.cosignatures = {}, [], []
        self.end = None
        for number, line in enumerate(lines, 1):
            try:
                self._take(line.split("\t"), line)
            except (ValueError, IndexError, TypeError) as error:
                raise ValueError(f"line {number} is no line of a ledger: {line[:80]!r}") from error
        if self.home is None or self.end is None:
            raise ValueError("the export is not whole")

    def _take(self, fields, line):
        kind = fields[0]
        if kind == "deputies-ledger":
            self.home = int(fields[2])
        elif kind == "rulebook":
            self.books.append(RuleBook(int(fields[1]), datetime.date.fromisoformat(fields[2])))
        elif kind == "item":
            key, (points, month_cap, year_cap, day_limit, partner_limit) = fields[1], map(int, fields[5:10])
            self.books[-1].items[key] = Item(key, fields[4], points, month_cap, year_cap, day_limit, partner_limit,
                                             fields[10])
        elif kind == "star":
            self.books[-1].stars.append((int(fields[1]), int(fields[2])))
        elif kind == "minimum":
            self.books[-1].minimum = int(fields[1])
        elif kind == "entry":
            numbers = [int(fields[index]) for index in (1, 2, 3)]
            self.entries.append(Entry(*numbers, fields[4], fields[5], int(fields[6]), int(fields[7]),
                                      fields[8] == "1", fields[9] == "1", int(fields[10]), int(fields[11]),
                                      "" if fields[12] == "-" else fields[12], fields[13]))
            self.lines.append(line.encode())
        elif kind == "total":
            self.totals[int(fields[1]), fields[2]] = Total(*map(int, fields[3:12]))
        elif kind == "head":
            self.heads.append(Head(int(fields[1]), bytes.fromhex(fields[2]), int(fields[3]),
                                   bytes.fromhex(fields[4]), bytes.fromhex(fields[5])))
        elif kind == "cosign":
            self.cosignatures.append((int(fields[1]), bytes.fromhex(fields[2]), bytes.fromhex(fields[3])))
        elif kind == "end":
            self.end = (int(fields[1]), bytes.fromhex(fields[2]))
        else:
            raise ValueError(kind)


def head_text(home, head):
    return f"deputies-ledger-head\n{home}\n{head.size}\n{head.root.hex()}\n{head.time}\n".encode()


def faults_of(export, witnesses=()):
    """What is wrong, a line each."""
    yield from _tree_faults(export)
    yield from _witness_faults(export, witnesses)
    yield from _total_faults(export)


def _tree_faults(export):
    tree = Tree()
    heads = {head.size: head for head in export.heads}
    seen = set()
    for line, entry in zip(export.lines, export.entries):
        if (entry.home, entry.sequence) != (export.home, tree.size):
            yield f"entry {entry.sequence} of home {entry.home} stands at place {tree.size} of home {export.home}"
        identity = (entry.deputy, entry.item, entry.source_type, entry.source, entry.withdraws)
        if identity in seen:
            yield f"entry {entry.sequence} enters its act a second time"
        seen.add(identity)
        tree.append(line)
        head = heads.pop(tree.size, None)
        if head is not None and head.root != tree.root():
            yield f"the signed head of size {head.size} is not the root of these entries"
    for size in sorted(heads):
        yield f"a head of size {size} is signed, but there are only {tree.size} entries"
    if export.end != (tree.size, tree.root()):
        yield "the last line is not the root of these entries"
    for head in export.heads:
        if not ed25519.verify(head.key, head_text(export.home, head), head.signature):
            yield f"the signature of the head of size {head.size} does not hold"


def _witness_faults(export, witnesses):
    heads = {head.size: head for head in export.heads}
    good = set()
    for size, key, signature in export.cosignatures:
        if size in heads and ed25519.verify(key, head_text(export.home, heads[size]), signature):
            good.add((size, key))
        else:
            yield f"a witness's signature of size {size} does not hold"
    for witness in witnesses:
        if not export.heads or (max(heads), witness) not in good:
            yield f"witness {witness.hex()[:16]} has not signed the newest head"


def _total_faults(export):
    of_deputy = collections.defaultdict(list)
    periods = set(export.totals)
    for entry in export.entries:
        of_deputy[entry.deputy].append(entry)
        periods.update((entry.deputy, f"{day_of(entry.performed).year}{quarter}")
                       for quarter in ("", "Q1", "Q2", "Q3", "Q4"))
    for deputy, period in sorted(periods):
        right = total_of(of_deputy[deputy], export.books, period)
        told = export.totals.get((deputy, period))
        if told != right:
            yield f"deputy {deputy} in {period}: told {told and tuple(told)}, computed {tuple(right)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", type=pathlib.Path)
    parser.add_argument("--witness", action="append", default=[], type=bytes.fromhex, metavar="HEX")
    options = parser.parse_args()
    try:
        export = Export(options.export.read_text(encoding="utf-8").splitlines())
    except ValueError as error:
        print(error)
        return 1
    count = 0
    for fault in faults_of(export, options.witness):
        print(fault)
        count += 1
    print(f"home {export.home}: {len(export.entries)} entries, {len(export.heads)} signed heads, "
          f"{len(export.cosignatures)} cosignatures, {len(export.totals)} totals, {count} faults")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
