"""The yearly assessment of homes: real work becomes numbers that lead back to it, a published result stays, people decide."""

import datetime
import itertools

import pytest

from e2e.client import new_answer, new_rating, with_request_id
from e2e.internal import Internal
from e2e.reception import Reception, day_ahead
from e2e.stack import wait_until

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
YEAR = datetime.datetime.now(SHANGHAI).year
LAST_YEAR = YEAR - 1
_homes = itertools.count(1)


@pytest.fixture(scope="module")
def deliver(stack):
    """Delivers HomeActed facts of last year as another service's relay does, at least once."""
    name = "deputies.events.v1.EventConsumerService"
    internal = Internal(stack.protos, stack.internal.key, {name: stack.config("duty").server.listen_address})
    method = stack.methods[f"{name}.DeliverEvents"]

    def call(home, *facts):
        events = []
        for number, (day, fields) in enumerate(facts, 1):
            event = stack.protos.message("deputies.events.v1.Event", event_id=number, home_id=int(home))
            for field, value in fields.items():
                setattr(event.home_acted, field, value)
            event.home_acted.act_time.FromJsonString(f"{LAST_YEAR}-{day}T04:00:00Z")
            event.occur_time.FromJsonString(f"{LAST_YEAR}-{day}T04:00:00Z")
            events.append(event)
        for batch in (events, events[::-1]):
            internal.call(method, method.request_type(events=batch))

    yield call
    internal.close()


@pytest.fixture
def home(world):
    """A home of its own with a deputy: (home id, deputy id)."""
    number = next(_homes)
    code = f"tests-assessed-{number}"
    [home_id] = world.make_homes((code, f"测试评比之家{number}", world.township["code"]))
    return home_id, world.make_deputy(f"{code}-deputy", "评比代表", code, f"demo-{code}")


def ok(answer):
    assert answer.status == 200, answer
    return answer.json


def assessment(world, home_id, role="township_admin", **query):
    return ok(world.client.get(f"/v1/homes/{home_id}/assessment", world.token(role), **query))


def index(seen, name):
    return next(entry for entry in seen["indices"] if entry["index"] == f"INDEX_{name}")


def facts(world, home_id, name, **query):
    token = world.token("township_admin")
    return ok(world.client.get(f"/v1/homes/{home_id}/assessmentFacts", token, index=f"INDEX_{name}", **query))["facts"]


def test_real_work_becomes_numbers_that_lead_back_to_it(world, client, home):
    home_id, deputy_id = home
    staff = world.token("township_admin")
    before = assessment(world, home_id)
    assert before["factCount"] == 0 and before["rank"] == 0 and "不排名次" in before["note"]
    now = datetime.datetime.now(datetime.timezone.utc)
    month = now.astimezone(SHANGHAI).month
    assert len(before["cadence"].get("monthsWithoutReception", [])) == month - 1

    def at(seconds):
        return (now + datetime.timedelta(seconds=seconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    # A theme activity whose minutes are published.
    held = ok(client.post(f"/v1/homes/{home_id}/activities", with_request_id(
        kind="MATTER_DISCUSSED", title="要事代表商：冬季取暖", place="会议室", startTime=at(4), endTime=at(3600),
        signUpEndTime=at(3)), staff))  # fmt: skip
    # A reception day with a visit that the visitor signs.
    reception = Reception(world)
    reception.path = f"/v1/homes/{home_id}"
    host = reception.staff("receptionHosts", kind="DEPUTY_HOST", deputyId=deputy_id, name="评比代表")["hostId"]
    day = reception.staff("receptionDays", date=day_ahead(0), start="00:00", end="24:00", slotCapacity=50,
                          walkInPlaces=1, hostIds=[host], room="接待室", publish=True)  # fmt: skip
    ticket = reception.walk_in(day, "other_voter", topic="低保怎么办")
    reception.staff(f"receptionDays/{day['dayId']}:callNext", hostId=host, desk="1号桌")
    for action in ("START", "FINISH"):
        reception.handle(ticket, action)
    visit = reception.staff("visits", kind="RECEPTION_VISIT", ticketId=ticket["ticketId"], subject="低保怎么办",
                            body="想知道低保的条件。", reply="带身份证到民政窗口。", opensCase=False)  # fmt: skip
    ok(client.post(f"{reception.path}/visits/{visit['visitId']}:sign", with_request_id(code=visit["signCode"]),
                   world.token("other_voter")))  # fmt: skip
    # A message that its author calls solved, and later not.
    message = world.post(home_id=home_id)
    path = world.message_path(message)
    ok(client.post(f"{path}:answer", new_answer(), staff))
    ok(client.post(f"{path}:rate", new_rating(solved="YES"), world.token("author")))
    wait_until(lambda: client.post(f"/v1/homes/{home_id}/activities/{held['activityId']}:publishMinutes",
                                   with_request_id(minutes="代表们商定了供热方案。"), staff).status == 200,
               15, "the activity to begin")  # fmt: skip

    def arrived():
        seen = assessment(world, home_id)
        return index(seen, "VIGOUR")["value"] == 2 and index(seen, "CONTACT")["value"] == 2 and seen

    seen = wait_until(arrived, 20, "the facts to arrive")
    assert index(seen, "VARIETY")["value"] == 1 and index(seen, "OVERSIGHT")["value"] == 1
    assert [entry["sourceId"] for entry in facts(world, home_id, "OVERSIGHT")] == [held["activityId"]]
    assert {(entry["item"], entry["sourceId"]) for entry in facts(world, home_id, "VIGOUR")} == {
        ("reception_day", day["dayId"]), ("activity", held["activityId"])}
    assert {entry["sourceId"] for entry in facts(world, home_id, "CONTACT")} == {
        visit["visitId"], message["messageId"]}

    def case(value):
        found = facts(world, home_id, "RESOLUTION")
        return found and found[0]["value"] == value and found[0]

    solved = wait_until(lambda: case(2), 20, "the author's word")
    assert solved["sourceId"] == message["messageId"] and solved["note"] == "已解决"
    assert not index(assessment(world, home_id), "RESOLUTION")["rated"], "one case is no rate"
    ok(client.post(f"{path}:reopen", with_request_id(reason="又坏了，没有修好"), world.token("author")))
    reopened = wait_until(lambda: case(0), 20, "the word taken back")
    assert not reopened["counted"] and "还不计算" in reopened["note"]


def test_what_no_record_shows_is_entered_by_one_and_accepted_by_another(world, client, home):
    home_id, _ = home
    path = f"/v1/homes/{home_id}/homeEvidence"
    today = datetime.datetime.now(SHANGHAI).strftime("%Y-%m-%d")
    fields = {"kind": "EVIDENCE_ORGAN_RECEPTION", "actDay": today, "quantity": 2, "text": "县法院院长、县检察院检察长进家接待",
              "attachments": ["https://example.cn/photo.jpg"]}  # fmt: skip
    entry = ok(client.post(path, with_request_id(**fields), world.token("township_admin")))
    assert index(assessment(world, home_id), "ORGANS")["value"] == 0, "not before it is checked"
    check = f"{path}/{entry['evidenceId']}:check"
    denied = client.post(check, with_request_id(accept=True), world.token("township_admin"))
    assert (denied.status, denied.reason) == (403, "ACCESS_DENIED")
    own = ok(client.post(path, with_request_id(**fields), world.token("county_admin")))
    alone = client.post(f"{path}/{own['evidenceId']}:check", with_request_id(accept=True), world.token("county_admin"))
    assert (alone.status, alone.reason) == (400, "SECOND_PERSON_NEEDED"), alone
    silent = client.post(check, with_request_id(accept=False), world.token("county_admin"))
    assert (silent.status, silent.reason) == (400, "FIELD_INVALID"), "a refusal says why"
    accepted = ok(client.post(check, with_request_id(accept=True), world.token("county_admin")))
    assert accepted["state"] == "EVIDENCE_ACCEPTED"
    assert index(assessment(world, home_id), "ORGANS")["value"] == 2
    again = client.post(check, with_request_id(accept=True), world.token("county_admin"))
    assert (again.status, again.reason) == (400, "ASSESSMENT_STATE_CONFLICT")
    waiting = ok(client.get(path, world.token("county_admin"), state="EVIDENCE_SUBMITTED"))["evidence"]
    assert [one["evidenceId"] for one in waiting] == [own["evidenceId"]]
    told = client.pages("/v1/me/notices", "notices", world.token("township_admin"))
    wait_until(lambda: any(notice["targetId"] == entry["evidenceId"] for notice in client.pages(
        "/v1/me/notices", "notices", world.token("township_admin"))), 20, f"the notice, beside {len(told)}")  # fmt: skip


def busy(months):
    """Receptions and consultations of so many months of last year."""
    for month in range(1, months + 1):
        yield f"{month:02}-10", {"item": "reception_day", "source_type": "reception_day", "source_id": month}
        yield f"{month:02}-20", {"item": "consultation", "source_type": "matter", "source_id": month}
    yield "03-10", {"item": "organ_reception", "source_type": "reception_day", "source_id": 3, "quantity": months // 2}


def test_a_years_result_is_published_once_and_decided_on(world, client, deliver):
    good, weak, silent = world.make_homes(
        ("tests-assessed-good", "评比先进之家", world.township["code"]),
        ("tests-assessed-weak", "评比后进之家", world.township["code"]),
        ("tests-assessed-silent", "评比无声之家", world.township["code"]))  # fmt: skip
    deliver(good, *busy(12))
    deliver(weak, *busy(6))
    county = world.county["organizationId"]
    office = world.token("county_admin")
    path = f"/v1/organizations/{county}/homeAssessments"
    listed = client.pages(path, "homes", office, page_size=7, year=LAST_YEAR)
    ranks = {entry["homeId"]: entry for entry in listed}
    assert len(ranks) == len(listed) and {good, weak, silent} <= ranks.keys()
    assert 0 < ranks[good]["rank"] < ranks[weak]["rank"] and ranks[silent]["rank"] == 0
    assert ranks[weak]["cadence"]["monthsWithoutReception"] == list(range(7, 13))
    assert ranks[weak]["cadence"]["appraisalMissing"]
    totals = [entry["total"] for entry in listed if entry["rank"]]
    assert totals == sorted(totals, reverse=True)
    by_organs = client.pages(path, "homes", office, year=LAST_YEAR, sortIndex="INDEX_ORGANS")
    organs = [index(entry, "ORGANS")["points"] for entry in by_organs]
    assert organs == sorted(organs, reverse=True)

    # Nobody else's node, and no year that still runs.
    elsewhere = client.get(path, world.token("other_county_admin"))
    assert (elsewhere.status, elsewhere.reason) == (404, "ORGANIZATION_NOT_FOUND")
    early = client.post(f"{path}:publish", with_request_id(year=YEAR), office)
    assert (early.status, early.reason) == (400, "ASSESSMENT_STATE_CONFLICT"), early

    body = with_request_id(year=LAST_YEAR, note="按核实后的材料公布")
    published = ok(client.post(f"{path}:publish", body, office))
    assert ok(client.post(f"{path}:publish", body, office))["version"] == published["version"], "a repeat publishes nothing"
    shown = ok(client.get(f"/v1/homes/{weak}/publishedAssessment", year=LAST_YEAR))
    row = {entry["homeId"]: entry for entry in shown["homes"]}
    assert row[good]["total"] == ranks[good]["total"] and row[good]["rank"] == ranks[good]["rank"]
    assert shown["version"] == published["version"] and shown["scheme"]["rules"][0]["formula"]
    deliver(weak, *busy(9))
    assert index(assessment(world, weak, year=LAST_YEAR), "VIGOUR")["value"] == 9
    frozen = {entry["homeId"]: entry for entry in ok(client.get(
        f"/v1/homes/{weak}/publishedAssessment", year=LAST_YEAR))["homes"]}  # fmt: skip
    assert index(frozen[weak], "VIGOUR")["value"] == 6

    def decide(home_id, kind, form="AWARD_LETTER", **more):
        return client.post(f"/v1/homes/{home_id}/assessmentAwards", with_request_id(
            year=LAST_YEAR, kind=kind, form=form, decisionDay=f"{YEAR}-01-01", decidedBy="县人大常委会主任会议",
            reason="按评比结果研究决定", **more), office)  # fmt: skip

    award = ok(decide(good, "AWARD_REPORTED"))
    assert award["rank"] == row[good]["rank"] and award["subject"] == "评比先进之家"
    ok(decide(weak, "AWARD_NOTIFIED"))
    ok(decide(weak, "AWARD_SUGGESTION", "AWARD_CERTIFICATE", subject="关于修缮东街路灯的建议"))
    ok(decide(weak, "AWARD_BODY", "AWARD_PLAQUE", subject="县供电公司"))
    assert decide(good, "AWARD_REPORTED").reason == "ASSESSMENT_STATE_CONFLICT"
    assert decide(silent, "AWARD_NOTIFIED").reason == "ASSESSMENT_STATE_CONFLICT"

    def kinds(home_id, role):
        return {entry["kind"] for entry in ok(client.get(
            f"/v1/homes/{home_id}/assessmentAwards", world.token(role), year=LAST_YEAR))["awards"]}  # fmt: skip

    assert kinds(weak, "author") == {"AWARD_SUGGESTION", "AWARD_BODY"}
    assert kinds(weak, "township_admin") == {"AWARD_NOTIFIED", "AWARD_SUGGESTION", "AWARD_BODY"}
    wait_until(lambda: any(notice["targetId"] == award["awardId"] for notice in client.pages(
        "/v1/me/notices", "notices", world.token("township_admin"))), 20, "the notice to the chair")  # fmt: skip
    revoke = f"/v1/homes/{good}/assessmentAwards/{award['awardId']}:revoke"
    assert ok(client.post(revoke, with_request_id(reason="名次登记有误"), office))["revoked"]
    assert kinds(good, "author") == set()


def test_the_scheme_is_open_and_comes_before_its_year(world, client, home):
    home_id, _ = home
    path = f"/v1/homes/{home_id}/assessmentSchemes"
    schemes = ok(client.get(path))["schemes"]
    assert schemes[-1]["version"] == 0
    rules = schemes[-1]["rules"]
    assert len(rules) == 7 and sum(rule["weight"] for rule in rules) == 100 and all(rule["formula"] for rule in rules)
    draft = {"title": "本县办法", "rules": [
        {"index": rule["index"], "weight": rule["weight"], "target": rule["target"]} for rule in rules]}  # fmt: skip
    late = client.post(f"{path}:publish", with_request_id(firstYear=YEAR, draft=draft), world.token("county_admin"))
    assert (late.status, late.reason) == (400, "FIELD_INVALID")
    draft["rules"][0]["weight"] += 1
    wrong = client.post(f"{path}:publish", with_request_id(firstYear=YEAR + 1, draft=draft), world.token("county_admin"))
    assert (wrong.status, wrong.reason) == (400, "FIELD_INVALID"), "weights add up to 100"
