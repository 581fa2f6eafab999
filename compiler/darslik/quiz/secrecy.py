"""Keys of exams as a package carries them: digests to mark answers with, and a sealed part to look back with.

This keeps keys from being read in the source of a page and from being found by searching. It is no lock: whatever a
browser can mark without a server, a programmer can work out ("What an exam hides" in `courses/README.md`).
The twin is `themes/runtime/src/secrecy.ts`; both are held to `tests/vectors/secrecy.json`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from darslik.scoring import Compare, comparable

DIGEST = 16
"""Characters of a digest: 96 bits, far more than options need to differ."""
SALT = 12
_HALF = re.compile("[\ud800-\udfff]")


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def salt_of(course: str, question: str, rule: Mapping[str, Any]) -> str:
    """The same course, question and key give the same salt: builds stay reproducible."""
    key = json.dumps(rule, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _base64(hashlib.sha256(f"{course}|{question}|{key}".encode()).digest())[:SALT]


def digest(salt: str, value: str) -> str:
    """What stands in place of a part of a key."""
    whole = _HALF.sub("\ufffd", f"{salt}|{value}")  # as `TextEncoder` does
    return _base64(hashlib.sha256(whole.encode()).digest())[:DIGEST]


def seal(text: str, salt: str) -> str:
    """A text that is not readable as it stands."""
    return _base64(_stream(text.encode(), salt))


def unseal(text: str, salt: str) -> str:
    """The reverse of `seal`. Raises ValueError for what was not sealed."""
    return _stream(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), salt).decode()


def _stream(data: bytes, salt: str) -> bytes:
    blocks = range(0, len(data), 32)
    keys = b"".join(hashlib.sha256(f"{salt}#{number // 32}".encode()).digest() for number in blocks)
    return bytes(one ^ other for one, other in zip(data, keys, strict=False))


def salted(rule: Mapping[str, Any], salt: str) -> dict[str, Any]:
    """A scoring rule that marks without showing what is right. Feedback goes: it says it in words."""
    name = rule["rule"]
    if name == "text":
        accept = [digest(salt, comparable(text, keep_case=rule["case"])) for text in rule["accept"]]
        return {**rule, "accept": accept, "feedback": [], "salt": salt}
    if name == "range":  # no number is the same as a range: there is nothing to compare digests with
        return {**rule, "accept": [], "feedback": [], "salt": salt, "sealed": seal(json.dumps(rule["accept"]), salt)}
    if name == "gaps":
        return {**rule, "gaps": [_salted_gap(gap, salt) for gap in rule["gaps"]], "salt": salt}
    if name == "pairs":
        key = list(rule["key"])
        of = rule.get("of") or [pair.partition(".")[0] for pair in key]
        return {**rule, "key": [digest(salt, pair) for pair in key], "of": list(of), "salt": salt}
    if name == "sequence":
        key = [digest(salt, f"{place}:{code}") for place, code in enumerate(rule["key"])]
        return {**rule, "key": key, "salt": salt}
    if name == "set":
        return {**rule, "key": sorted(digest(salt, code) for code in rule["key"]), "salt": salt}
    return dict(rule)  # surveys and what learners judge themselves have no key


def _salted_gap(gap: Mapping[str, Any], salt: str) -> dict[str, Any]:
    accept = [comparable(text) for text in gap["accept"]] if gap["typed"] else gap["accept"]
    return {**gap, "accept": [digest(salt, text) for text in accept]}


def accepted_ranges(rule: Mapping[str, Any]) -> list[list[float]]:
    """The ranges that a salted rule of a number accepts."""
    ranges: list[list[float]] = json.loads(unseal(rule["sealed"], rule["salt"]))
    return ranges


class SaltedCompare(Compare):
    """Compares what was given with digests."""

    def __init__(self, salt: str) -> None:
        self.salt = salt

    def code(self, held: str, given: str) -> bool:
        """An option, or a pair."""
        return held == digest(self.salt, given)

    def placed(self, held: str, given: str, place: int) -> bool:
        """An item at its place, from 0."""
        return held == digest(self.salt, f"{place}:{given}")

    def text(self, held: str, given: str, *, keep_case: bool) -> bool:
        """A typed text."""
        return held == digest(self.salt, comparable(given, keep_case=keep_case))
