"""What every POST that carries the access token checks first."""

import json

from message import json_reply


def read(state, request):
    """(body, None), or (None, the refusal)."""
    if request.method != "POST":
        return None, json_reply(state.error(43002))
    errcode = state.tokens.check(request.query.get("access_token", ""))
    if errcode:
        return None, json_reply(state.error(errcode))
    if not request.body:
        return None, json_reply(state.error(44002))
    try:
        body = json.loads(request.body)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return None, json_reply(state.error(47001))
    return body, None
