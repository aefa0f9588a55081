from contract.matrix.row import DENIED, INTERNAL, SERVICE_DENIED, SIGN_IN, Row, everybody, signed_in
from e2e.client import with_request_id
from e2e.world import PASSWORD

ROWS = {
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
    "deputies.accounts.v1.StaffService.GetContacts": INTERNAL,
    "deputies.accounts.v1.StaffService.ListRoleHolders": INTERNAL,
    "deputies.accounts.v1.StaffService.SetStaffAccount": INTERNAL,
}  # fmt: skip
