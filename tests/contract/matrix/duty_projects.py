from contract.matrix.duty import NO_BALLOT, at_home, of_deputies, of_staff
from contract.matrix.row import DENIED, SERVICE_DENIED, SIGN_IN, Row, everybody
from e2e.client import with_request_id

NO_PROPOSAL = "404 PROPOSAL_NOT_FOUND"
NO_PROJECT = "404 PROJECT_NOT_FOUND"


def of_voters_and_deputies(answer, **more):
    """Any voter, whichever home; of deputies and staff see the rows."""
    return Row(SIGN_IN, answer, answer, answer, answer, DENIED, DENIED, DENIED, DENIED, service=SERVICE_DENIED, **more)


def absent(**ids):
    return lambda world: {"homeId": world.home_id} | ids


def of_project(verdict, body=None, **ids):
    return verdict(NO_PROJECT, setup=absent(projectId="7", **ids), body=body)


def text(**fields):
    return lambda: with_request_id(**fields)


LONG = "村东头的老路雨天走不了人，请列入民生实事。"
ROWS = {
    "deputies.duty.v1.ProjectService.ProposeProject": of_voters_and_deputies(
        "200", setup=at_home, body=text(year=2026, title="硬化村东道路", description=LONG)),
    "deputies.duty.v1.ProjectService.ListProjectProposals": Row(
        SIGN_IN, "200", "200", "200", "200", "200", DENIED, "200", DENIED, service=SERVICE_DENIED, setup=at_home),
    "deputies.duty.v1.ProjectService.DeclineProjectProposal": of_staff(
        NO_PROPOSAL, setup=absent(proposalId="7"), body=text(reason="已列入去年的项目")),
    "deputies.duty.v1.ProjectService.AddProject": of_staff(
        NO_PROPOSAL, setup=at_home, body=text(year=2026, title="没有建议的项目", description=LONG, proposalIds=["7"])),
    "deputies.duty.v1.ProjectService.DecideProjects": of_staff(
        NO_BALLOT, setup=at_home, body=text(year=2026, ballotId="7")),
    "deputies.duty.v1.ProjectService.ListProjects": everybody(
        "200", service="OK", setup=at_home, query={"year": 2026}),
    "deputies.duty.v1.ProjectService.GetProject": everybody(
        NO_PROJECT, service="NOT_FOUND PROJECT_NOT_FOUND", setup=absent(projectId="7")),
    # Refused for its one expert.
    "deputies.duty.v1.ProjectService.SetSupervisionTeam": of_staff(
        "400 FIELD_INVALID", setup=absent(projectId="7"), body=text(expertDeputyIds=["7"], localMembers=["张三"])),
    "deputies.duty.v1.ProjectService.AddProjectProgress": of_project(
        of_staff, text(percentDone=10, text="路基已经完成，正在备料。")),
    # Refused for its time, which is too long ago.
    "deputies.duty.v1.ProjectService.RecordTeamVisit": of_deputies(
        "400 FIELD_INVALID", setup=absent(projectId="7"), body=text(visitTime="2001-01-05T02:00:00Z", findings=LONG)),
    "deputies.duty.v1.ProjectService.ConfirmTeamVisit": of_project(of_staff, with_request_id, visitId="7"),
    "deputies.duty.v1.ProjectService.ListTeamVisits": Row(
        SIGN_IN, DENIED, DENIED, NO_PROJECT, DENIED, NO_PROJECT, DENIED, NO_PROJECT, DENIED, service=SERVICE_DENIED,
        setup=absent(projectId="7")),
    "deputies.duty.v1.ProjectService.PublishProjectReport": of_project(
        of_staff, text(report="监督小组三次到现场，走访群众四十户，工程质量合格。", opinionToGovernment="建议加强后期管护，落实责任人。")),
}  # fmt: skip
