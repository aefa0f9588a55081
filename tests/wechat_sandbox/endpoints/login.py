"""GET /sns/jscode2session: turns a log-in code into an openid and a session_key."""

import base64
import collections
import hashlib
import hmac
import re
import secrets

from message import json_reply

OPENID_LENGTH = 28

# `once`: good for one exchange only.
Code = collections.namedtuple("Code", "name once")

_DEMO_CODE = re.compile(r"demo-([A-Za-z0-9-]{1,21})")
_ONCE_CODE = re.compile(r"once-([A-Za-z0-9-]{1,21})-[A-Za-z0-9]{1,64}")


def parse_code(text):
    match = _DEMO_CODE.fullmatch(text)
    if match:
        return Code(match.group(1), once=False)
    match = _ONCE_CODE.fullmatch(text)
    if match:
        return Code(match.group(1), once=True)
    return None


def openid_of(name):
    """28 characters as real ones have. Names hold no underscore, so no two names meet."""
    return f"o-demo-{name}".ljust(OPENID_LENGTH, "_")


def _unionid_of(name):
    digest = hashlib.sha256(name.encode("ascii")).digest()
    return "o6_" + base64.urlsafe_b64encode(digest).decode("ascii")[:25]


def _check_app(state, query):
    if not query.get("appid"):
        return 41002
    if query["appid"] != state.app_id:
        return 40013
    if not query.get("secret"):
        return 41004
    if not hmac.compare_digest(query["secret"].encode(), state.app_secret.encode()):
        return 40125
    if not query.get("js_code"):
        return 41008
    if query.get("grant_type") != "authorization_code":
        return 40002
    return 0


def jscode2session(state, request):
    # The real one looks at the query alone, so a form in a POST counts as nothing.
    errcode = _check_app(state, request.query if request.method == "GET" else {})
    if errcode:
        return json_reply(state.error(errcode), content_type="text/plain")
    code = parse_code(request.query["js_code"])
    if code is None:
        return json_reply(state.error(40029), content_type="text/plain")
    if code.once and not state.use_code(request.query["js_code"]):
        return json_reply(state.error(40163), content_type="text/plain")
    # No errcode on success.
    answer = {"session_key": base64.b64encode(secrets.token_bytes(16)).decode("ascii"),
              "openid": openid_of(code.name)}
    if state.open_platform:
        answer["unionid"] = _unionid_of(code.name)
    return json_reply(answer, content_type="text/plain")
