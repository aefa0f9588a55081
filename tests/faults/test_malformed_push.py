"""Malformed pushes over HTTP for a while: no crash, no 5xx, and nothing believed that WeChat did not sign.

DEPUTIES_PUSH_SECONDS sets the time (5; in full 60), DEPUTIES_SEED the generator.
"""

import collections
import http.client
import json
import pathlib
import random
import sys
import threading
import time
import urllib.parse

from faults.sizes import SEED, drill_size

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "wechat_sandbox"))
import push  # noqa: E402

SECONDS = drill_size("DEPUTIES_PUSH_SECONDS", quick=5, full=60)
THREADS = 4
MAX_GROWTH_BYTES = 20 * 1024 * 1024
TYPES = ("application/json", "text/xml", "application/xml", "text/plain", "application/octet-stream", "")


def a_message(dice):
    openid = f"o-demo-{dice.randrange(1000)}"
    kind = dice.randrange(4)
    base = {"ToUserName": "gh_x", "FromUserName": openid, "CreateTime": dice.choice([int(time.time()), "1", "", -1])}
    if kind == 0:
        entry = {"TemplateId": "sandbox-progress", "SubscribeStatusString": dice.choice(["accept", "reject", "?"])}
        return base | {"MsgType": "event", "Event": "subscribe_msg_popup_event", "List": dice.choice([entry, [entry] * 60, []])}
    if kind == 1:
        return base | {"MsgType": "event", "Event": "wxa_media_check", "trace_id": f"{dice.getrandbits(64):x}",
                       "result": {"suggest": dice.choice(["pass", "risky", "x"]), "label": dice.choice(["100", "1e9", "x", 7])}}  # fmt: skip
    if kind == 2:
        return base | {"MsgType": "text", "Content": "有人吗", "MsgId": dice.getrandbits(62)}
    return base | {dice.choice(["MsgType", "Event", "List", "result", "Encrypt"]): dice.choice(["", "x" * 20000, 1, "\0"])}


def damaged(dice, data):
    data = bytearray(data)
    for _ in range(dice.randrange(1, 6)):
        what = dice.randrange(5)
        at = dice.randrange(len(data) + 1)
        if what == 0:
            del data[at:]
        elif what == 1 and data:
            data[at % len(data)] ^= 1 << dice.randrange(8)
        elif what == 2:
            data[at:at] = dice.randbytes(dice.randrange(40))
        elif what == 3:
            data[at:at] = dice.choice([b"[" * 3000, b"{\"a\":" * 900, b"<a>" * 3000, b"<![CDATA[", b"]]>", b"&e;", b"\xff"])
        else:
            del data[at : at + dice.randrange(20)]
    return bytes(data)


def a_push(dice, target):
    """(query, body, content type)."""
    form = dice.choice(["json", "xml"])
    mode = dice.choice(["safe", "plain"])
    query, body = push.prepare(target, a_message(dice), mode, form)
    what = dice.randrange(6)
    if what == 0:  # the whole envelope
        body = damaged(dice, body)
    elif what == 1:  # a signature
        name = dice.choice([name for name in query if name != "openid"])
        query[name] = dice.choice(["", "x", query[name][::-1], query[name] + "0", "9" * 30, "é" * 8])
    elif what == 2:  # signed and sealed by us, with rubbish inside
        inside = damaged(dice, json.dumps(a_message(dice)).encode() if form == "json" else push.to_xml(a_message(dice)).encode())
        sealed = push.encrypt(target.aes_key, target.app_id, inside)
        query["encrypt_type"] = "aes"
        query["msg_signature"] = push.sign(target.token, query["timestamp"], query["nonce"], sealed)
        body = json.dumps({"Encrypt": sealed}).encode()
    elif what == 3:  # signed, but not sealed as it should be
        sealed = dice.choice([push.encrypt(target.aes_key, "wx-other", b"{}"), "A" * 44, "=" * 44, "", "é", "QUJD" * 30])
        query["encrypt_type"] = "aes"
        query["msg_signature"] = push.sign(target.token, query["timestamp"], query["nonce"], sealed)
        body = json.dumps({"Encrypt": dice.choice([sealed, [sealed], None, 7])}).encode()
    elif what == 4:
        query.pop(dice.choice(list(query)))
    return query, body, form if dice.random() < 0.8 else ""


def fire(address, target, seed, end, statuses, wrong):
    dice = random.Random(seed)
    connection = http.client.HTTPConnection(*address, timeout=15)
    while time.monotonic() < end and not wrong:
        query, body, form = a_push(dice, target)
        headers = {"Content-Type": dice.choice(TYPES) if not form else f"text/{form}" if form == "xml" else "application/json"}
        try:
            connection.request("POST", "/wechat/push?" + urllib.parse.urlencode(query), body=body, headers=headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            wrong.append(f"{error!r} for {query} {body[:300]!r}")
            return
        if answer.will_close:
            connection.close()
        statuses[answer.status] += 1
        if answer.status >= 500 or (answer.status != 200 and b'"reason"' not in text):
            wrong.append(f"{answer.status} {text[:200]!r} for {query} {body[:300]!r}")


def test_malformed_pushes_harm_nothing(stack, client):
    target = push.Target(f"{client.base_url}/wechat/push", stack.config("wechat").app_id,
                         stack.demo["wechatPushToken"], stack.demo["wechatPushAesKey"])  # fmt: skip
    before = {name: stack.pid(name) for name in ("gateway", "wechat")}
    rss = {name: stack.rss_bytes(name) for name in before}
    end = time.monotonic() + SECONDS
    tallies = [collections.Counter() for _ in range(THREADS)]
    wrong = []
    threads = [threading.Thread(target=fire, args=(client.address, target, SEED + number, end, tallies[number], wrong))
               for number in range(THREADS)]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = sum(tallies, collections.Counter())
    grown = {name: stack.rss_bytes(name) - rss[name] for name in before}
    print(f"\n{sum(statuses.values())} pushes in {SECONDS} s, seed {SEED}: {dict(statuses)}, grown by {grown}")
    assert not wrong, wrong[0]
    assert statuses[400] > 20 and statuses[200] > 5, statuses
    assert {name: stack.pid(name) for name in before} == before and all(stack.alive(name) for name in before)
    assert max(grown.values()) < MAX_GROWTH_BYTES, grown
    good = {"ToUserName": "gh_x", "FromUserName": "o-demo-x", "CreateTime": int(time.time()), "MsgType": "event", "Event": "x"}
    assert push.post(target, *push.prepare(target, good)) == (200, "success")
