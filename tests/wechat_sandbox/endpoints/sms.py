"""POST /sms/send: the text-message provider of demonstrations. WeChat has nothing of the kind."""

import json
import re
import time

from message import json_reply

_PHONE = re.compile(r"1[0-9]{10}")


def send(state, request):
    try:
        body = json.loads(request.body)
    except ValueError:
        body = None
    if not isinstance(body, dict) or not _PHONE.fullmatch(str(body.get("phone", ""))) or not body.get("text"):
        return json_reply({"error": "want phone and text"}, status=400)
    state.record_sms({"phone": body["phone"], "text": body["text"], "id": body.get("id", ""), "time": time.time()})
    return json_reply({"status": "accepted"})
