"""What a home must hold at regular times is counted where it was held: themes, activities, appraisals."""

import datetime

from e2e.client import with_request_id
from e2e.stack import wait_until


def test_a_theme_and_an_appraisal_are_in_the_homes_proof(world, client):
    [home] = world.make_homes(("tests-counted-home", "测试计数之家", world.township["code"]))
    deputy = world.make_deputy("tests-counted-deputy", "计数代表", "tests-counted-home", "demo-tests-counted-deputy")
    staff = world.token("township_admin")
    now = datetime.datetime.now(datetime.timezone.utc)
    here = now.astimezone(datetime.timezone(datetime.timedelta(hours=8)))

    def at(seconds):
        return (now + datetime.timedelta(seconds=seconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def coverage():
        seen = client.get(f"/v1/homes/{home}/receptionCoverage", staff)
        assert seen.status == 200, seen
        return seen.json

    before = coverage()
    assert not before.get("monthsWithActivity") and not before.get("appraisalCount"), before
    held = client.post(f"/v1/homes/{home}/activities", with_request_id(
        kind="THEME", title="一季一主题：冬季取暖", place="代表之家会议室", startTime=at(4), endTime=at(3600),
        signUpEndTime=at(3)), staff)  # fmt: skip
    assert held.status == 200, held
    ballot = client.post(f"/v1/homes/{home}/ballots", with_request_id(
        kind="SATISFACTION", title="述职评议测评", subjectDeputyId=deputy, options=["满意", "基本满意", "不满意"],
        maxChoices=1, seats=1, electorate="DEPUTIES", quorum=1, closeTime=at(5), passphrase="监票员自己保管着的一句话"),
        staff)  # fmt: skip
    assert ballot.status == 200, ballot

    def done(path, **fields):
        return client.post(f"/v1/homes/{home}/{path}", with_request_id(**fields), staff).status == 200

    wait_until(lambda: done(f"activities/{held.json['activityId']}:publishMinutes", minutes="二十名代表走访了供热公司。"),
               15, "the activity to begin")  # fmt: skip
    wait_until(lambda: done(f"ballots/{ballot.json['ballotId']}:close", passphrase="监票员自己保管着的一句话"), 15,
               "the ballot to close")  # fmt: skip
    after = wait_until(lambda: (seen := coverage()).get("appraisalCount") and seen.get("monthsWithActivity") and seen, 15,
                       "the proof")  # fmt: skip
    assert after["monthsWithActivity"] == [here.month]
    assert after["quartersWithTheme"] == [(here.month + 2) // 3]
    assert after["appraisalCount"] == 1
    if here.month >= 7:
        assert "全年还没有述职评议" in before["warnings"] and "全年还没有述职评议" not in after["warnings"]
    assert after.get("monthsWithoutActivity", []) == list(range(1, here.month))
