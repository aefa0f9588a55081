from contract.matrix.row import ABSENT, DENIED, INTERNAL, SERVICE_ABSENT, SERVICE_DENIED, SIGN_IN, Row, everybody, signed_in
from e2e.client import new_answer, new_message, new_rating, with_request_id


def posted(world):
    return {"messageId": world.post()["messageId"]}


def answered(world):
    return {"messageId": world.post_answered()["messageId"]}


def claimable(world):
    return {"messageId": world.post(kind="ERRAND", visibility="PUBLIC")["messageId"]}


def dispatched(world):
    """Handed to "deputy", who alone may send it back."""
    message = world.post()
    answer = world.client.post(world.message_path(message, ":dispatch"),
                               with_request_id(deputyId=world.deputy_id), world.token("township_admin"))
    assert answer.status == 200, answer
    return {"messageId": message["messageId"]}


def merged(world):
    message, into = world.post(), world.post()
    answer = world.client.post(world.message_path(message, ":merge"),
                               with_request_id(intoMessageId=into["messageId"], reason="同一件事"),
                               world.token("township_admin"))
    assert answer.status == 200, answer
    return {"messageId": message["messageId"]}


def public(world):
    return {"messageId": world.post(visibility="PUBLIC")["messageId"]}


# Of a private message to the home: its author, any of its deputies and staff; console accounts of other homes are
# refused before anybody looks.
def for_staff(**more):
    return Row(SIGN_IN, DENIED, DENIED, DENIED, DENIED, "200", DENIED, "200", DENIED, service=SERVICE_DENIED, **more)


def for_staff_without_period():
    """Who may not ask at all is told so before the period is missed."""
    wrong = "400 FIELD_INVALID"
    return Row(SIGN_IN, DENIED, DENIED, DENIED, DENIED, wrong, DENIED, wrong, DENIED, service=SERVICE_DENIED)


def for_handlers(**more):
    return Row(SIGN_IN, DENIED, DENIED, "200", DENIED, "200", DENIED, "200", DENIED, service=SERVICE_DENIED, **more)


def for_the_author(**more):
    return Row(SIGN_IN, "200", ABSENT, DENIED, ABSENT, DENIED, DENIED, DENIED, DENIED, service=SERVICE_DENIED, **more)


# The stories of photos, and who sees them, are in tests/e2e/test_photos.py.
ROWS = {
    "deputies.board.v1.WatchService.WatchMyMessages": signed_in("200", service=SERVICE_DENIED),
    "deputies.board.v1.PhotoService.UploadPhoto": Row(
        SIGN_IN, *["400 PHOTO_UNREADABLE"] * 4, *[DENIED] * 4, service=SERVICE_DENIED,
        raw=("image/png", b"no picture")),
    "deputies.board.v1.PhotoService.GetPhoto": Row(
        ABSENT, "404 PHOTO_NOT_FOUND", ABSENT, "404 PHOTO_NOT_FOUND", ABSENT, "404 PHOTO_NOT_FOUND", ABSENT,
        "404 PHOTO_NOT_FOUND", ABSENT, service=SERVICE_ABSENT,
        setup=lambda world: {**posted(world), "photoId": "1"}),
    "deputies.board.v1.MessageService.PostMessage": Row(
        # Deputies come through WeChat too and are voters like everybody; console accounts are not.
        SIGN_IN, "200", "200", "200", "200", DENIED, DENIED, DENIED, DENIED,
        service=SERVICE_DENIED, body=new_message),
    "deputies.board.v1.MessageService.ListMessages": everybody("200", service="OK"),
    "deputies.board.v1.MessageService.GetMessage": Row(
        ABSENT, "200", ABSENT, "200", ABSENT, "200", ABSENT, "200", ABSENT,
        service=SERVICE_ABSENT, setup=posted),
    "deputies.board.v1.MessageService.AnswerMessage": Row(
        SIGN_IN, DENIED, DENIED, "200", DENIED, "200", DENIED, "200", DENIED,
        service=SERVICE_DENIED, setup=posted, body=new_answer),
    "deputies.board.v1.MessageService.RateMessage": Row(
        # A deputy of the home can read the message, so the refusal tells nothing new.
        SIGN_IN, "200", ABSENT, DENIED, ABSENT, DENIED, DENIED, DENIED, DENIED,
        service=SERVICE_DENIED, setup=answered, body=new_rating),
    "deputies.board.v1.MessageService.ImportMessages": INTERNAL,
    "deputies.board.v1.HandlingService.CheckMessage": for_staff(setup=posted, body=with_request_id),
    "deputies.board.v1.HandlingService.ClassifyMessage": for_staff(setup=posted, body=with_request_id),
    "deputies.board.v1.HandlingService.DispatchMessage": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "404 DEPUTY_NOT_FOUND", DENIED, "404 DEPUTY_NOT_FOUND", DENIED,
        service=SERVICE_DENIED, setup=posted, body=lambda: with_request_id(deputyId="1")),
    "deputies.board.v1.HandlingService.PoolMessage": for_staff(setup=posted, body=with_request_id),
    "deputies.board.v1.HandlingService.ClaimMessage": Row(
        SIGN_IN, DENIED, DENIED, "200", DENIED, DENIED, DENIED, DENIED, DENIED,
        service=SERVICE_DENIED, setup=claimable, body=with_request_id),
    "deputies.board.v1.HandlingService.AcceptMessage": for_handlers(setup=posted, body=with_request_id),
    "deputies.board.v1.HandlingService.ReturnMessage": Row(
        SIGN_IN, DENIED, DENIED, "200", DENIED, DENIED, DENIED, DENIED, DENIED,
        service=SERVICE_DENIED, setup=dispatched, body=lambda: with_request_id(reason="不归我管")),
    "deputies.board.v1.HandlingService.AcknowledgeMessage": for_handlers(setup=posted, body=with_request_id),
    "deputies.board.v1.HandlingService.AskAuthor": for_handlers(
        setup=posted, body=lambda: with_request_id(question="在哪一段？")),
    "deputies.board.v1.HandlingService.MergeMessage": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "404 MESSAGE_NOT_FOUND", DENIED, "404 MESSAGE_NOT_FOUND", DENIED,
        service=SERVICE_DENIED, setup=posted, body=lambda: with_request_id(intoMessageId="1", reason="同一件事")),
    "deputies.board.v1.HandlingService.SplitMessage": for_staff(
        setup=merged, body=lambda: with_request_id(reason="不是一件事")),
    "deputies.board.v1.HandlingService.ListWork": for_handlers(),
    "deputies.board.v1.HandlingService.PostFeedback": Row(
        SIGN_IN, DENIED, DENIED, "200", DENIED, DENIED, DENIED, DENIED, DENIED,
        service=SERVICE_DENIED, body=lambda: with_request_id(subject="排水", body="镇北排水沟堵了")),
    "deputies.board.v1.HandlingService.PostProxyMessage": for_handlers(
        body=lambda: with_request_id(subject="低保", body="想问低保怎么办", visibility="PRIVATE", consent=True)),
    "deputies.board.v1.HandlingService.ListTemplates": for_handlers(),
    "deputies.board.v1.HandlingService.SaveTemplate": for_staff(
        body=lambda: with_request_id(title="已收到", body="您的留言已收到。")),
    "deputies.board.v1.HandlingService.DeleteTemplate": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "404 TEMPLATE_NOT_FOUND", DENIED, "404 TEMPLATE_NOT_FOUND", DENIED,
        service=SERVICE_DENIED, setup=lambda world: {"templateId": "1"}, body=with_request_id),
    "deputies.board.v1.HandlingService.GetCaseLimits": everybody("200", service="OK"),
    "deputies.board.v1.HandlingService.UpdateCaseLimits": for_staff(
        body=lambda: with_request_id(limits={"acceptDays": 3})),
    # Without the period that it wants; who may not ask at all is told so first.
    "deputies.board.v1.StatisticsService.GetStatistics": Row(
        SIGN_IN, DENIED, DENIED, "400 FIELD_INVALID", DENIED, "400 FIELD_INVALID", DENIED, "400 FIELD_INVALID", DENIED,
        service=SERVICE_DENIED),
    "deputies.board.v1.StatisticsService.GetOpenStatistics": everybody(
        "400 FIELD_INVALID", service="INVALID_ARGUMENT FIELD_INVALID"),
    "deputies.board.v1.StatisticsService.ExportStatistics": for_staff_without_period(),
    "deputies.board.v1.StatisticsService.ExportMessages": for_staff_without_period(),
    "deputies.board.v1.StatisticsService.ExportOpenData": everybody(
        "200", service="OK", query={"dataset": "OPEN_MODERATION_LOG", "year": 2026, "format": "SHEET_CSV"}),
    "deputies.board.v1.StatisticsService.GetWeeklyDigest": for_staff(),
    "deputies.board.v1.VoiceService.PreviewMessage": signed_in(
        "200", service=SERVICE_DENIED, body=lambda: {"subject": "路灯", "body": "路灯坏了", "visibility": "PUBLIC"}),
    "deputies.board.v1.VoiceService.SearchMessages": everybody("200", service="OK"),
    "deputies.board.v1.VoiceService.GetTimeline": Row(
        ABSENT, "200", ABSENT, "200", ABSENT, "200", ABSENT, "200", ABSENT,
        service=SERVICE_ABSENT, setup=posted),
    "deputies.board.v1.VoiceService.FollowUp": for_the_author(
        setup=posted, body=lambda: with_request_id(body="补充一点")),
    "deputies.board.v1.VoiceService.ChaseMessage": Row(
        SIGN_IN, "400 CHASE_TOO_EARLY", ABSENT, DENIED, ABSENT, DENIED, DENIED, DENIED, DENIED,
        service=SERVICE_DENIED, setup=posted, body=with_request_id),
    "deputies.board.v1.VoiceService.ReopenMessage": Row(
        SIGN_IN, "200", ABSENT, DENIED, ABSENT, "200", DENIED, "200", DENIED,
        service=SERVICE_DENIED, setup=answered, body=lambda: with_request_id(reason="又坏了")),
    "deputies.board.v1.VoiceService.ChangeVisibility": for_the_author(
        setup=posted, body=lambda: with_request_id(visibility="ALIAS")),
    "deputies.board.v1.VoiceService.FollowMessage": Row(
        SIGN_IN, DENIED, "200", "200", "200", DENIED, DENIED, DENIED, DENIED,
        service=SERVICE_DENIED, setup=public, body=with_request_id),
    "deputies.board.v1.VoiceService.UnfollowMessage": Row(
        SIGN_IN, "200", "200", "200", "200", DENIED, DENIED, DENIED, DENIED,
        service=SERVICE_DENIED, setup=public, body=with_request_id),
    "deputies.board.v1.VoiceService.CosignMessage": Row(
        SIGN_IN, DENIED, "200", "200", "200", DENIED, DENIED, DENIED, DENIED,
        service=SERVICE_DENIED, setup=public, body=with_request_id),
    "deputies.board.v1.VoiceService.ReadReceipt": everybody(
        "404 RECEIPT_NOT_FOUND", service="NOT_FOUND RECEIPT_NOT_FOUND", body=lambda: {"receiptCode": "NOSUCHCODE"}),
    "deputies.board.v1.VoiceService.ClaimReceipt": Row(
        SIGN_IN, "404 RECEIPT_NOT_FOUND", "404 RECEIPT_NOT_FOUND", "404 RECEIPT_NOT_FOUND", "404 RECEIPT_NOT_FOUND",
        DENIED, DENIED, DENIED, DENIED,
        service=SERVICE_DENIED, body=lambda: with_request_id(receiptCode="NOSUCHCODE")),
    "deputies.board.v1.VoiceService.ListCategories": everybody("200", service="OK"),
}  # fmt: skip
