"""POST /cgi-bin/message/custom/send: an answer of customer service. Read back at /sandbox/messages, with the text."""

import time

from endpoints import token_body
from message import json_reply


def send(state, request):
    body, refusal = token_body.read(state, request)
    if refusal:
        return refusal
    touser = body.get("touser")
    if not isinstance(touser, str) or not touser.startswith("o-demo-"):
        return json_reply(state.error(40003))
    text = body.get("text")
    content = text.get("content") if isinstance(text, dict) else None
    if body.get("msgtype") != "text" or not isinstance(content, str) or not content:
        return json_reply(state.error(44002))
    state.record_message({"touser": touser, "text": content, "time": time.time()})
    return json_reply({"errcode": 0, "errmsg": "ok"})
