"""Figures and texts that leave the system: for staff whole and without formulas, for everybody without single persons."""

import base64
import csv
import datetime
import io

from e2e.client import new_answer, with_request_id
from e2e.stack import wait_until

_SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


def table(answer):
    assert answer.status == 200, answer
    assert answer.json["contentType"].startswith("text/csv"), answer
    text = base64.b64decode(answer.json["content"]).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def instant(moment):
    return moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def month(shift=0):
    now = datetime.datetime.now(_SHANGHAI)
    count = now.year * 12 + now.month - 1 + shift
    return datetime.datetime(count // 12, count % 12 + 1, 1, tzinfo=_SHANGHAI)


def test_messages_are_exported_for_staff_and_no_cell_is_a_formula(world, client):
    evil = '=HYPERLINK("http://evil.example","点我")'
    message = world.post(subject=evil, visibility="PRIVATE")
    path = f"/v1/homes/{world.home_id}/messages:export"
    now = datetime.datetime.now(_SHANGHAI)
    period = {"fromTime": instant(now - datetime.timedelta(hours=1)), "untilTime": instant(now + datetime.timedelta(hours=1))}
    rows = table(client.get(path, world.token("township_admin"), format="SHEET_CSV", **period))
    [row] = [row for row in rows if row[0] == message["messageId"]]
    assert "'" + evil in row
    assert not [cell for row in rows for cell in row if cell[:1] in "=+@" and cell]
    for role in ("author", "deputy", "other_township_admin"):
        assert client.get(path, world.token(role), format="SHEET_CSV", **period).status == 403, role
    book = client.get(path, world.token("township_admin"), format="SHEET_XLSX", **period)
    assert base64.b64decode(book.json["content"])[:2] == b"PK", book
    figures = table(client.get(f"/v1/homes/{world.home_id}/messageStatistics:export", world.token("township_admin"),
                               format="SHEET_CSV", **period))  # fmt: skip
    assert figures[1][0] == "全部" and int(figures[1][1]) >= 1, figures


def test_open_figures_tell_of_nobody(world, client):
    [home_id] = world.make_homes(("tests-small-home", "测试小家", world.township["code"]))
    for _ in range(3):
        world.post(home_id=home_id)
    path = f"/v1/homes/{home_id}/openMessageStatistics"
    shown = client.get(path, fromTime=instant(month()), untilTime=instant(month(1)))
    assert shown.status == 200 and shown.json["total"]["received"] == -1, shown
    assert shown.json["computeTime"]  # figures carry their date
    for _ in range(4):
        world.post(home_id=home_id)
    shown = client.get(path, fromTime=instant(month()), untilTime=instant(month(1)))
    assert shown.json["total"]["received"] == 5, shown
    # No period that a day parts: the difference of two would tell.
    parted = client.get(path, fromTime=instant(month()), untilTime=instant(datetime.datetime.now(_SHANGHAI)))
    assert (parted.status, parted.reason) == (400, "FIELD_INVALID"), parted

    year = datetime.datetime.now(_SHANGHAI).year
    rows = table(client.get(f"/v1/homes/{home_id}/openData", dataset="OPEN_MESSAGES", year=year, format="SHEET_CSV"))
    [row] = [row for row in rows if row[0] == month().strftime("%Y-%m")]
    assert row[1] == "5", rows


def test_the_moderation_log_is_open_without_persons_and_texts(world, client):
    message = world.post(visibility="PUBLIC", body="某人的电话是13800000000")
    hidden = client.post(world.message_path(message) + "/moderation:decide",
                         with_request_id(show=False, reason="REASON_PERSONAL_DATA"), world.token("township_admin"))
    assert hidden.status == 200, hidden
    year = datetime.datetime.now(_SHANGHAI).year
    rows = table(client.get(f"/v1/homes/{world.home_id}/openData", dataset="OPEN_MODERATION_LOG", year=year,
                            format="SHEET_CSV"))  # fmt: skip
    assert rows[0] == ["日期", "操作", "原因", "是否按时"]
    assert rows[1][1:3] == ["隐藏", "含有电话、证件号等个人信息"], rows
    assert "13800000000" not in str(rows) and message["messageId"] not in str(rows)


def test_the_week_has_a_digest_with_links(world, client):
    message = world.post()
    assert client.post(world.message_path(message, ":answer"), new_answer(), world.token("deputy")).status == 200
    path = f"/v1/homes/{world.home_id}/weeklyDigest"
    now = instant(datetime.datetime.now(_SHANGHAI))
    digest = client.get(path, world.token("township_admin"), weekTime=now)
    assert digest.status == 200 and digest.json["figures"]["received"] >= 1, digest
    assert digest.json["computeTime"] and digest.json["fromTime"] < now
    assert client.get(path, world.token("author")).status == 403


def test_wechat_judges_what_is_public_after_it_is_stored(stack, world, client):
    private = world.post(body="这句话可疑", visibility="PRIVATE")
    harmless, suspicious = world.post(visibility="PUBLIC"), world.post(body="这句话可疑", visibility="PUBLIC")
    assert suspicious["visibility"] == "PUBLIC"  # stored at once, judged afterwards
    wait_until(lambda: client.get(world.message_path(suspicious)).status == 404, 20, "the text to be held back")
    assert client.get(world.message_path(suspicious), world.token("author")).status == 200
    case = client.get(world.message_path(suspicious) + "/moderation", world.token("author")).json
    assert (case["state"], case["origin"]) == ("MODERATION_HELD", "ORIGIN_WECHAT"), case
    assert client.get(world.message_path(harmless)).status == 200
    nothing = client.get(world.message_path(private) + "/moderation", world.token("author"))
    assert nothing.reason == "MODERATION_CASE_NOT_FOUND"
    shown = client.post(world.message_path(suspicious) + "/moderation:decide", with_request_id(show=True),
                        world.token("township_admin"))
    assert shown.status == 200, shown
    assert client.get(world.message_path(suspicious)).status == 200
