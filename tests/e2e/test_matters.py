"""One matter, one code: from the poster to the digest, and away to a spreadsheet without formulas."""

import base64
import csv
import datetime
import io
import zipfile

from e2e.client import with_request_id

QUESTIONS = [
    {"kind": "CHOICE", "title": "先修哪条路", "options": ["东街", "西街"], "required": True},
    {"kind": "SCALE", "title": "满意吗", "scaleMax": 5},
    {"kind": "FREE_TEXT", "title": "还有什么话"},
]


def instant(**delta):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**delta)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def draft(**changes):
    return {"title": "修路征求意见", "body": "先修哪条路？", "questions": QUESTIONS, "openTime": instant(minutes=-5),
            "closeTime": instant(days=3), "minGrade": "GRADE_SIGNED_IN"} | changes  # fmt: skip


def published(world, client, **changes):
    path = f"/v1/homes/{world.home_id}/matters"
    made = client.post(path, with_request_id(draft=draft(**changes)), world.token("township_admin"))
    assert made.status == 200 and made.json["phase"] == "MATTER_DRAFT", made
    place = f"{path}/{made.json['matterId']}"
    assert client.get(place).reason == "MATTER_NOT_FOUND"
    opened = client.post(f"{place}:publish", with_request_id(), world.token("township_admin"))
    assert opened.status == 200, opened
    return place, opened.json


def voice(choice, text="", scale=5):
    return with_request_id(answers=[{"question": 1, "choices": [choice]}, {"question": 2, "scale": scale},
                                    {"question": 3, "text": text}])  # fmt: skip


def test_from_the_poster_to_the_digest(world, client):
    staff = world.token("township_admin")
    place, matter = published(world, client)
    # Nobody's identity is checked, and the page says so.
    assert "没有核实" in matter["identityNotice"]
    code = client.post(f"/v1/homes/{world.home_id}/codes",
                       with_request_id(kind="MATTER_CODE", targetId=matter["matterId"], label="村口"), staff)  # fmt: skip
    assert code.status == 200, code
    scanned = client.post("/v1/codes:scan", {"code": code.json["scene"]}).json
    assert (scanned["kind"], scanned["targetId"]) == ("MATTER_CODE", matter["matterId"])

    mine = voice(1, '=HYPERLINK("http://evil.example","点我")')
    first = client.post(f"{place}/voices", mine, world.token("author"))
    assert first.status == 200, first
    assert client.post(f"{place}/voices", mine, world.token("author")).json == first.json
    again = client.post(f"{place}/voices", voice(2), world.token("author"))
    assert (again.status, again.reason) == (409, "VOICE_ALREADY_GIVEN")
    assert client.post(f"{place}/voices", voice(2, scale=3), world.token("other_voter")).status == 200
    assert client.get(f"{place}/voices/mine", world.token("author")).json == first.json
    assert client.get(f"{place}/voices/mine", world.token("deputy")).reason == "VOICE_NOT_FOUND"

    results = client.get(f"{place}/results").json
    assert (results["voiceCount"], bool(results["asOfTime"])) == (2, True)
    assert [entry["count"] for entry in results["questions"][0]["counts"]] == [1, 1]
    assert [entry["count"] for entry in results["questions"][1]["counts"]] == [0, 0, 1, 0, 1]
    assert (results["questions"][2]["answerCount"], results["questions"][2]["counts"]) == (1, [])
    assert "evil" not in str(results)
    texts = client.get(f"{place}/texts", staff, question=3)
    assert len(texts.json["texts"]) == 1, texts

    exported = client.get(f"{place}:export", staff, format="SHEET_CSV").json
    content = base64.b64decode(exported["content"])
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["序号", "日期", "先修哪条路", "满意吗", "还有什么话"] and len(rows) == 3
    assert rows[1][2:] == ["东街", "5", "'=HYPERLINK(\"http://evil.example\",\"点我\")"]
    book = base64.b64decode(client.get(f"{place}:export", staff, format="SHEET_XLSX").json["content"])
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")

    closed = client.post(f"{place}:close", with_request_id(reason="方案已定"), staff)
    assert closed.json["phase"] == "MATTER_CLOSED", closed
    # A page that was opened before the end.
    late = client.post(f"{place}/voices", voice(1), world.token("deputy"))
    assert (late.status, late.reason) == (400, "MATTER_CLOSED"), late
    told = client.post(f"{place}:publishDigest", with_request_id(heard="两种意见各半", done="两条路一起修"), staff)
    assert told.json["digest"]["done"] == "两条路一起修", told
    assert client.get(place).json["digest"]["version"] == 1


def test_a_voice_needs_the_grade_that_the_matter_asks_for(world, client):
    place, matter = published(world, client, minGrade="GRADE_VERIFIED")
    assert matter["identityNotice"] == ""
    refused = client.post(f"{place}/voices", voice(1), world.token("author"))
    assert (refused.status, refused.reason) == (403, "GRADE_TOO_LOW"), refused
    # Confirmed by the mandate.
    assert client.post(f"{place}/voices", voice(1), world.token("deputy")).status == 200
