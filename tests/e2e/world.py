"""The people and homes of the tests: two homes in two townships, and somebody in every role.

Made through the same private calls that an installation uses; known by fixed codes, so that a second run on the
same system finds them again.
"""

from e2e.client import new_answer, new_message

OTHER_COUNTY_CODE = "150821"  # a county beside the demo's own (GB/T 2260)
PASSWORD = "Tests-only-9274"

# Who a test may act as, in the order of the access matrix.
ROLES = (
    "anonymous",
    "author",  # the voter who wrote the message in question
    "other_voter",
    "deputy",  # of the home
    "other_deputy",  # of another home
    "township_admin",  # of the home
    "other_township_admin",  # of another home
    "county_admin",  # above the home
    "other_county_admin",  # of another county
)


class World:
    def __init__(self, stack):
        self.stack = stack
        self.client = stack.client
        demo_home = self._get(f"/v1/homes/{stack.demo['homeId']}")
        self.township = self._get(f"/v1/organizations/{demo_home['organizationId']}")
        self.county = next(entry for entry in self.township["ancestors"] if entry["level"] == "COUNTY")
        other_home = next(
            home for home in self.client.pages("/v1/homes", "homes")
            if home["organizationId"] not in ("0", demo_home["organizationId"])
        )  # fmt: skip
        self.other_township = self._get(f"/v1/organizations/{other_home['organizationId']}")

        self._tokens = {}
        self.home_id, self.other_home_id = self.make_homes(
            ("tests-home", "测试代表之家", self.township["code"]),
            ("tests-other-home", "测试代表之家二", self.other_township["code"]),
        )
        self.deputy_id = self.make_deputy("tests-deputy", "测试代表甲", "tests-home", "demo-tests-deputy")
        self.second_deputy_id = self.make_deputy(
            "tests-deputy-2", "测试代表乙", "tests-home", "demo-tests-deputy-2")  # fmt: skip
        self.other_deputy_id = self.make_deputy(
            "tests-deputy-3", "测试代表丙", "tests-other-home", "demo-tests-deputy-3")  # fmt: skip
        county_code = self._get(f"/v1/organizations/{self.county['organizationId']}")["code"]
        self.make_staff("tests-township", "ROLE_CHAIR", self.township["code"])
        self.make_staff("tests-other-township", "ROLE_CHAIR", self.other_township["code"])
        self.make_staff("tests-county", "ROLE_COUNTY_OFFICE", county_code)
        self.make_staff("tests-other-county", "ROLE_COUNTY_OFFICE", OTHER_COUNTY_CODE)

        self.logins = {
            "author": "demo-tests-author",
            "other_voter": "demo-tests-other-voter",
            "deputy": "demo-tests-deputy",
            "second_deputy": "demo-tests-deputy-2",
            "other_deputy": "demo-tests-deputy-3",
            "township_admin": "tests-township",
            "other_township_admin": "tests-other-township",
            "county_admin": "tests-county",
            "other_county_admin": "tests-other-county",
        }
        # Every openid that a run makes the system see.
        self.openids = self._openids()

    # ---- people

    def login(self, role):
        """A fresh session; None for nobody."""
        if role == "anonymous":
            return None
        name = self.logins[role]
        if name.startswith("demo-"):
            answer = self.client.post("/v1/sessions:wechatLogin", {"code": name})
        else:
            answer = self.client.post("/v1/sessions:passwordLogin", {"username": name, "password": PASSWORD})
        assert answer.status == 200, answer
        return answer.json["sessionToken"]

    def token(self, role):
        """The role's session that the whole run shares."""
        if role not in self._tokens:
            self._tokens[role] = self.login(role)
        return self._tokens[role]

    def forget_token(self, role):
        """After a test that ended the role's sessions."""
        self._tokens.pop(role, None)

    # ---- messages

    def messages_path(self, home_id=None):
        return f"/v1/homes/{home_id or self.home_id}/messages"

    def message_path(self, message, verb=""):
        return f"{self.messages_path(message['homeId'])}/{message['messageId']}{verb}"

    def post(self, role="author", home_id=None, **changes):
        answer = self.client.post(self.messages_path(home_id), new_message(**changes), self.token(role))
        assert answer.status == 200, answer
        return answer.json

    def post_answered(self, **changes):
        message = self.post(**changes)
        path = self.message_path(message, ":answer")
        answer = self.client.post(path, new_answer(), self.token("deputy"))
        assert answer.status == 200, answer
        return answer.json

    # ---- making things through the private ports

    def make_homes(self, *homes):
        """Homes given as (code, name, code of the organisation); their ids.

        The gateway believes a session that it checked before for some seconds more, without the new homes: whoever
        stands above them signs in anew.
        """
        imported = [
            self.stack.protos.message("deputies.accounts.v1.ImportedHome",
                                      code=code, name=name, organization_code=organization)
            for code, name, organization in homes
        ]  # fmt: skip
        answer = self._call("OrganizationService.ImportOrganizations", homes=imported)
        for role in [role for role in self._tokens if role.endswith("_admin")]:
            self.forget_token(role)
        return [str(home_id) for home_id in answer.home_ids]

    def make_deputy(self, code, name, home_code, login_code):
        """A deputy of the home, tied to the person behind the sandbox's log-in code; the deputy's id."""
        deputy = self.stack.protos.message(
            "deputies.accounts.v1.ImportedDeputy",
            code=code, name=name, level=1, term=18, home_codes=[home_code], phone="13800000000",
        )  # fmt: skip
        deputy.term_start_time.FromJsonString("2021-06-01T00:00:00Z")
        answer = self._call("DeputyService.ImportDeputies", deputies=[deputy])
        exchange = self.stack.methods["deputies.wechat.v1.ExchangeService.ExchangeLoginCode"]
        identity = self.stack.internal.call(exchange, exchange.request_type(code=login_code))
        self._call("DeputyService.BindDeputy", deputy_code=code, openid=identity.openid)
        return str(answer.deputy_ids[0])

    def make_staff(self, username, role, organization_code):
        number = self.stack.protos.enum_value("deputies.common.v1.Role", role)
        self._call("StaffService.SetStaffAccount", username=username, password=PASSWORD,
                   display_name=username, role=number, organization_code=organization_code)  # fmt: skip

    def _openids(self):
        exchange = self.stack.methods["deputies.wechat.v1.ExchangeService.ExchangeLoginCode"]
        codes = [code for code in self.logins.values() if code.startswith("demo-")]
        codes += [login["wechatCode"] for login in self.stack.demo["logins"].values() if "wechatCode" in login]
        return [self.stack.internal.call(exchange, exchange.request_type(code=code)).openid for code in codes]

    def _call(self, name, **fields):
        method = self.stack.methods[f"deputies.accounts.v1.{name}"]
        return self.stack.internal.call(method, method.request_type(**fields))

    def _get(self, path):
        answer = self.client.get(path)
        assert answer.status == 200, answer
        return answer.json
