"""Sends pushes as WeChat does: signed, plain or encrypted, JSON or XML."""

import base64
import ctypes
import ctypes.util
import hashlib
import json
import secrets
import struct
import time
import urllib.error
import urllib.parse
import urllib.request
import xml.sax.saxutils

BLOCK = 32


class Target:
    """Where pushes go, and the secrets that the receiver knows."""

    def __init__(self, url, app_id, token, aes_key):
        self.url = url
        self.app_id = app_id
        self.token = token
        self.aes_key = aes_key


def sign(*parts):
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def encrypt(aes_key, app_id, message, random=None):
    """base64 of AES-256-CBC over random(16) | length | message | appid, padded to blocks of 32."""
    key = base64.b64decode(aes_key + "=")
    plain = (random or secrets.token_bytes(16)) + struct.pack(">I", len(message)) + message + app_id.encode()
    pad = BLOCK - len(plain) % BLOCK
    return base64.b64encode(_aes_256_cbc(key, key[:16], plain + bytes([pad]) * pad)).decode()


def to_xml(message):
    return "<xml>" + _xml_fields(message) + "</xml>"


def _xml_fields(fields):
    text = ""
    for name, value in fields.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                inner = _xml_fields(item)
            elif isinstance(item, int):
                inner = str(item)
            else:
                inner = f"<![CDATA[{item}]]>" if "]]>" not in item else xml.sax.saxutils.escape(item)
            text += f"<{name}>{inner}</{name}>"
    return text


def prepare(target, message, mode="safe", form="json", timestamp=None, nonce=None):
    """(query, body) of one push."""
    timestamp = str(timestamp or int(time.time()))
    nonce = nonce or str(secrets.randbelow(10**9))
    text = (json.dumps(message, ensure_ascii=False) if form == "json" else to_xml(message)).encode()
    query = {"signature": sign(target.token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce,
             "openid": message.get("FromUserName", "")}
    if mode == "safe":
        sealed = encrypt(target.aes_key, target.app_id, text)
        query["encrypt_type"] = "aes"
        query["msg_signature"] = sign(target.token, timestamp, nonce, sealed)
        outer = {"ToUserName": message.get("ToUserName", ""), "Encrypt": sealed}
        text = (json.dumps(outer) if form == "json" else to_xml(outer)).encode()
    return query, text


def post(target, query, body, form="json"):
    """(HTTP status, answer)."""
    request = urllib.request.Request(
        f"{target.url}?{urllib.parse.urlencode(query)}", data=body,
        headers={"Content-Type": "application/json" if form == "json" else "text/xml"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=5) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")


def send_quietly(target, message):
    """As WeChat: up to three times until somebody says "success"."""
    for pause in (0, 1, 2):
        time.sleep(pause)
        try:
            status, _ = post(target, *prepare(target, message))
        except OSError:
            continue
        if status == 200:
            return


def _aes_256_cbc(key, iv, data):
    crypto = ctypes.CDLL(ctypes.util.find_library("crypto") or "libcrypto.so.3")
    crypto.EVP_CIPHER_CTX_new.restype = ctypes.c_void_p
    crypto.EVP_aes_256_cbc.restype = ctypes.c_void_p
    context = ctypes.c_void_p(crypto.EVP_CIPHER_CTX_new())
    out = ctypes.create_string_buffer(len(data) + BLOCK)
    written = ctypes.c_int()
    last = ctypes.c_int()
    try:
        crypto.EVP_EncryptInit_ex(context, ctypes.c_void_p(crypto.EVP_aes_256_cbc()), None, key, iv)
        crypto.EVP_CIPHER_CTX_set_padding(context, 0)
        crypto.EVP_EncryptUpdate(context, out, ctypes.byref(written), data, len(data))
        crypto.EVP_EncryptFinal_ex(context, ctypes.byref(out, written.value), ctypes.byref(last))
    finally:
        crypto.EVP_CIPHER_CTX_free(context)
    return out.raw[:written.value + last.value]
