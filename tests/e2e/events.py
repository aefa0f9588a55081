"""A reader of server-sent events, as a browser is one."""

import http.client
import json
import socket
import time


class EventReader:
    """Opens the stream; `status` and `answer` tell when it was refused. Iterating gives (id, data)."""

    def __init__(self, client, path, token=None, last_event_id=None, timeout=20):
        self._connection = http.client.HTTPConnection(*client.address, timeout=timeout)
        headers = {"Accept": "text/event-stream"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if last_event_id:
            headers["Last-Event-ID"] = last_event_id
        self._connection.request("GET", path, headers=headers)
        # getresponse lets go of the socket of a connection that will close.
        self._socket = self._connection.sock
        self.response = self._connection.getresponse()
        self.status = self.response.status
        self.raw = b"" if self.status == 200 else self.response.read()
        error = {} if self.status == 200 else json.loads(self.raw)["error"]
        self.reason = error.get("reason", "")
        self.comments = 0
        self.last_event_id = last_event_id

    def next(self, timeout=20):
        """The next event; None when the stream ends. Raises TimeoutError."""
        end = time.monotonic() + timeout
        identifier, data = None, None
        while True:
            self._socket.settimeout(max(end - time.monotonic(), 0.01))
            try:
                line = self.response.readline()
            except socket.timeout:
                raise TimeoutError("no event") from None
            except (OSError, http.client.HTTPException):
                return None
            if not line:
                return None
            line = line.decode().rstrip("\n")
            if not line and data is not None:
                self.last_event_id = identifier
                return identifier, json.loads(data)
            if line.startswith(":"):
                self.comments += 1
            elif line.startswith("id: "):
                identifier = line[4:]
            elif line.startswith("data: "):
                data = line[6:]

    def until(self, wanted, seconds=20):
        """Events up to the first that `wanted` takes, it included."""
        end = time.monotonic() + seconds
        events = []
        while True:
            event = self.next(max(end - time.monotonic(), 0.01))
            assert event is not None, f"the stream ended after {events}"
            events.append(event)
            if wanted(event[1]):
                return events

    def ended_within(self, seconds):
        """Whether the stream ends within the time, whatever comes before."""
        end = time.monotonic() + seconds
        try:
            while self.next(max(end - time.monotonic(), 0.01)) is not None:
                pass
        except TimeoutError:
            return False
        return True

    def close(self):
        self.response.close()
        self._connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
