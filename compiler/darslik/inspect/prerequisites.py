"""`aicc_script`, the language of SCORM 1.2 prerequisites (CAM 2.3.2.5.2.1; AICC CMI001 4.3.1), as a small tree.

    A & B | ~C        and binds before or; not before both
    A = "passed"      or <>; also one letter: p c b f i n
    2*{A, B, C}       at least two of them

A name alone is true when its item is completed or passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 4000
DEEPEST = 50
STATUSES = {
    "p": "passed",
    "c": "completed",
    "b": "browsed",
    "f": "failed",
    "i": "incomplete",
    "n": "not attempted",
}
_TOKEN = re.compile(r'\s*(?:(<>|[&|~=(){},*])|"([^"]*)"|([^\s&|~=<>(){},*"]+))')
_BINDS = {"|": 1, "&": 2, "~": 3}


@dataclass(frozen=True)
class Done:
    """An item is completed or passed. `at`: where its identifier stands, in characters from 0."""

    item: str
    at: int


@dataclass(frozen=True)
class Is:
    """An item has a status, or has not (`equal` false)."""

    item: str
    at: int
    status: str
    equal: bool


@dataclass(frozen=True)
class Not:
    """The opposite."""

    part: Expression


@dataclass(frozen=True)
class Both:
    """All of the parts."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Either:
    """One of the parts, or several."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class AtLeast:
    """So many of the parts, or more."""

    count: int
    parts: tuple[Done | Is, ...]


Expression = Done | Is | Not | Both | Either | AtLeast


class Unreadable(Exception):  # noqa: N818 - it is the author's, not ours
    """What is wrong with a script, and at which character (from 0)."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True)
class _Token:
    kind: str
    """An operator, `"` for a quoted word, `name`, or empty at the end."""
    text: str
    at: int


def parse(script: str) -> Expression:
    """Read a script. Trees are at most `DEEPEST` deep, so they may be walked recursively. Raises Unreadable."""
    if len(script) > LONGEST:
        raise Unreadable(f"it has {len(script):,} characters", LONGEST)
    return _Parser(list(_tokens(script))).whole()


def names(script: Expression) -> Iterator[tuple[str, int]]:
    """Every identifier with its place, from left to right."""
    waiting: list[Expression] = [script]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Done | Is):
            yield one.item, one.at
        else:
            waiting += [one.part] if isinstance(one, Not) else reversed(one.parts)


def _tokens(script: str) -> Iterator[_Token]:
    at, end = 0, len(script.rstrip())
    while at < end:
        found = _TOKEN.match(script, at)
        if not found:
            wrong = len(script) - len(script[at:].lstrip())
            raise Unreadable(f"`{script[wrong]}` has no meaning here", wrong)
        kind = found[1] or ("name" if found[3] is not None else '"')
        yield _Token(kind, found[1] or found[3] or found[2] or "", found.start(found.lastindex or 0))
        at = found.end()
    yield _Token("", "", end)


class _Parser:
    """Operands and operators on two stacks; an operator is applied when one comes that binds no closer."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.values: list[tuple[Expression, int]] = []
        """With their depths."""
        self.waiting: list[_Token] = []

    def whole(self) -> Expression:
        """The one expression that all the tokens make."""
        while True:
            self._operand()
            while self._here().kind == ")":
                self._close(self._next())
            operator = self._next()
            if operator.kind == "":
                return self._result()
            if operator.kind not in {"&", "|"}:
                raise Unreadable(f"`&` or `|` is missing before `{operator.text}`", operator.at)
            self._apply(_BINDS[operator.kind])
            self.waiting.append(operator)

    def _result(self) -> Expression:
        self._apply(0)
        if self.waiting:
            raise Unreadable("`(` is not closed", self.waiting[-1].at)
        return self.values[0][0]

    def _here(self) -> _Token:
        return self.tokens[self.at]

    def _next(self) -> _Token:
        token = self.tokens[self.at]
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def _operand(self) -> None:
        while self._here().kind in {"~", "("}:
            self.waiting.append(self._next())
        one = self._atom()
        self.values.append((one, 1))

    def _atom(self) -> Expression:
        token = self._next()
        if token.kind != "name":
            said = f"an identifier is missing before `{token.text}`" if token.kind else "an identifier is missing"
            raise Unreadable(said, token.at)
        if self._here().kind == "*":
            return self._set(token)
        return self._named(token)

    def _named(self, token: _Token) -> Done | Is:
        if self._here().kind not in {"=", "<>"}:
            return Done(token.text, token.at)
        equal = self._next().kind == "="
        word = self._next()
        status = STATUSES.get(word.text.strip().lower(), word.text.strip().lower())
        if word.kind not in {"name", '"'} or status not in STATUSES.values():
            raise Unreadable(f"`{word.text}` is no status; one of {', '.join(STATUSES.values())} is", word.at)
        return Is(token.text, token.at, status, equal)

    def _set(self, count: _Token) -> AtLeast:
        if not (count.text.isascii() and count.text.isdigit() and len(count.text) < 5):
            raise Unreadable(f"`{count.text}` before `*` is no number", count.at)
        self._next()
        if self._here().kind != "{":
            raise Unreadable("after `*` comes a set in braces", self._here().at)
        parts = []
        while (token := self._next()).kind in {"{", ","}:
            if self._here().kind != "name":
                raise Unreadable("an identifier is missing in the set", self._here().at)
            parts.append(self._named(self._next()))
        if token.kind != "}":
            raise Unreadable("the set is not closed with `}`", token.at)
        return AtLeast(int(count.text), tuple(parts))

    def _close(self, token: _Token) -> None:
        self._apply(0)
        if not self.waiting:
            raise Unreadable("`)` without `(`", token.at)
        self.waiting.pop()
        self._apply(3)

    def _apply(self, binds: int) -> None:
        """Apply what waits and binds at least as close, down to an open parenthesis."""
        while self.waiting and (operator := self.waiting[-1]).kind != "(" and _BINDS[operator.kind] >= max(binds, 1):
            self.waiting.pop()
            right, deep = self.values.pop()
            if operator.kind == "~":
                self._push(Not(right), deep + 1, operator)
                continue
            left, other = self.values.pop()
            kind = Both if operator.kind == "&" else Either
            if isinstance(left, kind):
                self._push(kind((*left.parts, right)), max(other, deep + 1), operator)
            else:
                self._push(kind((left, right)), max(other, deep) + 1, operator)

    def _push(self, one: Expression, deep: int, operator: _Token) -> None:
        if deep > DEEPEST:
            raise Unreadable("it is nested too deep", operator.at)
        self.values.append((one, deep))
