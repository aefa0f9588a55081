"""What tests ask of the WeChat sandbox of a stack: faults, and what arrived there."""

import contextlib
import json
import urllib.request

SEND = "/cgi-bin/message/subscribe/send"
TOKEN = "/cgi-bin/stable_token"
LOGIN = "/sns/jscode2session"


class Sandbox:
    def __init__(self, stack):
        self._url = stack.config("wechat").api_base_url
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def call(self, method, path, body=None):
        request = urllib.request.Request(f"{self._url}/sandbox/{path}", method=method,
                                         data=None if body is None else json.dumps(body).encode())  # fmt: skip
        with self._opener.open(request, timeout=10) as answer:
            return json.load(answer)

    @contextlib.contextmanager
    def fault(self, fault, *endpoints, times=None, seconds=30):
        """Misbehaves at the endpoints while it lasts."""
        for endpoint in endpoints:
            self.call("POST", "faults", {"endpoint": endpoint, "fault": fault, "times": times, "seconds": seconds})
        try:
            yield
        finally:
            self.call("DELETE", "faults")

    def calls(self, path):
        return self.call("GET", "stats")["calls"].get(path, 0)

    def messages(self, openid=None):
        """What subscribe/send took, of one person or of all."""
        return self.call("GET", "messages" + (f"?touser={openid}" if openid else ""))["messages"]


def openid_of(code):
    """As the sandbox makes it of demo-<name>."""
    return f"o-{code}".ljust(28, "_")
