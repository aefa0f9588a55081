from contract.matrix.duty import at_home, of_deputies, of_staff
from contract.matrix.row import DENIED, SERVICE_DENIED, SIGN_IN, Row
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
}  # fmt: skip
