from contract.matrix.row import DENIED, INTERNAL, SERVICE_DENIED, SIGN_IN, Row, everybody
from e2e.client import with_request_id

NO_ENTRY = "404 ENTRY_NOT_FOUND"
NO_REPORT = "404 REPORT_NOT_FOUND"
CONFLICT = "400 RANKING_STATE_CONFLICT"
# Inside one period that nobody looks at otherwise.
PERIOD = "2001Q1"


def draft():
    return {"title": "测试办法", "items": [{"key": "visit", "title": "走访选民", "kind": "ACT", "points": 2}]}


def period(world):
    return {"period": PERIOD, "level": "TOWNSHIP_DEPUTY", "homeId": world.home_id}


def absent_entry(world):
    return {"sequence": "99999999", "treeSize": "99999999", "homeId": world.home_id}


def absent_objection(world):
    return {"objectionId": "7", "homeId": world.home_id}


def at_home(world):
    return {"homeId": world.home_id}


def absent_report(world):
    return {"reportId": "7", "homeId": world.home_id}


def of_staff(answer, **more):
    return Row(SIGN_IN, DENIED, DENIED, DENIED, DENIED, answer, DENIED, answer, DENIED, service=SERVICE_DENIED, **more)


def of_county(answer, **more):
    return Row(SIGN_IN, DENIED, DENIED, DENIED, DENIED, DENIED, DENIED, answer, DENIED, service=SERVICE_DENIED, **more)


def absent_ballot(world):
    return {"ballotId": "7", "homeId": world.home_id}


def new_ballot():
    return with_request_id(kind="PROJECTS", title="民生实事票决", options=["修路", "通水"], maxChoices=1, seats=1,
                           electorate="DEPUTIES", quorum=1, closeTime="2001-01-01T00:00:00Z",
                           passphrase="correct horse battery")


def absent_activity(world):
    return {"activityId": "7", "homeId": world.home_id}


def new_activity():
    return with_request_id(kind="THEME", title="春季主题活动", place="村委会", startTime="2001-03-01T01:00:00Z",
                           endTime="2001-03-01T03:00:00Z", signUpEndTime="2001-02-28T01:00:00Z")


def of_deputies(answer, **more):
    return Row(SIGN_IN, DENIED, DENIED, answer, DENIED, DENIED, DENIED, DENIED, DENIED, service=SERVICE_DENIED, **more)


NO_ACTIVITY = "404 ACTIVITY_NOT_FOUND"
NO_BALLOT = "404 BALLOT_NOT_FOUND"
ROWS = {
    "deputies.duty.v1.ActivityService.CreateActivity": of_staff(
        "400 FIELD_INVALID", setup=at_home, body=new_activity),
    "deputies.duty.v1.ActivityService.ListActivities": everybody("200", service="OK"),
    "deputies.duty.v1.ActivityService.SignUp": of_deputies(NO_ACTIVITY, setup=absent_activity, body=with_request_id),
    "deputies.duty.v1.ActivityService.CancelSignUp": of_deputies(
        NO_ACTIVITY, setup=absent_activity, body=with_request_id),
    "deputies.duty.v1.ActivityService.Attend": of_deputies(
        NO_ACTIVITY, setup=absent_activity, body=lambda: with_request_id(code="123456")),
    "deputies.duty.v1.ActivityService.PublishMinutes": of_staff(
        NO_ACTIVITY, setup=absent_activity, body=lambda: with_request_id(minutes="到会代表围绕主题进行了讨论。")),
    "deputies.duty.v1.ActivityService.GetAttendance": of_staff(NO_ACTIVITY, setup=absent_activity),
    # Refused for its close time, which has passed.
    "deputies.duty.v1.BallotService.CreateBallot": of_staff("400 FIELD_INVALID", setup=at_home, body=new_ballot),
    "deputies.duty.v1.ArchiveService.GetSunshinePage": everybody("200", service="OK"),
    "deputies.duty.v1.ArchiveService.AddNote": of_deputies(
        "200", setup=at_home, body=lambda: with_request_id(
            notebook="DIARY", title="民情日记", text="今天到东街走了走。", occurTime="2026-01-05T02:00:00Z")),
    "deputies.duty.v1.ArchiveService.ListNotes": everybody("200", service="OK"),
    "deputies.duty.v1.BallotService.ListBallots": everybody("200", service="OK"),
    "deputies.duty.v1.BallotService.CastVote": Row(
        SIGN_IN, *[NO_BALLOT] * 8, service=SERVICE_DENIED, setup=absent_ballot,
        body=lambda: with_request_id(choices=[0], checkCode="abcd2345")),
    "deputies.duty.v1.BallotService.CloseBallot": of_staff(
        NO_BALLOT, setup=absent_ballot, body=lambda: with_request_id(passphrase="correct horse battery")),
    "deputies.duty.v1.BallotService.GetBallotBox": everybody(
        NO_BALLOT, service="NOT_FOUND BALLOT_NOT_FOUND", setup=absent_ballot),
    "deputies.duty.v1.LedgerService.ListDutyEntries": everybody("200", service="OK"),
    "deputies.duty.v1.LedgerService.GetDutyScore": everybody("200", service="OK"),
    "deputies.duty.v1.LedgerService.WithdrawDutyEntry": of_county(
        NO_ENTRY, setup=absent_entry, body=lambda: with_request_id(reason="重复登记，予以更正")),
    "deputies.duty.v1.LedgerService.GetLedgerHead": everybody("200", service="OK"),
    "deputies.duty.v1.LedgerService.GetInclusionProof": everybody(
        NO_ENTRY, service="NOT_FOUND ENTRY_NOT_FOUND", setup=absent_entry),
    "deputies.duty.v1.LedgerService.GetConsistencyProof": everybody(
        "400 FIELD_INVALID", service="INVALID_ARGUMENT FIELD_INVALID"),
    "deputies.duty.v1.LedgerService.ExportLedger": everybody("200", service="OK"),
    "deputies.duty.v1.LedgerService.AddCosignature": INTERNAL,
    "deputies.duty.v1.LedgerService.SignHeads": INTERNAL,
    "deputies.duty.v1.RuleBookService.ListRuleBooks": everybody("200", service="OK"),
    "deputies.duty.v1.RuleBookService.PublishRuleBook": of_county(
        "400 FIELD_INVALID", body=lambda: with_request_id(effectiveDay="2001-01-01", draft=draft())),
    "deputies.duty.v1.RuleBookService.SimulateRuleBook": of_county(
        "200", body=lambda: {"period": PERIOD, "draft": draft()}),
    "deputies.duty.v1.RankingService.ListRanking": everybody(
        "400 FIELD_INVALID", service="INVALID_ARGUMENT FIELD_INVALID"),
    "deputies.duty.v1.RankingService.OpenObjections": of_county(
        "400 FIELD_INVALID", setup=period, body=lambda: with_request_id(objectionEndTime="2001-05-01T00:00:00Z")),
    "deputies.duty.v1.RankingService.PublishRanking": of_county(
        CONFLICT, setup=period, body=with_request_id),
    "deputies.duty.v1.RankingService.FileObjection": Row(
        SIGN_IN, DENIED, DENIED, CONFLICT, DENIED, DENIED, DENIED, DENIED, DENIED, service=SERVICE_DENIED,
        setup=period, body=lambda: with_request_id(period=PERIOD, text="请复核三月的走访记录")),
    "deputies.duty.v1.RankingService.AnswerObjection": of_county(
        "404 OBJECTION_NOT_FOUND", setup=absent_objection, body=lambda: with_request_id(answer="已复核")),
    "deputies.duty.v1.RankingService.ListObjections": Row(
        SIGN_IN, DENIED, DENIED, "200", DENIED, "200", DENIED, "200", DENIED, service=SERVICE_DENIED),
    "deputies.duty.v1.DutyReportService.SubmitDutyReport": Row(
        SIGN_IN, DENIED, DENIED, "400 FIELD_INVALID", DENIED, DENIED, DENIED, DENIED, DENIED, service=SERVICE_DENIED,
        body=lambda: with_request_id(item="no_such_item", performTime="2026-01-05T02:00:00Z", place="村委会",
                                     text="协助镇里清理了村口的垃圾。")),
    "deputies.duty.v1.DutyReportService.ListDutyReports": Row(
        SIGN_IN, DENIED, DENIED, "200", DENIED, "200", DENIED, "200", DENIED, service=SERVICE_DENIED),
    "deputies.duty.v1.DutyReportService.CheckDutyReport": of_staff(NO_REPORT, setup=absent_report, body=with_request_id),
    "deputies.duty.v1.DutyReportService.PublishDutyReport": of_staff(
        NO_REPORT, setup=absent_report, body=with_request_id),
    "deputies.duty.v1.DutyReportService.RefuseDutyReport": of_staff(
        NO_REPORT, setup=absent_report, body=lambda: with_request_id(reason="照片看不清")),
    "deputies.duty.v1.RankingService.ListDutyAlerts": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "200", DENIED, "200", DENIED, service=SERVICE_DENIED),
}  # fmt: skip
