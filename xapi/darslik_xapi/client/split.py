"""Splits a page of statements into the verbatim bytes of each.

The JSON of the whole page is checked by the standard library's scanner while it looks for the ends of values; what it
builds on the way is dropped value by value, so that a page costs its own size and no tree of objects.
"""

from __future__ import annotations

import json
import re
from typing import Any

from .failures import CutError, UnusableAnswerError

_MARK = b"\xef\xbb\xbf"
_SPACE = re.compile(r"[ \t\n\r]*")
_HTML = re.compile(rb"\s*<(?:!doctype|html|\?xml|head|body)", re.IGNORECASE)


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


# Numbers are not kept: as floats they may have any number of digits.
_DECODER = json.JSONDecoder(parse_int=float, parse_constant=_refuse)


def split_page(body: bytes) -> tuple[tuple[bytes, ...], str]:
    """The statements of a page as they came, and `more`.

    A list without an envelope (some LRSs answer so) is a page without `more`.

    Raises:
        CutError: if the body ends in the middle.
        UnusableAnswerError: if it is no page of statements.
    """
    text = as_text(body)
    try:
        return _page(text)
    except (ValueError, RecursionError) as error:
        raise _complaint(text, error) from None
    except IndexError:
        raise CutError from None


def as_text(body: bytes) -> str:
    """A body of JSON as text, which is UTF-8 (RFC 8259, 8.1).

    Raises:
        CutError: if it is empty, or ends within a character.
        UnusableAnswerError: if it is a web page or in another encoding.
    """
    if _HTML.match(body):
        raise UnusableAnswerError(
            "the LRS answers with a web page instead of JSON",
            "check the endpoint: it is the address above `statements`; or a sign-in or maintenance page is in between",
        )
    try:
        text = body.removeprefix(_MARK).decode()
    except UnicodeDecodeError as error:
        if error.end == len(error.object) and "end" in error.reason:
            raise CutError from None
        raise UnusableAnswerError("the LRS answers in another encoding than UTF-8, which JSON must have") from None
    if not text or text.isspace():
        raise CutError
    return text


def parse(body: bytes) -> object:
    """A body of JSON as an object.

    Raises:
        CutError: if it ends in the middle.
        UnusableAnswerError: if it is no JSON.
    """
    text = as_text(body)
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise _complaint(text, error) from None


def parse_page(body: bytes) -> tuple[list[dict[str, Any]], str]:
    """The statements of a page as objects, and `more`; raises what `split_page` raises."""
    page = parse(body)
    found, more = (page.get("statements"), page.get("more")) if isinstance(page, dict) else (page, "")
    if not isinstance(found, list) or not isinstance(more, str | None):
        raise _complaint(body.decode("utf-8", "replace"), ValueError("no statements"))
    if not all(isinstance(one, dict) for one in found):
        raise UnusableAnswerError("the LRS gives something among statements that is none")
    return found, more or ""


def _page(text: str) -> tuple[tuple[bytes, ...], str]:
    at = _space(text, 0)
    if text[at] == "[":
        statements, at = _elements(text, at)
        _end(text, at)
        return statements, ""
    found: tuple[bytes, ...] | None = None
    more: object = ""
    if text[at] != "{":
        raise ValueError("no object")
    at = _space(text, at + 1)
    while text[at] != "}":
        name, at = _name(text, at)
        if name == "statements" and text[at] == "[":
            found, at = _elements(text, at)
        else:
            value, at = _DECODER.raw_decode(text, at)
            more = value if name == "more" else more
        at = _next(text, at, "}")
    _end(text, at + 1)
    if found is None or not (more is None or isinstance(more, str)):
        raise ValueError("no statements")
    return found, more or ""


def _elements(text: str, at: int) -> tuple[tuple[bytes, ...], int]:
    """The elements of the array at `at`, and where it ends."""
    found: list[bytes] = []
    scan = _DECODER.raw_decode
    at = _space(text, at + 1)
    while text[at] != "]":
        _, end = scan(text, at)
        found.append(text[at:end].encode())
        at = _next(text, end, "]")
    return tuple(found), at + 1


def _name(text: str, at: int) -> tuple[str, int]:
    """A member's name, and where its value begins."""
    name, at = _DECODER.raw_decode(text, at)
    at = _space(text, at)
    if not isinstance(name, str) or text[at] != ":":
        raise ValueError("no member")
    return name, _space(text, at + 1)


def _next(text: str, at: int, close: str) -> int:
    """The beginning of the next element, or of the closing bracket."""
    at = _space(text, at)
    if text[at] == close:
        return at
    if text[at] != ",":
        raise ValueError("no comma")
    at = _space(text, at + 1)
    if text[at] == close:
        raise ValueError("a comma too many")
    return at


def _space(text: str, at: int) -> int:
    return at if at < len(text) and text[at] > " " else _SPACE.match(text, at).end()  # type: ignore[union-attr]


def _end(text: str, at: int) -> None:
    if _space(text, at) != len(text):
        raise ValueError("more follows")


def _complaint(text: str, error: ValueError | RecursionError) -> Exception:
    """Whether a body was cut, or is no JSON at all; nothing of it is quoted."""
    if isinstance(error, json.JSONDecodeError) and _is_end(text, error):
        return CutError()
    if isinstance(error, RecursionError):
        return UnusableAnswerError("the LRS answers JSON that is nested too deeply")
    if text.lstrip()[:1] not in ("{", "["):
        return UnusableAnswerError("the LRS does not answer with JSON", "check the endpoint")
    return UnusableAnswerError("the LRS's answer is no page of statements: invalid JSON, or without `statements`")


def _is_end(text: str, error: json.JSONDecodeError) -> bool:
    """Whether the scanner stopped because nothing followed: in a string without end, or within the last word."""
    return error.msg.startswith("Unterminated") or (not error.msg.startswith("Extra") and error.pos > len(text) - 6)
