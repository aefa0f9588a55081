"""Raw HTTP/1.1 over a socket, for requests that no HTTP library would send."""

import json
import socket


class Broken(Exception):
    """The connection ended, or stalled, before a whole answer was there."""


class RawAnswer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body
        try:
            self.error = json.loads(body)["error"]
        except (ValueError, KeyError, TypeError):
            self.error = None

    @property
    def closes(self):
        return self.headers.get("connection", "").lower() == "close"


class Wire:
    """One connection, opened again when it has ended."""

    def __init__(self, address, timeout=15):
        self._address = address
        self._timeout = timeout
        self._socket = None
        self._buffer = b""

    def send(self, data, half_close=False):
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=self._timeout)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._buffer = b""
        try:
            self._socket.sendall(data)
            if half_close:
                self._socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the server may have answered and closed before all was sent; the answer is read next

    def read(self):
        """The next answer; None when the connection ended cleanly before one began."""
        while True:
            answer = self._read_one()
            if answer is None or answer.status >= 200:
                return answer

    def ended(self):
        """Whether the server closes now, saying nothing more."""
        try:
            return self._buffer == b"" and not self._fill()
        except Broken:
            return False

    def close(self):
        if self._socket is not None:
            self._socket.close()
        self._socket = None

    def _read_one(self):
        while b"\r\n\r\n" not in self._buffer:
            if not self._fill():
                if self._buffer:
                    raise Broken(f"ended within the head of an answer: {self._buffer[:80]!r}")
                return None
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        if not lines[0].startswith("HTTP/1."):
            raise Broken(f"no status line: {lines[0][:80]!r}")
        status = int(lines[0].split()[1])
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", "0"))
        while len(self._buffer) < length:
            if not self._fill():
                raise Broken("ended within the body of an answer")
        body, self._buffer = self._buffer[:length], self._buffer[length:]
        return RawAnswer(status, headers, body)

    def _fill(self):
        try:
            data = self._socket.recv(65536)
        except socket.timeout as error:
            raise Broken("no answer and no close in time") from error
        except ConnectionError:
            data = b""  # a reset: the server closed while unread bytes were under way
        self._buffer += data
        return data != b""
