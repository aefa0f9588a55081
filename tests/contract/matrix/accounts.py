from contract.matrix.row import DENIED, INTERNAL, SERVICE_DENIED, SIGN_IN, Row, everybody, signed_in
from e2e.client import with_request_id
from e2e.world import PASSWORD

GRADE = "403 GRADE_TOO_LOW"
NO_PLACE = "404 ORGANIZATION_NOT_FOUND"


def voters(answer, **more):
    """Everybody who came through WeChat; console accounts are refused."""
    return Row(SIGN_IN, answer, answer, answer, answer, DENIED, DENIED, DENIED, DENIED, **more)


def console(answer, **more):
    """Console accounts only."""
    return Row(SIGN_IN, DENIED, DENIED, DENIED, DENIED, answer, answer, answer, answer, **more)


def home_staff(answer, **more):
    return Row(SIGN_IN, DENIED, DENIED, DENIED, DENIED, answer, DENIED, answer, DENIED, **more)


def county_staff(answer, **more):
    return Row(SIGN_IN, DENIED, DENIED, DENIED, DENIED, DENIED, DENIED, answer, DENIED, **more)


def a_role():
    return with_request_id(username="tests-county", role="ROLE_LIAISON")


def nobody(world):
    return {"personId": "1"}


def other_mandate(world):
    """A deputy of the home whom no other test needs."""
    return {"deputyId": world.make_deputy("tests-deputy-9", "测试代表己", "tests-home", "demo-tests-deputy-9")}


def offices(county, other_county, **more):
    """County and city offices, each below its own nodes."""
    return Row(SIGN_IN, DENIED, DENIED, DENIED, DENIED, DENIED, DENIED, county, other_county, service=SERVICE_DENIED, **more)


NO_IMPORT = "404 IMPORT_NOT_FOUND"


def no_import(world):
    return {"importId": "1"}


def no_unit(world):
    return {"organizationId": "1"}


def home_to_close(world):
    """One that no other test needs; made again, it is open."""
    [home_id] = world.make_homes(("tests-closed-home", "测试撤销之家", world.township["code"]))
    return {"homeId": home_id}


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
    "deputies.accounts.v1.AuthService.ListSessions": signed_in("200", service=SERVICE_DENIED),
    "deputies.accounts.v1.AuthService.RevokeSession": signed_in(
        "404 SESSION_NOT_FOUND", service=SERVICE_DENIED, setup=lambda world: {"sessionId": "1"}, body=lambda: {}),
    "deputies.accounts.v1.AuthService.BeginSecondFactor": console(
        "200", service=SERVICE_DENIED, body=lambda: {"password": PASSWORD}),
    "deputies.accounts.v1.AuthService.ConfirmSecondFactor": console(
        "401 SECOND_FACTOR_INVALID", service=SERVICE_DENIED, body=lambda: {"totpCode": "12345"}),
    "deputies.accounts.v1.PhoneService.SendSmsCode": everybody(
        "400 FIELD_INVALID", service="INVALID_ARGUMENT FIELD_INVALID", body=lambda: {"phone": "12345"}),
    "deputies.accounts.v1.PhoneService.SmsLogin": everybody(
        "400 SMS_CODE_INVALID", service="INVALID_ARGUMENT SMS_CODE_INVALID",
        body=lambda: {"phone": "13900000000", "smsCode": "000000"}),
    "deputies.accounts.v1.PhoneService.BindPhone": voters(
        "400 FIELD_INVALID", service=SERVICE_DENIED, body=with_request_id),
    # Security and system administrators are none of the roles here: tests/e2e/test_roles.py shows what they may.
    "deputies.accounts.v1.RoleService.CreateStaffAccount": signed_in(
        DENIED, service=SERVICE_DENIED,
        body=lambda: with_request_id(username="nobody", password=PASSWORD, displayName="无")),
    "deputies.accounts.v1.RoleService.GrantRole": signed_in(DENIED, service=SERVICE_DENIED, body=a_role),
    "deputies.accounts.v1.RoleService.RevokeRole": signed_in(DENIED, service=SERVICE_DENIED, body=a_role),
    "deputies.accounts.v1.RoleService.ListRoles": signed_in(DENIED, service=SERVICE_DENIED),
    "deputies.accounts.v1.RoleService.ResetSecondFactor": signed_in(
        DENIED, service=SERVICE_DENIED, setup=lambda world: {"username": "tests-county"}, body=with_request_id),
    "deputies.accounts.v1.VoterService.DeclareConstituency": Row(
        SIGN_IN, GRADE, GRADE, NO_PLACE, NO_PLACE, DENIED, DENIED, DENIED, DENIED,
        service=SERVICE_DENIED, body=lambda: with_request_id(organizationId="1")),
    "deputies.accounts.v1.VoterService.ImportVoters": INTERNAL,
    "deputies.accounts.v1.VoterService.ListVoters": home_staff("200", service=SERVICE_DENIED),
    "deputies.accounts.v1.VoterService.VerifyVoter": home_staff(
        "404 PERSON_NOT_FOUND", service=SERVICE_DENIED, setup=nobody, body=with_request_id),
    "deputies.accounts.v1.VoterService.RevealPhone": home_staff(
        "404 PERSON_NOT_FOUND", service=SERVICE_DENIED, setup=nobody,
        body=lambda: with_request_id(reason="回访来信")),
    "deputies.accounts.v1.PrivacyService.RecordConsent": signed_in(
        "200", service=SERVICE_DENIED,
        body=lambda: with_request_id(kind="PRIVACY_POLICY", version="2026-03", accepted=True)),
    "deputies.accounts.v1.PrivacyService.ExportMyData": voters("200", service=SERVICE_DENIED),
    # Erasing the people of the tests would end them: a request without its id shows who may ask.
    "deputies.accounts.v1.PrivacyService.EraseMe": voters(
        "400 FIELD_INVALID", service=SERVICE_DENIED, body=lambda: {"requestId": "no UUID"}),
    "deputies.accounts.v1.MandateService.CreateBindingCode": home_staff(
        "200", service=SERVICE_DENIED, setup=other_mandate, body=with_request_id),
    "deputies.accounts.v1.MandateService.RequestBinding": voters(
        "404 BINDING_CODE_INVALID", service=SERVICE_DENIED, body=lambda: with_request_id(code="22222-22222")),
    "deputies.accounts.v1.MandateService.ListBindings": home_staff("200", service=SERVICE_DENIED),
    "deputies.accounts.v1.MandateService.DecideBinding": home_staff(
        "404 BINDING_NOT_FOUND", service=SERVICE_DENIED, setup=lambda world: {"bindingId": "1"},
        body=with_request_id),
    "deputies.accounts.v1.MandateService.SuspendDeputy": county_staff(
        "200", service=SERVICE_DENIED, setup=other_mandate, body=with_request_id),
    "deputies.accounts.v1.MandateService.ResumeDeputy": county_staff(
        "200", service=SERVICE_DENIED, setup=other_mandate, body=with_request_id),
    "deputies.accounts.v1.MandateService.HandOverDeputies": county_staff(
        "404 DEPUTY_NOT_FOUND", service=SERVICE_DENIED,
        body=lambda: with_request_id(handOvers=[{"oldDeputyId": "1"}])),
    "deputies.accounts.v1.MandateService.ListMandates": home_staff("200", service=SERVICE_DENIED),
    "deputies.accounts.v1.OrganizationService.GetOrganization": everybody("200", service="OK"),
    "deputies.accounts.v1.OrganizationService.ListHomes": everybody("200", service="OK"),
    "deputies.accounts.v1.OrganizationService.GetHome": everybody("200", service="OK"),
    "deputies.accounts.v1.OrganizationService.ListOrganizations": everybody("200", service="OK"),
    "deputies.accounts.v1.OrganizationService.ImportOrganizations": INTERNAL,
    "deputies.accounts.v1.ImportService.BeginRegister": INTERNAL,
    "deputies.accounts.v1.ImportService.AddRegisterBatch": INTERNAL,
    "deputies.accounts.v1.ImportService.UndoRegister": INTERNAL,
    "deputies.accounts.v1.ImportService.CreateImport": offices(
        "200", "200", body=lambda: with_request_id(kind="VOTER_REGISTER", fileName="名册.csv")),
    "deputies.accounts.v1.ImportService.AddImportPart": offices(
        NO_IMPORT, NO_IMPORT, setup=no_import, body=lambda: with_request_id(number=1, content="eA==")),
    "deputies.accounts.v1.ImportService.CheckImport": offices(NO_IMPORT, NO_IMPORT, setup=no_import),
    "deputies.accounts.v1.ImportService.ApplyImport": offices(
        NO_IMPORT, NO_IMPORT, setup=no_import, body=with_request_id),
    "deputies.accounts.v1.ImportService.UndoImport": offices(
        NO_IMPORT, NO_IMPORT, setup=no_import, body=with_request_id),
    "deputies.accounts.v1.ImportService.ListImports": offices("200", "200"),
    "deputies.accounts.v1.TreeService.MoveOrganization": offices(
        NO_PLACE, NO_PLACE, setup=no_unit, body=lambda: with_request_id(parentId="1")),
    "deputies.accounts.v1.TreeService.CloseOrganization": offices(
        NO_PLACE, NO_PLACE, setup=no_unit, body=with_request_id),
    "deputies.accounts.v1.TreeService.ReopenOrganization": offices(
        NO_PLACE, NO_PLACE, setup=no_unit, body=with_request_id),
    "deputies.accounts.v1.TreeService.CloseHome": county_staff(
        "200", service=SERVICE_DENIED, setup=home_to_close, body=with_request_id),
    "deputies.accounts.v1.TreeService.ReopenHome": county_staff(
        "200", service=SERVICE_DENIED, setup=home_to_close, body=with_request_id),
    "deputies.accounts.v1.TreeService.ListOrganizationChanges": offices("200", NO_PLACE),
    "deputies.accounts.v1.CodeService.CreateCode": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "200", DENIED, "200", DENIED,
        service=SERVICE_DENIED, body=lambda: with_request_id(kind="HOME_CODE")),
    "deputies.accounts.v1.CodeService.ListCodes": Row(
        SIGN_IN, DENIED, DENIED, "200", DENIED, "200", DENIED, "200", DENIED, service=SERVICE_DENIED),
    "deputies.accounts.v1.CodeService.RevokeCode": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "404 CODE_NOT_FOUND", DENIED, "404 CODE_NOT_FOUND", DENIED,
        service=SERVICE_DENIED, body=with_request_id),
    "deputies.accounts.v1.CodeService.RotateCodes": Row(
        SIGN_IN, DENIED, DENIED, DENIED, DENIED, "404 CODE_NOT_FOUND", DENIED, "404 CODE_NOT_FOUND", DENIED,
        service=SERVICE_DENIED, body=lambda: with_request_id(scenes=["none"])),
    "deputies.accounts.v1.CodeService.ScanCode": everybody(
        "404 CODE_NOT_FOUND", service="NOT_FOUND CODE_NOT_FOUND", body=lambda: {"code": "no code"}),
    "deputies.accounts.v1.CodeService.RenderPosters": Row(
        SIGN_IN, DENIED, DENIED, "404 CODE_NOT_FOUND", DENIED, "404 CODE_NOT_FOUND", DENIED, "404 CODE_NOT_FOUND", DENIED,
        service=SERVICE_DENIED, body=lambda: {"scenes": ["none"]}),
    "deputies.accounts.v1.CodeService.DrawDeputyCode": INTERNAL,
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
    "deputies.accounts.v1.DeputyService.ListGroupMembers": everybody("200", service="OK"),
    "deputies.accounts.v1.DeputyService.ImportDeputies": INTERNAL,
    "deputies.accounts.v1.DeputyService.BindDeputy": INTERNAL,
    "deputies.accounts.v1.StaffService.FindWechatPerson": INTERNAL,
    "deputies.accounts.v1.StaffService.GetContacts": INTERNAL,
    "deputies.accounts.v1.StaffService.ListRoleHolders": INTERNAL,
    "deputies.accounts.v1.StaffService.SetStaffAccount": INTERNAL,
}  # fmt: skip
