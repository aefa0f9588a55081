"""Who gets what from every method: the expected answers, one row a method.

A new method needs a row here, or test_access_matrix.py fails. A row of a routed method gives the HTTP status, and
for a refusal the reason, for everybody in e2e.world.ROLES, in this order:

    anonymous, author, other_voter, deputy, other_deputy,
    township_admin, other_township_admin, county_admin, other_county_admin

and last what another process of the system gets at the gRPC port. The message in question is a private one that
"author" wrote to the home; "other_..." belong to another home or county. Methods of access INTERNAL have no route,
so their row is INTERNAL.
"""

from e2e.client import new_answer, new_message, new_rating, with_request_id
from e2e.world import PASSWORD, ROLES

SIGN_IN = "401 SESSION_REQUIRED"
DENIED = "403 ACCESS_DENIED"
ABSENT = "404 MESSAGE_NOT_FOUND"
SERVICE_DENIED = "PERMISSION_DENIED ACCESS_DENIED"
SERVICE_ABSENT = "NOT_FOUND MESSAGE_NOT_FOUND"


class Row:
    """`body` makes the JSON body (None for no body); `setup` names the message that the call is about:
    "posted", "answered" or None; `ends_session` asks for a session that nothing else uses."""

    def __init__(self, *answers, service, body=None, setup=None, ends_session=False):
        assert len(answers) == len(ROLES), "an answer for every role"
        self.answers = dict(zip(ROLES, answers))
        self.service = service
        self.body = body
        self.setup = setup
        self.ends_session = ends_session


def everybody(answer, **more):
    return Row(*[answer] * len(ROLES), **more)


def signed_in(answer, **more):
    return Row(SIGN_IN, *[answer] * (len(ROLES) - 1), **more)


INTERNAL = object()

ROWS = {
    # ---- accounts
    "deputies.accounts.v1.AuthService.WechatLogin": everybody(
        "200", service="OK", body=lambda: {"code": "demo-tests-author"}),
    "deputies.accounts.v1.AuthService.PasswordLogin": everybody(
        "200", service="OK", body=lambda: {"username": "tests-county", "password": PASSWORD}),
    "deputies.accounts.v1.AuthService.GetMe": signed_in("200", service=SERVICE_DENIED),
    "deputies.accounts.v1.AuthService.DeleteCurrentSession": signed_in(
        "200", service=SERVICE_DENIED, ends_session=True),
    "deputies.accounts.v1.AuthService.RevokeSessions": signed_in(
        "200", service=SERVICE_DENIED, body=lambda: {}, ends_session=True),
    "deputies.accounts.v1.AuthService.CheckSession": INTERNAL,
    "deputies.accounts.v1.OrganizationService.GetOrganization": everybody("200", service="OK"),
    "deputies.accounts.v1.OrganizationService.ListHomes": everybody("200", service="OK"),
    "deputies.accounts.v1.OrganizationService.GetHome": everybody("200", service="OK"),
    "deputies.accounts.v1.OrganizationService.ListOrganizations": everybody("200", service="OK"),
    "deputies.accounts.v1.OrganizationService.ImportOrganizations": INTERNAL,
    "deputies.accounts.v1.CodeService.CreateCode": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "200", DENIED, "200", DENIED,
        service=SERVICE_DENIED, body=lambda: with_request_id(kind="HOME_CODE")),
    "deputies.accounts.v1.CodeService.ListCodes": Row(
        SIGN_IN, DENIED, DENIED, "200", DENIED, "200", DENIED, "200", DENIED, service=SERVICE_DENIED),
    "deputies.accounts.v1.CodeService.RevokeCode": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "404 CODE_NOT_FOUND", DENIED, "404 CODE_NOT_FOUND", DENIED,
        service=SERVICE_DENIED, body=with_request_id),
    "deputies.accounts.v1.CodeService.ScanCode": everybody(
        "404 CODE_NOT_FOUND", service="NOT_FOUND CODE_NOT_FOUND", body=lambda: {"code": "no code"}),
    "deputies.accounts.v1.CodeService.RenderPosters": Row(
        SIGN_IN, DENIED, DENIED, "404 CODE_NOT_FOUND", DENIED, "404 CODE_NOT_FOUND", DENIED, "404 CODE_NOT_FOUND", DENIED,
        service=SERVICE_DENIED, body=lambda: {"scenes": ["none"]}),
    "deputies.accounts.v1.HomeService.UpdateHome": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "200", DENIED, "200", DENIED,
        service=SERVICE_DENIED, body=lambda: with_request_id(address="政府院内")),
    "deputies.accounts.v1.HomeService.ListHomeModules": everybody("200", service="OK"),
    "deputies.accounts.v1.HomeService.UpdateHomeModules": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "200", DENIED, "200", DENIED,
        service=SERVICE_DENIED, body=lambda: with_request_id(modules=[{"kind": "MESSAGE_BOARD"}])),
    "deputies.accounts.v1.HomeService.ListAuditEntries": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "200", DENIED, "200", DENIED,
        service=SERVICE_DENIED),
    "deputies.accounts.v1.DeputyService.ListDeputies": everybody("200", service="OK"),
    "deputies.accounts.v1.DeputyService.GetDeputy": everybody("200", service="OK"),
    "deputies.accounts.v1.DeputyService.ListRepresentatives": everybody("200", service="OK"),
    "deputies.accounts.v1.DeputyService.ImportDeputies": INTERNAL,
    "deputies.accounts.v1.DeputyService.BindDeputy": INTERNAL,
    "deputies.accounts.v1.StaffService.SetStaffAccount": INTERNAL,
    # ---- board
    "deputies.board.v1.MessageService.PostMessage": Row(
        # Deputies come through WeChat too and are voters like everybody; console accounts are not.
        SIGN_IN, "200", "200", "200", "200", DENIED, DENIED, DENIED, DENIED,
        service=SERVICE_DENIED, body=new_message),
    "deputies.board.v1.MessageService.ListMessages": everybody("200", service="OK"),
    "deputies.board.v1.MessageService.GetMessage": Row(
        ABSENT, "200", ABSENT, "200", ABSENT, "200", ABSENT, "200", ABSENT,
        service=SERVICE_ABSENT, setup="posted"),
    "deputies.board.v1.MessageService.AnswerMessage": Row(
        SIGN_IN, DENIED, DENIED, "200", DENIED, "200", DENIED, "200", DENIED,
        service=SERVICE_DENIED, setup="posted", body=new_answer),
    "deputies.board.v1.MessageService.RateMessage": Row(
        # A deputy of the home can read the message, so the refusal tells nothing new.
        SIGN_IN, "200", ABSENT, DENIED, ABSENT, DENIED, DENIED, DENIED, DENIED,
        service=SERVICE_DENIED, setup="answered", body=new_rating),
    "deputies.board.v1.MessageService.ImportMessages": INTERNAL,
    # ---- events, wechat
    "deputies.events.v1.EventConsumerService.DeliverEvents": INTERNAL,
    "deputies.wechat.v1.ExchangeService.ExchangeLoginCode": INTERNAL,
}  # fmt: skip
