"""Who may include whom (architecture, section 2)."""

import re

from lint.tree import Finding, is_test

_INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]')
_CODE = (".cc", ".h")
_EVENTS_PROTO = "deputies/events/"

# Part of a service -> what it may include of services/common.
_COMMON_OF_PART = {
    "domain": {"base"},
    "storage": {"audit", "base", "db", "redis", "outbox", "log", "metrics"},
    "rpc": {"base", "rpc", "auth", "validate", "log", "metrics", "sheet"},
    "upstream": {"base", "rpc", "auth", "log", "directory"},
    # Implements interfaces of the domain with libsodium.
    "crypto": {"base", "config"},
    # Reads and writes rich text.
    "html": {"base"},
    # Where pictures are kept, and the program that draws them anew.
    "photo": {"base", "log"},
    # Draws what is printed.
    "print": {"base"},
    # Reads tables that people bring along.
    "sheets": {"base", "sheet", "validate"},
    # Recurrence rules by libical.
    "calendar": {"base"},
    # A client of a foreign HTTP API, beside storage in the layering.
    "api": {"base", "log", "metrics", "config"},
}
# Part of a service -> which other parts of the same service it may include, besides itself.
# Fields are encrypted where they are stored.
_PARTS_OF_PART = {part: {"domain"} for part in _COMMON_OF_PART} | {"domain": set(), "storage": {"domain", "crypto"}}
_COMMON_OF_GATEWAY = {"base", "log", "config", "metrics", "auth", "redis"}

# Header prefix -> folders that may include it.
_DRIVERS = {
    "cppconn/": ("services/common/db/",),
    "mysql_": ("services/common/db/",),
    "hiredis/": ("services/common/redis/",),
    "boost/": ("gateway/http/", "gateway/upstream/"),
}


def check_layers(tree):
    for file in tree.below("services", *_CODE) + tree.below("gateway", *_CODE):
        for number, _, header in _includes(tree, file):
            problem = _breach(file, header)
            if problem:
                yield Finding(file, number, f'"{header}": {problem}')


def check_drivers(tree):
    for file in [name for name in tree.files if name.endswith(_CODE)]:
        for number, _, header in _includes(tree, file):
            for prefix, folders in _DRIVERS.items():
                if header.startswith(prefix) and not file.startswith(folders):
                    yield Finding(file, number, f"<{header}> belongs in {' and '.join(folders)} alone")


def _includes(tree, file):
    for number, line in tree.lines(file):
        match = _INCLUDE.match(line)
        if match:
            yield number, match[1], match[2]


def _breach(file, header):
    """Why `file` must not include `header`; "" when it may."""
    parts = file.split("/")
    if is_test(file):
        return _breach_of_test(parts, header)
    if parts[0] == "gateway":
        return _breach_of_gateway(header)
    if parts[1] == "common":
        if header.startswith("services/") and not header.startswith("services/common/"):
            return "common must not know a service"
        return "common must not know the gateway" if header.startswith("gateway/") else ""
    return _breach_of_service(parts, header)


def _breach_of_test(parts, header):
    if header.startswith("services/") and parts[1] != "common":
        service = header.split("/")[1]
        if service not in (parts[1], "common"):
            return f"a test of {parts[1]} must not know {service}"
    return ""


def _breach_of_gateway(header):
    if header.startswith("services/common/"):
        folder = header.split("/")[2]
        return "" if folder in _COMMON_OF_GATEWAY else f"the gateway must not use common/{folder}"
    return "the gateway must not know a service" if header.startswith("services/") else ""


def _breach_of_service(parts, header):
    service, part = parts[1], parts[2]
    if service == "all_in_one":  # the one place that sees both sides, and what puts them together alone
        known = ("composition/program.h", "gateway/gateway.h", "gateway/upstream/direct_backend.h")
        ours = not header.startswith(("services/", "gateway/")) or header.startswith(
            ("services/common/", "services/all_in_one/"))
        return "" if ours or header.endswith(known) else "all_in_one puts programs together, no parts of them"
    wanted = header.split("/")
    if header.startswith("gateway/"):
        return "a service must not know the gateway"
    if wanted[0] == "services" and wanted[1] not in (service, "common"):
        return f"{service} must not know {wanted[1]}; call it through its proto"
    if part in ("main.cc", "composition"):  # the places that know concrete types
        return ""
    if part not in _COMMON_OF_PART:
        return f"{part}/ is not a known part of a service"
    if header.startswith("services/common/"):
        folder = wanted[2]
        return "" if folder in _COMMON_OF_PART[part] else f"{part}/ must not use common/{folder}"
    if wanted[0] == "services":
        other = wanted[2]
        return "" if other in _PARTS_OF_PART[part] | {part} else f"{part}/ must not use {other}/"
    if part == "domain":
        return _breach_of_domain(header)
    if part == "storage" and header.startswith("deputies/") and not header.startswith(_EVENTS_PROTO):
        return "storage/ may use no proto but the events"
    return ""


def _breach_of_domain(header):
    if header.startswith("absl/") or re.fullmatch(r"[a-z_0-9]+", header):
        return ""  # Abseil and the standard library
    return "domain/ may use common/base, the standard library and Abseil alone"
