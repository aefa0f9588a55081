"""Photos with messages: uploaded, drawn anew, seen by those who may read the message and by nobody else."""

import http.client
import json
import uuid

import pytest

from e2e import pictures
from e2e.client import new_message
from e2e.stack import wait_until


@pytest.fixture(scope="module")
def cleaner(stack):
    return stack.resolve(stack.config("board").photos.cleaner_program)


def upload(world, data, role="author", kind="image/png", key=None):
    return world.client.call("POST", f"/v1/homes/{world.home_id}/photos", raw=data, token=world.token(role),
                             headers={"Content-Type": kind, "Idempotency-Key": key or str(uuid.uuid4())})  # fmt: skip


def uploaded(world, data, **more):
    answer = upload(world, data, **more)
    assert answer.status == 200, answer
    return answer.json["photoId"]


def photo_path(world, message, photo_id, query=""):
    return world.message_path(message, f"/photos/{photo_id}{query}")


def test_a_photo_goes_with_a_public_message(world, client, cleaner):
    first = uploaded(world, pictures.png(3000, 2000))
    second = uploaded(world, pictures.jpeg(cleaner, 320, 200, orientation=6), kind="image/jpeg")
    message = world.post(visibility="PUBLIC", photoIds=[second, first])
    assert message["photos"] == [{"photoId": second, "width": 200, "height": 320},
                                 {"photoId": first, "width": 2048, "height": 1365}]  # fmt: skip
    assert client.get(world.message_path(message)).json["photos"] == message["photos"]
    full = client.get(photo_path(world, message, first))
    assert (full.status, full.headers["Content-Type"]) == (200, "image/jpeg")
    assert pictures.size_of_jpeg(full.raw) == (2048, 1365)
    assert "sandbox" in full.headers["Content-Security-Policy"]
    assert full.headers["Cache-Control"] == "private, no-cache"
    small = client.get(photo_path(world, message, first, "?size=THUMBNAIL"))
    assert pictures.size_of_jpeg(small.raw) == (400, 266)
    again = client.call("GET", photo_path(world, message, first), headers={"If-None-Match": full.headers["ETag"]})
    assert (again.status, again.raw) == (304, b"")


def test_wechat_judges_what_everybody_sees(stack, world, client):
    """It fetches the photo as anybody could; the message of one that it refuses is held back, others stay."""

    def waiting(message):
        return stack.sql_value("board", f"SELECT COUNT(*) FROM photo_checks WHERE message_id = {message['messageId']}")

    fine = world.post(visibility="PUBLIC", photoIds=[uploaded(world, pictures.png(320, 200))])
    refused = world.post(visibility="PUBLIC", photoIds=[uploaded(world, pictures.png(777, 200))])
    wait_until(lambda: client.get(world.message_path(refused)).status == 404, 60, "the photo's verdict")
    case = client.get(world.message_path(refused, "/moderation"), world.token("township_admin")).json
    assert (case["state"], case["origin"]) == ("MODERATION_HELD", "ORIGIN_WECHAT"), case
    wait_until(lambda: waiting(fine) == "0", 60, "the other photo's verdict")
    assert client.get(world.message_path(fine)).status == 200
    assert client.get(world.message_path(refused), world.token("author")).status == 200


def test_nothing_of_the_file_goes_on_but_the_picture(world, client, cleaner):
    data = pictures.jpeg(cleaner, 640, 480) + b"PK\x03\x04<script>alert(1)</script>"
    assert pictures.GPS_TEXT in data
    photo = uploaded(world, data, kind="image/jpeg")
    message = world.post(visibility="PUBLIC", photoIds=[photo])
    for query in ("", "?size=THUMBNAIL"):
        kept = client.get(photo_path(world, message, photo, query)).raw
        for trace in (b"Exif", b"GPS", b"script", b"PK\x03\x04"):
            assert trace not in kept


def test_only_those_who_may_read_the_message_see_it(world, client):
    photo = uploaded(world, pictures.png(64, 48))
    assert client.get(f"/v1/homes/{world.home_id}/messages/1/photos/{photo}").status == 404
    message = world.post(visibility="PRIVATE", photoIds=[photo])
    path = photo_path(world, message, photo)
    for role in ("author", "deputy", "township_admin", "county_admin"):
        assert client.get(path, world.token(role)).status == 200, role
    for role in ("other_voter", "other_deputy", "other_township_admin"):
        answer = client.get(path, world.token(role))
        assert (answer.status, answer.reason) == (404, "MESSAGE_NOT_FOUND"), role
    assert client.get(path).status == 404
    # Another message's photo is not shown under one's own.
    own = world.post(role="other_voter")
    answer = client.get(photo_path(world, own, photo), world.token("other_voter"))
    assert (answer.status, answer.reason) == (404, "PHOTO_NOT_FOUND")


def test_an_upload_counts_once_and_goes_with_one_message(world, client):
    key = str(uuid.uuid4())
    data = pictures.png(80, 60)
    photo = uploaded(world, data, key=key)
    assert uploaded(world, data, key=key) == photo
    reused = upload(world, pictures.png(80, 60, seed=9), key=key)
    assert (reused.status, reused.reason) == (409, "REQUEST_ID_REUSED")
    other = uploaded(world, data, role="other_voter")
    assert other != photo
    path = f"/v1/homes/{world.home_id}/messages"
    for photo_ids in ([other], [photo, photo], [photo, "1"], ["0"]):
        refused = client.post(path, new_message(photoIds=photo_ids), world.token("author"))
        assert (refused.status, refused.reason) == (404, "PHOTO_NOT_FOUND"), photo_ids
    too_many = client.post(path, new_message(photoIds=[photo] * 10), world.token("author"))
    assert (too_many.status, too_many.reason) == (400, "FIELD_INVALID")
    request = new_message(photoIds=[photo])
    sent = client.post(path, request, world.token("author"))
    assert sent.status == 200 and len(sent.json["photos"]) == 1, sent
    assert client.post(path, request, world.token("author")).json["messageId"] == sent.json["messageId"]
    again = client.post(path, new_message(photoIds=[photo]), world.token("author"))
    assert (again.status, again.reason) == (404, "PHOTO_NOT_FOUND"), "it went with the first message"


def test_bombs_and_lies_are_refused(world, client, cleaner):
    jpeg = pictures.jpeg(cleaner, 64, 64)
    unreadable = (400, "PHOTO_UNREADABLE")
    cases = [
        ("image/png", b"hello", unreadable),
        ("image/png", pictures.png(64, 64)[:60], unreadable),
        ("image/jpeg", pictures.png(64, 64), unreadable),
        ("image/png", jpeg, unreadable),
        ("image/jpeg", jpeg[:300], unreadable),
        ("image/webp", b"RIFF\x24\0\0\0WEBPVP8 nothing", unreadable),
        ("image/png", pictures.png(20000, 20000, whole=False), (400, "PHOTO_TOO_LARGE")),
        ("image/png", pictures.png(60000, 60000, whole=False), (400, "PHOTO_TOO_LARGE")),
        ("image/png", pictures.png(5000, 4000, whole=False), unreadable),
        ("image/png", b"", unreadable),
        ("image/gif", b"GIF89a", (415, "CONTENT_TYPE_UNSUPPORTED")),
        ("image/svg+xml", b"<svg/>", (415, "CONTENT_TYPE_UNSUPPORTED")),
        ("text/html", b"<script>", (415, "CONTENT_TYPE_UNSUPPORTED")),
    ]
    for kind, data, expected in cases:
        answer = upload(world, data, kind=kind)
        assert (answer.status, answer.reason) == expected, (kind, data[:20], answer)
    # Dimensions in the frame header of a JPEG, with no picture behind.
    frame = jpeg.index(b"\xff\xc0")
    bomb = jpeg[: frame + 5] + b"\xfe\x00\xfe\x00" + jpeg[frame + 9 :]
    answer = upload(world, bomb, kind="image/jpeg")
    assert (answer.status, answer.reason) == (400, "PHOTO_TOO_LARGE"), answer
    assert uploaded(world, pictures.WEBP, kind="image/webp")


def test_a_body_beyond_the_limit_is_not_waited_for(world, client):
    connection = http.client.HTTPConnection(*client.address, timeout=10)
    connection.putrequest("POST", f"/v1/homes/{world.home_id}/photos")
    for name, value in (("Content-Type", "image/png"), ("Authorization", f"Bearer {world.token('author')}"),
                        ("Content-Length", str(5 * 1024 * 1024 + 1))):  # fmt: skip
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())["error"]["reason"]) == (413, "BODY_TOO_LARGE")
    connection.close()


def test_large_bodies_are_for_those_who_signed_in(world, client):
    path = f"/v1/homes/{world.home_id}/photos"
    data = pictures.png(64, 64) + bytes(200_000)
    answer = client.call("POST", path, raw=data, headers={"Content-Type": "image/png"})
    assert answer.status == 413, answer
    small = client.call("POST", path, raw=pictures.png(8, 8), headers={"Content-Type": "image/png"})
    assert (small.status, small.reason) == (401, "SESSION_REQUIRED")
    elsewhere = client.call("POST", f"/v1/homes/{world.home_id}/messages", raw=data, token=world.token("author"))
    assert elsewhere.status == 413, elsewhere
    without_key = client.call("POST", path, raw=pictures.png(8, 8), token=world.token("author"),
                              headers={"Content-Type": "image/png"})  # fmt: skip
    assert (without_key.status, without_key.reason) == (400, "FIELD_INVALID")
