"""The keys and passwords of one installation: made once, each in a file of its own, never made again."""

import base64
import os
import secrets

DATABASE_USERS = ("accounts", "board", "duty", "reception", "wechat", "migrator")


def make_missing(folder):
    """What each file holds is told in the proto of the configuration that names it."""
    _make(folder, "caller_keys", lambda: f"1 {secrets.token_hex(32)}")
    _make(folder, "field_keys", lambda: f"1 {secrets.token_hex(32)}")
    for name in ("audit_key", "index_key", "accounts_page_token_key", "board_page_token_key",
                 "reception_page_token_key", "wechat_page_token_key",
                 "duty_page_token_key", "duty_partner_key", "duty_signing_key"):
        _make(folder, name, lambda: secrets.token_hex(32))
    _make(folder, "wechat_app_secret", lambda: secrets.token_hex(16))
    _make(folder, "wechat_push_token", lambda: secrets.token_hex(16))
    # 43 characters stand for 32 bytes and two bits that nobody uses.
    _make(folder, "wechat_push_aes_key", lambda: base64.b64encode(secrets.token_bytes(32)).decode().rstrip("="))
    for user in DATABASE_USERS:
        _make(folder, f"db_{user}_password", lambda: secrets.token_hex(24))


def make_password(folder, name):
    """A password for a person of the demo: short enough to type, the same at every run."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    words = ("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))
    return _make(folder, name, lambda: "-".join(words))


def read(folder, name):
    return (folder / name).read_text(encoding="ascii").strip()


def _make(folder, name, value):
    path = folder / name
    if not path.exists():
        temporary = folder / f".{name}.new"
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w",
                  encoding="ascii") as file:
            file.write(value() + "\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
    return read(folder, name)
