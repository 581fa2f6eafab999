"""Passwords and keys in the text of a file. What is found is never shown, but its kind, beginning and length."""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from darslik.inspect.content.seen import Seen
from darslik.inspect.content.text import Text

_SHORT = 12
_KEYS = (
    ("private-key", "-----BEGIN", r"-----BEGIN (?:(?:RSA|EC|DSA|OPENSSH|ENCRYPTED|PGP) )?PRIVATE KEY(?: BLOCK)?-----"),
    ("access-key", "AKIA", r"AKIA(?<![A-Z0-9]AKIA)[A-Z0-9]{16}(?![A-Z0-9])"),
    ("access-key", "ghp_", r"ghp_[A-Za-z0-9]{36}(?![A-Za-z0-9])"),
    ("access-key", "github_pat_", r"github_pat_[A-Za-z0-9_]{60,100}"),
    ("access-key", "glpat-", r"glpat-[A-Za-z0-9_-]{20,64}"),
    ("access-key", "xox", r"xox[abprs]-[A-Za-z0-9-]{10,100}"),
    ("access-key", "sk_live_", r"sk_live_[A-Za-z0-9]{16,128}"),
    ("access-key", "sk-", r"sk-(?<![\w-]sk-)(?:proj-|ant-)?[A-Za-z0-9_]{32,200}(?![\w-])"),
    ("access-key", "SG.", r"SG\.[\w-]{22}\.[\w-]{43}"),
    ("access-key", "eyJ", r"eyJ(?<![\w-]eyJ)[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]{10,1000}"),
)
_PATTERNS = [(kind, word, re.compile(pattern)) for kind, word, pattern in _KEYS]
_BASIC = re.compile(r"Basic(?:\s|%20|\+){1,3}([A-Za-z0-9+/_-]{8,400}={0,2})(?![\w+/])")
_IN_ADDRESS = re.compile(
    r"://(?<=[a-z]://)[^\s/:@\"'<>\\`{}()\[\],;]{1,64}:([^\s/@\"'<>\\`{}()\[\],;]{3,64})@(?=[\w.-]+)"
)
_PAIR = re.compile(r"(?:btoa|toBase64|base64_?[eE]ncode)\s{0,9}\(\s{0,9}[\"']([^\"':\s]{1,128}:[^\"'\s]{3,128})[\"']")
_ENDPOINT = re.compile(r"endpoint[\"']?\s{0,9}[:=]\s{0,9}[\"'](https?:[^\"'\s]{8,400})[\"']")
_PASSWORD = re.compile(
    r"(?<![\w])(?:password|passwd|pass|secret|auth|basicPassword)[\"']?\s{0,9}[:=]\s{0,9}[\"']([^\"'\s]{3,256})[\"']"
)
_VALUE = r"[\"']?\s{0,9}[:=]\s{0,9}[\"']([^\"'\s]{8,200})[\"']"
_NAMED = [(word, re.compile(word + _VALUE)) for word in ("key", "secret", "token", "password", "passwd")]
_NAME = re.compile(r"(?:(?:api|access|secret|private|auth|client|app)[_-]?(?:key|secret|token)|secret|passw(?:or)?d)$")
_STAND_IN = re.compile(
    r"(?i)(?:your|my|the|some|insert|enter|put|replace|change|example|sample|demo|test|dummy|fake|placeholder|todo|none"
    r"|null|undefined|true|false|xxx|\*\*|\.\.\.|<|\{|\$|%|#|password|passwd|secret|token|user|key|basic\s*$)"
)
_NEAR = 600
_LONGEST_KEY = 8000
_ENDPOINTS = 50
_PUBLIC = ("AIza", "pk_live_", "pk_test_", "pub-", "ca-pub-", "G-", "UA-", "GTM-")


def mask(secret: str) -> str:
    """A secret as it may be shown: its first three characters, if they give little away, and its length."""
    head = secret[:3] if len(secret) >= _SHORT else ""
    return f"{head}… ({len(secret)} characters)"


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret from offset to offset. `kind` is the id of the rule about it; `detail` says whose or what it is."""

    kind: str
    at: int
    end: int
    detail: str = ""


def secrets_in(text: str) -> Iterator[Secret]:
    """What looks like a secret in a text."""
    yield from _keys(text)
    yield from _basic(text)
    yield from _endpoints(text)
    if "://" in text:
        for found in _IN_ADDRESS.finditer(text):
            if not _STAND_IN.match(found[1]):
                yield Secret("password-in-address", *found.span(1))
    yield from _named(text)


def hidden(text: str) -> str:
    """The text with every secret painted over, at its length: what reports may show of a file."""
    pieces, done = [], 0
    for one in sorted(secrets_in(text), key=lambda one: one.at):
        if one.end > done:
            start = max(one.at, done)
            pieces += [text[done:start], re.sub(r"[^\n]", "•", text[start : one.end])]
            done = one.end
    return "".join([*pieces, text[done:]])


def read_secrets(text: Text, seen: Seen) -> None:
    """Note what looks like a secret, masked; from then on the text does not show it as evidence either."""
    told: set[int] = set()
    for one in secrets_in(text.text):
        text.secrets.append((one.at, one.end))
        if one.at not in told:
            told.add(one.at)
            seen.note(one.kind, text, one.at, one.end, one.detail, mask(text.text[one.at : one.end]))


def _named(text: str) -> Iterator[Secret]:
    """Values that look generated, under the name of something secret."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = text
    for word, pattern in _NAMED:
        if word in lower:
            for found in pattern.finditer(lower):
                at, end = found.span(1)
                name = _NAME.search(lower, max(0, found.start() - 12), found.start() + len(word))
                if name and _is_random(text[at:end]) and not text.startswith(_PUBLIC, at):
                    yield Secret("possible-secret", at, end, text[slice(*name.span())])


def _keys(text: str) -> Iterator[Secret]:
    for kind, word, pattern in _PATTERNS:
        if word in text:
            for found in pattern.finditer(text):
                yield Secret(kind, found.start(), _end(kind, text, found))


def _end(kind: str, text: str, found: re.Match[str]) -> int:
    if kind != "private-key":
        return found.end()
    end = text.find("-----END", found.end(), found.end() + _LONGEST_KEY)
    return end if end >= 0 else found.end()


def _basic(text: str) -> Iterator[Secret]:
    if "Basic" in text:
        for found in _BASIC.finditer(text):
            if _is_pair(found[1]):
                yield Secret("lrs-credentials", *found.span(1), "Basic authentication")
    if "ase64" in text or "btoa" in text:
        for found in _PAIR.finditer(text):
            if not _STAND_IN.match(found[1].split(":", 1)[1]):
                yield Secret("lrs-credentials", *found.span(1), "user and password")


def _endpoints(text: str) -> Iterator[Secret]:
    """Passwords close to the address of an LRS."""
    if "endpoint" not in text:
        return
    for found in islice(_ENDPOINT.finditer(text), _ENDPOINTS):
        near = max(0, found.start() - _NEAR)
        for password in _PASSWORD.finditer(text, near, found.end() + _NEAR):
            if not _STAND_IN.match(password[1]) and not password[1].startswith("Basic"):
                host = re.sub(r"^https?://(?:[^/@]*@)?([^/]*).*", r"\1", found[1])
                yield Secret("lrs-credentials", *password.span(1), f"password for {host}")


def _is_pair(value: str) -> bool:
    """Whether it is the encoded form of `user:password`, and not of a stand-in."""
    try:
        plain = base64.b64decode(value.replace("-", "+").replace("_", "/") + "=" * (-len(value) % 4), validate=True)
        user, colon, password = plain.decode("utf-8").partition(":")
    except (binascii.Error, ValueError):
        return False
    return bool(colon and user and password) and plain.decode().isprintable() and not _STAND_IN.match(password)


def _is_random(value: str) -> bool:
    """Whether a value looks generated: letters and digits mixed, hardly any sign twice."""
    if _STAND_IN.match(value) or not re.search(r"\d", value) or not re.search(r"[A-Za-z]", value):
        return False
    if re.fullmatch(r"[a-z]+([-_.][a-z0-9]+)*|[A-Z0-9_]+|.*[\\<>(){}\s/]{1}.*", value):
        return False
    counts = Counter(value)
    entropy = -sum(count / len(value) * math.log2(count / len(value)) for count in counts.values())
    return len(value) >= 16 and entropy > 3.2
