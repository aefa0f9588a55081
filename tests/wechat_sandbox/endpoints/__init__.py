"""The endpoints. A new one is a module with a function `(state, request) -> Reply` and a line here."""

from endpoints import admin, login, stable_token, subscribe_message

ROUTES = {
    "/sns/jscode2session": login.jscode2session,
    "/cgi-bin/stable_token": stable_token.stable_token,
    "/cgi-bin/message/subscribe/send": subscribe_message.send,
    "/sandbox/faults": admin.faults,
    "/sandbox/messages": admin.messages,
    "/sandbox/stats": admin.stats,
    "/sandbox/health": admin.health,
}
