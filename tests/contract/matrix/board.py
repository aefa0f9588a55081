from contract.matrix.row import ABSENT, DENIED, INTERNAL, SERVICE_ABSENT, SERVICE_DENIED, SIGN_IN, Row, everybody
from e2e.client import new_answer, new_message, new_rating


def posted(world):
    return {"messageId": world.post()["messageId"]}


def answered(world):
    return {"messageId": world.post_answered()["messageId"]}


ROWS = {
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
}  # fmt: skip
