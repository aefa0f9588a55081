"""Calls to the demo's gateway, as people's programs make them."""

import json
import urllib.error
import urllib.request
import uuid


class DemoCallError(Exception):
    """A call was refused; the text says which and why."""


def instant(moment):
    """A UTC datetime as calls carry it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class DemoClient:
    def __init__(self, gateway):
        self._gateway = gateway

    def log_in(self, login):
        """A session of {"username", "password"} or {"wechatCode"}."""
        if "wechatCode" in login:
            return self.call("POST", "/v1/sessions:wechatLogin", {"code": login["wechatCode"]})["sessionToken"]
        return self.call("POST", "/v1/sessions:passwordLogin", login)["sessionToken"]

    def get(self, path, token=None):
        return self.call("GET", path, token=token)

    def write(self, token, path, **fields):
        return self.call("POST", path, {"requestId": str(uuid.uuid4()), **fields}, token)

    def call(self, method, path, body=None, token=None):
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._gateway + path, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise DemoCallError(f"{method} {path}: {error.code} {error.read().decode(errors='replace')}") from None
