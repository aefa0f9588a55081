from contract.matrix.duty import at_home, of_deputies, of_staff
from contract.matrix.row import DENIED, SERVICE_DENIED, SIGN_IN, Row, everybody
from e2e.client import with_request_id

NO_MATERIAL = "404 MATERIAL_NOT_FOUND"
NO_QUESTION = "404 QUESTION_NOT_FOUND"
NO_EXAM = "404 EXAM_NOT_FOUND"


def absent(**ids):
    return lambda world: {"homeId": world.home_id} | ids


def of_deputies_and_staff(answer, **more):
    return Row(SIGN_IN, DENIED, DENIED, answer, DENIED, answer, DENIED, answer, DENIED, service=SERVICE_DENIED, **more)


def new_exam():
    return with_request_id(title="没有题库的考试", topic="没有的类别", questionCount=5, passPercent=60, timeLimitMinutes=30,
                           openTime="2026-01-01T00:00:00Z", closeTime="2001-01-01T00:00:00Z", maxAttempts=1)


NO_APPRAISAL = "404 APPRAISAL_NOT_FOUND"


def of_voters(answer, **more):
    return Row(SIGN_IN, answer, answer, answer, answer, DENIED, DENIED, DENIED, DENIED, service=SERVICE_DENIED, **more)


def past_meeting():
    return with_request_id(deputyId="7", year=2026, meetingTime="2001-01-01T00:00:00Z", place="村委会")


def own_archive(world):
    return {"homeId": world.home_id, "deputyId": world.deputy_id}


NO_MONTH = {"kind": "MONTHLY_READING", "title": "没有月份的学习", "body": "月月学习要写明是哪一个月的。"}

ROWS = {
    "deputies.duty.v1.StudyService.PublishMaterial": of_staff(
        "400 FIELD_INVALID", setup=at_home, body=lambda: with_request_id(**NO_MONTH)),
    "deputies.duty.v1.StudyService.WithdrawMaterial": of_staff(
        NO_MATERIAL, setup=absent(materialId="7"), body=with_request_id),
    "deputies.duty.v1.StudyService.ListMaterials": of_deputies_and_staff("200", setup=at_home),
    "deputies.duty.v1.StudyService.GetMaterial": of_deputies_and_staff(NO_MATERIAL, setup=absent(materialId="7")),
    "deputies.duty.v1.StudyService.RecordReading": of_deputies(
        NO_MATERIAL, setup=absent(materialId="7"), body=lambda: with_request_id(percent=50)),
    "deputies.duty.v1.StudyService.ListReaders": of_staff(NO_MATERIAL, setup=absent(materialId="7")),
    "deputies.duty.v1.ExamService.AddQuestions": of_staff(
        "400 FIELD_INVALID", setup=at_home, body=lambda: with_request_id(
            questions=[{"topic": "宪法", "text": "没有正确答案的题", "options": ["对", "错"], "rightChoices": [5]}])),
    "deputies.duty.v1.ExamService.RetireQuestion": of_staff(
        NO_QUESTION, setup=absent(questionId="7"), body=with_request_id),
    "deputies.duty.v1.ExamService.ListQuestions": of_staff("200", setup=at_home),
    # Refused for its close time, which has passed.
    "deputies.duty.v1.ExamService.CreateExam": of_staff("400 FIELD_INVALID", setup=at_home, body=new_exam),
    "deputies.duty.v1.ExamService.ListExams": of_deputies_and_staff("200", setup=at_home),
    "deputies.duty.v1.ExamService.StartExam": of_deputies(NO_EXAM, setup=absent(examId="7"), body=with_request_id),
    "deputies.duty.v1.ExamService.SaveExamAnswers": of_deputies(
        NO_EXAM, setup=absent(examId="7"), body=with_request_id),
    "deputies.duty.v1.ExamService.SubmitExam": of_deputies(NO_EXAM, setup=absent(examId="7"), body=with_request_id),
    "deputies.duty.v1.ExamService.GetExamAttempt": of_deputies(NO_EXAM, setup=absent(examId="7", number="1")),
    "deputies.duty.v1.ExamService.ListExamResults": of_staff(NO_EXAM, setup=absent(examId="7")),
    # Refused for its meeting time, which has passed.
    "deputies.duty.v1.AppraisalService.PlanAppraisal": of_staff("400 FIELD_INVALID", setup=at_home, body=past_meeting),
    # A deputy prints the own archive alone.
    "deputies.duty.v1.ArchiveService.PrintArchive": of_deputies_and_staff(
        "200", setup=own_archive, body=with_request_id),
    "deputies.duty.v1.ArchiveService.VerifyArchive": everybody(
        "404 ARCHIVE_CODE_UNKNOWN", service="NOT_FOUND ARCHIVE_CODE_UNKNOWN", setup=absent(code="0000-0000-0000")),
    "deputies.duty.v1.AppraisalService.ListAppraisals": everybody("200", service="OK"),
    "deputies.duty.v1.AppraisalService.GetAppraisal": everybody(
        NO_APPRAISAL, service="NOT_FOUND APPRAISAL_NOT_FOUND", setup=absent(appraisalId="7")),
    "deputies.duty.v1.AppraisalService.SubmitAppraisalReport": of_deputies(
        NO_APPRAISAL, setup=absent(appraisalId="7"), body=lambda: with_request_id(report="一年来的履职情况。" * 8)),
    "deputies.duty.v1.AppraisalService.AskAppraisalQuestion": of_voters(
        NO_APPRAISAL, setup=absent(appraisalId="7"), body=lambda: with_request_id(text="水渠什么时候修好？")),
    "deputies.duty.v1.AppraisalService.AnswerAppraisalQuestion": of_deputies(
        NO_APPRAISAL, setup=absent(appraisalId="7", questionId="7"),
        body=lambda: with_request_id(answer="春灌以前修好。")),
    "deputies.duty.v1.AppraisalService.LinkAppraisalBallot": of_staff(
        NO_APPRAISAL, setup=absent(appraisalId="7"), body=lambda: with_request_id(ballotId="7")),
    "deputies.duty.v1.AppraisalService.ReviewAppraisal": of_staff(
        NO_APPRAISAL, setup=absent(appraisalId="7"),
        body=lambda: with_request_id(grade="COMPETENT", opinion="履职认真，联系选民经常。")),
}  # fmt: skip
