"""Facts that deserve notices, told to wechat as the services tell them."""

import itertools
import secrets
import time

from e2e.client import with_request_id
from e2e.sandbox import openid_of

ANSWERED, TEMPLATE = 1, "sandbox-progress"
_numbers = itertools.count(time.time_ns())


class Person:
    """Somebody new, signed in through WeChat."""

    def __init__(self, stack, consents=0):
        self.client = stack.client
        self.code = f"demo-{secrets.token_hex(8)}"
        answer = self.client.post("/v1/sessions:wechatLogin", {"code": self.code})
        assert answer.status == 200, answer
        self.token = answer.json["sessionToken"]
        self.openid = openid_of(self.code)
        self.person_id = int(self.client.get("/v1/me", self.token).json["personId"])
        for _ in range(consents):
            self.consent()

    def consent(self):
        answer = self.client.post("/v1/me/noticeConsents",
                                  with_request_id(results=[{"templateId": TEMPLATE, "answer": "ACCEPT"}]), self.token)  # fmt: skip
        assert answer.status == 200, answer

    def notices(self):
        """By target, as the person sees them."""
        entries = self.client.pages("/v1/me/notices", "notices", self.token)
        return {int(entry["targetId"]): entry for entry in entries}


class Teller:
    def __init__(self, stack, home_id):
        self._stack = stack
        self._home_id = int(home_id)
        self._method = stack.methods["deputies.events.v1.EventConsumerService.DeliverEvents"]

    def event(self, person_id, target, kind=ANSWERED, important=False):
        event = self._stack.protos.message("deputies.events.v1.Event", event_id=next(_numbers), home_id=self._home_id)
        fact = event.notice_requested
        fact.kind = kind
        fact.target_id = target
        fact.person_ids.append(person_id)
        fact.title = "测试代表之家"
        fact.important = important
        fact.expire_time.FromSeconds(int(time.time()) + 7 * 86400)
        return event

    def tell(self, *events, timeout=10):
        self._stack.internal.call(self._method, self._method.request_type(events=events), timeout=timeout)

    @staticmethod
    def new_target():
        return next(_numbers)


def pass_time(stack, minutes):
    """For wechat's notices the clock goes on: everything that they wait for is so much nearer, also leases' ends."""
    stack.sql("wechat", f"UPDATE notices SET create_time = create_time - INTERVAL {minutes} MINUTE, "
                        f"due_time = IF(due_time < '1971-01-01', due_time, due_time - INTERVAL {minutes} MINUTE), "
                        f"send_time = IF(send_time < '1971-01-01', send_time, send_time - INTERVAL {minutes} MINUTE), "
                        f"expire_time = expire_time - INTERVAL {minutes} MINUTE WHERE state IN (1, 2)")  # fmt: skip
