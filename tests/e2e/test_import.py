"""deputiesctl import-messages: the corpus of 2,816 real messages, interrupted, repeated and damaged.

DEPUTIES_CORPUS names the file; by default it lies beside the checkout and may be absent.
"""

import collections
import csv
import datetime
import os
import pathlib
import signal
import subprocess

import pytest

from e2e.stack import ROOT, wait_until

CORPUS = pathlib.Path(
    os.environ.get("DEPUTIES_CORPUS", ROOT.parent / "shared" / "corpus" / "messages_with_replies.csv")
)
CORPUS_SIZE = 2816
HEAD = "message_id,voter,subject,posted_at,body,reply,replied_at"
needs_corpus = pytest.mark.skipif(not CORPUS.exists(), reason=f"the corpus is absent: {CORPUS}")


@pytest.fixture(scope="module")
def homes(world):
    """An empty home for each test that imports."""
    township = world.township["code"]
    codes = ["tests-import-whole", "tests-import-killed", "tests-import-bad"]
    ids = world.make_homes(*((code, "导入测试之家", township) for code in codes))
    return dict(zip(codes, ids))


@pytest.fixture(scope="module")
def admin(world, homes):
    return world.login("county_admin")


@pytest.fixture
def importer(stack, tmp_path):
    def run(file, home_id, *options):
        command = stack.ctl("import-messages", str(file), f"--home={home_id}",
                            f"--rejects={tmp_path / 'rejects.csv'}", *options)  # fmt: skip
        return subprocess.run(command, env=stack.environment(), capture_output=True, text=True, timeout=180)

    run.rejects = tmp_path / "rejects.csv"
    return run


@needs_corpus
def test_every_message_arrives_once_with_its_reply_and_times(stack, world, client, homes, admin, importer):
    home_id = homes["tests-import-whole"]
    done = importer(CORPUS, home_id)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not importer.rejects.exists()
    listed = client.pages(world.messages_path(home_id), "messages", admin)
    assert_is_corpus(listed)

    again = importer(CORPUS, home_id)
    assert again.returncode == 0, again.stdout + again.stderr
    assert stored(stack, home_id) == CORPUS_SIZE
    repeated = client.pages(world.messages_path(home_id), "messages", admin)
    assert repeated == listed


@needs_corpus
def test_a_killed_import_is_finished_by_a_second_run(stack, world, client, homes, admin, importer):
    home_id = homes["tests-import-killed"]
    command = stack.ctl("import-messages", str(CORPUS), f"--home={home_id}", "--batch=10",
                        f"--rejects={importer.rejects}")  # fmt: skip
    killed = subprocess.Popen(command, env=stack.environment(), stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        wait_until(lambda: stored(stack, home_id) >= 300, 60, "the import to get under way")
    finally:
        killed.send_signal(signal.SIGKILL)
        killed.wait(10)
    assert 300 <= stored(stack, home_id) < CORPUS_SIZE

    done = importer(CORPUS, home_id)
    assert done.returncode == 0, done.stdout + done.stderr
    assert stored(stack, home_id) == CORPUS_SIZE
    assert_is_corpus(client.pages(world.messages_path(home_id), "messages", admin))


def test_bad_rows_are_reported_by_line_and_kept_in_a_reject_file(
    stack, world, client, homes, admin, importer, tmp_path
):
    home_id = homes["tests-import-bad"]
    bad = {
        "no-subject": "no-subject,V1,,2024-03-01 08:00:00,正文是有的,,",
        "no-time": "no-time,V1,没有时间,,正文是有的,,",
        "bad-time": "bad-time,V1,时间不对,2024-13-01 08:00:00,正文是有的,,",
        "reply-no-time": "reply-no-time,V1,答复没有时间,2024-03-01 08:00:00,正文是有的,答复,",
        "bad-reply-time": "bad-reply-time,V1,答复时间不对,2024-03-01 08:00:00,正文是有的,答复,yesterday",
        "too-long": f"too-long,V1,太长,2024-03-01 08:00:00,{'长' * 9000},,",
        "few-columns": "few-columns,V1,列数不对",
    }
    good = {
        "good-1": "good-1,V1,第一条,2024-02-29 23:59:59,正文一,,",
        "good-2": 'good-2,V2,第二条,2024-03-01 00:00:00,"正文二,有逗号\n和换行",答复二,2024-03-05 12:34:56',
    }
    rows = [good["good-1"], *bad.values(), good["good-2"]]
    file = tmp_path / "rows.csv"
    file.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")

    done = importer(file, home_id)
    output = done.stdout + done.stderr
    assert done.returncode == 1, output
    for line in range(3, 3 + len(bad)):
        assert str(line) in output, f"line {line} is not reported: {output}"
    with open(importer.rejects, encoding="utf-8-sig", newline="") as source:
        rejected = [row[0] for row in csv.reader(source)][1:]
    assert rejected == list(bad)

    listed = client.pages(world.messages_path(home_id), "messages", admin)
    assert [entry["subject"] for entry in listed] == ["第二条", "第一条"]
    assert listed[0]["body"] == "正文二,有逗号\n和换行"
    assert listed[0]["answers"][0]["createTime"] == "2024-03-05T04:34:56Z"
    assert listed[1]["createTime"] == "2024-02-29T15:59:59Z"


@pytest.mark.parametrize(
    "content", [b"", b"a,b,c\n1,2,3\n", b"\xff\xfe\x00", b"message_id,voter,subject\nx,y,z\n"]
)
def test_a_file_that_is_no_import_file_is_refused_whole(homes, importer, tmp_path, content):
    file = tmp_path / "odd.csv"
    file.write_bytes(content)
    done = importer(file, homes["tests-import-bad"])
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.strip(), "it says nothing"


def test_an_absent_home_or_file_is_refused(homes, importer, tmp_path):
    file = tmp_path / "one.csv"
    file.write_text(HEAD + "\nx,V1,第一条,2024-02-29 23:59:59,正文一,,\n", encoding="utf-8")
    assert importer(file, "1").returncode == 2
    assert importer(file, "abc").returncode == 2
    assert importer(tmp_path / "absent.csv", homes["tests-import-bad"]).returncode == 2


def stored(stack, home_id):
    return int(stack.sql_value("board", f"SELECT COUNT(*) FROM messages WHERE home_id={int(home_id)}"))


def assert_is_corpus(listed):
    assert len(listed) == CORPUS_SIZE
    assert len({entry["messageId"] for entry in listed}) == CORPUS_SIZE
    with open(CORPUS, encoding="utf-8-sig", newline="") as source:
        expected = collections.Counter(
            (row["subject"], row["body"], utc(row["posted_at"]), row["reply"], utc(row["replied_at"]))
            for row in csv.DictReader(source)
        )
    found = collections.Counter()
    for entry in listed:
        assert entry["state"] == "ANSWERED" and len(entry["answers"]) == 1, entry["messageId"]
        assert entry["authorName"]
        reply = entry["answers"][0]
        found[entry["subject"], entry["body"], entry["createTime"], reply["body"], reply["createTime"]] += 1
    missing, unknown = expected - found, found - expected
    first = [[text[:60] + "…" + text[-60:] for text in next(iter(some), ())] for some in (missing, unknown)]
    assert not missing and not unknown, f"{missing.total()} of the corpus are missing, first {first}"


def utc(local):
    """Asia/Shanghai, which has been UTC+8 without a summer time since 1992."""
    at = datetime.datetime.strptime(local, "%Y-%m-%d %H:%M:%S") - datetime.timedelta(hours=8)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
