"""POST /wxa/getwxacodeunlimit: a picture for a scene. Not one that a phone can scan: a pattern that differs by scene."""

import hashlib
import re
import struct
import zlib

from endpoints import token_body
from message import Reply, json_reply

_SCENE = re.compile(r"[A-Za-z0-9!#$&'()*+,/:;=?@\-._~]{1,32}")
_PAGES = re.compile(r"[A-Za-z0-9_\-/]{0,128}")
_CELLS = 16


def getwxacodeunlimit(state, request):
    body, refusal = token_body.read(state, request)
    if refusal:
        return refusal
    scene = body.get("scene")
    if not isinstance(scene, str) or not _SCENE.fullmatch(scene):
        return json_reply(state.error(40169 if not scene or len(str(scene)) > 32 else 40129))
    page = body.get("page", "")
    if not isinstance(page, str) or page.startswith("/") or not _PAGES.fullmatch(page):
        return json_reply(state.error(41030))
    if not state.count_code_image():
        return json_reply(state.error(45009))
    width = body.get("width", 430)
    if not isinstance(width, int) or not 280 <= width <= 1280:
        width = 430
    return Reply(200, "image/png", draw(scene, width))


def draw(scene, width):
    """A PNG of width x width, one bit a pixel."""
    bits = int.from_bytes(hashlib.sha256(scene.encode()).digest(), "big")
    cell = width // _CELLS
    stride = (width + 7) // 8
    rows = []
    for y in range(_CELLS):
        row = 0
        for x in range(_CELLS):
            dark = bits >> (y * _CELLS + x) & 1
            row = row << cell | (0 if dark else (1 << cell) - 1)
        spare = stride * 8 - cell * _CELLS
        rows.append((row << spare | (1 << spare) - 1).to_bytes(stride, "big"))
    lines = b"".join(b"\0" + rows[min(y // cell, _CELLS - 1)] for y in range(width))
    return (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, width, 1, 0, 0, 0, 0))
            + _chunk(b"IDAT", zlib.compress(lines)) + _chunk(b"IEND", b""))


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
