"""SQL in the code: every statement has a name for the slow log, and stays within one home."""

import re
import subprocess

from lint.rules.migrations import TABLES_WITHOUT_HOME
from lint.tree import Finding, is_test

# constexpr db::Statement kName{ "..." "..." R"(...)" };
_CONSTANT = re.compile(r"\bStatement\s+(k\w+)\s*[{=(]\s*\{?\s*((?:R\"\w*\(.*?\)\w*\"|\"(?:[^\"\\]|\\.)*\"|\s)+)",
                       re.DOTALL)
_PIECE = re.compile(r"R\"(\w*)\((.*?)\)\1\"|\"((?:[^\"\\]|\\.)*)\"", re.DOTALL)
_NAMED = re.compile(r"\s*/\* (\w+)\.(\w+) \*/ ")
_SQL = re.compile(r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\b", re.DOTALL)
_TABLES = re.compile(r"\b(?:FROM|JOIN|INTO|(?<!KEY )UPDATE)\s+`?([a-z_]+)`?", re.IGNORECASE)
_QUERY_NAMES = re.compile(r"\b(?:WITH(?:\s+RECURSIVE)?|\)\s*,)\s+([a-z_]+)\s*(?:\([^)]*\)\s*)?AS\s*\(", re.IGNORECASE)
_HOME = re.compile(r"\bhome_id\s*=\s*\?|\bhome_id\s+IN\s*\(|\(\s*home_id\s*,[^)]*\)\s*(?:=|IN|[<>])", re.IGNORECASE)
_INSERTS_HOME = re.compile(r"^\s*INSERT\s+INTO\s+\w+\s*\([^)]*\bhome_id\b", re.IGNORECASE)
_LOOSE_SQL = re.compile(r"\"\s*(?:SELECT\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s)")
_DEFINE = re.compile(r"^\s*#\s*define\s", re.MULTILINE)
_MARKER = re.compile(r'# (\d+) "')
_LINE_COMMENT = re.compile(r"^\s*//[^\n]*", re.MULTILINE)

# Statements over all homes at once. Each is the machinery of a schema or a job that looks after it.
ACROSS_HOMES = {
    "outbox.": "the relay takes what is due, whichever home it belongs to",
    "audit.ReadHeads": "deputiesctl looks every chain through",
    "audit.ReadHomes": "deputiesctl looks every chain through",
    "board.ListDueCases": "the clock takes what is due, whichever home it belongs to",
    "board.ListHomesWithMessages": "the job announces the week in every home",
    "board.ListLateCases": "the clock takes what is due, whichever home it belongs to",
    "board.ListTextChecks": "the job has judged what is due, whichever home it belongs to",
    "board.ListPhotoChecks": "the job has judged what is due, whichever home it belongs to",
    "board.ListDueSuggestions": "the clock takes what is due, whichever home it belongs to",
    "board.ListNoticeOrders": "notices are handed on, whichever home they belong to",
    "board.ListOwnChanges": "a person's own messages, over every home",
    "board.ListOrphans": "photos that were not sent are swept, whichever home they belong to",
    "wechat.DeleteVerdicts": "verdicts are deleted after sixty days",
    "db.": "the migrator and the check of the server's settings",
    "requests.DeleteOld": "request keys are deleted after seven days",
    "wechat.ClaimDueNotices": "the sender takes what is due, whichever home it belongs to",
    "wechat.ListOwnNotices": "a person's inbox, over every home",
    "wechat.CountOwnUnread": "a person's inbox, over every home",
    "wechat.MarkOwnRead": "a person's inbox, over every home",
    "reception.ListUnremindedDays": "the job reminds the hosts of every home",
    "reception.ListOverDays": "the job closes what is over, whichever home it belongs to",
    "reception.ListHomesOfPerson": "a person who is erased leaves every home",
    "board.ListHomesOfAuthor": "a person who is erased leaves every home",
    "wechat.EraseNotices": "a person who is erased leaves every home",
    "reception.ListExpiredPlaces": "the job ends what is over, whichever home it belongs to",
    "reception.ListUnreminded": "the job reminds of what is near, whichever home it belongs to",
    "reception.ListUnrecordedTickets": "the job reminds of missing records, whichever home they belong to",
    "accounts.ListMandates": "a deputy may serve in several homes",
    "accounts.ListHomesOfService": "a deputy may serve in several homes",
    "accounts.DeleteOldBinding": "the sweeper deletes what is old, whichever home it belongs to",
    "accounts.FindBindingCode": "the code itself says the home",
    "accounts.ListDeputyHomes": "a deputy may serve in several homes",
    "accounts.DeleteDeputyHomes": "a deputy may serve in several homes",
    "accounts.DeputiesWithin": "a deputy may serve in several homes",
    "accounts.KeepDeputy": "a deputy may serve in several homes",
    "accounts.TakeBackDeputyHomes": "a deputy may serve in several homes",
    "accounts.ListNewDeputies": "a deputy may serve in several homes",
    "duty.RankCounty": "the ranking of a county",
    "duty.CountCounty": "the ranking of a county",
    "duty.TotalsOfCounty": "the ranking of a county",
    "duty.ListResultRows": "the published result of a county",
    "duty.ListRankings": "the job that rebuilds rankings",
    "duty.ListLedgers": "the job that signs heads",
    "duty.CountOpenObjections": "a county publishes when all its homes' objections are answered",
}


def check_names(tree):
    seen = {}
    for file, line, constant, sql in _statements(tree):
        match = _NAMED.match(sql)
        if not match:
            yield Finding(file, line, f"{constant}: a statement begins with /* service.{constant[1:]} */")
            continue
        if match[2] != constant[1:]:
            yield Finding(file, line, f"{constant} calls itself {match[2]} in the slow log")
        name = f"{match[1]}.{match[2]}"
        if name in seen:
            yield Finding(file, line, f"{name} is also the name of a statement in {seen[name]}")
        seen[name] = file


def check_loose_sql(tree):
    """SQL stands in named constants only; the driver's own folder asks the server about itself."""
    for file, text in _sources(tree):
        if file.startswith("services/common/db/"):
            continue
        rest = _CONSTANT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
        for match in _LOOSE_SQL.finditer(rest):
            yield Finding(file, _line(rest, match.start()), "SQL outside a db::Statement constant")


def check_home_id(tree):
    for file, line, constant, sql in _statements(tree):
        named = _NAMED.match(sql)
        name = f"{named[1]}.{named[2]}" if named else ""
        body = sql[named.end():] if named else sql
        if not _SQL.search(body) or any(name.startswith(prefix) for prefix in ACROSS_HOMES):
            continue
        homeless = TABLES_WITHOUT_HOME.get(file.split("/")[1], set()) | {"information_schema", "JSON_TABLE"}
        business = sorted(set(_TABLES.findall(body)) - set(_QUERY_NAMES.findall(body)) - homeless)
        if business and not _HOME.search(body) and not _INSERTS_HOME.match(body):
            yield Finding(file, line, f"{constant} reads or writes {', '.join(business)} without home_id = ?")


def _statements(tree):
    """(file, line, constant, sql) of every SQL constant outside tests."""
    for file, text in _sources(tree):
        for match in _CONSTANT.finditer(text):
            sql = "".join(piece[1] or piece[2] for piece in _PIECE.findall(match[2]))
            yield file, _line(text, match.start()), match[1], sql.replace("\\n", "\n")


def _sources(tree):
    """Text of the code, without line comments and with its macros expanded."""
    for file in tree.below("services", ".cc", ".h"):
        if not is_test(file):
            text = _LINE_COMMENT.sub("", tree.text(file))
            yield file, _expanded(text) if _DEFINE.search(text) and "Statement" in text else text


def _expanded(text):
    """What the preprocessor makes of it, each line where it was; includes are left out."""
    own = re.sub(r"^\s*#\s*include[^\n]*", "", text, flags=re.MULTILINE)
    done = subprocess.run(["cpp", "-undef", "-w"], input=own, capture_output=True, text=True, check=True)
    lines = [""] * (text.count("\n") + 2)
    number = 0
    for line in done.stdout.splitlines():
        marker = _MARKER.match(line)
        if marker:
            number = int(marker[1]) - 1
        elif number < len(lines):
            lines[number] += line
            number += 1
    return "\n".join(lines)


def _line(text, position):
    return text.count("\n", 0, position) + 1
