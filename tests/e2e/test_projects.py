"""Livelihood projects (民生实事): from a voter's proposal over the deputies' secret ballot to the team's report."""

import collections
import datetime

import pytest

from e2e.client import with_request_id
from e2e.stack import wait_until
from verifier.ballot import faults_of

# Nobody else's projects.
YEAR = 2061
SCRUTINEER = "民生实事监票员保管的一句话"
TITLES = ["硬化村东道路", "更换自来水管", "安装太阳能路灯"]
TEXT = "雨天走不了人，学生上学要绕两公里，请列入民生实事。"


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def at(**later):
    return (now() + datetime.timedelta(**later)).strftime("%Y-%m-%dT%H:%M:%SZ")


Home = collections.namedtuple("Home", "home_id deputy_id second_deputy_id")


@pytest.fixture(scope="module")
def home(world):
    """A home of two deputies: who else serves there would count for the quorum."""
    [home_id] = world.make_homes(("tests-project-home", "测试民生实事之家", world.township["code"]))
    ids = []
    for number, role in enumerate(("project_deputy", "second_project_deputy")):
        world.logins[role] = f"demo-project-deputy-{number}"
        ids.append(world.make_deputy(f"tests-project-deputy-{number}", f"监督代表{number}", "tests-project-home", world.logins[role]))
    return Home(home_id, *ids)


@pytest.fixture(scope="module")
def call(world, client, home):
    def post(path, role, body=None, **fields):
        return client.post(f"/v1/homes/{home.home_id}/{path}", body or with_request_id(**fields), world.token(role))

    return post


@pytest.fixture(scope="module")
def projects(world, client, home, call):
    """The candidates by title: the first takes up a voter's proposal."""
    body = with_request_id(year=YEAR, title="村东修路", description=TEXT, place="村东头")
    proposed = call("projectProposals", "author", body)
    assert proposed.status == 200 and proposed.json["state"] == "PROPOSAL_RECEIVED", proposed
    again = call("projectProposals", "author", body)
    assert again.json["proposalId"] == proposed.json["proposalId"], "once per request"
    other = call("projectProposals", "project_deputy", year=YEAR, title="修一座戏台", description=TEXT)
    path = f"/v1/homes/{home.home_id}/projectProposals"

    def seen_by(role):
        return {proposal["proposalId"] for proposal in client.pages(path, "proposals", world.token(role)) if proposal["year"] == YEAR}

    assert seen_by("author") == {proposed.json["proposalId"]}
    assert seen_by("other_voter") == set()
    assert seen_by("township_admin") == {proposed.json["proposalId"], other.json["proposalId"]}
    declined = call(f"projectProposals/{other.json['proposalId']}:decline", "township_admin", reason="另有专项资金安排")
    assert (declined.json["state"], declined.json["declineReason"]) == ("PROPOSAL_DECLINED", "另有专项资金安排")

    made = {}
    for number, title in enumerate(TITLES):
        ids = [proposed.json["proposalId"]] if number == 0 else []
        answer = call("projects", "township_admin", year=YEAR, title=title, description=TEXT, proposalIds=ids)
        assert answer.status == 200, answer
        made[title] = answer.json["projectId"]
    for fields, reason in (({"title": TITLES[0]}, "PROJECT_STATE_CONFLICT"),
                           ({"title": "戏台一座", "proposalIds": [other.json["proposalId"]]}, "PROPOSAL_STATE_CONFLICT")):
        refused = call("projects", "township_admin", year=YEAR, description=TEXT, **fields)
        assert (refused.status, refused.reason) == (400, reason), refused
    own = client.get(f"{path}?year={YEAR}", world.token("author")).json["proposals"][0]
    assert (own["state"], own["projectId"]) == ("PROPOSAL_ACCEPTED", made[TITLES[0]])
    return made


def open_ballot(call, options, quorum=2):
    close = now() + datetime.timedelta(seconds=10)
    made = call("ballots", "township_admin", kind="PROJECTS", title="民生实事项目票决", options=options, maxChoices=2,
                seats=2, electorate="DEPUTIES", quorum=quorum, passphrase=SCRUTINEER,
                closeTime=close.isoformat(timespec="milliseconds").replace("+00:00", "Z"))  # fmt: skip
    assert made.status == 200, made
    return f"ballots/{made.json['ballotId']}", close


@pytest.fixture(scope="module")
def decided(client, home, call, projects):
    """After the ballot: two of three are chosen."""
    ballot, close = open_ballot(call, TITLES)
    wrong_options, _ = open_ballot(call, [*TITLES[:2], "临时加上的项目"])
    small_quorum, _ = open_ballot(call, TITLES, quorum=1)
    everywhere = (ballot, wrong_options, small_quorum)
    for path in everywhere:
        for role, choices in (("project_deputy", [0, 1]), ("second_project_deputy", [0, 1])):
            cast = call(f"{path}:cast", role, choices=choices, checkCode=f"code{role.replace('_', '')}")
            assert cast.status == 200, cast

    def decide(path, **fields):
        return call("projects:decide", "township_admin", year=YEAR, ballotId=path.split("/")[1], **fields)

    early = decide(ballot)
    assert (early.status, early.reason) == (400, "PROJECT_STATE_CONFLICT"), early
    wait_until(lambda: now() > close + datetime.timedelta(seconds=1), 30, "the close")
    for path in everywhere:
        assert call(f"{path}:close", "township_admin", passphrase=SCRUTINEER).status == 200
    for path in (wrong_options, small_quorum):
        refused = decide(path)
        assert (refused.status, refused.reason) == (400, "PROJECT_STATE_CONFLICT"), refused
    answer = decide(ballot)
    assert answer.status == 200, answer
    # The published box alone gives the decision.
    box = client.get(f"/v1/homes/{home.home_id}/{ballot}/box").json
    assert not list(faults_of(box))
    winners = {box["ballot"]["options"][number] for number in box["ballot"]["result"]["winners"]}
    states = {project["title"]: project["state"] for project in answer.json["projects"]}
    assert states == {title: "CHOSEN" if title in winners else "NOT_CHOSEN" for title in TITLES}
    assert winners == set(TITLES[:2])
    return projects


def test_the_ballots_winners_are_chosen(world, client, home, decided):
    shown = client.get(f"/v1/homes/{home.home_id}/projects?year={YEAR}").json["projects"]
    assert [project["state"] for project in shown] == ["CHOSEN", "CHOSEN", "NOT_CHOSEN"]
    assert client.get(f"/v1/homes/{world.other_home_id}/projects?year={YEAR}").json.get("projects", []) == []


def test_a_team_follows_a_project_to_its_report(world, client, home, call, decided):
    project = f"projects/{decided[TITLES[0]]}"
    page = f"/v1/homes/{home.home_id}/{project}"
    report = {"report": "监督小组到现场查看两次，走访群众四十户，工程质量合格。", "opinionToGovernment": "建议落实管护责任人，每年检查一次。"}

    def team(path, experts):
        return call(f"{path}:setTeam", "township_admin", expertDeputyIds=experts, localMembers=["村民代表张三"])

    one = team(project, [home.deputy_id])
    assert (one.status, one.reason) == (400, "FIELD_INVALID"), "two experts"
    foreign = team(project, [home.deputy_id, world.other_deputy_id])
    assert (foreign.status, foreign.reason) == (404, "DEPUTY_NOT_FOUND"), foreign
    loser = team(f"projects/{decided[TITLES[2]]}", [home.deputy_id, home.second_deputy_id])
    assert (loser.status, loser.reason) == (400, "PROJECT_STATE_CONFLICT"), loser
    before = call(f"{project}/visits", "project_deputy", visitTime=at(minutes=-10), findings=TEXT)
    assert (before.status, before.reason) == (403, "ACCESS_DENIED"), before
    named = team(project, [home.deputy_id, home.second_deputy_id])
    assert set(named.json["expertDeputyIds"]) == {home.deputy_id, home.second_deputy_id}, named

    progress = call(f"{project}/progress", "township_admin", percentDone=40, text="路基已经完成，正在备料。",
                    links=["https://example.org/photo.jpg"])  # fmt: skip
    assert progress.json["project"]["percentDone"] == 40, progress
    plain = call(f"{project}/progress", "township_admin", percentDone=50, text="路基已经完成。……", links=["javascript:alert(1)"])
    assert (plain.status, plain.reason) == (400, "FIELD_INVALID")
    too_early = call(f"{project}:publishReport", "township_admin", **report)
    assert (too_early.status, too_early.reason) == (400, "PROJECT_STATE_CONFLICT"), "no visit yet"

    visit_time = at(minutes=-10)
    body = with_request_id(visitTime=visit_time, findings="路面厚度与图纸一致，排水沟还没有做。")
    visit = call(f"{project}/visits", "project_deputy", body)
    assert visit.status == 200 and call(f"{project}/visits", "project_deputy", body).json == visit.json
    second = call(f"{project}/visits", "project_deputy", visitTime=visit_time, findings="同一天再登记一次的走访。")
    assert (second.status, second.reason) == (400, "PROJECT_STATE_CONFLICT"), "one a day"
    assert client.get(page).json.get("visits", []) == [], "not published before it is confirmed"
    confirm = f"{project}/visits/{visit.json['visitId']}:confirm"
    body = with_request_id()
    for _ in range(2):
        assert call(confirm, "township_admin", body).json["confirmed"]
    assert call(confirm, "township_admin").reason == "PROJECT_STATE_CONFLICT"

    def supervised():
        entries = client.pages(f"/v1/homes/{home.home_id}/deputies/{home.deputy_id}/dutyEntries", "entries")
        return [entry for entry in entries if entry["sourceType"] == "project_visit"]

    wait_until(supervised, 20, "the visit to reach the ledger")
    assert [(entry["item"], entry["sourceId"]) for entry in supervised()] == [("project_supervision", visit.json["visitId"])]

    published = call(f"{project}:publishReport", "township_admin", **report)
    assert published.json["project"]["state"] == "REPORTED", published
    shown = client.get(page).json
    assert (shown["report"], shown["opinionToGovernment"]) == (report["report"], report["opinionToGovernment"])
    assert [entry["percentDone"] for entry in shown["progress"]] == [40]
    assert len(shown["visits"]) == 1 and shown["localMembers"] == ["村民代表张三"]
    late = call(f"{project}/progress", "township_admin", percentDone=90, text="报告以后的进展。……")
    assert (late.status, late.reason) == (400, "PROJECT_STATE_CONFLICT")
    elsewhere = client.get(f"/v1/homes/{world.other_home_id}/{project}")
    assert (elsewhere.status, elsewhere.reason) == (404, "PROJECT_NOT_FOUND")
    assert "personId" not in str(shown)
