"""What the sandbox remembers. Everything is in memory and gone when it stops."""

import collections
import secrets
import threading
import time

# errmsg as WeChat words it.
ERROR_TEXTS = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40013: "invalid appid",
    40014: "invalid access_token",
    40029: "invalid code",
    40037: "invalid template_id",
    40125: "invalid appsecret",
    40129: "invalid scene",
    40163: "code been used",
    40169: "invalid length for scene, or the data is not json string",
    40226: "code blocked",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41008: "missing code",
    41030: "invalid page",
    42001: "access_token expired",
    43002: "require POST method",
    43101: "user refuse to accept the msg",
    44002: "empty post data",
    45002: "content size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit  mustslower  retry next minute",
    47001: "data format error",
    47003: "argument invalid!",
    61010: "code is expired",
}

# Used single-use codes remembered. Real codes live for five minutes.
USED_CODES_KEPT = 200_000
MESSAGES_KEPT = 100_000


class Fault:
    """A switched-on misbehaviour of one endpoint."""

    KINDS = ("timeout", "delay", "close", "http500", "not_json", "image", "done_then_close")

    def __init__(self, endpoint, kind, errcode, times, seconds):
        self.endpoint = endpoint  # a path, or "*"
        self.kind = kind  # one of KINDS, or "errcode"
        self.errcode = errcode
        self.times = times  # None: until cleared
        self.seconds = seconds  # for timeout and delay
        self.cleared = threading.Event()

    def describe(self):
        return {"endpoint": self.endpoint,
                "fault": self.errcode if self.kind == "errcode" else self.kind,
                "times": self.times, "seconds": self.seconds}


class Faults:
    def __init__(self):
        self._lock = threading.Lock()
        self._faults = []

    def add(self, fault):
        with self._lock:
            self._faults.append(fault)

    def clear(self):
        with self._lock:
            for fault in self._faults:
                fault.cleared.set()
            self._faults.clear()

    def list(self):
        with self._lock:
            return [fault.describe() for fault in self._faults]

    def take(self, path):
        """The oldest fault that concerns a call to `path`, counted down; None for none."""
        with self._lock:
            for index, fault in enumerate(self._faults):
                if fault.endpoint not in ("*", path):
                    continue
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times == 0:
                        del self._faults[index]
                return fault
        return None

    def wait(self, fault, stopping):
        end = time.monotonic() + fault.seconds
        while time.monotonic() < end and not stopping.is_set():
            if fault.cleared.wait(min(0.05, max(0.0, end - time.monotonic()))):
                return


class AccessTokens:
    """The stable token: one per app, renewed five minutes before its end; the old one stays good meanwhile."""

    OVERLAP_SECONDS = 300
    FORCED_PER_DAY = 20
    FORCED_APART_SECONDS = 30

    def __init__(self, lifetime_seconds, clock=time.time):
        self._lock = threading.Lock()
        self._clock = clock
        self._lifetime = lifetime_seconds
        self._ends = {}  # token -> when it stops being good
        self._current = None
        self._forced = collections.deque()

    def get(self, force_refresh):
        """(token, seconds left), or None when the day's forced refreshes are used up."""
        with self._lock:
            now = self._clock()
            left = self._ends[self._current] - now if self._current else 0
            overlap = min(self.OVERLAP_SECONDS, self._lifetime / 2)
            if force_refresh:
                while self._forced and self._forced[0] <= now - 86400:
                    self._forced.popleft()
                if self._forced and now - self._forced[-1] < self.FORCED_APART_SECONDS:
                    return self._current, int(left)
                if len(self._forced) >= self.FORCED_PER_DAY:
                    return None
                self._forced.append(now)
            if left > overlap and not force_refresh:
                return self._current, int(left)
            if self._current:
                # A forced refresh makes the old token useless at once, an ordinary one leaves it to its end.
                self._ends[self._current] = now if force_refresh else now + max(left, 0)
            self._ends = {token: end for token, end in self._ends.items() if end > now - 3600}
            self._current = secrets.token_urlsafe(102)
            self._ends[self._current] = now + self._lifetime
            return self._current, self._lifetime

    def check(self, token):
        """0, or the errcode that a call with this token answers."""
        if not token:
            return 41001
        with self._lock:
            end = self._ends.get(token)
            if end is None:
                return 40001
            return 0 if end > self._clock() else 42001


class SandboxState:
    def __init__(self, app_id, app_secret, open_platform=False, token_seconds=7200, push=None, media_check_seconds=0.2,
                 codes_a_minute=5000):
        self.app_id = app_id
        self.app_secret = app_secret
        self.open_platform = open_platform
        self.push = push  # push.Target, or None
        self.media_check_seconds = media_check_seconds
        self._codes_a_minute = codes_a_minute
        self._code_minute_seconds = 60
        self._code_images = collections.Counter()  # by minute
        self._refused_code_images = 0
        self._sms = collections.deque(maxlen=MESSAGES_KEPT)
        self.faults = Faults()
        self.tokens = AccessTokens(token_seconds)
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._used_codes = collections.OrderedDict()
        self._messages = collections.deque(maxlen=MESSAGES_KEPT)
        self._calls = collections.Counter()
        self._faulty_calls = collections.Counter()

    def error(self, errcode, detail=""):
        text = ERROR_TEXTS.get(errcode, "sandbox error")
        rid = f"{int(time.time()):08x}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"
        return {"errcode": errcode, "errmsg": f"{text}{detail}, rid: {rid}"}

    def use_code(self, code):
        """True for the first use of a single-use code."""
        with self._lock:
            if code in self._used_codes:
                return False
            self._used_codes[code] = True
            if len(self._used_codes) > USED_CODES_KEPT:
                self._used_codes.popitem(last=False)
            return True

    def record_message(self, message):
        with self._lock:
            self._messages.append(message)

    def messages(self, touser=None):
        with self._lock:
            return [m for m in self._messages if touser is None or m["touser"] == touser]

    def clear_messages(self):
        with self._lock:
            self._messages.clear()

    def count_call(self, path, fault):
        with self._lock:
            self._calls[path] += 1
            if fault is not None:
                self._faulty_calls[path] += 1

    def statistics(self):
        with self._lock:
            return {"calls": dict(self._calls), "faultyCalls": dict(self._faulty_calls),
                    "codes": list(self._code_images.values()), "refusedCodes": self._refused_code_images}

    def record_sms(self, message):
        with self._lock:
            self._sms.append(message)

    def sms(self, phone=None):
        with self._lock:
            return [m for m in self._sms if phone is None or m["phone"] == phone]

    def clear_sms(self):
        with self._lock:
            self._sms.clear()

    def limit_codes(self, codes_a_minute, minute_seconds):
        with self._lock:
            self._codes_a_minute, self._code_minute_seconds = int(codes_a_minute), float(minute_seconds)
            self._code_images.clear()
            self._refused_code_images = 0

    def count_code_image(self):
        """False when the minute's limit is reached."""
        with self._lock:
            minute = int(time.time() // self._code_minute_seconds)
            if self._code_images[minute] >= self._codes_a_minute:
                self._refused_code_images += 1
                return False
            self._code_images[minute] += 1
            return True
