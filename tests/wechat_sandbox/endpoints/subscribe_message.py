"""POST /cgi-bin/message/subscribe/send: a notice to one user. What is sent can be read back by tests."""

import re
import time

from endpoints import token_body
from message import json_reply

# Longest value per kind of template field, in code points.
VALUE_LIMITS = {
    "thing": 20, "number": 32, "letter": 32, "symbol": 5, "character_string": 32, "phone_number": 17,
    "car_number": 8, "name": 20, "phrase": 5,
}
# Whole values, where length alone does not say it.
VALUE_FORMS = {
    "number": re.compile(r"[0-9]+(\.[0-9]+)?"),
    "letter": re.compile(r"[A-Za-z]+"),
    "character_string": re.compile(r"[!-~]+"),
    "phrase": re.compile(r"[\u4e00-\u9fff]+"),
    "time": re.compile(r"([0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日 )?[0-9]{2}:[0-9]{2}(:[0-9]{2})?"),
    "date": re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日( [0-9]{2}:[0-9]{2})?"),
}
_KEY = re.compile(r"([a-z_]+)[0-9]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _data_error(data):
    """What is wrong with the template's values; empty when nothing is."""
    if not isinstance(data, dict) or not data:
        return " data is empty"
    for key, entry in data.items():
        value = entry.get("value") if isinstance(entry, dict) else None
        match = _KEY.fullmatch(key)
        if match is None:
            return f" data.{key} is not a template field"
        if not isinstance(value, str) or not value:
            return f" data.{key}.value is empty"
        kind = match.group(1)
        if len(value) > VALUE_LIMITS.get(kind, 64):
            return f" data.{key}.value invalid"
        if any(ord(c) < 32 for c in value) or (kind in VALUE_FORMS and not VALUE_FORMS[kind].fullmatch(value)):
            return f" data.{key}.value invalid"
        if kind == "name" and _CHINESE.search(value) and len(value) > 10:
            return f" data.{key}.value invalid"
    return ""


def send(state, request):
    body, refusal = token_body.read(state, request)
    if refusal:
        return refusal
    touser = body.get("touser")
    if not isinstance(touser, str) or not touser.startswith("o-demo-"):
        return json_reply(state.error(40003))
    if not isinstance(body.get("template_id"), str) or not body["template_id"]:
        return json_reply(state.error(40037))
    page = body.get("page", "")
    if not isinstance(page, str) or page.startswith("/"):
        return json_reply(state.error(41030))
    wrong = _data_error(body.get("data"))
    if wrong:
        return json_reply(state.error(47003, wrong))
    state.record_message({
        "touser": touser, "template_id": body["template_id"], "page": page, "data": body["data"],
        "miniprogram_state": body.get("miniprogram_state", "formal"), "lang": body.get("lang", "zh_CN"),
        "time": time.time(),
    })
    return json_reply({"errcode": 0, "errmsg": "ok"})
