"""JSON as the standard wants it: UTF-8, every property at most once, no NaN, no lone halves of characters."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

_BLANK = re.compile(r"[ \t\r\n]*")
# An escape such as \ud83d stands for half a character; only whole ones can be stored.
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        message = f"the property {twice!r} occurs twice in an object"
        raise ValueError(message)
    return found


def _constant(name: str) -> NoReturn:
    message = f"{name} is not a JSON number"
    raise ValueError(message)


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        message = f"the number {text[:20]} is too large"
        raise ValueError(message)
    return value


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_constant, parse_float=_finite)


def text_of(body: bytes) -> str:
    """The body as text. Raises ValueError if it is not UTF-8."""
    return body.decode("utf-8-sig")


def parse_json(body: bytes) -> Any:  # noqa: ANN401 - any JSON
    """A JSON value. Raises ValueError if it is none."""
    return parse_text(text_of(body))


def parse_text(text: str) -> Any:  # noqa: ANN401 - any JSON
    """A JSON value. Raises ValueError if it is none."""
    try:
        value = _DECODER.decode(text)
        _whole_characters(text, value)
    except RecursionError as error:
        message = "it is nested too deeply"
        raise ValueError(message) from error
    return value


def split_list(text: str) -> list[tuple[Any, str]]:
    """The items of a JSON list or a single JSON value, each with its own text as it was sent.

    Raises:
        ValueError: the text is not JSON.
    """
    start = _skip(text, 0)
    if text[start : start + 1] != "[":
        return [(parse_text(text), text.strip())]
    try:
        found = list(_items(text, start + 1))
    except (RecursionError, IndexError) as error:
        message = "it is nested too deeply, or cut off"
        raise ValueError(message) from error
    for value, raw in found:
        _whole_characters(raw, value)
    return found


def _items(text: str, at: int) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]] = []
    at = _skip(text, at)
    closed = text[at] == "]"
    while not closed:
        value, end = _DECODER.raw_decode(text, at)
        found.append((value, text[at:end]))
        at = _skip(text, end)
        if text[at] not in ",]":
            message = f"a comma or a bracket is missing at character {at}"
            raise ValueError(message)
        closed = text[at] == "]"
        at = at if closed else _skip(text, at + 1)
    if _skip(text, at + 1) != len(text):
        message = f"there is more text after the list, at character {at + 1}"
        raise ValueError(message)
    return found


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _whole_characters(text: str, value: object) -> None:
    if _ESCAPED_HALF.search(text):
        json.dumps(value, ensure_ascii=False).encode()
