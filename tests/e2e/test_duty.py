"""A deputy's work in the ledger: entered once, counted by published rules, ranked, provable to anybody."""

import datetime
import subprocess
import sys

import pytest

from e2e.client import new_message, with_request_id
from e2e.internal import Internal
from e2e.stack import ROOT, wait_until
from verifier.ballot import faults_of as ballot_faults
from verifier.ledger import Export, faults_of

YEAR = str(datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).year)
LEVEL = "TOWNSHIP_DEPUTY"


@pytest.fixture(scope="module")
def deliver(stack):
    """Delivers DutyPerformed facts to the ledger as another service's relay does."""
    name = "deputies.events.v1.EventConsumerService"
    internal = Internal(stack.protos, stack.internal.key, {name: stack.config("duty").server.listen_address})
    method = stack.methods[f"{name}.DeliverEvents"]

    def call(*facts):
        events = []
        for number, (home_id, fields) in enumerate(facts, 1):
            event = stack.protos.message("deputies.events.v1.Event", event_id=number, home_id=int(home_id))
            for field, value in fields.items():
                setattr(event.duty_performed, field, value)
            event.duty_performed.perform_time.FromJsonString(f"{YEAR}-01-15T04:00:00Z")
            events.append(event)
        for _ in range(2):  # at least once
            internal.call(method, method.request_type(events=events))

    yield call
    internal.close()


@pytest.fixture(scope="module")
def busy_home(world, deliver):
    """A home with two deputies at work; (home id, first deputy, second deputy)."""
    home, deputy, second = world.home_id, int(world.deputy_id), int(world.second_deputy_id)
    facts = []
    for number in range(1, 13):
        for person, answered in ((deputy, number <= 9), (second, number % 4 != 0)):
            source = {"deputy_id": person, "source_type": "test_message", "source_id": person % 1000 * 100 + number,
                      "voter_person_id": 5000 + number}  # fmt: skip
            facts.append((home, source | {"item": "message_received"}))
            if answered:
                facts.append((home, source | {"item": "message_answered"}))
    facts.append((home, {"deputy_id": second, "item": "visit", "source_type": "test_visit", "source_id": 1}))
    deliver(*facts)
    return home, str(deputy), str(second)


def entries(client, home, deputy):
    return client.pages(f"/v1/homes/{home}/deputies/{deputy}/dutyEntries", "entries")


def test_each_act_is_entered_once_and_scored(client, busy_home):
    home, deputy, second = busy_home
    acts = [entry for entry in entries(client, home, deputy) if entry["sourceType"] == "test_message"]
    assert len(acts) == 21
    assert {entry["itemTitle"] for entry in acts} == {"收到选民留言", "答复并办结选民留言"}
    score = client.get(f"/v1/homes/{home}/deputies/{second}/dutyScore", period=f"{YEAR}Q1").json
    assert (score["points"], score["opportunities"], score["handled"], score["rated"]) == (12, 12, 9, True)  # five a day count
    assert score["lowPoints"] < score["rankingPoints"] < score["highPoints"]
    visit = next(item for item in score["items"] if item["item"] == "visit")
    assert (visit["counted"], visit["points"]) == (1, 2)


def test_a_voters_message_counts_as_an_opportunity(world, client):
    message = new_message(deputyId=world.deputy_id, subject="给代表的一条留言")
    posted = client.post(world.messages_path(), message, world.token("author"))
    assert posted.status == 200, posted
    wait_until(lambda: any(entry["sourceId"] == posted.json["messageId"] and entry["item"] == "message_received"
                           for entry in entries(client, world.home_id, world.deputy_id)),
               20, "the message to reach the ledger")  # fmt: skip


def test_the_ranking_waits_for_its_publication(stack, world, client, busy_home):
    home, deputy, second = busy_home
    path = f"/v1/homes/{home}/ranking"
    hidden = client.get(path, level=LEVEL, period=f"{YEAR}Q1")
    assert (hidden.status, hidden.reason) == (404, "RANKING_NOT_PUBLISHED"), hidden
    seen = client.get(path, world.token("deputy"), level=LEVEL, period=f"{YEAR}Q1")
    assert seen.status == 200, seen
    rows = [row for row in seen.json["rows"] if row["deputyId"] in (deputy, second)]
    # One visit more; the same share of messages.
    assert [row["deputyId"] for row in rows] == [second, deputy]
    assert seen.json["own"]["deputyId"] == deputy and seen.json["own"]["rank"] == rows[1]["rank"]
    county = client.get(path, world.token("county_admin"), level=LEVEL, period=f"{YEAR}Q1", scope="COUNTY")
    assert {deputy, second} <= {row["deputyId"] for row in county.json["rows"]}, county
    stack.kill("redis")
    try:
        without = client.get(path, world.token("deputy"), level=LEVEL, period=f"{YEAR}Q1")
        assert without.json["rows"] == seen.json["rows"]
    finally:
        stack.up()


def test_a_correction_is_a_counter_entry(world, client, busy_home, deliver):
    home, _, second = busy_home
    deliver((home, {"deputy_id": int(second), "item": "study", "source_type": "test_study", "source_id": 1}))
    entry = next(entry for entry in entries(client, home, second) if entry["sourceType"] == "test_study")
    path = f"/v1/homes/{home}/dutyEntries/{entry['sequence']}:withdraw"
    body = with_request_id(reason="签到人不是本人，予以撤销")
    first = client.post(path, body, world.token("county_admin"))
    assert first.status == 200 and first.json["withdraws"], first
    assert client.post(path, body, world.token("county_admin")).json == first.json
    again = client.post(path, with_request_id(reason="再撤一次"), world.token("county_admin"))
    assert (again.status, again.reason) == (400, "ENTRY_WITHDRAWN")
    score = client.get(f"/v1/homes/{home}/deputies/{second}/dutyScore").json
    assert not [item for item in score["items"] if item["item"] == "study"]


def test_the_ledger_proves_itself(stack, busy_home, tmp_path):
    home = busy_home[0]
    sign = stack.methods["deputies.duty.v1.LedgerService.SignHeads"]
    stack.internal.call(sign, sign.request_type())
    key = tmp_path / "witness.key"
    key.write_text("17" * 32)
    seen = tmp_path / "seen"
    witness = stack.ctl("witness-ledger", f"--home={home}", f"--key-file={key}", f"--seen={seen}")
    done = subprocess.run(witness, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done
    public_key = done.stdout.split()[-1]

    file = tmp_path / "ledger.txt"
    subprocess.run(stack.ctl("export-ledger", file, f"--home={home}"), check=True, timeout=60)
    assert verified(stack, file) == 0
    by_others = [sys.executable, ROOT / "tests" / "verifier" / "ledger.py", file, "--witness", public_key]
    assert subprocess.run(by_others, check=False, timeout=60).returncode == 0

    lines = file.read_text(encoding="utf-8").splitlines()
    assert not list(faults_of(Export(lines)))
    for changed in changes(lines):
        assert list(faults_of(Export(changed))), "the independent verifier missed a change"
        file.write_text("\n".join(changed) + "\n", encoding="utf-8")
        assert verified(stack, file) == 2, "deputiesctl missed a change"

    # A witness that was shown another past refuses this one.
    home_text, size, _ = seen.read_text().split()
    seen.write_text(f"{home_text} {int(size) - 1} {'00' * 32}\n")
    done = subprocess.run(witness, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2 and "does not continue" in done.stderr, done


def verified(stack, file):
    return subprocess.run(stack.ctl("verify-ledger", file), capture_output=True, check=False, timeout=60).returncode


def changes(lines):
    """Exports that differ from the true one in one thing."""
    entry = next(index for index, line in enumerate(lines) if line.startswith("entry\t"))
    total = next(index for index, line in enumerate(lines) if line.startswith("total\t"))
    fields = lines[entry].split("\t")
    fields[7] = str(int(fields[7]) + 1)  # quantity
    yield [*lines[:entry], "\t".join(fields), *lines[entry + 1:]]
    yield [*lines[:entry], *lines[entry + 1:]]  # an entry less
    fields = lines[total].split("\t")
    fields[3] = str(int(fields[3]) + 1)  # points
    yield [*lines[:total], "\t".join(fields), *lines[total + 1:]]


def test_the_services_database_user_cannot_change_the_ledger(stack):
    password = stack.resolve(stack.config("duty").database.password_file).read_text().strip()
    socket = stack.resolve(stack.config("duty").database.socket)
    for statement in ("UPDATE ledger_entries SET quantity=9", "DELETE FROM ledger_entries",
                      "DELETE FROM signed_heads", "UPDATE cosignatures SET tree_size=0"):  # fmt: skip
        done = subprocess.run(
            ["mariadb", "--no-defaults", f"--socket={socket}", "--user=duty", f"--password={password}", "duty",
             "-e", statement], capture_output=True, text=True, check=False, timeout=30)  # fmt: skip
        assert done.returncode != 0 and "command denied" in done.stderr, (statement, done.stderr)


def test_rules_are_published_for_the_future_and_simulated(world, client, busy_home):
    home, _, second = busy_home
    books = client.get(f"/v1/homes/{home}/ruleBooks").json["ruleBooks"]
    assert books[-1]["version"] == 0 and len([item for item in books[-1]["items"] if item["number"]]) == 15
    draft = {"title": "加倍办法", "minOpportunities": 5, "items": books[-1]["items"]}
    for item in draft["items"]:
        item["points"] = item["points"] * 2 if item["key"] == "visit" else item["points"]
    token = world.token("county_admin")
    simulated = client.post(f"/v1/homes/{home}/ruleBooks:simulate", {"period": YEAR, "draft": draft}, token)
    assert simulated.status == 200, simulated
    row = next(row for row in simulated.json["scores"] if row["deputyId"] == second)
    assert row["draftPoints"] == row["currentPoints"] + 2
    late = client.post(f"/v1/homes/{home}/ruleBooks:publish",
                       with_request_id(effectiveDay=f"{YEAR}-01-01", draft=draft), token)  # fmt: skip
    assert (late.status, late.reason) == (400, "FIELD_INVALID")


def test_a_deputys_report_is_checked_and_published_by_two_others(world, client, busy_home):
    home, deputy, _ = busy_home
    path = f"/v1/homes/{home}/dutyReports"
    day = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=1)
    body = with_request_id(item="volunteer_service", performTime=day.strftime("%Y-%m-%dT%H:%M:%SZ"), place="东街社区",
                           text="帮三位老人代办了医保缴费。")  # fmt: skip
    report = client.post(path, body, world.token("deputy"))
    assert report.status == 200 and report.json["state"] == "SUBMITTED", report
    assert client.post(path, body, world.token("deputy")).json["reportId"] == report.json["reportId"]
    one = f"{path}/{report.json['reportId']}"
    early = client.post(f"{one}:publish", with_request_id(), world.token("county_admin"))
    assert (early.status, early.reason) == (400, "REPORT_STATE_CONFLICT")
    assert client.post(f"{one}:check", with_request_id(), world.token("township_admin")).json["state"] == "CHECKED"
    same = client.post(f"{one}:publish", with_request_id(), world.token("township_admin"))
    assert (same.status, same.reason) == (400, "SECOND_PERSON_NEEDED")
    done = client.post(f"{one}:publish", with_request_id(), world.token("county_admin"))
    assert done.status == 200 and done.json["state"] == "PUBLISHED_REPORT", done
    entry = wait_until(lambda: [entry for entry in entries(client, home, deputy) if entry["sourceType"] == "report"],
                       20, "the report to reach the ledger")  # fmt: skip
    assert [one["item"] for one in entry] == ["volunteer_service"] and entry[0]["evidenceHash"]
    counted = client.post(path, with_request_id(item="message_answered", performTime=body["performTime"],
                                                place="网上", text="这一条由系统自动登记。"),
                          world.token("deputy"))  # fmt: skip
    assert (counted.status, counted.reason) == (400, "FIELD_INVALID"), counted


def test_a_secret_ballot(stack, world, client):
    home = world.home_id
    staff, words = world.token("township_admin"), "旗人大监票员保管的一句话"
    close = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=12)
    made = client.post(f"/v1/homes/{home}/ballots", with_request_id(
        kind="PROJECTS", title="民生实事项目票决", options=["修路", "通水", "路灯"], maxChoices=2, seats=2,
        electorate="DEPUTIES", quorum=2, closeTime=close.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        passphrase=words), staff)  # fmt: skip
    assert made.status == 200, made
    ballot = f"/v1/homes/{home}/ballots/{made.json['ballotId']}"

    def cast(role, choices, code):
        return client.post(f"{ballot}:cast", with_request_id(choices=choices, checkCode=code), world.token(role))

    assert cast("deputy", [2], "firsttry1").status == 200
    assert cast("deputy", [0, 1], "mycode0001").status == 200  # the last vote counts
    assert cast("second_deputy", [0, 2], "mycode0002").status == 200
    assert (cast("author", [0], "nobody0001").status, cast("author", [0], "nobody0001").reason) == (403, "ACCESS_DENIED")
    assert cast("deputy", [0, 0], "mycode0003").reason == "FIELD_INVALID"
    assert client.get(f"{ballot}/box").status == 404
    early = client.post(f"{ballot}:close", with_request_id(passphrase=words), staff)
    assert (early.status, early.reason) == (400, "BALLOT_STATE_CONFLICT")
    # Neither the codes nor their hashes lie anywhere before the close; all envelopes are of one length.
    lengths = {row[0] for row in stack.sql(
        "duty", f"SELECT LENGTH(sealed) FROM ballot_envelopes WHERE ballot_id={made.json['ballotId']}")}  # fmt: skip
    assert len(lengths) == 1

    wait_until(lambda: datetime.datetime.now(datetime.timezone.utc) > close, 30, "the close")
    late = cast("deputy", [1], "mycode0004")
    assert (late.status, late.reason) == (400, "BALLOT_STATE_CONFLICT")
    wrong = client.post(f"{ballot}:close", with_request_id(passphrase="不是这一句话不是这一句话"), staff)
    assert (wrong.status, wrong.reason) == (400, "PASSPHRASE_WRONG"), wrong
    closed = client.post(f"{ballot}:close", with_request_id(passphrase=words), staff)
    assert closed.status == 200 and closed.json["state"] == "CLOSED", closed
    box = client.get(f"{ballot}/box").json
    assert not list(ballot_faults(box))
    assert closed.json["result"]["counts"] == [2, 1, 1]
    assert closed.json["result"]["winners"] == [0]  # the second seat is tied
    assert {paper["checkCode"]: paper["choices"] for paper in box["papers"]} == {
        "mycode0001": [0, 1], "mycode0002": [0, 2]}  # fmt: skip
    assert set(box["deputyIds"]) == {world.deputy_id, world.second_deputy_id}
    box["ballot"]["result"]["counts"][1] += 1
    assert list(ballot_faults(box))


def test_no_table_and_no_log_link_a_voter_to_a_vote(stack):
    """After the ballot above: the codes stand in the box alone, and the envelopes are empty."""
    assert stack.sql("duty", "SELECT COUNT(*) FROM ballot_envelopes JOIN ballots ON id=ballot_id "
                             "WHERE closed AND sealed<>''") == [["0"]]  # fmt: skip
    columns = {row[0] for row in stack.sql("duty", "SHOW COLUMNS FROM ballot_papers")}
    assert columns == {"home_id", "ballot_id", "position", "check_code", "choices"}
    papers = stack.sql("duty", "SELECT ballot_id, check_code FROM ballot_papers ORDER BY ballot_id, position")
    codes = [code for _, code in papers]
    assert codes and papers == sorted(papers, key=lambda paper: (int(paper[0]), paper[1]))
    for path in stack.log_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not [code for code in codes if code in text], path.name
    # Request keys keep neither code nor choice, nor a hash of them: equal ballots of one voter have equal hashes.
    hashes = stack.sql("duty", "SELECT COUNT(DISTINCT request_hash), COUNT(*) FROM request_keys "
                               "WHERE operation='CastVote' GROUP BY person_id HAVING COUNT(*) > 1")
    assert hashes and all(row[0] == "1" for row in hashes), hashes


def test_an_activity_is_signed_up_for_and_attended_by_code(world, client, busy_home):
    home, deputy, _ = busy_home
    now = datetime.datetime.now(datetime.timezone.utc)

    def at(**later):
        return (now + datetime.timedelta(**later)).strftime("%Y-%m-%dT%H:%M:%SZ")

    made = client.post(f"/v1/homes/{home}/activities", with_request_id(
        kind="MATTER_DISCUSSED", title="要事代表商：春灌用水", place="代表之家会议室", startTime=at(minutes=30),
        endTime=at(hours=2), signUpEndTime=at(minutes=20), capacity=1), world.token("township_admin"))  # fmt: skip
    assert made.status == 200, made
    path = f"/v1/homes/{home}/activities/{made.json['activityId']}"
    body = with_request_id()
    assert client.post(f"{path}:signUp", body, world.token("deputy")).json["signedUpCount"] == 1
    assert client.post(f"{path}:signUp", body, world.token("deputy")).json["signedUpCount"] == 1
    full = client.post(f"{path}:signUp", with_request_id(), world.token("second_deputy"))
    assert (full.status, full.reason) == (400, "ACTIVITY_STATE_CONFLICT")
    shown = client.get(f"{path}/attendance", world.token("township_admin")).json
    assert shown["entries"] == [{"deputyId": deputy, "state": "SIGNED_UP"}]
    other_code = f"{(int(shown['code']) + 1) % 1000000:06}"
    wrong = client.post(f"{path}:attend", with_request_id(code=other_code), world.token("deputy"))
    assert (wrong.status, wrong.reason) == (400, "FIELD_INVALID")
    for _ in range(2):
        there = client.post(f"{path}:attend", with_request_id(code=shown["code"]), world.token("deputy"))
        assert there.json["attendedCount"] == 1, there
    items = wait_until(lambda: {"activity", "activity_signed_up"} <= {
        entry["item"] for entry in entries(client, home, deputy) if entry["sourceType"] == "activity"},
                       20, "the attendance to reach the ledger")  # fmt: skip
    assert items
    early = client.post(f"{path}:publishMinutes", with_request_id(minutes="讨论了春灌用水的分配办法。"),
                        world.token("township_admin"))  # fmt: skip
    assert (early.status, early.reason) == (400, "ACTIVITY_STATE_CONFLICT")


def test_notebooks_and_the_sunshine_page(world, client, busy_home):
    home, deputy, second = busy_home
    page = client.get(f"/v1/homes/{home}/deputies/{second}/sunshine", period=f"{YEAR}Q1").json
    assert page["deputyName"] == "测试代表乙" and page["level"] == LEVEL
    assert "答复并办结选民留言：应办12件，已办9件" in page["sentences"]
    assert "走访联系选民1次" in page["sentences"]
    assert (page["opportunities"], page["handled"]) == (12, 9)
    assert len(page["latestActs"]) == 10 and {act["title"] for act in page["latestActs"]} == {
        "答复并办结选民留言", "走访联系选民"}  # fmt: skip

    def write(**fields):
        return client.post(f"/v1/homes/{home}/notes", with_request_id(
            text="大家最关心的是春灌用水。", occurTime="2026-02-01T02:00:00Z", **fields), world.token("deputy"))

    assert write(notebook="VISIT_NOTES", title="东街走访", public=True).status == 200
    assert write(notebook="DIARY", title="只给自己看的日记").status == 200
    shown = write(notebook="DIARY", title="想公开的日记", public=True)
    assert (shown.status, shown.reason) == (400, "FIELD_INVALID")
    path = f"/v1/homes/{home}/deputies/{deputy}/notes"
    own = {note["title"] for note in client.pages(path, "notes", world.token("deputy"))}
    assert {"东街走访", "只给自己看的日记"} <= own
    for role in ("anonymous", "author", "second_deputy", "township_admin", "county_admin"):
        token = world.token(role) if role != "anonymous" else None
        assert {note["title"] for note in client.pages(path, "notes", token)} == {"东街走访"}, role


def test_a_printed_archive_is_checked_by_its_code(stack, world, client, busy_home, deliver):
    home, deputy, second = busy_home
    path = f"/v1/homes/{home}/deputies/{deputy}/archive:print"
    other = client.post(path, with_request_id(), world.token("second_deputy"))
    assert (other.status, other.reason) == (403, "ACCESS_DENIED"), other
    body = with_request_id(period=YEAR)
    printed = client.post(path, body, world.token("deputy"))
    assert printed.status == 200 and printed.headers["Content-Type"] == "application/pdf", printed
    assert printed.raw.startswith(b"%PDF-1.") and b"NotoSerifCJKsc" in printed.raw
    prints = f"SELECT code, points, tree_size FROM archive_prints WHERE deputy_id={deputy} ORDER BY print_time, code"
    rows = stack.sql("duty", prints)
    client.post(path, body, world.token("deputy"))  # again: the same paper, no other code
    assert stack.sql("duty", prints) == rows
    code = rows[-1][0]
    shown = "-".join((code[:4], code[4:8], code[8:])).lower()

    def verdict():
        return client.get(f"/v1/homes/{home}/archives/{shown}:verify").json

    score = client.get(f"/v1/homes/{home}/deputies/{deputy}/dutyScore", period=YEAR).json
    genuine = verdict()
    assert (genuine["deputyName"], genuine["points"]) == ("测试代表甲", score["points"]), genuine
    assert genuine["ledgerContinues"] and genuine["pointsMatch"]
    # The ledger grows, also by entries of this deputy: the paper stays true of the day when it was printed.
    deliver((home, {"deputy_id": int(deputy), "item": "research", "source_type": "test_research", "source_id": 1}))
    assert verdict() == genuine
    # A changed entry, or a paper that was entered with other points, is found.
    stack.sql("duty", f"UPDATE archive_prints SET points=points+1 WHERE code='{code}'")
    wait_until(lambda: not verdict()["pointsMatch"], 10, "the other points to be found")
    stack.sql("duty", f"UPDATE archive_prints SET points=points-1, root=REPEAT('x',32) WHERE code='{code}'")
    wait_until(lambda: verdict()["pointsMatch"] and not verdict()["ledgerContinues"], 10, "the other ledger to be found")
    unknown = client.get(f"/v1/homes/{world.other_home_id}/archives/{shown}:verify")
    assert (unknown.status, unknown.reason) == (404, "ARCHIVE_CODE_UNKNOWN")
