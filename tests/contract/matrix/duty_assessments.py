from contract.matrix.duty import at_home, of_county, of_staff
from contract.matrix.duty_projects import absent
from contract.matrix.row import DENIED, SERVICE_DENIED, SIGN_IN, Row, everybody
from e2e.client import with_request_id

NO_RESULT = "404 ASSESSMENT_NOT_PUBLISHED"
NO_ORGANIZATION = "404 ORGANIZATION_NOT_FOUND"
LONG_AGO = {"year": 2001}


def of_any_office(answer, **more):
    """A request that names no home: the office's own node decides."""
    return Row(SIGN_IN, DENIED, DENIED, DENIED, DENIED, DENIED, DENIED, answer, answer, service=SERVICE_DENIED, **more)


def draft():
    """Refused for its year, which has begun."""
    rules = [{"index": name, "weight": 10, "target": 1} for name in (
        "INDEX_LEADERSHIP", "INDEX_VIGOUR", "INDEX_CONTACT", "INDEX_VARIETY", "INDEX_OVERSIGHT", "INDEX_ORGANS",
        "INDEX_RESOLUTION")]  # fmt: skip
    return with_request_id(firstYear=2001, draft={"title": "测试办法", "rules": rules})


def award():
    return with_request_id(year=2001, kind="AWARD_REPORTED", form="AWARD_LETTER", decisionDay="2002-01-20",
                           decidedBy="主任会议", reason="全年工作扎实")  # fmt: skip


ROWS = {
    "deputies.duty.v1.AssessmentService.ListAssessmentSchemes": everybody("200", service="OK"),
    "deputies.duty.v1.AssessmentService.PublishAssessmentScheme": of_county(
        "400 FIELD_INVALID", setup=at_home, body=draft),
    "deputies.duty.v1.AssessmentService.ListHomeAssessments": of_any_office(
        NO_ORGANIZATION, setup=lambda _: {"organizationId": "1"}),
    "deputies.duty.v1.AssessmentService.GetHomeAssessment": of_staff("200", query=LONG_AGO),
    "deputies.duty.v1.AssessmentService.ListAssessmentFacts": of_staff("200", query={"index": "INDEX_VIGOUR", "year": 2001}),
    "deputies.duty.v1.AssessmentService.PublishAssessment": of_any_office(
        NO_ORGANIZATION, setup=lambda _: {"organizationId": "1"}, body=lambda: with_request_id(year=2001)),
    "deputies.duty.v1.AssessmentService.GetPublishedAssessment": everybody(
        NO_RESULT, service="NOT_FOUND ASSESSMENT_NOT_PUBLISHED", query=LONG_AGO),
    "deputies.duty.v1.AwardService.DecideAward": of_county(NO_RESULT, setup=at_home, body=award),
    "deputies.duty.v1.AwardService.RevokeAward": of_county(
        "404 AWARD_NOT_FOUND", setup=absent(awardId="7"), body=lambda: with_request_id(reason="登记有误")),
    "deputies.duty.v1.AwardService.ListAwards": everybody("200", service="OK"),
    # Refused for its day, which is too long ago.
    "deputies.duty.v1.HomeEvidenceService.SubmitHomeEvidence": of_staff(
        "400 FIELD_INVALID", setup=at_home, body=lambda: with_request_id(
            kind="EVIDENCE_PLAN", actDay="2001-01-05", text="印发年度计划", attachments=["1"])),
    "deputies.duty.v1.HomeEvidenceService.ListHomeEvidence": of_staff("200"),
    "deputies.duty.v1.HomeEvidenceService.CheckHomeEvidence": of_county(
        "404 EVIDENCE_NOT_FOUND", setup=absent(evidenceId="7"), body=lambda: with_request_id(accept=True)),
}  # fmt: skip
