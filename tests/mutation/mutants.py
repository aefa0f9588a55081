"""Programs from which one check is taken out.

Nothing is compiled: the SQL of a statement and the access options of a method stand in a program as they were written,
so that a copy with other bytes of the same length is the program without that one check.
"""

import collections
import re

# `name` for people, `service` whose program it is, `offset` and `bytes` of the change.
Mutant = collections.namedtuple("Mutant", "name service kind offset bytes")

_STATEMENT = re.compile(rb"/\* (\w+)\.(\w+) \*/ [^\0]*")
_HOME = re.compile(rb"(?:\b\w+\.)?\bhome_id ?= ?\?")
# True for every home there is, and takes the parameter.
_ANY_HOME = b"?<>0"
_PUBLIC = 1
# Tag of the field 50801 of MethodOptions: a length follows.
_RULE_TAG = bytes([0x8A, 0xE7, 0x18])


def statement_mutants(service, program):
    """One for every `home_id = ?` of the service's own statements."""
    found = []
    for statement in _STATEMENT.finditer(program):
        owner, name = statement[1].decode(), statement[2].decode()
        if owner != service:
            continue
        for number, place in enumerate(_HOME.finditer(program, *statement.span()), 1):
            length = place.end() - place.start()
            found.append(Mutant(f"{owner}.{name}, home_id = ? number {number}", service, "statement",
                                place.start(), _ANY_HOME.ljust(length)))
    return found


def access_mutants(service, program, methods):
    """One for every method that is not for everybody: made PUBLIC."""
    found = []
    for method in methods.values():
        if not method.full_name.startswith(f"deputies.{service}.") or "PUBLIC" in method.access or method.internal:
            continue
        name = method.full_name.rsplit(".", 1)[1].encode()
        input_type = b"." + method.request_type.DESCRIPTOR.full_name.encode()
        head = b"\x0a" + bytes([len(name)]) + name + b"\x12" + bytes([len(input_type)]) + input_type
        start = program.find(head)
        assert start >= 0, f"{service} does not hold the descriptor of {method.full_name}"
        rule = program.index(_RULE_TAG, start) + len(_RULE_TAG) + 1
        assert rule - start < 1000 and program[rule] == 0x0A, method.full_name
        count = program[rule + 1]
        assert count == len(method.access), method.full_name
        found.append(Mutant(f"{method.full_name}, access", service, "access", rule + 2, bytes([_PUBLIC]) * count))
    return found


def mutated(program, mutant):
    end = mutant.offset + len(mutant.bytes)
    return program[: mutant.offset] + mutant.bytes + program[end:]
