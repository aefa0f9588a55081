"""Seeded generator of malformed HTTP and JSON requests.

`cases(seed, target)` yields Case objects without end; the same seed gives the same cases. Each kind of damage is
one small generator function, registered by @kind with what the gateway owes for it.
"""

import json
import random
import string
import uuid

# What the gateway owes for a case.
REFUSED = "refused"  # one answer 4xx in the one error shape
REFUSED_OR_CLOSED = "refused or closed"  # HTTP that cannot be understood may also just end the connection
TOLERATED = "tolerated"  # damage that may leave a valid request: anything below 500


class Case:
    """`data` goes over the wire as it is; `half_close` ends the sending side after it. `names` are words of
    which the answer must hold one; `alone` forbids that the bytes are taken for more than one request."""

    def __init__(self, data, owed=REFUSED, names=(), half_close=False, alone=False):
        self.kind = ""
        self.data = data
        self.owed = owed
        self.names = names
        self.half_close = half_close
        self.alone = alone


class Target:
    """The objects that the requests speak of; the token is a voter's."""

    def __init__(self, host, home_id, message_id, token):
        self.host = host
        self.home_id = home_id
        self.message_id = message_id
        self.token = token

    @property
    def messages(self):
        return f"/v1/homes/{self.home_id}/messages"


KINDS = []


def kind(weight=1):
    def register(function):
        KINDS.extend([function] * weight)
        return function

    return register


def cases(seed, target):
    dice = random.Random(seed)
    while True:
        function = dice.choice(KINDS)
        case = function(dice, target)
        case.kind = function.__name__
        yield case


# ---- building blocks


def head(target, method, path, headers=(), version="HTTP/1.1"):
    lines = [f"{method} {path} {version}", f"Host: {target.host}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def post(target, body, path=None, headers=(), token=True):
    if isinstance(body, str):
        body = body.encode("utf-8", "surrogatepass")
    given = ["Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
    if token:
        given.append(f"Authorization: Bearer {target.token}")
    return head(target, "POST", path or target.messages, given) + body


def message(dice, **changes):
    body = {
        "requestId": str(uuid.UUID(int=dice.getrandbits(128), version=4)),
        "subject": "坏掉的请求",
        "body": "这条留言不该出现。",
        "visibility": "PRIVATE",
    }
    body.update(changes)
    return body


def text(dice, length, alphabet=string.ascii_letters + string.digits):
    return "".join(dice.choice(alphabet) for _ in range(length))


# ---- HTTP that is none


@kind()
def request_line(dice, target):
    line = dice.choice(
        [
            b"GET", b"GET /", b"GET  / HTTP/1.1", b"GET / HTTP/1.1 x", b"/ HTTP/1.1", b"GET / HTP/1.1",
            b"GET / HTTP/2.0", b"GET / HTTP/9.9", b"GET / HTTP/1.", b"GET / HTTP/11", b"GET /\x00 HTTP/1.1",
            b"GET /\x7f HTTP/1.1", b"GET v1/homes HTTP/1.1", b"GET * HTTP/1.1", b" GET / HTTP/1.1",
            b"G\xc3\x89T / HTTP/1.1", b"GET /\t/ HTTP/1.1", b"GET /v1/homes#x HTTP/1.1", b"GET \\v1 HTTP/1.1",
            b"GET http:// HTTP/1.1", b"CONNECT example.com:443 HTTP/1.1", b"PRI * HTTP/2.0", b":::",
        ]
    )  # fmt: skip
    return Case(line + b"\r\nHost: " + target.host.encode() + b"\r\n\r\n", REFUSED_OR_CLOSED, alone=True)


@kind()
def noise(dice, target):
    first = dice.choice([b"\x16\x03\x01\x02\x00\x01\x00", b"\x80\x2e\x01", b"\x00", b"SSH-2.0-x\r\n", b"\xff\xf4", b"{", b"<"])
    data = first + dice.randbytes(dice.randrange(1, 600)) + b"\r\n\r\n"
    return Case(data, REFUSED_OR_CLOSED, half_close=True)


@kind()
def unfinished_head(dice, target):
    whole = post(target, json.dumps(message(dice)))
    return Case(whole[: dice.randrange(1, whole.index(b"\r\n\r\n") + 3)], REFUSED_OR_CLOSED, half_close=True)


@kind()
def unfinished_body(dice, target):
    whole = post(target, json.dumps(message(dice)))
    start = whole.index(b"\r\n\r\n") + 4
    return Case(whole[: dice.randrange(start, len(whole))], REFUSED_OR_CLOSED, half_close=True)


@kind()
def header_line(dice, target):
    line = dice.choice(
        [
            "No colon here", ": no name", "Sp ace: x", "X-A : x", "X-A: a\0b", "X-A: \x01", "X-A: a\rb",
            "X-A: a\r\n folded", "X-\udcff: x", "(x): y", "X-A\t: x", "\tX-A: x", "X@: y", "Host: other.example",
        ]
    )  # fmt: skip
    return Case(head(target, "GET", "/v1/homes", [line]), REFUSED_OR_CLOSED, alone=True)


@kind()
def host(dice, target):
    value = dice.choice(["", "Host: \r\n", "Host: a b\r\n", "Host: a/b\r\n", "Host: a@b\r\n", "Host: <x>\r\n",
                         "Host: a\r\nHost: b\r\n", "Host: a,b\r\n"])  # fmt: skip
    owed = TOLERATED if value == "Host: \r\n" else REFUSED
    return Case(f"GET /v1/homes HTTP/1.1\r\n{value}\r\n".encode(), owed, alone=True)


@kind()
def bare_line_ends(dice, target):
    data = head(target, "GET", "/v1/homes", ["Accept: */*"])
    for _ in range(dice.randrange(1, 4)):
        data = data.replace(b"\r\n", dice.choice([b"\n", b"\r"]), 1)
    return Case(data, TOLERATED, half_close=True)


@kind()
def too_many_or_too_long_headers(dice, target):
    size = dice.randrange(9000, 30000)
    shape = dice.randrange(3)
    if shape == 0:
        return Case(head(target, "GET", "/v1/homes", [f"X-Long: {'a' * size}"]), alone=True)
    if shape == 1:
        return Case(head(target, "GET", "/v1/homes", [f"X-{i}: {i}" for i in range(size // 10)]), alone=True)
    return Case(head(target, "GET", "/v1/homes?pageToken=" + "a" * size), alone=True)


# ---- framing: what two readers might frame differently

SMUGGLED = b"GET /v1/me HTTP/1.1\r\nHost: smuggled\r\n\r\n"


@kind(3)
def smuggling(dice, target):
    chunked = b"0\r\n\r\n"
    framing, body = dice.choice(
        [
            (["Content-Length: 5", "Transfer-Encoding: chunked"], chunked),
            (["Transfer-Encoding: chunked", "Content-Length: 44"], chunked),
            (["Content-Length: 5", "Content-Length: 6"], b"aaaaa"),
            (["Content-Length: 5", "Content-Length: 5"], b"aaaaa"),
            (["Content-Length: 5, 5"], b"aaaaa"),
            (["Content-Length: +5"], b"aaaaa"),
            (["Content-Length: -1"], b""),
            (["Content-Length: 0x5"], b"aaaaa"),
            (["Content-Length: 5 5"], b"aaaaa"),
            (["Content-Length: 1e1"], b"aaaaa"),
            (["Content-Length: "], b""),
            (["Content-Length: 99999999999999999999"], b""),
            (["Content-Length: 18446744073709551617"], b"a"),
            (["Content-Length : 5"], b"aaaaa"),
            (["Content-Length: 5\0"], b"aaaaa"),
            (["Transfer-Encoding: xchunked"], chunked),
            (["Transfer-Encoding: chunked, identity"], chunked),
            (["Transfer-Encoding: identity"], b""),
            (["Transfer-Encoding: identity, chunked"], chunked),
            (["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], chunked),
            (["Transfer-Encoding: chunked", "Transfer-Encoding: x"], chunked),
            (["Transfer-Encoding: gzip, chunked"], chunked),
            (["Transfer-Encoding: \x0bchunked"], chunked),
            (["Transfer-Encoding: chunked\0"], chunked),
            (["Transfer-Encoding\t: chunked"], chunked),
            (["Transfer-Encoding: \"chunked\""], chunked),
            (["Transfer-Encoding: chunked;a=b"], chunked),
            (["X: y\r\n Transfer-Encoding: chunked"], chunked),
            (["Transfer-Encoding:\r\n chunked"], chunked),
            (["X: y\nTransfer-Encoding: chunked"], chunked),
        ]
    )  # fmt: skip
    data = head(target, "POST", target.messages, ["Content-Type: application/json", *framing]) + body
    return Case(data + SMUGGLED, REFUSED_OR_CLOSED, alone=True)


@kind(2)
def chunks(dice, target):
    body = dice.choice(
        [
            b"G\r\n", b"-1\r\na\r\n", b"0x1\r\na\r\n", b"FFFFFFFFFFFFFFFFF\r\na", b"1\r\nab\r\n0\r\n\r\n",
            b"2\r\na\r\n0\r\n\r\n", b" 1\r\na\r\n0\r\n\r\n", b"\r\n1\r\na\r\n0\r\n\r\n", b"1;\x00\r\na\r\n0\r\n\r\n",
            b"1\na\n0\n\n", b"7fffffffffffffff\r\n", b"8000000000000000\r\nabc", b"1" * 200 + b"\r\n",
        ]
    )  # fmt: skip
    framing = ["Content-Type: application/json", "Transfer-Encoding: chunked",
               f"Authorization: Bearer {target.token}"]  # fmt: skip
    return Case(head(target, "POST", target.messages, framing) + body, REFUSED_OR_CLOSED, half_close=True)


@kind()
def chunked_in_http_1_0(dice, target):
    data = head(target, "POST", target.messages, ["Transfer-Encoding: chunked"], "HTTP/1.0") + b"0\r\n\r\n"
    return Case(data, REFUSED_OR_CLOSED, alone=True)


@kind()
def body_too_large(dice, target):
    if dice.random() < 0.5:
        length = dice.choice([65537, 70_000, 10**7, 10**12, 2**63 - 1])
        given = ["Content-Type: application/json", f"Content-Length: {length}",
                 f"Authorization: Bearer {target.token}"]  # fmt: skip
        return Case(head(target, "POST", target.messages, given), alone=True)
    return Case(post(target, json.dumps(message(dice, body="a" * dice.randrange(66_000, 90_000)))), alone=True)


@kind()
def expectation(dice, target):
    value = dice.choice(["200-ok", "100-continue, x", "x"])
    return Case(post(target, "{}", headers=[f"Expect: {value}"]), alone=True)


@kind()
def noise_behind_a_good_request(dice, target):
    good = head(target, "GET", "/v1/homes")
    return Case(good + dice.choice([b"\x00\x00", b"GET\r\n\r\n", b"BAD LINE HERE\r\n\r\n"]), TOLERATED, half_close=True)


# ---- methods, paths, queries


@kind()
def method(dice, target):
    verb = dice.choice(["PATCH", "TRACE", "PROPFIND", "FOO", "get", "Post", "PUT", "DELETE", "A" * 100, "M-SEARCH"])
    path = dice.choice(["/v1/homes", "/v1/me", target.messages, "/v1/sessions:wechatLogin", "/openapi.json"])
    return Case(head(target, verb, path, ["Content-Length: 0"]), REFUSED)


@kind(2)
def path(dice, target):
    bad = dice.choice(
        [
            "%", "%2", "%zz", "%00", "%ff", "%c0%af", "%ed%a0%80", "..%2f..%2fetc%2fpasswd", "%2e%2e", "%u0041", "%0d%0aX:y",
            "abc", "1.0", "-", "+1", "0", "-5", "9223372036854775808", "-9223372036854775809", "%201", "%EF%BC%91", "1e3",
            "0x10", "1%20", "null", "true", "[1]", "{home_id}", "1;2", "1,2", "9" * 400, "%31" * 300, "*", "**", "1/", "/1",
        ]
    )  # fmt: skip
    shape = dice.choice(["/v1/homes/{}", "/v1/homes/{}/messages", "/v1/homes/{}/deputies", "/v1/organizations/{}",
                         target.messages + "/{}", "/v1/{}", "/{}"])  # fmt: skip
    if bad == "0" and shape.startswith("/v1/homes/{}/"):
        bad = "00"
    return Case(head(target, "GET", shape.replace("{}", bad)), REFUSED)


@kind()
def odd_path(dice, target):
    given = dice.choice(
        ["//v1/homes", "/v1//homes", "/v1/homes/", "/v1/./homes", "/v1/../v1/homes", "/V1/homes", "/v1/Homes", "/v1/homes;x",
         "/../../../../etc/passwd", "/..%2f..%2f..%2fetc/passwd", "/.git/config", "/v1/sessions:", "/v1/sessions:nothing",
         "/v1/sessions", f"{target.messages}:answer", f"{target.messages}/{target.message_id}:", "/v1/homes:list",
         f"{target.messages}/{target.message_id}:answer:answer", "/v1", "/v2/homes", "/deputies.board.v1.MessageService/ImportMessages"]
    )  # fmt: skip
    return Case(head(target, "GET", given), REFUSED)


@kind(2)
def query(dice, target):
    given, name = dice.choice(
        [
            ("pageSize=abc", "pageSize"), ("pageSize=1.5", "pageSize"), ("pageSize=99999999999", "pageSize"),
            ("pageSize=-1", "pageSize"), ("pageSize=51", "pageSize"), ("pageSize=%31%00", ""),
            ("pageSize=1&pageSize=2", "pageSize"), ("pageSize[]=1", "pageSize"), ("pageSize=[1]", "pageSize"),
            ("pageSize=true", "pageSize"), ("pageSize=0x1", "pageSize"), ("pageToken=" + text(dice, 20), ""),
            ("pageToken=" + text(dice, 300), ""), ("pageToken=%ff%fe", ""), ("pageToken=%00", ""),
            ("PageSize=1", "PageSize"), ("page_token_=1", "page_token_"), ("homeId=1", "homeId"),
            ("colour=red", "colour"), ("=1", ""), ("%=1", ""), ("a%zz=1", ""), ("%ff=1", ""), ("pageSize.x=1", "pageSize"),
            ("$filter=1", "filter"), ("requestId=1", "requestId"), ("x=" + "y" * 2000, "x"), ("__proto__=1", "__proto__"),
        ]
    )  # fmt: skip
    return Case(head(target, "GET", f"{target.messages}?{given}"), REFUSED, [name] if name else ())


# ---- tokens and content types


@kind()
def token(dice, target):
    value = dice.choice(
        [
            "Bearer", "Bearer ", "Bearer x", "Basic eDp5", f"Bearer {target.token}x", f"Bearer {target.token[:-1]}",
            "Bearer " + "a" * 5000, f"Bearer  {target.token} x", f"Token {target.token}", target.token, "Bearer a b c",
            "Bearer " + text(dice, 43), "Bearer \udcff\udcfe", "Bearer ' OR 1=1 --", "Bearer null",
        ]
    )  # fmt: skip
    verb, where = dice.choice([("GET", "/v1/me"), ("DELETE", "/v1/sessions/current")])
    return Case(head(target, verb, where, [f"Authorization: {value}"]), REFUSED)


@kind()
def two_tokens(dice, target):
    given = [f"Authorization: Bearer {target.token}", "Authorization: Bearer x"]
    dice.shuffle(given)
    return Case(head(target, "GET", "/v1/me", given), REFUSED)


@kind()
def content_type(dice, target):
    value = dice.choice(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/html",
                         "application/xml", "application/json; charset=gbk", "application/", "/", ";", "json", "\x7f"])  # fmt: skip
    body = b"requestId=1&subject=x"
    given = [f"Content-Type: {value}", f"Content-Length: {len(body)}", f"Authorization: Bearer {target.token}"]
    return Case(head(target, "POST", target.messages, given) + body, REFUSED)


@kind()
def content_encoding(dice, target):
    body = b"\x1f\x8b\x08\x00" + dice.randbytes(60)
    value = dice.choice(["gzip", "deflate", "br", "x"])
    return Case(post(target, body, headers=[f"Content-Encoding: {value}"]), REFUSED)


# ---- JSON that is none


@kind(2)
def cut_json(dice, target):
    whole = json.dumps(message(dice), ensure_ascii=dice.random() < 0.5).encode()
    return Case(post(target, whole[: dice.randrange(len(whole))]), REFUSED)


@kind(3)
def json_syntax(dice, target):
    good = json.dumps(message(dice), ensure_ascii=False)
    bad = dice.choice(
        [
            good[:-1] + ",}", good.replace('"', "'"), good.replace('"subject"', "subject"), good + "}", good + good, good + "x",
            "/* x */" + good, good + "// x", "\ufeff" + good, good.replace(":", "=", 1), good.replace(",", ";", 1),
            good.replace(",", ",,", 1), good[1:], good.replace(": ", " ", 1), "{" + good + "}", '{"subject"}', '{"subject":}',
            '{:"x"}', '{"a":NaN}', '{"a":Infinity}', '{"a":-}', '{"a":01}', '{"a":+1}', '{"a":.5}', '{"a":1.}', '{"a":0x1}',
            '{"a":1e}', '{"a":tru}', '{"a":True}', '{"a":nul}', '{"a":undefined}', '{"subject":"\n"}', '{"subject":"\x01"}',
            '{"subject":"\t"}', '{"subject":"\\x41"}', '{"subject":"\\u12"}', '{"subject":"\\ud800"}', '{"subject":"\\udc00\\ud800"}',
            '{"subject":"\\"', '{"subject":"abc', "\0" + good, good + "\0", "", " ", "\n", '"', "{", "[", "}", "]", ",", ":",
            '{"subject":"\ud800"}', "{\"a\" \"b\"}", '{"a":1 "b":2}', '{"a":[1,]}', '{"a":[,1]}', '{"a":[1 2]}',
        ]
    )  # fmt: skip
    return Case(post(target, bad), REFUSED)


@kind(2)
def bad_utf8(dice, target):
    good = json.dumps(message(dice), ensure_ascii=False).encode()
    bad = dice.choice([b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe4\xb8", b"\x80", b"\xf0\x80\x80\xaf", b"\xfe\xff"])
    at = dice.choice([good.index(b"subject") + 3, good.index("坏".encode()), good.index("坏".encode()) + 1])
    return Case(post(target, good[:at] + bad + good[at:]), REFUSED)


@kind()
def other_charsets(dice, target):
    good = json.dumps(message(dice), ensure_ascii=False)
    return Case(post(target, good.encode(dice.choice(["utf-16", "utf-16-le", "utf-32", "gbk"]))), REFUSED)


@kind(2)
def deep(dice, target):
    depth = dice.choice([17, 33, 65, 101, 1000, 10_000, 30_000])
    opening, closing = dice.choice([("[", "]"), ('{"a":', "}"), ('{"body":', "}"), ('[{"a":', "}]")])
    depth = min(depth, 60_000 // (len(opening) + len(closing)))
    body = opening * depth
    if dice.random() < 0.5:
        body += "1" + closing * depth
    if dice.random() < 0.3:
        body = f'{{"subject":{body}'
    return Case(post(target, body), REFUSED)


@kind(2)
def duplicate_keys(dice, target):
    given = message(dice)
    name = dice.choice(list(given))
    snake = {"requestId": "request_id"}.get(name, name)
    twice = json.dumps({name: given[name]})[1:-1].replace(f'"{name}"', dice.choice([f'"{name}"', f'"{snake}"']))
    if dice.random() < 0.3:
        twice = twice.replace(name[0], f"\\u{ord(name[0]):04x}", 1)  # the same key, spelt otherwise
    return Case(post(target, json.dumps(given)[:-1] + ", " + twice + "}"), REFUSED)


@kind()
def many_tokens(dice, target):
    count = dice.randrange(2_500, 12_000)
    body = dice.choice(['{"a":[' + ",".join(["1"] * count) + "]}", "[" + ",".join(["{}"] * count) + "]",
                        "{" + ",".join(f'"k{i}":{i}' for i in range(min(count, 5000))) + "}"])  # fmt: skip
    return Case(post(target, body[:65_000]), REFUSED)


@kind()
def other_top_level(dice, target):
    value = dice.choice(["[]", "[{}]", '"x"', "1", "true", "null", "-0", "1e999", '[["a"]]', "{}"])
    return Case(post(target, value), REFUSED)


# ---- JSON of the wrong content

WRONG_VALUES = {
    "requestId": [1, True, None, {}, [], "", "x", "0" * 36, "g" * 32, "{" + "0" * 36 + "}", [str(uuid.UUID(int=5))], 1e300],
    "subject": [1, True, None, {}, [], ["ab"], {"a": "b"}, "", "x", " \u3000 ", "长" * 51, "a\nb", "a\u202eb", "a\x7fb", "a\x00b", -1.5],
    "body": [1, False, None, {}, [], ["ab"], "", "x", " ", "长" * 4001, "a\x00b", "a\u2066b", "a\x1bb", "a\x85b"],
    "visibility": [True, None, {}, [], "", "private", "SECRET", "VISIBILITY_UNSPECIFIED", 99, -1, 0, 1.5, "PRIVATE ", ["PRIVATE"]],
    "deputyId": [True, {}, [], "x", "1.5", 1.5, "9223372036854775808", 10**30, "", "-", ["1"], "1 ", 12345],
}


@kind(5)
def wrong_value(dice, target):
    name = dice.choice(list(WRONG_VALUES))
    value = dice.choice(WRONG_VALUES[name])
    names = [name] if value != 12345 else ()  # a deputy who does not exist is no mistake in the form
    return Case(post(target, json.dumps(message(dice, **{name: value}))), REFUSED, names)


@kind(2)
def missing_field(dice, target):
    given = message(dice)
    name = dice.choice(list(given))
    del given[name]
    return Case(post(target, json.dumps(given)), REFUSED, [name])


@kind(2)
def unknown_field(dice, target):
    name = dice.choice(["colour", "Subject", "SUBJECT", "sub ject", "subject\u200b", "messageId", "state", "__proto__", "", "@type",
                        "authorName", "deputies.common.v1.field", "[x]", "a.b", text(dice, 200), "личное", "body\0"])  # fmt: skip
    value = dice.choice([1, "x", {}, [], None, {"a": {"b": []}}])
    return Case(post(target, json.dumps(message(dice, **{name: value}))), REFUSED)


@kind()
def wrong_home_in_body(dice, target):
    value = dice.choice(["1", 1, "x", [], {}])
    return Case(post(target, json.dumps(message(dice, homeId=value))), REFUSED)


@kind(2)
def other_methods(dice, target):
    where = f"{target.messages}/{target.message_id}"
    path, body = dice.choice(
        [
            (f"{where}:rate", {"score": 6}), (f"{where}:rate", {"score": "five"}), (f"{where}:rate", {"score": 1.5}),
            (f"{where}:rate", {"requestId": str(uuid.UUID(int=7)), "score": 0}), (f"{where}:rate", []),
            (f"{where}:answer", {"requestId": str(uuid.UUID(int=7)), "body": "我不是代表"}), (f"{where}:answer", None),
            ("/v1/sessions:wechatLogin", {"code": 1}), ("/v1/sessions:wechatLogin", {"code": "a" * 129}),
            ("/v1/sessions:wechatLogin", {"code": ""}), ("/v1/sessions:wechatLogin", {"code": ["demo-voter"]}),
            ("/v1/sessions:wechatLogin", {"code": {"$ne": 1}}), ("/v1/sessions:wechatLogin", {"code": "a\0b"}),
            ("/v1/sessions:passwordLogin", {"username": "x"}), ("/v1/sessions:passwordLogin", {"username": [], "password": []}),
            ("/v1/sessions:passwordLogin", {"username": "a" * 65, "password": "x"}),
            ("/v1/sessions:revokeAll", {"x": 1}), ("/v1/sessions:revokeAll", []), ("/v1/sessions:revokeAll", "x"),
        ]
    )  # fmt: skip
    return Case(post(target, json.dumps(body), path), REFUSED)


@kind(4)
def mutated(dice, target):
    """A good request with a few bytes changed. Most are refused; some stay good."""
    data = bytearray(post(target, json.dumps(message(dice), ensure_ascii=False)))
    for _ in range(dice.randrange(1, 6)):
        at = dice.randrange(len(data))
        change = dice.randrange(4)
        if change == 0:
            data[at] = dice.randrange(256)
        elif change == 1:
            data.insert(at, dice.randrange(256))
        elif change == 2:
            del data[at]
        else:
            data[at:at] = data[at : at + dice.randrange(1, 40)]
    return Case(bytes(data), TOLERATED, half_close=True)
