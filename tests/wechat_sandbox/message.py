"""What an endpoint gets, and what it answers with."""

import collections
import json

Request = collections.namedtuple("Request", "method path query body")
Reply = collections.namedtuple("Reply", "status content_type body")


def json_reply(value, status=200, content_type="application/json; encoding=utf-8"):
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return Reply(status, content_type, body)
