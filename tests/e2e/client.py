"""JSON calls to the gateway over kept-alive connections, one per thread."""

import http.client
import json
import threading
import time
import urllib.parse
import uuid


class TransportError(Exception):
    """No answer arrived; whether the call was carried out is unknown."""


class Answer:
    def __init__(self, status, headers, raw):
        self.status = status
        self.headers = headers
        self.raw = raw
        try:
            self.json = json.loads(raw) if raw else None
        except ValueError:
            self.json = None

    @property
    def error(self):
        return (self.json or {}).get("error", {}) if isinstance(self.json, dict) else {}

    @property
    def reason(self):
        return self.error.get("reason", "")

    def __repr__(self):
        return f"<{self.status} {self.raw[:400].decode('utf-8', 'replace')}>"


class Client:
    """Calls one gateway. `tokens` collects every session token seen, for the search of the logs."""

    # Below the gateway's idle timeout, so that a kept connection is never found closed.
    _REUSE_SECONDS = 5

    def __init__(self, base_url, timeout=20):
        self.base_url = base_url
        self.timeout = timeout
        self.tokens = set()
        parts = urllib.parse.urlsplit(base_url)
        self.address = (parts.hostname, parts.port)
        self._local = threading.local()

    def call(self, method, path, body=None, token=None, raw=None, headers=None, timeout=None):
        """`body` is sent as JSON, `raw` as it is. Raises TransportError when no answer comes."""
        data = raw
        if data is None and body is not None:
            data = json.dumps(body, ensure_ascii=False).encode()
        sent = {"Content-Type": "application/json"} if data is not None else {}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        sent.update(headers or {})
        connection = self._connection(timeout or self.timeout)
        try:
            connection.request(method, path, body=data, headers=sent)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        except (OSError, http.client.HTTPException) as error:
            self.disconnect()
            raise TransportError(f"{method} {path}: {error!r}") from error
        self._local.used = time.monotonic()
        if response.will_close:
            self.disconnect()
        if isinstance(answer.json, dict) and "sessionToken" in answer.json:
            self.tokens.add(answer.json["sessionToken"])
        return answer

    def get(self, path, token=None, **query):
        return self.call("GET", path + _query(query), token=token)

    def post(self, path, body=None, token=None):
        return self.call("POST", path, body=body if body is not None else {}, token=token)

    def pages(self, path, field, token=None, page_size=50, **query):
        """Every entry of a list, walked page by page; fails on a page that repeats or overflows."""
        entries, page_token, seen = [], "", set()
        while True:
            answer = self.get(path, token, pageSize=page_size, pageToken=page_token, **query)
            assert answer.status == 200, answer
            assert len(answer.json[field]) <= page_size
            entries += answer.json[field]
            page_token = answer.json["nextPageToken"]
            if not page_token:
                return entries
            assert answer.json[field], "an empty page that is not the last"
            assert page_token not in seen, "the list runs in a circle"
            seen.add(page_token)

    def disconnect(self):
        """Closes this thread's kept connection: for after the gateway's death."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
        self._local.connection = None

    def _connection(self, timeout):
        connection = getattr(self._local, "connection", None)
        stale = time.monotonic() - getattr(self._local, "used", 0) > self._REUSE_SECONDS
        if connection is not None and (stale or connection.timeout != timeout):
            self.disconnect()
            connection = None
        if connection is None:
            connection = http.client.HTTPConnection(*self.address, timeout=timeout)
            self._local.connection = connection
        return connection


def _query(parameters):
    given = {key: value for key, value in parameters.items() if value not in ("", None)}
    return "?" + urllib.parse.urlencode(given) if given else ""


def with_request_id(**fields):
    return {"requestId": str(uuid.uuid4()), **fields}


def new_message(**changes):
    """A valid body for posting a message, under a fresh request id."""
    body = {
        "requestId": str(uuid.uuid4()),
        "subject": "路灯坏了",
        "body": "村口的路灯坏了三盏，晚上看不见路。",
        "visibility": "PRIVATE",
    }
    body.update(changes)
    return body


def new_answer(**changes):
    return with_request_id(body="已联系供电所，本周五前修好。") | changes


def new_rating(**changes):
    return with_request_id(score=5, comment="修得很快") | changes
