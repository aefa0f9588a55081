"""Bulletins, consultations, moderation and suggestions."""

import datetime

from contract.matrix.row import DENIED, SERVICE_DENIED, SIGN_IN, Row, everybody, signed_in
from e2e import suggestions
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


MATTER_ABSENT = "404 MATTER_NOT_FOUND"
MATTER_DRAFT = {
    "title": "修路",
    "body": "先修哪条路？",
    "questions": [{"kind": "FREE_TEXT", "title": "您的意见"}],
    "openTime": "2026-01-01T00:00:00Z",
    "closeTime": "2026-12-31T00:00:00Z",
    "minGrade": "GRADE_SIGNED_IN",
}


def new_matter():
    now = datetime.datetime.now(datetime.timezone.utc)
    times = {name: (now + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
             for name, days in (("openTime", -1), ("closeTime", 9))}  # fmt: skip
    return with_request_id(draft=MATTER_DRAFT | times)


def new_matter_text():
    return new_matter() | {"revision": 1}


def new_voice():
    return with_request_id(answers=[{"question": 1, "text": "都要修"}])


def drafted_matter(world):
    answer = world.client.post(f"/v1/homes/{world.home_id}/matters", new_matter(), world.token("township_admin"))
    assert answer.status == 200, answer
    return {"matterId": answer.json["matterId"]}


def open_matter(world):
    return after_matter(world, drafted_matter(world), ":publish", with_request_id())


def closed_matter(world):
    return after_matter(world, open_matter(world), ":close", with_request_id(reason="已定"))


def answered_matter(world):
    """With a voice of "author"."""
    place = open_matter(world)
    path = f"/v1/homes/{world.home_id}/matters/{place['matterId']}/voices"
    answer = world.client.post(path, new_voice(), world.token("author"))
    assert answer.status == 200, answer
    return place


def after_matter(world, place, verb, body):
    path = f"/v1/homes/{world.home_id}/matters/{place['matterId']}{verb}"
    answer = world.client.post(path, body, world.token("township_admin"))
    assert answer.status == 200, answer
    return place


def staff(**more):
    return Row(SIGN_IN, DENIED, DENIED, DENIED, DENIED, "200", DENIED, "200", DENIED, service=SERVICE_DENIED, **more)


def deputy_alone(**more):
    """The deputy of the home; "author" and the staff are none."""
    return Row(SIGN_IN, DENIED, DENIED, "200", DENIED, DENIED, DENIED, DENIED, DENIED, service=SERVICE_DENIED, **more)


def clerk_alone(**more):
    """Nobody here works for the body."""
    return Row(SIGN_IN, *[DENIED] * 8, service=SERVICE_DENIED, **more)


def with_fields(**fields):
    return lambda: with_request_id(**fields)


SUGGESTION_ABSENT = "404 SUGGESTION_NOT_FOUND"

def public_message(world):
    return {"messageId": world.post(visibility="PUBLIC")["messageId"]}


def moderated(world, *steps):
    """A public message of "author", hidden by the chair, and then what `steps` name."""
    place = public_message(world)
    for role, verb, fields in (("township_admin", ":decide", HIDE), *steps):
        path = f"/v1/homes/{world.home_id}/messages/{place['messageId']}/moderation{verb}"
        answer = world.client.post(path, with_request_id(**fields), world.token(role))
        assert answer.status == 200, answer
    return place


HIDE = {"show": False, "reason": "REASON_ABUSE"}
CASE_ABSENT = "404 MODERATION_CASE_NOT_FOUND"

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
    "deputies.board.v1.MatterService.CreateMatter": staff(body=new_matter),
    "deputies.board.v1.MatterService.UpdateMatter": staff(setup=drafted_matter, body=new_matter_text),
    "deputies.board.v1.MatterService.PublishMatter": staff(setup=drafted_matter, body=with_request_id),
    "deputies.board.v1.MatterService.CloseMatter": staff(
        setup=open_matter, body=lambda: with_request_id(reason="已定")),
    "deputies.board.v1.MatterService.PublishMatterDigest": staff(
        setup=closed_matter, body=lambda: with_request_id(heard="听到的", done="做到的")),
    "deputies.board.v1.MatterService.GetMatter": Row(
        MATTER_ABSENT, MATTER_ABSENT, MATTER_ABSENT, MATTER_ABSENT, MATTER_ABSENT, "200", MATTER_ABSENT, "200",
        MATTER_ABSENT, service="NOT_FOUND MATTER_NOT_FOUND", setup=drafted_matter),
    "deputies.board.v1.MatterService.ListMatters": everybody("200", service="OK"),
    "deputies.board.v1.MatterService.GiveVoice": Row(
        SIGN_IN, "200", "200", "200", "200", DENIED, DENIED, DENIED, DENIED, service=SERVICE_DENIED,
        setup=open_matter, body=new_voice),
    "deputies.board.v1.MatterService.GetMyVoice": Row(
        SIGN_IN, "200", *["404 VOICE_NOT_FOUND"] * 7, service=SERVICE_DENIED, setup=answered_matter),
    "deputies.board.v1.MatterService.GetMatterResults": everybody("200", service="OK", setup=open_matter),
    "deputies.board.v1.MatterService.ListMatterTexts": staff(setup=open_matter, query={"question": 1}),
    "deputies.board.v1.MatterService.ExportMatter": staff(setup=open_matter, query={"format": "SHEET_CSV"}),
    "deputies.board.v1.SuggestionService.SubmitSuggestion": deputy_alone(body=with_fields(text=suggestions.new_text())),
    "deputies.board.v1.SuggestionService.ReviseSuggestion": deputy_alone(
        setup=suggestions.returned, body=with_fields(text=suggestions.new_text())),
    "deputies.board.v1.SuggestionService.CosignSuggestion": deputy_alone(setup=suggestions.to_cosign, body=with_request_id),
    "deputies.board.v1.SuggestionService.WithdrawSuggestion": deputy_alone(setup=suggestions.submitted, body=with_request_id),
    "deputies.board.v1.SuggestionService.TriageSuggestion": staff(
        setup=suggestions.submitted, body=with_fields(decision="GATE_PASS")),
    "deputies.board.v1.SuggestionService.SplitSuggestion": staff(
        setup=suggestions.passed, body=with_fields(parts=[suggestions.new_text()] * 2)),
    # No organisation has the id 1.
    "deputies.board.v1.SuggestionService.HandOverSuggestion": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "400 FIELD_INVALID", DENIED, "400 FIELD_INVALID", DENIED,
        service=SERVICE_DENIED, setup=suggestions.passed, body=with_fields(mainBodyId="1")),
    "deputies.board.v1.SuggestionService.AcceptSuggestionTask": clerk_alone(
        setup=suggestions.handed_over, body=with_fields(bodyId="1")),
    "deputies.board.v1.SuggestionService.ReturnSuggestionTask": clerk_alone(
        setup=suggestions.handed_over, body=with_fields(bodyId="1", reason="不归我们管")),
    "deputies.board.v1.SuggestionService.ExtendSuggestion": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "400 SUGGESTION_STATE_CONFLICT", DENIED,
        "400 SUGGESTION_STATE_CONFLICT", DENIED, service=SERVICE_DENIED, setup=suggestions.passed,
        body=with_fields(bodyId="1", dueTime="2030-01-01T00:00:00Z", reason="冬季停工")),
    "deputies.board.v1.SuggestionService.AddSuggestionProgress": staff(
        setup=suggestions.handling, body=with_fields(text="已到现场查看")),
    "deputies.board.v1.SuggestionService.GiveSuggestionOpinion": clerk_alone(
        setup=suggestions.handed_over, body=with_fields(bodyId="1", opinion="同意")),
    "deputies.board.v1.SuggestionService.ReplyToSuggestion": clerk_alone(
        setup=suggestions.handling, body=with_fields(replyClass="REPLY_SOLVED", body="已经修好，请代表查看。")),
    "deputies.board.v1.SuggestionService.ReviewSuggestionReply": staff(
        setup=suggestions.in_review, body=with_fields(decision="GATE_PASS")),
    "deputies.board.v1.SuggestionService.RateSuggestion": deputy_alone(
        setup=suggestions.replied, body=with_fields(satisfaction="SATISFIED")),
    "deputies.board.v1.SuggestionService.SuperviseSuggestion": staff(
        setup=suggestions.handling, body=with_fields(supervisor="副主任 农牧工委")),
    "deputies.board.v1.SuggestionService.AwardSuggestion": staff(
        setup=suggestions.closed, body=with_fields(kind="EXCELLENT_BODY", year=2026)),
    "deputies.board.v1.SuggestionService.GetSuggestion": Row(
        SUGGESTION_ABSENT, SUGGESTION_ABSENT, SUGGESTION_ABSENT, "200", SUGGESTION_ABSENT, "200", SUGGESTION_ABSENT,
        "200", SUGGESTION_ABSENT, service="NOT_FOUND SUGGESTION_NOT_FOUND", setup=suggestions.submitted),
    "deputies.board.v1.SuggestionService.ListSuggestions": everybody("200", service="OK"),
    "deputies.board.v1.SuggestionService.ListSuggestionTasks": staff(),
    "deputies.board.v1.SuggestionService.GetSuggestionReport": staff(query={"year": 2026}),
    "deputies.board.v1.ModerationService.GetModerationPolicy": everybody("200", service="OK"),
    # Nothing was ever set, so its revision is another.
    "deputies.board.v1.ModerationService.UpdateModerationPolicy": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "409 CONCURRENT_CHANGE", DENIED, "409 CONCURRENT_CHANGE", DENIED,
        service=SERVICE_DENIED, body=with_fields(codex="请文明留言，不写他人的电话。", decideHours=8, revision=999)),
    "deputies.board.v1.ModerationService.ReportMessage": signed_in(
        "200", service=SERVICE_DENIED, setup=public_message, body=with_fields(reason="REASON_ABUSE")),
    "deputies.board.v1.ModerationService.ListModerationCases": staff(),
    "deputies.board.v1.ModerationService.GetModerationCase": Row(
        SIGN_IN, "200", CASE_ABSENT, CASE_ABSENT, CASE_ABSENT, "200", CASE_ABSENT, "200", CASE_ABSENT,
        service=SERVICE_DENIED, setup=moderated),
    "deputies.board.v1.ModerationService.DecideModerationCase": staff(
        setup=public_message, body=with_fields(**HIDE)),
    "deputies.board.v1.ModerationService.AppealModeration": Row(
        SIGN_IN, "200", CASE_ABSENT, CASE_ABSENT, CASE_ABSENT, DENIED, DENIED, DENIED, DENIED,
        service=SERVICE_DENIED, setup=moderated, body=with_fields(text="我说的是事实")),
    "deputies.board.v1.ModerationService.RemoveMessage": staff(setup=moderated, body=with_request_id),
    "deputies.board.v1.ModerationService.ListModerationLog": everybody("200", service="OK"),
}  # fmt: skip
