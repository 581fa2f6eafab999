"""Replaces people, and free text, inside a statement's JSON; every other byte stays as it came.

The standard library's scanner finds where values end, so a statement costs about what parsing it costs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .persons import Persons

_SPACE = re.compile(r"[ \t\n\r]*")
_BREAKS = re.compile(r"[\r\n]+")
_PEOPLE = ("actor", "authority")
_LISTS = {"contextAgents": "agent", "contextGroups": "group"}

CODED = ("true-false", "choice", "sequencing", "matching", "likert", "numeric")
"""Interactions whose responses are codes or numbers (xAPI 1.0.3, Data, Appendix C)."""

LOOSE = ("performance", "other")
"""Interactions whose responses may be codes, numbers or text: kept if they have the form of numbers."""

NUMBERS = r"[-+0-9.eE,:;\[\]\s]+"
"""What a response of a loose interaction may look like."""


class NotJsonError(ValueError):
    """The text is no JSON, or no object."""


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


scan = json.JSONDecoder(parse_constant=_refuse).raw_decode
Span = tuple[int, int, str]
Value = tuple[str, Any, int, int]


class Splicer:
    """Makes of a statement what is kept of it."""

    def __init__(self, persons: Persons, *, free_text: bool = False) -> None:
        """Nothing is done yet.

        Args:
            persons: what becomes of people.
            free_text: keep what learners wrote in their own words.
        """
        self.persons = persons
        self._free_text = free_text

    def statement(self, text: str) -> tuple[dict[str, Any], str | None]:
        """A statement as it came and as it is kept; None if it is by or about someone who was forgotten.

        Raises:
            NotJsonError: if the text is no JSON object.
        """
        spans: list[Span] = []
        try:
            at = skip(text, 0)
            parsed, end = scan(text, at)
            rest = skip(text, end)
            gone = isinstance(parsed, dict) and self._walk(text, at, spans)
        except (ValueError, IndexError, RecursionError) as error:
            raise NotJsonError(_why(error)) from None
        if not isinstance(parsed, dict):
            raise NotJsonError("it is no object")
        if rest != len(text):
            raise NotJsonError("something follows the object")
        kept = spliced(text, spans).strip()
        return parsed, None if gone else _BREAKS.sub(" ", kept) if "\n" in kept or "\r" in kept else kept

    def _walk(self, text: str, at: int, spans: list[Span]) -> bool:
        """Collect what to replace in a statement or SubStatement; whether it is a forgotten person's."""
        gone = False
        kind = ""
        results: list[tuple[dict[str, Any], int]] = []
        for name, value, start, end in members(text, at):
            if name in _PEOPLE:
                forgotten = self._person(value, text, start, end, spans)
                gone |= forgotten and name == "actor"
            elif not isinstance(value, dict):
                continue
            elif name == "object":
                kind = _interaction(value)
                gone |= self._object(value, text, start, end, spans)
            elif name == "context":
                self._context(value, text, start, spans)
            elif name == "result" and not self._free_text:
                results.append((value, start))
        _responses(text, results, kind, spans)  # now: the object, which tells the kind, may stand behind the result
        return gone

    def _object(self, value: dict[str, Any], text: str, start: int, end: int, spans: list[Span]) -> bool:
        kind = value.get("objectType")
        if kind == "SubStatement":
            return self._walk(text, start, spans)
        if kind in ("Agent", "Group") or (kind is None and "id" not in value):
            return self._person(value, text, start, end, spans)
        return False

    def _context(self, value: dict[str, Any], text: str, at: int, spans: list[Span]) -> None:
        if not any(name in value for name in ("instructor", "team", *_LISTS)):
            return
        for name, inner, start, end in members(text, at):
            if name in ("instructor", "team"):
                self._person(inner, text, start, end, spans, named=name == "team")
            elif name in _LISTS and isinstance(inner, list):
                for _, _, first, _ in elements(text, start):
                    self._relevant(text, first, _LISTS[name], spans)

    def _relevant(self, text: str, at: int, wanted: str, spans: list[Span]) -> None:
        """An entry of contextAgents or contextGroups (xAPI 2.0)."""
        if text[at] == "{":
            for name, value, start, end in members(text, at):
                if name == wanted:
                    self._person(value, text, start, end, spans)

    def _person(
        self, value: object, text: str, start: int, end: int, spans: list[Span], *, named: bool = False
    ) -> bool:
        if not isinstance(value, Mapping):
            spans.append((start, end, "{}"))  # not an agent by the standard; it may be a bare name
            return False
        kept = self.persons.keep(value, text[start:end], named=named)
        spans.append((start, end, kept.text))
        return kept.forgotten


def _responses(text: str, results: list[tuple[dict[str, Any], int]], kind: str, spans: list[Span]) -> None:
    for result, at in results:
        if "response" in result:
            spans.extend(
                (start, end, '""')
                for name, response, start, end in members(text, at)
                if name == "response" and is_free_text(kind, response)
            )


def is_free_text(kind: str, response: object) -> bool:
    """Whether a response may be in the learner's own words."""
    return kind not in CODED and not (kind in LOOSE and isinstance(response, str) and re.fullmatch(NUMBERS, response))


def spliced(text: str, spans: list[Span]) -> str:
    """The text with its spans replaced."""
    parts: list[str] = []
    at = 0
    for start, end, new in sorted(spans):
        parts += (text[at:start], new)
        at = end
    return "".join((*parts, text[at:]))


def members(text: str, at: int) -> Iterator[Value]:
    """The members of the object at `at`, those of equal names too: name, value, where the value starts and ends."""
    yield from _items(text, at, "}", _name)


def elements(text: str, at: int) -> Iterator[Value]:
    """The elements of the array at `at`, like `members`."""
    yield from _items(text, at, "]", lambda _, where: ("", where))


def _items(text: str, at: int, close: str, name_of: Callable[[str, int], tuple[str, int]]) -> Iterator[Value]:
    at = skip(text, at + 1)
    while text[at] != close:
        name, start = name_of(text, at)
        value, end = scan(text, start)
        yield name, value, start, end
        at = skip(text, end)
        if text[at] == ",":
            at = skip(text, at + 1)


def _name(text: str, at: int) -> tuple[str, int]:
    name, at = scan(text, at)
    return name, skip(text, skip(text, at) + 1)


def skip(text: str, at: int) -> int:
    """Where white space ends."""
    if at < len(text) and text[at] > " ":
        return at
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _interaction(value: Mapping[str, Any]) -> str:
    definition = value.get("definition")
    kind = definition.get("interactionType") if isinstance(definition, dict) else None
    return kind if isinstance(kind, str) else ""


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"it is no JSON: {error.msg} at character {error.pos + 1}"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return "it is no JSON"
