"""POST /cgi-bin/stable_token: the access token that the other endpoints want."""

import hmac
import json

from message import json_reply


def stable_token(state, request):
    if request.method != "POST":
        return json_reply(state.error(43002))
    if not request.body:
        return json_reply(state.error(44002))
    try:
        body = json.loads(request.body)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return json_reply(state.error(47001))
    if not body.get("appid"):
        return json_reply(state.error(41002))
    if body["appid"] != state.app_id:
        return json_reply(state.error(40013))
    if not body.get("secret"):
        return json_reply(state.error(41004))
    if not hmac.compare_digest(str(body["secret"]).encode(), state.app_secret.encode()):
        return json_reply(state.error(40125))
    if body.get("grant_type") != "client_credential":
        return json_reply(state.error(40002))
    granted = state.tokens.get(body.get("force_refresh") is True)
    if granted is None:
        return json_reply(state.error(45009))
    token, seconds = granted
    return json_reply({"access_token": token, "expires_in": seconds})
