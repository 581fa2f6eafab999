"""JSON as statements are sent: UTF-8, no property twice, finite numbers, whole characters, bounded depth.

`json.loads` alone takes NaN, forgets the first of two equal keys, and gives texts that cannot be written again.
"""

from __future__ import annotations

import json
import math
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .findings import show

if TYPE_CHECKING:
    from collections.abc import Iterator

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_BLANK = re.compile(r"[ \t\r\n]*")
_MARKS = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


class NotJsonError(ValueError):
    """Why a text is not JSON that can be kept.

    Attributes:
        rule: a key of `catalogue.RULES`.
        message: what is wrong, and what is allowed.
        line: in the text, from 0.
    """

    def __init__(self, rule: str, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.line = line


def read_json(raw: bytes | str) -> Any:  # noqa: ANN401 - any JSON
    """Parse JSON strictly.

    Raises:
        NotJsonError: it is no JSON, or none that can be kept as it is.
    """
    text = raw if isinstance(raw, str) else _decode(raw)
    with _told():
        value = DECODER.decode(text)
        if "\\u" in text:
            refuse_halves(value, text)
    return value


def read_items(raw: bytes) -> Iterator[tuple[int, Any]]:
    """The items of a list, or values one after another, each with its line in the text (from 0).

    Items before a fault are given.

    Raises:
        NotJsonError: from some place on it is no JSON; `line` says where.
    """
    text = _decode(raw)
    at = skip(text, 0)
    listed = text[at : at + 1] == "["
    at = skip(text, at + 1) if listed else at
    line, counted = 0, 0
    while at < len(text) and not (listed and text[at] == "]"):
        line, counted = line + text.count("\n", counted, at), at
        with _told(line):
            value, end = DECODER.raw_decode(text, at)
            if "\\u" in text[at:end]:
                refuse_halves(value, text[at:end])
        yield line, value
        at = _next(text, end, line, listed=listed)
    line += text.count("\n", counted, at)
    if listed and text[at : at + 1] != "]":
        raise NotJsonError("json", "the list is cut off: ] is missing", line)
    if listed and skip(text, at + 1) < len(text):
        raise NotJsonError("json", "there is more text after the list", line)


def _next(text: str, end: int, line: int, *, listed: bool) -> int:
    """Where the next item begins."""
    at = skip(text, end)
    if not listed or text[at : at + 1] in ("]", ""):
        return at
    if text[at] != ",":
        raise NotJsonError("json", "a comma is missing after this item of the list", line)
    after = skip(text, at + 1)
    if text[after : after + 1] == "]":
        raise NotJsonError("json", "a comma stands before the end of the list", line)
    return after


def skip(text: str, at: int) -> int:
    """Where what is not blank begins, from `at` on."""
    match = _BLANK.match(text, at)
    return match.end() if match else at


@contextmanager
def _told(line: int = 0) -> Iterator[None]:
    """Faults of the parser as ours."""
    try:
        yield
    except NotJsonError as error:
        error.line += line
        raise
    except json.JSONDecodeError as error:
        column = f"column {error.colno}" if error.lineno == 1 or line else f"line {error.lineno}, column {error.colno}"
        raise NotJsonError("json", f"not JSON: {error.msg} at {column}", max(line, error.lineno - 1)) from None
    except RecursionError:
        raise NotJsonError("json-depth", "objects and lists are nested too deeply", line) from None
    except ValueError:
        raise NotJsonError("json-number", "a number has too many digits", line) from None


def _decode(raw: bytes) -> str:
    for mark, name in _MARKS.items():
        if raw.startswith(mark):
            raise NotJsonError("json", f"the text is {name}; it must be UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"byte {error.start + 1} is not UTF-8; the text must be UTF-8"
        raise NotJsonError("json", message, raw.count(b"\n", 0, error.start)) from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise NotJsonError("json-duplicate", f"the property {show(name)} is there twice")
            seen.add(name)
    return found


def _float(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise NotJsonError("json-number", f"the number {show(text)} is beyond a double's range")
    return value


def _constant(text: str) -> float:
    raise NotJsonError("json-number", f"{text} is not a number in JSON")


def refuse_halves(value: object, text: str) -> None:
    """Half a character cannot be written as UTF-8 again; raises `NotJsonError` if `value`, of `text`, has one."""
    if not _SURROGATE.search(text.encode("utf-8", "replace")):
        return
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise NotJsonError("json-text", "a text holds half of a surrogate pair (\\ud800 to \\udfff)") from None


DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_float=_float, parse_constant=_constant)
"""Raises `NotJsonError`, and what `json` raises, without a line."""
