"""JavaScript told apart into code, strings, comments and regular expressions. Linear in its length, whatever it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from darslik.inspect.content.blocks import Guarded

_TOKEN = re.compile(r"""["'`/]""")
_TOKEN_IN_TEMPLATE = re.compile(r"""["'`/{}]""")
_STRING = {
    '"': re.compile(r'"((?:[^"\\\n]++|\\[\s\S])*+)"?'),
    "'": re.compile(r"'((?:[^'\\\n]++|\\[\s\S])*+)'?"),
}
_TEMPLATE = re.compile(r"(?:[^`\\$]++|\\[\s\S]|\$(?!\{))*+(`|\$\{)?")
_REGEX = re.compile(r"/(?![*/])(?:[^\\/\[\n]++|\\.|\[(?:[^\]\\\n]++|\\.)*+\])++/[a-z]*+")
_BEFORE_REGEX = re.compile(
    r"(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|instanceof|do|else|yield|await)$"
)
MOST_TOKENS = 500_000
"""Strings, comments and slashes of a file that are read."""
_LONGEST_REGEX = 4096
_SPACE = " \t\n\f\v\u00a0\ufeff"


class Script:
    r"""One or more stretches of a text that are JavaScript.

    `code` has the length of the text: in it strings are filled with `\x01` between their quotes, comments are blank,
    regular expressions are filled like strings, and what is no JavaScript is `\x00`.
    """

    def __init__(self, text: str, ranges: Iterable[tuple[int, int]]) -> None:
        self.text = text
        self._strings: list[tuple[int, int]] = []
        self._pieces: list[str] = []
        self._done = 0
        self._budget = 4 * len(text) + 65536
        self._tokens = MOST_TOKENS
        for start, end in ranges:
            self._fill(start, "\0")
            self._lex(start, end)
        self._fill(len(text), "\0")
        self.code = "".join(self._pieces)
        self._pieces.clear()

    @property
    def strings(self) -> Iterator[tuple[int, str]]:
        """Offset and content of every string, escapes as written."""
        return ((start, self.text[start:end]) for start, end in self._strings)

    @cached_property
    def literals(self) -> str:
        r"""All strings, each between two `\x00`."""
        return "\0" + "\0".join(self.text[start:end] for start, end in self._strings) + "\0"

    @cached_property
    def _literal_starts(self) -> list[int]:
        starts, at = [], 1
        for start, end in self._strings:
            starts.append(at)
            at += end - start + 1
        return starts

    @cached_property
    def guarded(self) -> Guarded:
        """Where `try` blocks go."""
        return Guarded(self.code)

    @property
    def whole(self) -> bool:
        """Whether all of it was read; of what has more strings and comments than any real script, the rest is not."""
        return self._tokens >= 0

    def place(self, at: int) -> int:
        """The offset in the text of an offset in `literals`."""
        index = bisect_right(self._literal_starts, at) - 1
        return self._strings[index][0] + at - self._literal_starts[index] if index >= 0 else 0

    def before(self, at: int, most: int = 64) -> str:
        """The code before the string whose content starts there, without its quote."""
        return self.code[max(0, at - 1 - most) : max(0, at - 1)]

    def _fill(self, end: int, filler: str) -> None:
        if end > self._done:
            self._pieces.append(filler * (end - self._done))
            self._done = end

    def _keep(self, end: int) -> None:
        if end > self._done:
            self._pieces.append(self.text[self._done : end])
            self._done = end

    def _literal(self, start: int, end: int) -> None:
        self._keep(start)
        self._fill(end, "\1")

    def _lex(self, at: int, stop: int) -> None:
        depths: list[int] = []  # of braces, one for each template that an expression stands in
        self._done = at
        comment = (-1, -1)
        while found := (_TOKEN_IN_TEMPLATE if depths else _TOKEN).search(self.text, at, stop):
            self._tokens -= 1
            if self._tokens < 0:
                return
            start, sign = found.start(), found[0]
            if sign in _STRING:
                at = self._string(sign, start, stop)
            elif sign == "`":
                at = self._template(start + 1, stop, depths)
            elif sign == "{":
                depths[-1] += 1
                at = start + 1
            elif sign == "}":
                depths[-1] -= 1
                at = start + 1 if depths[-1] else self._resumed(start, stop, depths)
            elif self.text.startswith(("//", "/*"), start):
                at = self._comment(start, stop)
                comment = (start, at)
            else:
                at = self._slash(start, stop, comment)
        self._keep(stop)

    def _string(self, sign: str, start: int, stop: int) -> int:
        found = _STRING[sign].match(self.text, start, stop)
        if not found:
            return start + 1
        self._strings.append(found.span(1))
        self._literal(found.start(1), found.end(1))
        return found.end()

    def _template(self, start: int, stop: int, depths: list[int]) -> int:
        found = _TEMPLATE.match(self.text, start, stop)
        if not found:
            return start
        end = found.end() - len(found[1] or "")
        self._strings.append((start, end))
        self._literal(start, end)
        if found[1] == "${":
            depths.append(1)
        return found.end()

    def _resumed(self, start: int, stop: int, depths: list[int]) -> int:
        depths.pop()
        return self._template(start + 1, stop, depths)

    def _comment(self, start: int, stop: int) -> int:
        line = self.text.startswith("//", start)
        end = self.text.find("\n" if line else "*/", start + 2, stop)
        end = stop if end < 0 else end if line else end + 2
        self._keep(start)
        self._fill(end, " ")
        return end

    def _slash(self, start: int, stop: int, comment: tuple[int, int]) -> int:
        """Behind a regular expression, or behind the slash of a division."""
        if self._budget <= 0 or not self._may_be_regex(start, comment):
            return start + 1
        found = _REGEX.match(self.text, start, stop)
        if found and len(found[0]) <= _LONGEST_REGEX:
            self._literal(start + 1, found.end() - 1)
            return found.end()
        end = self.text.find("\n", start, stop)
        self._budget -= (stop if end < 0 else end) - start
        return start + 1

    def _may_be_regex(self, start: int, comment: tuple[int, int]) -> bool:
        at = start - 1
        while at >= 0 and self.text[at] in _SPACE and start - at < 200:
            at -= 1
        if at >= 0 and comment[0] <= at < comment[1]:
            at = comment[0] - 1
            while at >= 0 and self.text[at] in _SPACE and comment[0] - at < 200:
                at -= 1
        if at < 0:
            return True
        last = self.text[at]
        if last.isalnum() or last in "_$":
            return bool(_BEFORE_REGEX.search(self.text[max(0, at - 12) : at + 1]))
        if last in ")]\"'`":
            return False
        return not (last in "+-" and self.text[at - 1 : at] == last)
