"""The demo's boards: bulletins, a consultation, a suggestion on its way, and messages in every state that people make.

Made over the API by the demo's voters, deputies and staff, as people make them; a board that has something already is
left alone.
"""

import datetime

from demo_client import DemoClient, instant

_BODY_NAME = "乌拉特前旗交通运输局（演示）"
_BULLETINS = (
    ("NEWS", "旗人大代表集中视察冬季供热", "代表入户量温度，现场提问题。",
     "<p>十一月，四级人大代表入户视察供热，把群众反映的三十七个问题当面交给供热公司，要求十日内逐户答复。</p>"),
    ("NOTICE", "每月第二、第四个星期三是群众接待日", "不预约也接待，预约可以少等。",
     "<p>上午九点到十一点半，代表在一楼接待室接待群众。可以在网上预约，也可以直接来，<strong>来了都接待</strong>。</p>"),
    ("LAW", "代表法：代表怎样联系群众", "代表应当听取和反映群众的意见。",
     "<p>代表应当采取多种方式经常听取人民群众对代表履职的意见，回答原选区选民或者原选举单位对代表工作和代表活动的询问。</p>"),
)  # fmt: skip
_MATTER = {
    "title": "镇区先修哪条路？征求大家意见",
    "body": "明年镇里安排修一条路。请大家说一说先修哪条、为什么。结束后公布大家说了什么、镇里怎么办。",
    "questions": [
        {"kind": "CHOICE", "title": "先修哪条路", "options": ["东街", "西街", "学校门前路"], "required": True},
        {"kind": "SCALE", "title": "对现在道路的满意程度（5 最满意）", "scaleMax": 5},
        {"kind": "FREE_TEXT", "title": "还有什么建议"},
    ],
    "minGrade": "GRADE_SIGNED_IN",
}  # fmt: skip
_SUGGESTION = {
    "kind": "SUGGESTION", "openToPublic": True, "title": "关于整修大庆街路面的建议",
    "body": "大庆街多处坑洼，雨天积水，老人孩子出行不便。建议列入今年的道路养护计划，入冬前完成。",
}  # fmt: skip


def load(gateway, logins, home_id):
    """`logins` as deploy/demo/logins.json names them."""
    boards = _Boards(DemoClient(gateway), logins, f"/v1/homes/{home_id}")
    boards.load_bulletins()
    boards.load_matter()
    boards.load_suggestion()
    boards.load_messages()


class _Boards:
    def __init__(self, client, logins, home):
        self._client = client
        self._tokens = {name: client.log_in(login) for name, login in logins.items()}
        self._home = home

    def _as(self, who, path, **fields):
        return self._client.write(self._tokens[who], self._home + path, **fields)

    def load_bulletins(self):
        if self._client.get(f"{self._home}/bulletins")["bulletins"]:
            return
        for category, title, summary, body in _BULLETINS:
            text = {"category": category, "title": title, "summary": summary, "body": body}
            place = f"/bulletins/{self._as('liaison', '/bulletins', text=text)['bulletinId']}"
            submitted = self._as("liaison", f"{place}:submit")
            self._as("township_admin", f"{place}:review", decision="PUBLISH_BULLETIN", revision=submitted["revision"])

    def load_matter(self):
        if self._client.get(f"{self._home}/matters")["matters"]:
            return
        now = datetime.datetime.now(datetime.timezone.utc)
        draft = _MATTER | {"openTime": instant(now), "closeTime": instant(now + datetime.timedelta(days=60))}
        place = f"/matters/{self._as('township_admin', '/matters', draft=draft)['matterId']}"
        self._as("township_admin", f"{place}:publish")
        for who, choice, scale, words in (("voter", 1, 2, "东街雨天积水"), ("voter2", 3, 3, "孩子上学最要紧")):
            answers = [{"question": 1, "choices": [choice]}, {"question": 2, "scale": scale},
                       {"question": 3, "text": words}]  # fmt: skip
            self._as(who, f"{place}/voices", answers=answers)

    def load_suggestion(self):
        if self._client.get(f"{self._home}/suggestions", self._tokens["deputy"])["suggestions"]:
            return
        place = f"/suggestions/{self._as('deputy', '/suggestions', text=_SUGGESTION)['suggestionId']}"
        self._as("township_admin", f"{place}:triage", decision="GATE_PASS")
        self._as("township_admin", f"{place}:handOver", mainBodyId=self._body_id())
        self._as("clerk", f"{place}:accept", bodyId=self._body_id())
        self._as("clerk", f"{place}:addProgress", text="已完成现场勘察，正在编制养护方案。")

    def _body_id(self):
        """The organisation that handles the suggestion, below the county."""
        home = self._client.get(self._home)
        township = self._client.get(f"/v1/organizations/{home['organizationId']}")
        county = next(one for one in township["ancestors"] if one["level"] == "COUNTY")
        page = f"/v1/organizations?parentId={county['organizationId']}&pageSize=50"
        return next(one["organizationId"] for one in self._client.get(page)["organizations"]
                    if one["name"] == _BODY_NAME)  # fmt: skip

    def load_messages(self):
        if self._client.get(f"{self._home}/messages:search?mine=true", self._tokens["voter"])["messages"]:
            return
        deputy_id = next(role["deputyId"] for role in self._client.get("/v1/me", self._tokens["deputy"])["roles"]
                         if role.get("deputyId", "0") != "0")  # fmt: skip
        first = self._post("村口路灯坏了", "村口三盏路灯坏了半个月，晚上走路看不清。")
        checked = self._post("想办老年证", "父亲七十岁了，想问老年证怎么办。", visibility="PRIVATE")
        self._staff(checked, ":check", limitClass="CONSULTATION")
        dispatched = self._post("东街井盖松动", "东街十字路口井盖松动，车一压就响，担心出事。")
        self._dispatch(dispatched, deputy_id)
        returned = self._post("林带被占", "村西林带被占用堆放杂物，请问归谁管。")
        self._dispatch(returned, deputy_id)
        self._deputy(returned, ":return", reason="这件事在邻村，不在我的联系范围。")
        accepted = self._post("广场舞声音大", "小区广场晚上十点还在放音乐，影响孩子休息。")
        self._dispatch(accepted, deputy_id)
        self._deputy(accepted, ":accept")
        acknowledged = self._post("自来水水压低", "阳光小区六楼早晚没有水，请代表问一问。")
        self._dispatch(acknowledged, deputy_id)
        self._deputy(acknowledged, ":acknowledge", note="已联系水务公司，三天内入户查看。")
        asked = self._post("低保申请", "申请低保交了材料一直没消息。", visibility="PRIVATE")
        self._dispatch(asked, deputy_id)
        self._deputy(asked, ":ask", question="材料是哪一天交的？交给了村里还是镇里？")
        self._post("想要一副老花镜", "邻居老人眼睛不好，想要一副老花镜。", kind="WISH")
        for subject, body, fields in (
            ("班车改点", "去旗里的班车取消了早班，老人看病不方便。",
             {"answerClass": "SOLVED", "body": "已协调客运公司，早班车下周一恢复。"}),
            ("渠道漏水", "二支渠衬砌裂了，浇地漏水。",
             {"answerClass": "PLANNED", "body": "已列入明年春季渠道维修计划。", "promiseTime": _days(150)}),
            ("想建停车场", "镇区停车难，希望建停车场。",
             {"answerClass": "CANNOT_YET", "body": "镇区现有用地都已安排。", "reason": "本年度没有用地指标"}),
            ("对代表工作的建议", "希望代表多到村里走走。",
             {"answerClass": "NOTED", "body": "谢谢您的建议，已经记下，下月起每月入户走访。"}),
        ):
            self._deputy(self._post(subject, body), ":answer", **fields)
        rated = self._post("垃圾桶不够", "巷子里只有一个垃圾桶，经常满。")
        self._deputy(rated, ":answer", answerClass="SOLVED", body="已增设两个垃圾桶，每天清运两次。")
        self._author(rated, ":rate", score=5, comment="办得快", answered="YES", satisfied="YES", solved="YES")
        reopened = self._post("路面坑洼", "大庆街路面坑洼，骑车摔跤。")
        self._deputy(reopened, ":answer", answerClass="SOLVED", body="已经填补。")
        self._author(reopened, ":reopen", reason="填补的地方又塌了。")
        twin = self._post("路灯不亮", "村口路灯坏了，没人修。", who="voter2")
        self._staff(twin, ":merge", intoMessageId=first.rsplit("/", 1)[1], reason="反映的是同一处路灯")

    def _post(self, subject, body, who="voter", visibility="PUBLIC", kind="MESSAGE"):
        made = self._as(who, "/messages", subject=subject, body=body, visibility=visibility, kind=kind)
        return f"/messages/{made['messageId']}"

    def _dispatch(self, message, deputy_id):
        self._staff(message, ":dispatch", deputyId=deputy_id, note="请您办理")

    def _staff(self, message, verb, **fields):
        self._as("township_admin", message + verb, **fields)

    def _deputy(self, message, verb, **fields):
        self._as("deputy", message + verb, **fields)

    def _author(self, message, verb, **fields):
        self._as("voter", message + verb, **fields)


def _days(count):
    return instant(datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=count))
