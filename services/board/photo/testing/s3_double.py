#!/usr/bin/python3
"""A store that speaks as much of S3's API as photos need, and checks every signature (AWS Signature Version 4).

    s3_double.py PORT_FILE ACCESS_KEY SECRET_KEY REGION

The formula is AWS's: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

import hashlib
import hmac
import http.server
import os
import re
import sys
import urllib.parse

PORT_FILE, ACCESS_KEY, SECRET_KEY, REGION = sys.argv[1:5]
OBJECTS = {}


def signature(request, body):
    """(credential scope, what the Authorization header should end with)."""
    match = re.fullmatch(r"AWS4-HMAC-SHA256 Credential=([^,/]+)/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})",
                         request.headers.get("Authorization", ""))
    if match is None:
        return False
    key, scope, signed, given = match.groups()
    date, region, service, end = scope.split("/")
    payload = hashlib.sha256(body).hexdigest()
    if (key, region, service, end) != (ACCESS_KEY, REGION, "s3", "aws4_request"):
        return False
    if request.headers.get("x-amz-content-sha256") != payload:
        return False
    path = urllib.parse.urlsplit(request.path).path
    lines = "".join(f"{name}:{' '.join(request.headers[name].split())}\n" for name in signed.split(";"))
    canonical = "\n".join([request.command, path, "", lines, signed, payload])
    to_sign = "\n".join(["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope,
                         hashlib.sha256(canonical.encode()).hexdigest()])
    secret = ("AWS4" + SECRET_KEY).encode()
    for part in (date, region, service, end):
        secret = hmac.new(secret, part.encode(), hashlib.sha256).digest()
    right = hmac.new(secret, to_sign.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(right, given) and "host" in signed and "x-amz-date" in signed


class Store(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        content = b""
        if not signature(self, body):
            status = 403
        elif not self.path.startswith("/bucket/"):
            status = 404
        elif self.command == "PUT":
            status, OBJECTS[self.path] = 200, body
        elif self.command == "DELETE":
            status = 204
            OBJECTS.pop(self.path, None)
        else:
            status, content = (200, OBJECTS[self.path]) if self.path in OBJECTS else (404, b"")
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD" and status != 204:
            self.wfile.write(content)

    do_PUT = do_GET = do_HEAD = do_DELETE = answer

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Store)
with open(PORT_FILE + ".new", "w", encoding="ascii") as file:
    file.write(str(server.server_port))
os.rename(PORT_FILE + ".new", PORT_FILE)
server.serve_forever()
