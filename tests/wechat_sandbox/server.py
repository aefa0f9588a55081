"""HTTP side of the sandbox: HTTP/1.1 with keep-alive, faults, and the table of endpoints."""

import http.server
import socketserver
import urllib.parse

from endpoints import ROUTES
from message import Reply, Request, json_reply

MAX_BODY_BYTES = 1 << 20


class SandboxServer(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address, state, verbose=False):
        self.state = state
        self.verbose = verbose
        super().__init__(address, SandboxHandler)

    def server_bind(self):
        # HTTPServer would look the host's name up in DNS here.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def stop(self):
        self.state.stopping.set()
        self.shutdown()

    def handle_error(self, request, client_address):
        """A client that went away is no news."""


class SandboxHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "wechat-sandbox"
    # Head and body leave in one packet.
    wbufsize = -1
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self):
        self._serve()

    def do_POST(self):
        self._serve()

    def do_DELETE(self):
        self._serve()

    def _serve(self):
        url = urllib.parse.urlsplit(self.path)
        body = self._read_body()
        if body is None:
            return
        request = Request(self.command, url.path,
                          dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True)), body)
        state = self.server.state
        if url.path.startswith("/sandbox/"):
            self._send(self._dispatch(state, request))
            return
        fault = state.faults.take(url.path)
        state.count_call(url.path, fault)
        if fault is None:
            self._send(self._dispatch(state, request))
        elif fault.kind == "delay":
            state.faults.wait(fault, state.stopping)
            self._send(self._dispatch(state, request))
        elif fault.kind == "timeout":
            state.faults.wait(fault, state.stopping)
            self.close_connection = True
        elif fault.kind == "close":
            self.close_connection = True
        elif fault.kind == "http500":
            self._send(Reply(500, "text/html", b"<html><body>500 Internal Server Error</body></html>"))
        elif fault.kind == "not_json":
            self._send(Reply(200, "text/html", b"<html><body>system busy</body></html>"))
        elif fault.kind == "image":
            self._send(Reply(200, "image/jpeg", b"\xff\xd8\xff\xe0 a picture where JSON was wanted"))
        elif fault.kind == "done_then_close":
            # WeChat did it, and the answer got lost.
            self._dispatch(state, request)
            self.close_connection = True
        else:
            self._send(json_reply(state.error(fault.errcode)))

    def _dispatch(self, state, request):
        endpoint = ROUTES.get(request.path)
        if endpoint is None:
            return Reply(404, "text/plain", b"404 page not found")
        return endpoint(state, request)

    def _read_body(self):
        if self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            self._send(Reply(411, "text/plain", b"send a Content-Length"))
            return None
        try:
            length = int(self.headers.get("Content-Length", "0"))
        except ValueError:
            length = -1
        if length < 0 or length > MAX_BODY_BYTES:
            self.close_connection = True
            self._send(Reply(413 if length > 0 else 400, "text/plain", b"bad Content-Length"))
            return None
        return self.rfile.read(length)

    def _send(self, reply):
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format, *args):  # pylint: disable=redefined-builtin
        # Never the query: it holds codes, secrets and tokens.
        if self.server.verbose:
            path = urllib.parse.urlsplit(getattr(self, "path", "")).path
            print(self.command, path, *args[1:2], flush=True)
