"""What the whole run left in the logs: no personal data, no secrets, no crash."""

import re

import pytest

pytestmark = pytest.mark.last

# Not inside a longer number or word: ids and times are long numbers too.
PHONE = re.compile(r"(?<![0-9A-Za-z_.-])(?:\+?86)?1[3-9]\d{9}(?![0-9A-Za-z_.])")
IDENTITY_CARD = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\w)")
# As the sandbox makes them.
OPENID = re.compile(r"(?<![\w-])o-[\w-]{26}(?![\w-])")
CRASH = re.compile(r"Segmentation fault|AddressSanitizer|ThreadSanitizer|runtime error:|terminate called|Traceback")


def lines(stack):
    for path in stack.log_files():
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            yield f"{path.name}:{number}", line


def test_no_phone_or_identity_numbers(stack):
    found = [place for place, line in lines(stack) if PHONE.search(line)]
    found += [place for place, line in lines(stack) if '"id' not in line and IDENTITY_CARD.search(line)]
    assert not found, found[:10]


def test_no_session_tokens(stack):
    tokens = stack.client.tokens
    assert tokens, "the run before this made no session"
    found = [place for place, line in lines(stack) if any(token in line for token in tokens)]
    assert not found, found[:10]


def test_no_openids(stack, world):
    openids = set(world.openids)
    assert openids and all(OPENID.fullmatch(openid) for openid in openids)
    # Of everybody, also of those whom single tests made.
    found = [place for place, line in lines(stack) if OPENID.search(line)]
    assert not found, found[:10]


def test_no_secrets(stack):
    secrets = set()
    for path in (stack.var / "secrets").iterdir():
        for word in path.read_text(encoding="utf-8", errors="replace").split():
            if len(word) >= 16:
                secrets.add(word)
    assert secrets
    found = [place for place, line in lines(stack) if any(secret in line for secret in secrets)]
    assert not found, found[:10]


def test_no_message_text(stack):
    words = ("村口的路灯坏了三盏", "已联系供电所", "修得很快", "竞赛第", "断电0-")
    found = [place for place, line in lines(stack) if any(word in line for word in words)]
    assert not found, found[:10]


def test_no_crash(stack):
    found = [f"{place} {line[:200]}" for place, line in lines(stack) if CRASH.search(line)]
    assert not found, found[:10]
