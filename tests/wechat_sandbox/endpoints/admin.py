"""/sandbox/...: what tests use to steer and to look. WeChat has nothing of the kind."""

import json

import push
from message import json_reply
from state import Fault


def _bad_request(text):
    return json_reply({"error": text}, status=400)


def _parse_fault(body):
    """A Fault, or text that says what is wrong."""
    try:
        fields = json.loads(body)
    except ValueError:
        return "the body is not JSON"
    if not isinstance(fields, dict):
        return "the body is not an object"
    unknown = set(fields) - {"endpoint", "fault", "times", "seconds"}
    if unknown:
        return f"unknown field: {', '.join(sorted(unknown))}"
    kind = fields.get("fault")
    errcode = None
    if isinstance(kind, int) and not isinstance(kind, bool):
        kind, errcode = "errcode", kind
    elif kind not in Fault.KINDS:
        return f"fault is an errcode or one of {', '.join(Fault.KINDS)}"
    times = fields.get("times")
    if times is not None and (not isinstance(times, int) or times < 1):
        return "times is a whole number from 1, or absent for always"
    seconds = fields.get("seconds", 30)
    if not isinstance(seconds, (int, float)) or not 0 <= seconds <= 600:
        return "seconds is 0 to 600"
    return Fault(fields.get("endpoint", "*"), kind, errcode, times, seconds)


def faults(state, request):
    """POST {"endpoint":"/sns/jscode2session","fault":-1,"times":1} adds, GET lists, DELETE clears."""
    if request.method == "POST":
        fault = _parse_fault(request.body)
        if isinstance(fault, str):
            return _bad_request(fault)
        state.faults.add(fault)
    elif request.method == "DELETE":
        state.faults.clear()
    return json_reply({"faults": state.faults.list()})


def messages(state, request):
    """GET lists what subscribe/send took, oldest first, all or of one `touser`; DELETE forgets it."""
    if request.method == "DELETE":
        state.clear_messages()
    return json_reply({"messages": state.messages(request.query.get("touser"))})


def sms(state, request):
    """GET lists the text messages, oldest first, all or of one `phone`; DELETE forgets them."""
    if request.method == "DELETE":
        state.clear_sms()
    return json_reply({"messages": state.sms(request.query.get("phone"))})


def push_message(state, request):
    """POST {"message":{...},"mode":"safe","format":"json","timestamp":0,"nonce":"","times":1} sends a push to the
    address that the sandbox was started with; answers with status and body of the last answer."""
    if state.push is None:
        return _bad_request("started without --push-url")
    try:
        fields = json.loads(request.body)
        message = fields["message"]
    except (ValueError, KeyError, TypeError):
        return _bad_request("want a message")
    form = fields.get("format", "json")
    query, body = push.prepare(state.push, message, fields.get("mode", "safe"), form,
                               fields.get("timestamp"), fields.get("nonce"))
    for _ in range(fields.get("times", 1)):
        status, answer = push.post(state.push, query, body, form)
    return json_reply({"status": status, "body": answer})


def limits(state, request):
    """POST {"codesAMinute":300,"minuteSeconds":5}: another limit of getwxacodeunlimit, over minutes of another length."""
    try:
        fields = json.loads(request.body)
        state.limit_codes(fields["codesAMinute"], fields.get("minuteSeconds", 60))
    except (ValueError, KeyError, TypeError):
        return _bad_request("want codesAMinute")
    return json_reply({})


def stats(state, request):
    """GET counts the calls by path, and the codes by minute: drawn ones, and refused ones."""
    return json_reply(state.statistics())


def health(state, request):
    return json_reply({"status": "ok"})
