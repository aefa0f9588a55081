"""POST /wxa/business/getuserphonenumber: turns the code of the phone button into a number.

Codes: phone-<11 digits> is good for ever, phone-<11 digits>-<nonce> once.
"""

import re
import time

from endpoints import token_body
from message import json_reply

_CODE = re.compile(r"phone-(1[0-9]{10})(-[A-Za-z0-9]{1,64})?")


def getuserphonenumber(state, request):
    body, refusal = token_body.read(state, request)
    if refusal:
        return refusal
    code = body.get("code")
    match = _CODE.fullmatch(code) if isinstance(code, str) else None
    if match is None or (match[2] and not state.use_code(code)):
        return json_reply(state.error(40029))
    return json_reply({"errcode": 0, "errmsg": "ok", "phone_info": {
        "phoneNumber": match[1], "purePhoneNumber": match[1], "countryCode": 86,
        "watermark": {"timestamp": int(time.time()), "appid": state.app_id}}})
