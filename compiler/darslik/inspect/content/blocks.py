"""Blocks of code: what stands within `try`, what a handler does. On code without strings and comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

_BRACES = re.compile(r"try(?<![\w$.]try)\s*+\{|[{}]")
_BRACKETS = re.compile(r"[(){}\[\]]")
_DIALOG = re.compile(r"(?<![\w$.])(?:window\.)?(?:alert|confirm|prompt)\s*+\(")
_NAME = re.compile(r"\s*+([A-Za-z_$][\w$]*+)\s*+(?=[;,)\n])")
_LONGEST = 5000


class Guarded:
    """Where `try` blocks go."""

    def __init__(self, code: str) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        opened: list[int] = []  # of each open block: where its `try` is, or -1
        outermost = -1
        for found in _BRACES.finditer(code):
            if found[0] != "}":
                opened.append(found.start() if found[0] != "{" and outermost < 0 else -1)
                outermost = max(outermost, opened[-1])
            elif opened and (start := opened.pop()) >= 0:
                self._starts.append(start)
                self._ends.append(found.end())
                outermost = -1

    def has(self, at: int) -> bool:
        """Whether an offset is within a `try` block."""
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and at < self._ends[index]


def dialogs(code: str, at: int) -> Iterator[tuple[int, int]]:
    """Calls of `alert` and its like in the handler that stands there: a function, or the name of one."""
    named = _NAME.match(code, at)
    start = _function(code, named[1]) if named else at
    if start >= 0:
        for found in _DIALOG.finditer(code, start, _end(code, start)):
            yield found.span()


def _function(code: str, name: str) -> int:
    """Where the body of a function of that name starts; -1 if there is none."""
    word = re.escape(name)
    found = re.search(rf"function\s++{word}\s*+\(", code) or re.search(
        rf"{word}\s*+=\s*+(?:function\b|async\b|\()", code
    )
    return code.find("{", found.end(), found.end() + 200) if found else -1


def _end(code: str, start: int) -> int:
    """Behind the block in braces that opens first, or behind the bracket that was open before."""
    depth = 0
    for found in _BRACKETS.finditer(code, start, start + _LONGEST):
        depth += 1 if found[0] in "({[" else -1
        if depth < 0 or (depth == 0 and found[0] == "}"):
            return found.end()
    return min(len(code), start + _LONGEST)
