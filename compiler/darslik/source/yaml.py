"""YAML text → plain values by the YAML 1.2 core schema, with the place of every key and value.

Built on libyaml's event stream, never on a loader: no tags, no aliases, no recursion, so hostile input costs nothing.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from darslik.diagnostics import Label, Severity, Sink, Span
from darslik.rules import define

Route = tuple[str | int, ...]
MAX_DEPTH = 32

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_AMBIGUOUS = re.compile(r"[-+]?0[0-9_]+\Z")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

define(
    "yaml-syntax",
    Severity.ERROR,
    """
    This is not readable YAML.

    Usually a colon without a blank after it, a tab, or text that begins with a special character and needs quotes.

    Bad:
    === glossary.yaml
    term: "no end
    Good:
    === glossary.yaml
    open-data: {term: open data, definition: Data that anyone may use.}
    === lessons/01-first.md
    We start from {term}`open data <open-data>`.
    """,
)
define(
    "duplicate-key",
    Severity.ERROR,
    """
    The same key is written twice in one mapping.

    YAML readers silently keep one of the two; which one differs.

    Bad:
    === glossary.yaml
    open: {term: open, definition: Anyone may use it.}
    open: {term: open, definition: Nobody may use it.}
    === lessons/01-first.md
    We call it {term}`open`.
    Good:
    === glossary.yaml
    open: {term: open, definition: Anyone may use it.}
    === lessons/01-first.md
    We call it {term}`open`.
    """,
)
define(
    "ambiguous-scalar",
    Severity.ERROR,
    """
    A number with a leading zero.

    Some YAML readers take `017` for fifteen, others for seventeen.

    Bad:
    === lessons/01-first.md
    ---
    title: First
    minutes: 01
    ---
    Text.
    Good:
    === lessons/01-first.md
    ---
    title: First
    minutes: 1
    ---
    Text.
    """,
)
define(
    "yaml-alias",
    Severity.ERROR,
    """
    An anchor, alias or tag in a YAML file.

    They save typing for programs, not for readers, and a small file can grow without end. Write the value out.

    Bad:
    === glossary.yaml
    open: &o {term: open, definition: Anyone may use it.}
    also: *o
    Good:
    === glossary.yaml
    open: {term: open, definition: Anyone may use it.}
    === lessons/01-first.md
    We call it {term}`open`.
    """,
)


class SourceInt(int):
    """An integer that remembers how it was written, for fields that are text (`version: 10`)."""

    text: str


class SourceFloat(float):
    """A number that remembers how it was written, for fields that are text (`version: 1.10`)."""

    text: str


@dataclass
class YamlDocument:
    """The value of a YAML text and, by route, where its keys and values stand."""

    value: Any
    values: dict[Route, Span] = field(default_factory=dict)
    keys: dict[Route, Span] = field(default_factory=dict)

    def span(self, route: Route) -> Span:
        """Where the value at a route stands; for a missing one, its nearest ancestor's key."""
        if route in self.values:
            return self.values[route]
        return self.key(route[:-1]) if route else Span("")

    def key(self, route: Route) -> Span:
        """Where the key at a route stands; the value's place if it has no key."""
        while route and route not in self.keys and route not in self.values:
            route = route[:-1]
        return self.keys.get(route) or self.values[route]


@dataclass
class _Open:
    """A collection that is being read."""

    value: Any
    route: Route
    key: str | None = None
    keys: dict[str, Span] = field(default_factory=dict)


class _Builder:
    """Turns the event stream into a document, collecting findings."""

    def __init__(self, file: str, first_line: int, sink: Sink) -> None:
        self.file, self.offset, self.sink = file, first_line, sink
        self.document = YamlDocument(None, {(): Span(file, first_line)})
        self.stack: list[_Open] = []

    def span(self, event: Event) -> Span:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Span(self.file, self.offset)
        length = end.column - start.column if end.line == start.line else 1
        return Span(self.file, start.line + self.offset, start.column + 1, max(length, 1))

    def feed(self, event: Event) -> bool:
        """Take one event; false stops the reading."""
        if isinstance(event, MappingEndEvent | SequenceEndEvent):
            self.stack.pop()
        elif isinstance(event, NodeEvent):
            return self._node(event)
        return True

    def _node(self, event: NodeEvent) -> bool:
        span = self.span(event)
        tag = getattr(event, "tag", None)
        if isinstance(event, AliasEvent) or event.anchor or tag:
            self.sink.add("yaml-alias", "anchors, aliases and tags are not used here", span, help="write the value out")
            return False
        if len(self.stack) >= MAX_DEPTH:
            self.sink.add("yaml-syntax", f"nested more than {MAX_DEPTH} levels deep", span)
            return False
        return self._key(event, span) if self._expects_key() else self._value(event, span)

    def _expects_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict) and not self.stack[-1].key

    def _key(self, event: NodeEvent, span: Span) -> bool:
        top = self.stack[-1]
        if not isinstance(event, ScalarEvent) or not event.value:
            self.sink.add("yaml-syntax", "a key must be a word", span)
            return False
        if event.value in top.keys:
            first = Label(top.keys[event.value], "first use")
            self.sink.add(
                "duplicate-key",
                f"`{event.value}` is written twice",
                span,
                label="second use",
                related=[first],
                help="keep one of the two",
            )
        top.key = event.value
        top.keys[event.value] = span
        self.document.keys[(*top.route, event.value)] = span
        return True

    def _value(self, event: NodeEvent, span: Span) -> bool:
        route = self._route()
        self.document.values[route] = span
        if isinstance(event, ScalarEvent):
            self._attach(self._scalar(event, span))
        else:
            value: Any = {} if isinstance(event, MappingStartEvent) else []
            self._attach(value)
            self.stack.append(_Open(value, route))
        return True

    def _route(self) -> Route:
        if not self.stack:
            return ()
        top = self.stack[-1]
        return (*top.route, top.key if top.key is not None else len(top.value))

    def _attach(self, value: Any) -> None:  # noqa: ANN401 - any YAML value
        if not self.stack:
            self.document.value = value
        elif isinstance(top := self.stack[-1].value, dict):
            top[self.stack[-1].key] = value
            self.stack[-1].key = None
        else:
            top.append(value)

    def _scalar(self, event: ScalarEvent, span: Span) -> Any:  # noqa: ANN401
        text = event.value
        if event.style not in (None, "") or not event.implicit[0]:
            return text
        if _AMBIGUOUS.match(text):
            plain = text.lstrip("+-0_") or "0"
            self.sink.add(
                "ambiguous-scalar",
                f"`{text}` means different numbers to different YAML readers",
                span,
                help=f'write `{plain}` for the number, or `"{text}"` for the text',
            )
        return _plain(text)


def _plain(text: str) -> Any:  # noqa: ANN401
    if text in _WORDS:
        return _WORDS[text]
    number: SourceInt | SourceFloat
    if _INT.match(text) and len(text) < 19:
        number = SourceInt(text)
    elif _FLOAT.match(text) and math.isfinite(float(text)):
        number = SourceFloat(text)
    else:
        return text
    number.text = text
    return number


def read_yaml(text: str, file: str, sink: Sink, first_line: int = 1) -> YamlDocument:
    """Read one YAML document. `first_line` is the line of the file on which `text` begins.

    Never raises for bad input: findings go to `sink`, and the value is what could be read until then.
    """
    builder = _Builder(file, first_line, sink)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if not builder.feed(event):
                break
            if isinstance(event, yaml.DocumentStartEvent) and builder.document.value is not None:
                sink.add("yaml-syntax", "a second document begins here", builder.span(event), help="delete the `---`")
                break
    except yaml.YAMLError as error:
        _syntax_error(error, builder)
    return builder.document


def _syntax_error(error: yaml.YAMLError, builder: _Builder) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    problem = getattr(error, "problem", None) or "this is not YAML"
    span = Span(builder.file, line + builder.offset, column + 1)
    hint = 'put text with `: ` or a special first letter in quotes: `"…"`'
    builder.sink.add("yaml-syntax", f"not readable as YAML: {problem}", span, help=hint)


__all__ = ["Route", "SourceFloat", "SourceInt", "YamlDocument", "read_yaml"]
