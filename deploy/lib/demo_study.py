"""The demo's study and appraisal: a monthly reading, a course, an exam that a deputy passed, a report with a question.

Made over the API; what is there already is left alone.
"""

import datetime

from demo_client import DemoClient, instant

_TOPIC = "代表法"
_QUESTIONS = (
    ("代表应当怎样对待选民的意见？", ("听取和反映", "等上级安排", "不必理会"), (0,)),
    ("县级以上人大常委会会议，多久至少举行一次？", ("每月", "每两个月", "每年"), (1,)),
    ("下列哪些是代表在闭会期间的活动？", ("视察", "专题调研", "执法检查", "审批项目"), (0, 1, 2)),
    ("代表提出建议、批评和意见，承办单位应当答复。", ("对", "错"), (0,)),
    ("代表每年至少要向选民报告履职情况。", ("对", "错"), (0,)),
)  # fmt: skip
_REPORT = (
    "各位选民：一年来，我接待选民二十四次，走访一百三十户，收到留言三十二件，办结二十九件；提出建议五件，其中整修大庆街路面的建议"
    "已列入养护计划。不足之处是对外出务工的选民联系不够，明年我要建一个外出选民联系群，每季度集中听一次意见。请大家评议。")  # fmt: skip


def load(gateway, logins, home_id):
    """`logins` as deploy/demo/logins.json names them."""
    client = DemoClient(gateway)
    home = f"/v1/homes/{home_id}"
    tokens = {name: client.log_in(logins[name]) for name in ("voter", "deputy", "township_admin", "county_admin")}

    def write(who, path, **fields):
        return client.write(tokens[who], home + path, **fields)

    if not client.get(f"{home}/studyMaterials", tokens["deputy"])["materials"]:
        month = datetime.date.today().strftime("%Y-%m")
        reading = write("county_admin", "/studyMaterials", kind="MONTHLY_READING", month=month, forCounty=True,
                        title="本月学习：代表怎样联系群众",
                        body="代表应当采取多种方式经常听取人民群众的意见，回答原选区选民的询问，协助本级人民政府推行工作。")  # fmt: skip
        write("township_admin", "/studyMaterials", kind="COURSE", title="怎样写好代表建议", minMinutes=10,
              body="一事一议：写清楚什么事、在哪里、影响多少人；有分析：为什么会这样；有办法：建议由谁、怎么办、什么时候办成。")  # fmt: skip
        write("deputy", f"/studyMaterials/{reading['materialId']}:read", percent=100)
    if not client.get(f"{home}/exams", tokens["deputy"])["exams"]:
        questions = [{"topic": _TOPIC, "text": text, "options": list(options), "rightChoices": list(right)}
                     for text, options, right in _QUESTIONS]  # fmt: skip
        write("county_admin", "/examQuestions", questions=questions, forCounty=True)
        now = datetime.datetime.now(datetime.timezone.utc)
        exam = write("county_admin", "/exams", title="代表法知识测试", topic=_TOPIC, questionCount=4, passPercent=75,
                     timeLimitMinutes=20, openTime=instant(now), closeTime=instant(now + datetime.timedelta(days=90)),
                     maxAttempts=3, retakeWaitHours=1, forCounty=True)  # fmt: skip
        attempt = write("deputy", f"/exams/{exam['examId']}:start")
        right = {text: list(choices) for text, _, choices in _QUESTIONS}
        answers = [{"questionId": one["questionId"], "choices": right[one["text"]]} for one in attempt["questions"]]
        write("deputy", f"/exams/{exam['examId']}:submit", answers=answers)
    if not client.get(f"{home}/appraisals")["appraisals"]:
        deputy_id = next(role["deputyId"] for role in client.get("/v1/me", tokens["deputy"])["roles"]
                         if role.get("deputyId", "0") != "0")  # fmt: skip
        meeting = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=20)
        year = datetime.date.today().year
        appraisal = write("township_admin", "/appraisals", deputyId=deputy_id, year=year, meetingTime=instant(meeting),
                          place="镇政府二楼会议室")  # fmt: skip
        path = f"/appraisals/{appraisal['appraisalId']}"
        write("deputy", f"{path}:submitReport", report=_REPORT)
        asked = write("voter", f"{path}/questions", text="大庆街什么时候能修完？")
        write("deputy", f"{path}/questions/{asked['questions'][0]['questionId']}:answer",
              answer="养护单位答应入冬前修完，我会一直盯着。")  # fmt: skip
