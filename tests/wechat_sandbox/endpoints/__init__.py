"""The endpoints. A new one is a module with a function `(state, request) -> Reply` and a line here."""

from endpoints import (
    admin, code_image, content_check, customer_message, login, phone, sms, stable_token, subscribe_message)

ROUTES = {
    "/sns/jscode2session": login.jscode2session,
    "/cgi-bin/stable_token": stable_token.stable_token,
    "/cgi-bin/message/subscribe/send": subscribe_message.send,
    "/cgi-bin/message/custom/send": customer_message.send,
    "/wxa/business/getuserphonenumber": phone.getuserphonenumber,
    "/wxa/getwxacodeunlimit": code_image.getwxacodeunlimit,
    "/wxa/msg_sec_check": content_check.msg_sec_check,
    "/wxa/media_check_async": content_check.media_check_async,
    "/sms/send": sms.send,
    "/sandbox/faults": admin.faults,
    "/sandbox/messages": admin.messages,
    "/sandbox/sms": admin.sms,
    "/sandbox/push": admin.push_message,
    "/sandbox/limits": admin.limits,
    "/sandbox/stats": admin.stats,
    "/sandbox/health": admin.health,
}
