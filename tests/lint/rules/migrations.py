"""Migrations: numbered without gaps, and tables that can be sharded by home."""

import collections
import re

from lint.tree import Finding

# Tables that are not a home's: identity, sessions and the organisation tree are the named exceptions of
# architecture decision 7; the rest is the machinery of a schema. Per service.
TABLES_WITHOUT_HOME = {
    "accounts": {
        "organizations",  # the tree in which homes stand
        "homes",  # home_id is its whole key; a code is unique in the installation
        "persons",
        "person_roles",
        "identities",  # looked up by openid, before any home is known
        "staff_accounts",
        "sessions",
        "deputies",  # one mandate, which may serve several homes
        "codes",  # looked up by what was scanned, before any home is known
        "deputy_constituencies",  # a mandate and the tree
        "login_failures",  # before anybody is signed in
        "familiar_addresses",
        "sms_codes",
        "consents",
        "deputy_groups",  # a mandate and the tree
        "organization_changes",
        "code_pictures",  # as codes
        "imports",  # an office's, for all homes below it
        "import_parts",
        "import_changes",
    },
    "duty": {
        "rule_books",  # a county's, for all its homes
        "ranking_periods",  # a county's, for all its homes
        "assessment_schemes",  # a county's, for all its homes
        "assessment_results",  # a county's, for all its homes
    },
    "wechat": {
        "consents",  # a person's, given to the mini-program
    },
}

_NAME = re.compile(r"(\d{4})_([a-z]+)_[a-z0-9_]+\.sql")
_CREATE = re.compile(r"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?`?(\w+)`?\s*\(", re.IGNORECASE)
_KEY = re.compile(r"(PRIMARY\s+KEY|UNIQUE(?:\s+(?:KEY|INDEX))?)\s*(?:`?\w+`?\s*)?\(([^)]*)\)", re.IGNORECASE)
_INLINE_KEY = re.compile(r"^\s*`?(\w+)`?\s+\w+.*\b(PRIMARY\s+KEY|UNIQUE)\b", re.IGNORECASE)
_FORBIDDEN = re.compile(r"\b(AUTO_INCREMENT|FOREIGN\s+KEY|REFERENCES|CREATE\s+(?:TRIGGER|VIEW)|LOCK\s+TABLES)\b",
                        re.IGNORECASE)


def check_numbers(tree):
    folders = collections.defaultdict(list)
    for file in _migrations(tree):
        folder, name = file.rsplit("/", 1)
        folders[folder].append(name)
    for folder, names in sorted(folders.items()):
        for expected, name in enumerate(sorted(names), 1):
            match = _NAME.fullmatch(name)
            if not match:
                yield Finding(f"{folder}/{name}", 0, "a migration is called NNNN_verb_noun.sql")
            elif int(match[1]) != expected:
                yield Finding(f"{folder}/{name}", 0, f"the number {expected:04} is expected here")


def check_keys(tree):
    for file in _migrations(tree):
        service = file.split("/")[1]
        text = _without_comments(tree.text(file))
        for match in _FORBIDDEN.finditer(text):
            yield Finding(file, _line(text, match.start()),
                          f"{match[1].upper()} does not work on a sharded database")
        for match in _CREATE.finditer(text):
            body = _parenthesised(text, match.end() - 1)
            yield from _check_table(file, _line(text, match.start()), service, match[1], body)


def _check_table(file, line, service, table, body):
    keys = [(" ".join(kind.upper().split()), [column.strip(" `").split("(")[0] for column in columns.split(",")])
            for kind, columns in _KEY.findall(body)]
    keys += [(" ".join(match[2].upper().split()), [match[1]])
             for match in map(_INLINE_KEY.match, _definitions(body)) if match]
    if not any(kind == "PRIMARY KEY" for kind, _ in keys):
        yield Finding(file, line, f"{table} has no primary key")
    if table in TABLES_WITHOUT_HOME.get(service, ()):
        return
    for kind, columns in keys:
        if columns[0].split()[0] != "home_id":
            yield Finding(file, line, f"{table}: {kind} ({', '.join(columns)}) must begin with home_id")


def _migrations(tree):
    return [file for file in tree.below("services", ".sql") if "/migrations/" in file]


def _definitions(body):
    """Column and key definitions: what commas outside parentheses part."""
    depth, start = 0, 0
    for index, letter in enumerate(body):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            definition = body[start:index]
            start = index + 1
            if not _KEY.match(definition.strip()):
                yield definition
    yield body[start:]


def _parenthesised(text, start):
    depth = 0
    for index in range(start, len(text)):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return text[start + 1:index]
    return text[start + 1:]


def _without_comments(text):
    """Blanks comments and literals, keeping every line where it was."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match[0])
    return re.sub(r"--[^\n]*|#[^\n]*|/\*.*?\*/|'(?:[^'\\]|\\.|'')*'", blank, text, flags=re.DOTALL)


def _line(text, position):
    return text.count("\n", 0, position) + 1
