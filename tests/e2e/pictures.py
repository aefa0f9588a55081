"""Pictures for tests, made by hand: whole ones, broken ones, and ones that lie."""

import base64
import struct
import subprocess
import zlib

# One grey pixel.
WEBP = base64.b64decode("UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAwA0JaQAA3AA/vuUAAA=")
GPS_TEXT = b"GPS-41N-107E"


def png(width, height, seed=0, whole=True):
    """A gradient; not `whole`: a header that promises it, and nothing behind."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b""
    if whole:
        line = bytes(value for x in range(width) for value in (x * 255 // width, (x + seed) % 256, 128))
        rows = b"".join(b"\0" + line for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 1)) + _chunk(b"IEND", b"")


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def jpeg(cleaner, width, height, orientation=1):
    """As a phone takes it: with an EXIF block that says which way is up, and where it was taken."""
    done = subprocess.run([cleaner], input=png(width, height), capture_output=True, check=True)
    full_size = struct.unpack_from("=I", done.stdout, 9)[0]
    plain = done.stdout[13 : 13 + full_size]
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0) + GPS_TEXT
    exif = b"Exif\0\0" + tiff
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]


def size_of_jpeg(data):
    """(width, height), from the frame header; fails on anything that is no JPEG."""
    assert data[:3] == b"\xff\xd8\xff", data[:16]
    at = 2
    while True:
        marker, length = data[at + 1], struct.unpack_from(">H", data, at + 2)[0]
        if marker in (0xC0, 0xC1, 0xC2):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 2 + length
