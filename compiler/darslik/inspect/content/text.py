"""Bytes of a page, script or style sheet → text in which every offset has a line and a column."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from functools import cached_property

from darslik.diagnostics import Span

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHARSET = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.IGNORECASE)
_EVIDENCE = 120
_MANY = 1000
# Only encodings that decode in linear time and that pages are really written in.
_ENCODINGS = re.compile(
    r"utf-?8|utf-?16(-?[lb]e)?|us-ascii|ascii|(windows-|cp)(125\d|866|932|949|874)|iso-?8859-?\d+|latin-?1"
    r"|koi8-[ru]|gbk|gb2312|gb18030|big5|shift[-_]jis|euc-(jp|kr)|macintosh",
    re.IGNORECASE,
)


class Text:
    """A file as text. `declared` is the encoding that it names itself; empty if it names none."""

    def __init__(self, path: str, body: bytes) -> None:
        self.path = path
        self.marked = body.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        self.declared = _declared(body)
        self.secrets: list[tuple[int, int]] = []
        """What must not be shown, from offset to offset."""
        self.text = _decoded(body, self.declared).replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def _ends(self) -> list[int]:
        return [found.start() for found in re.finditer("\n", self.text)]

    def span(self, at: int, length: int = 1) -> Span:
        """The place of an offset; it ends with its line."""
        line = bisect_left(self._ends, at)
        start = self._ends[line - 1] + 1 if line else 0
        end = self._ends[line] if line < len(self._ends) else len(self.text)
        return Span(self.path, line + 1, at - start + 1, max(1, min(length, end - at)))

    def evidence(self, at: int, end: int) -> str:
        """What stands there, on one line and not too long."""
        end = min(end, at + _EVIDENCE * 2)
        seen = self.text[at:end]
        if len(self.secrets) > _MANY:
            return ""
        for start, stop in self.secrets:
            if start < end and stop > at:
                first, last = max(start, at) - at, min(stop, end) - at
                seen = seen[:first] + "•" * (last - first) + seen[last:]
        seen = " ".join(seen.split())
        return seen if len(seen) <= _EVIDENCE else seen[: _EVIDENCE - 1] + "…"


def _declared(body: bytes) -> str:
    found = _CHARSET.search(body[:2048])
    return found[1].decode("ascii", "replace") if found else ""


def _decoded(body: bytes, declared: str) -> str:
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    head = body[:512]
    if head.count(0) > len(head) // 4:
        return body.decode("utf-16-be" if head[:1] == b"\0" else "utf-16-le", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        known = declared if _ENCODINGS.fullmatch(declared) and not declared.lower().startswith("utf") else "utf-8"
    try:
        return body.decode(known, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
