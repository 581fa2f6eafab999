"""JSON as statements are sent: UTF-8, no property twice, finite numbers, whole characters, bounded depth.

`json.loads` alone takes NaN, forgets the first of two equal keys, and gives texts that cannot be written again.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from .findings import show

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_MARKS = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


class NotJsonError(ValueError):
    """Why a text is not JSON that can be kept.

    Attributes:
        rule: a key of `catalogue.RULES`.
        message: what is wrong, and what is allowed.
        position: of the character in the text, from 0; -1 if not known.
    """

    def __init__(self, rule: str, message: str, position: int = -1) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.position = position


def read_json(raw: bytes | str) -> Any:  # noqa: ANN401 - any JSON
    """Parse JSON strictly.

    Raises:
        NotJsonError: it is no JSON, or none that can be kept as it is.
    """
    text = raw if isinstance(raw, str) else _decode(raw)
    try:
        value = _DECODER.decode(text)
    except NotJsonError:
        raise
    except json.JSONDecodeError as error:
        raise NotJsonError("json", f"{error.msg} at character {error.pos + 1}", error.pos) from None
    except RecursionError:
        raise NotJsonError("json-depth", "objects and lists are nested too deeply") from None
    except ValueError:
        raise NotJsonError("json-number", "a number has too many digits") from None
    if "\\u" in text:
        _refuse_halves(value, text)
    return value


def _decode(raw: bytes) -> str:
    for mark, name in _MARKS.items():
        if raw.startswith(mark):
            raise NotJsonError("json", f"the text is {name}; it must be UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"byte {error.start + 1} is not UTF-8; the text must be UTF-8"
        raise NotJsonError("json", message, error.start) from None


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


def _refuse_halves(value: object, text: str) -> None:
    """Half a character cannot be written as UTF-8 again."""
    if not _SURROGATE.search(text.encode("utf-8", "replace")):
        return
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise NotJsonError("json-text", "a text holds half of a surrogate pair (\\ud800 to \\udfff)") from None


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_float=_float, parse_constant=_constant)
