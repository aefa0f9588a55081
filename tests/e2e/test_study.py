"""Deputies read and sit exams: against the server's clock, marked on the server, in the ledger once."""

import datetime
import threading
import uuid

import pytest

from e2e.client import with_request_id
from e2e.stack import wait_until


def moment(**later):
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**later)
    return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def study_entries(client, world, source_type, source_id):
    found = client.pages(f"/v1/homes/{world.home_id}/deputies/{world.deputy_id}/dutyEntries", "entries")
    return [one for one in found if one["sourceType"] == source_type and one["sourceId"] == source_id]


def test_a_county_publishes_and_a_home_reads(world, client):
    path = f"/v1/homes/{world.home_id}/studyMaterials"
    material = {"kind": "MONTHLY_READING", "title": "三月学习：代表法修改要点", "month": "2026-03", "forCounty": True,
                "body": "代表应当与原选区选民保持密切联系，听取和反映他们的意见和要求。"}  # fmt: skip
    chair = client.post(path, with_request_id(**material), world.token("township_admin"))
    assert (chair.status, chair.reason) == (403, "ACCESS_DENIED"), chair
    body = with_request_id(**material)
    made = client.post(path, body, world.token("county_admin"))
    assert made.status == 200 and made.json["homeId"] == "0", made
    assert client.post(path, body, world.token("county_admin")).json["materialId"] == made.json["materialId"]
    one = made.json["materialId"]
    for home, role in ((world.home_id, "deputy"), (world.other_home_id, "other_deputy")):
        listed = client.get(f"/v1/homes/{home}/studyMaterials", world.token(role)).json["materials"]
        assert [entry["materialId"] for entry in listed].count(one) == 1
        assert all(entry["body"] == "" for entry in listed)

    def read(percent):
        return client.post(f"{path}/{one}:read", with_request_id(percent=percent), world.token("deputy")).json

    assert read(40)["ownReading"]["percent"] == 40
    assert read(10)["ownReading"]["percent"] == 40
    assert read(100)["ownReading"]["finishTime"]
    read(100)
    wait_until(lambda: study_entries(client, world, "study_material", one), 20, "the reading to reach the ledger")
    assert len(study_entries(client, world, "study_material", one)) == 1
    readers = client.get(f"{path}/{one}/readers", world.token("township_admin")).json["readers"]
    assert [(reader["deputyId"], reader["reading"]["percent"]) for reader in readers] == [(world.deputy_id, 100)]
    gone = client.post(f"{path}/{one}:withdraw", with_request_id(), world.token("township_admin"))
    assert (gone.status, gone.reason) == (403, "ACCESS_DENIED")
    assert client.post(f"{path}/{one}:withdraw", with_request_id(), world.token("county_admin")).json["withdrawn"]
    assert client.get(f"{path}/{one}", world.token("deputy")).reason == "MATERIAL_NOT_FOUND"


def test_reading_takes_its_least_time(world, client):
    path = f"/v1/homes/{world.home_id}/studyMaterials"
    made = client.post(path, with_request_id(
        kind="COURSE", title="怎样写好代表建议", body="一事一议，有情况、有分析、有办法。", minMinutes=30),
        world.token("township_admin"))  # fmt: skip
    assert made.json["homeId"] == world.home_id, made
    read = client.post(f"{path}/{made.json['materialId']}:read", with_request_id(percent=100), world.token("deputy"))
    assert read.json["ownReading"]["percent"] == 99 and "finishTime" not in read.json["ownReading"], read
    other = client.get(f"/v1/homes/{world.other_home_id}/studyMaterials/{made.json['materialId']}",
                       world.token("other_deputy"))  # fmt: skip
    assert (other.status, other.reason) == (404, "MATERIAL_NOT_FOUND")


@pytest.fixture(scope="module")
def bank(world, client):
    """Six questions whose right option is the number in the text; the topic that they share."""
    topic = f"题{uuid.uuid4().hex[:6]}"
    questions = [{"topic": topic, "text": f"第{number}题：正确答案是{number % 3}", "options": ["零", "一", "二"],
                  "rightChoices": [number % 3], "explanation": "见教材。"} for number in range(6)]  # fmt: skip
    added = client.post(f"/v1/homes/{world.home_id}/examQuestions", with_request_id(questions=questions),
                        world.token("township_admin"))  # fmt: skip
    assert added.status == 200 and len(set(added.json["questionIds"])) == 6, added
    return topic


def create_exam(world, client, topic, **changes):
    exam = {"title": "代表履职知识测试", "topic": topic, "questionCount": 4, "passPercent": 75, "timeLimitMinutes": 30,
            "openTime": moment(minutes=-1), "closeTime": moment(hours=2), "maxAttempts": 2}  # fmt: skip
    return client.post(f"/v1/homes/{world.home_id}/exams", with_request_id(**(exam | changes)),
                       world.token("township_admin"))  # fmt: skip


def answers(attempt, right):
    """The first `right` questions answered right, the others wrong."""
    return [{"questionId": question["questionId"],
             "choices": [(int(question["text"][-1]) + (place >= right)) % 3]}
            for place, question in enumerate(attempt["questions"])]  # fmt: skip


def test_an_exam_is_failed_retaken_and_passed_once(world, client, bank):
    few = create_exam(world, client, bank, questionCount=7)
    assert (few.status, few.reason) == (400, "EXAM_STATE_CONFLICT"), few
    made = create_exam(world, client, bank)
    assert made.status == 200, made
    path = f"/v1/homes/{world.home_id}/exams/{made.json['examId']}"
    token = world.token("deputy")

    first = client.post(f"{path}:start", with_request_id(), token)
    assert first.status == 200 and first.json["number"] == 1 and len(first.json["questions"]) == 4, first
    assert not any(question["rightChoices"] or question["explanation"] for question in first.json["questions"])
    again = client.post(f"{path}:start", with_request_id(), token).json
    assert (again["number"], again["questions"]) == (1, first.json["questions"])
    foreign = [{"questionId": "7", "choices": [0]}]
    assert client.post(f"{path}:save", with_request_id(answers=foreign), token).reason == "FIELD_INVALID"
    failed = client.post(f"{path}:submit", with_request_id(answers=answers(first.json, 2)), token).json
    assert (failed["marked"], failed["rightCount"], failed["percent"], failed["passed"]) == (True, 2, 50, False)
    # Another attempt is left, so the right answers are not told yet.
    assert not failed["answersShown"] and not any(question["rightChoices"] for question in failed["questions"])

    # Two phones begin the second attempt at once: it is one.
    started = []
    threads = [threading.Thread(target=lambda: started.append(client.post(f"{path}:start", with_request_id(), token)))
               for _ in range(4)]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {(one.status, one.json["number"]) for one in started} == {(200, 2)}, started
    assert len({str(one.json["questions"]) for one in started}) == 1
    second = started[0].json
    body = with_request_id(answers=answers(second, 3))
    passed = client.post(f"{path}:submit", body, token)
    assert passed.json["passed"] and passed.json["answersShown"], passed
    assert all(question["rightChoices"] == [int(question["text"][-1])] for question in passed.json["questions"])
    assert client.post(f"{path}:submit", body, token).json == passed.json
    assert client.get(f"{path}/attempts/1", token).json["answersShown"]
    more = client.post(f"{path}:start", with_request_id(), token)
    assert (more.status, more.reason) == (400, "EXAM_STATE_CONFLICT")

    wait_until(lambda: study_entries(client, world, "exam", made.json["examId"]), 20, "the pass to reach the ledger")
    assert len(study_entries(client, world, "exam", made.json["examId"])) == 1
    own = next(exam for exam in client.get(f"/v1/homes/{world.home_id}/exams", token).json["exams"]
               if exam["examId"] == made.json["examId"])  # fmt: skip
    assert (own["ownAttempts"], own["ownBestPercent"], own["ownPassed"]) == (2, 75, True)
    results = client.get(f"{path}/results", world.token("township_admin")).json["results"]
    assert results == [{"deputyId": world.deputy_id, "attempts": 2, "bestPercent": 75, "passed": True}]


def test_answers_after_the_deadline_do_not_count(world, client, bank):
    made = create_exam(world, client, bank, closeTime=moment(seconds=4), maxAttempts=1)
    path = f"/v1/homes/{world.home_id}/exams/{made.json['examId']}"
    token = world.token("deputy")
    attempt = client.post(f"{path}:start", with_request_id(), token).json
    assert attempt["deadline"] == made.json["closeTime"]
    saved = client.post(f"{path}:save", with_request_id(answers=answers(attempt, 1)), token)
    assert saved.status == 200 and not saved.json["marked"], saved
    wait_until(lambda: moment() > made.json["closeTime"], 20, "the deadline")
    late = client.post(f"{path}:save", with_request_id(answers=answers(attempt, 4)), token)
    assert (late.status, late.reason) == (400, "EXAM_STATE_CONFLICT")
    done = client.post(f"{path}:submit", with_request_id(answers=answers(attempt, 4)), token).json
    assert (done["late"], done["rightCount"], done["passed"], done["answersShown"]) == (True, 1, False, True)
    other = client.get(f"{path}/attempts/1", world.token("second_deputy"))
    assert (other.status, other.reason) == (404, "EXAM_NOT_FOUND")


def test_a_retake_waits(world, client, bank):
    made = create_exam(world, client, bank, retakeWaitHours=1)
    path = f"/v1/homes/{world.home_id}/exams/{made.json['examId']}"
    token = world.token("second_deputy")
    client.post(f"{path}:start", with_request_id(), token)
    assert client.post(f"{path}:submit", with_request_id(), token).json["percent"] == 0
    soon = client.post(f"{path}:start", with_request_id(), token)
    assert (soon.status, soon.reason) == (400, "EXAM_STATE_CONFLICT") and "补考" in soon.error["message"], soon
