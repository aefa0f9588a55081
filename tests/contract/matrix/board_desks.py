"""Bulletins, consultations, moderation and suggestions."""

from contract.matrix.row import DENIED, SERVICE_DENIED, SIGN_IN, Row, everybody
from e2e.client import with_request_id

BULLETIN_ABSENT = "404 BULLETIN_NOT_FOUND"


def new_bulletin():
    return with_request_id(text=BULLETIN_TEXT)


def new_bulletin_text():
    return with_request_id(text=BULLETIN_TEXT, revision=1)


BULLETIN_TEXT = {"category": "NOTICE", "title": "通知", "body": "<p>内容</p>"}


def drafted(world):
    """A draft that a county office wrote for the home."""
    answer = world.client.post(f"/v1/homes/{world.home_id}/bulletins", new_bulletin(), world.token("county_admin"))
    assert answer.status == 200, answer
    return {"bulletinId": answer.json["bulletinId"]}


def submitted(world):
    place = drafted(world)
    path = f"/v1/homes/{world.home_id}/bulletins/{place['bulletinId']}:submit"
    answer = world.client.post(path, with_request_id(), world.token("county_admin"))
    assert answer.status == 200, answer
    return place


def published(world):
    place = submitted(world)
    path = f"/v1/homes/{world.home_id}/bulletins/{place['bulletinId']}:review"
    answer = world.client.post(path, new_review(), world.token("township_admin"))
    assert answer.status == 200, answer
    return place


def new_review():
    return with_request_id(decision="PUBLISH_BULLETIN", revision=2)


def staff_of_bulletin(deputy=BULLETIN_ABSENT, county="200", **more):
    """Staff of the home and the offices above; `deputy` is one of the home who did not write it."""
    return Row(SIGN_IN, DENIED, DENIED, deputy, DENIED, "200", DENIED, county, DENIED, service=SERVICE_DENIED, **more)


ROWS = {
    "deputies.board.v1.BulletinService.CreateBulletin": staff_of_bulletin(deputy="200", body=new_bulletin),
    "deputies.board.v1.BulletinService.UpdateBulletin": staff_of_bulletin(setup=drafted, body=new_bulletin_text),
    "deputies.board.v1.BulletinService.SubmitBulletin": staff_of_bulletin(setup=drafted, body=with_request_id),
    "deputies.board.v1.BulletinService.ReviewBulletin": staff_of_bulletin(
        # The county office wrote it.
        deputy=DENIED, county="403 SECOND_PERSON_NEEDED", setup=submitted, body=new_review),
    "deputies.board.v1.BulletinService.WithdrawBulletin": staff_of_bulletin(
        deputy=DENIED, setup=published, body=lambda: with_request_id(reason="过期")),
    "deputies.board.v1.BulletinService.PinBulletin": staff_of_bulletin(
        deputy=DENIED, setup=published, body=lambda: with_request_id(pinned=True)),
    "deputies.board.v1.BulletinService.GetBulletin": everybody("200", service="OK", setup=published),
    "deputies.board.v1.BulletinService.ListBulletins": everybody("200", service="OK"),
    "deputies.board.v1.BulletinService.ListBulletinVersions": staff_of_bulletin(setup=published),
    "deputies.board.v1.BulletinService.ListBulletinDrafts": staff_of_bulletin(deputy="200"),
}  # fmt: skip
