"""A deputy reports to the voters: calendar, report, questions and answers, satisfaction ballot, review, ledger."""

import datetime

from e2e.client import with_request_id
from e2e.stack import wait_until

NOW = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
REPORT = "一年来我接待选民二十四次，走访一百三十户，提出建议五件，办成四件。还有不足：对外出务工的选民联系得不够。" * 2
GRADED = {"grade": "COMPETENT", "opinion": "履职认真，联系选民经常，对外出务工选民联系不够。"}


def moment(**later):
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**later)
    return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def plan(world, client, deputy_id, meeting_time, **changes):
    body = {"deputyId": deputy_id, "year": NOW.year, "meetingTime": meeting_time, "place": "东街社区会议室"} | changes
    return client.post(f"/v1/homes/{world.home_id}/appraisals", with_request_id(**body), world.token("township_admin"))


def ledger_items(client, world, deputy_id):
    found = client.pages(f"/v1/homes/{world.home_id}/deputies/{deputy_id}/dutyEntries", "entries")
    return [one["item"] for one in found if one["sourceType"] == "appraisal"]


def test_report_questions_ballot_and_review(stack, world, client):
    home = world.home_id
    staff, deputy, author = world.token("township_admin"), world.token("deputy"), world.token("author")
    made = plan(world, client, world.deputy_id, moment(days=1))
    assert made.status == 200 and made.json["grade"] == "REVIEW_GRADE_UNSPECIFIED", made
    path = f"/v1/homes/{home}/appraisals/{made.json['appraisalId']}"
    early = client.post(f"{path}/questions", with_request_id(text="水渠什么时候修好？"), author)
    assert (early.status, early.reason) == (400, "APPRAISAL_STATE_CONFLICT")
    foreign = client.post(f"{path}:submitReport", with_request_id(report=REPORT), world.token("second_deputy"))
    assert (foreign.status, foreign.reason) == (404, "APPRAISAL_NOT_FOUND")
    told = client.post(f"{path}:submitReport", with_request_id(report=REPORT), deputy)
    assert told.status == 200 and client.get(path).json["report"] == REPORT, told

    body = with_request_id(text="东街的水渠什么时候修好？")
    asked = client.post(f"{path}/questions", body, author)
    assert asked.status == 200 and asked.json["questions"][0]["own"], asked
    assert client.post(f"{path}/questions", body, author).json == asked.json
    assert client.get(path).json["questions"] == []  # not before the answer
    assert len(client.get(path, deputy).json["questions"]) == 1
    for _ in range(4):
        assert client.post(f"{path}/questions", with_request_id(text="再问一个问题。"), author).status == 200
    sixth = client.post(f"{path}/questions", with_request_id(text="再问一个问题。"), author)
    assert (sixth.status, sixth.reason) == (400, "APPRAISAL_STATE_CONFLICT")
    question = f"{path}/questions/{asked.json['questions'][0]['questionId']}"
    answered = client.post(f"{question}:answer", with_request_id(answer="水利局答应春灌以前修好。"), deputy)
    assert answered.status == 200, answered
    again = client.post(f"{question}:answer", with_request_id(answer="换一个说法。"), deputy)
    assert (again.status, again.reason) == (400, "APPRAISAL_STATE_CONFLICT")
    assert [one["answer"] for one in client.get(path).json["questions"]] == ["水利局答应春灌以前修好。"]

    # The meeting is moved to in a moment; the appraisal stays the same, and so does the report.
    close, words = moment(seconds=12), "监票人自己保管的一句话，不告诉别人"
    moved = plan(world, client, world.deputy_id, close)
    assert (moved.json["appraisalId"], moved.json["report"]) == (made.json["appraisalId"], REPORT), moved

    def ballot(subject):
        answer = client.post(f"/v1/homes/{home}/ballots", with_request_id(
            kind="SATISFACTION", title="述职满意度测评", subjectDeputyId=subject, options=["满意", "基本满意", "不满意"],
            maxChoices=1, seats=1, electorate="VOTERS", quorum=1, closeTime=close, passphrase=words), staff)  # fmt: skip
        assert answer.status == 200, answer
        return answer.json["ballotId"]

    wrong = client.post(f"{path}:linkBallot", with_request_id(ballotId=ballot(world.second_deputy_id)), staff)
    assert (wrong.status, wrong.reason) == (400, "FIELD_INVALID")
    number = ballot(world.deputy_id)
    assert client.post(f"{path}:linkBallot", with_request_id(ballotId=number), staff).json["ballotId"] == number
    for role, choice in (("author", 0), ("other_voter", 1)):
        cast = client.post(f"/v1/homes/{home}/ballots/{number}:cast",
                           with_request_id(choices=[choice], checkCode=f"code{choice}abcd"), world.token(role))  # fmt: skip
        assert cast.status == 200, cast
    before = client.post(f"{path}:review", with_request_id(**GRADED), staff)
    assert (before.status, before.reason) == (400, "APPRAISAL_STATE_CONFLICT")
    wait_until(lambda: moment() > close, 30, "the meeting")
    late = client.post(f"{path}:submitReport", with_request_id(report=REPORT + "补充。"), deputy)
    assert (late.status, late.reason) == (400, "APPRAISAL_STATE_CONFLICT")
    sealed = client.post(f"{path}:review", with_request_id(**GRADED), staff)
    assert (sealed.status, sealed.reason) == (400, "APPRAISAL_STATE_CONFLICT") and "开箱" in sealed.error["message"]
    client.post(f"/v1/homes/{home}/ballots/{number}:close", with_request_id(passphrase=words), staff)
    body = with_request_id(**GRADED)
    reviewed = client.post(f"{path}:review", body, staff)
    assert reviewed.status == 200 and reviewed.json["grade"] == "COMPETENT", reviewed
    assert client.post(f"{path}:review", body, staff).json == reviewed.json
    twice = client.post(f"{path}:review", with_request_id(**GRADED), staff)
    assert (twice.status, twice.reason) == (400, "APPRAISAL_STATE_CONFLICT")
    public = client.get(path).json
    assert public["ballotResult"]["counts"] == [1, 1, 0] and public["opinion"] == GRADED["opinion"]
    listed = client.get(f"/v1/homes/{home}/appraisals", year=NOW.year).json["appraisals"]
    own = next(one for one in listed if one["appraisalId"] == made.json["appraisalId"])
    assert own["grade"] == "COMPETENT" and own["report"] == ""
    wait_until(lambda: ledger_items(client, world, world.deputy_id) == ["report_to_voters"], 20,
               "the report to reach the ledger")  # fmt: skip

    # Told: the planner of both plans, the deputy, known by then, of the moved meeting; then of the questions; the voter.
    notices = wait_until(lambda: told_of(stack, home, (102, 103, 104)), 20, "the notices")
    assert notices == {102: 3, 103: 5, 104: 1}


def told_of(stack, home, kinds):
    rows = stack.sql("wechat", f"SELECT kind, COUNT(*) FROM notices WHERE home_id={int(home)} GROUP BY kind")
    counts = {int(kind): int(count) for kind, count in rows if int(kind) in kinds}
    return counts if set(counts) == set(kinds) else None


def test_a_missing_report_is_entered_too(world, client):
    staff = world.token("township_admin")
    far = plan(world, client, world.second_deputy_id, f"{NOW.year + 1}-04-01T00:00:00Z")
    assert (far.status, far.reason) == (400, "FIELD_INVALID")
    absent = plan(world, client, world.other_deputy_id, moment(days=1))
    assert (absent.status, absent.reason) == (404, "DEPUTY_NOT_FOUND")
    meeting = moment(seconds=3)
    made = plan(world, client, world.second_deputy_id, meeting)
    path = f"/v1/homes/{world.home_id}/appraisals/{made.json['appraisalId']}"
    wait_until(lambda: moment() > meeting, 20, "the meeting")
    kind = client.post(f"{path}:review", with_request_id(**GRADED), staff)
    assert (kind.status, kind.reason) == (400, "FIELD_INVALID")
    strict = with_request_id(grade="NOT_COMPETENT", opinion="没有按要求向选民述职。")
    assert client.post(f"{path}:review", strict, staff).status == 200
    wait_until(lambda: ledger_items(client, world, world.second_deputy_id) == ["report_missing"], 20,
               "the missing report to reach the ledger")  # fmt: skip
    moved = plan(world, client, world.second_deputy_id, moment(days=2))
    assert (moved.status, moved.reason) == (400, "APPRAISAL_STATE_CONFLICT")
