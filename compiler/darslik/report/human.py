"""Findings for people: message, place, the line itself, a caret under the smallest thing to change."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Protocol

from darslik.diagnostics import Diagnostic, Span
from darslik.report import Format, Report, counts

_COLOURS = {"error": "31;1", "warning": "33;1", "hint": "36;1", "help": "32", "mark": "34;1"}
_TAB = 4
_WIDTH = 160
_CONTROLS = dict.fromkeys(
    [*range(9), *range(10, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"
)
"""What a file from elsewhere could steer a terminal with, or turn the order of its letters."""


class Source(Protocol):
    """What the drawing of a finding may ask."""

    @property
    def colour(self) -> bool:
        """Whether the terminal shows colours."""

    def path(self, file: str) -> str:
        """A file's path as the user can open it."""

    def lines(self, file: str) -> Sequence[str]:
        """The lines of a file; empty if it cannot be read."""


def write(report: Report) -> str:
    """All findings, then the counts and what was written."""
    blocks = ["\n".join(finding(item, report)) for item in report.found]
    blocks.append("; ".join(part for part in (counts(report.found), report.outcome) if part))
    return "\n\n".join(blocks) + "\n"


def paint(text: str, colour: str, report: Source) -> str:
    """The text in one of the colours, if the terminal shows any."""
    return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if report.colour else text


def finding(item: Diagnostic, report: Source) -> Iterator[str]:
    """The lines of one finding."""
    head = paint(f"{item.severity.value}[{item.rule}]", item.severity.value, report)
    yield f"{head}: {harmless(item.message)}"
    spans = [item.span, *(label.span for label in item.related)]
    margin = " " * len(str(max(span.line for span in spans)))
    yield f"{margin}{paint('-->', 'mark', report)} {_place(item.span, report)}"
    yield from _excerpt(item.span, item.label, "^", margin, report)
    for label in item.related:
        elsewhere = label.span.file != item.span.file
        if elsewhere:
            yield f"{margin}{paint(':::', 'mark', report)} {_place(label.span, report)}"
        else:
            yield "..."
        yield from _excerpt(label.span, label.text, "-", margin, report, first=elsewhere)
    if item.help:
        yield f"{margin} |"
    for advice in item.help:
        yield f"{margin} = {paint('help', 'help', report)}: {harmless(advice)}"


def _place(span: Span, report: Source) -> str:
    return f"{harmless(report.path(span.file))}:{span.line}:{span.column}"


def _excerpt(span: Span, label: str, mark: str, margin: str, report: Source, *, first: bool = True) -> Iterator[str]:
    lines = report.lines(span.file)
    if not 1 <= span.line <= len(lines):
        if label:
            yield f"{margin} | {harmless(label)}"
        return
    part, column = window(lines[span.line - 1], span.column)
    line = harmless(part)
    if first:
        yield f"{margin} |"
    yield f"{span.line:>{len(margin)}} | {_expand(line)}"
    before = _columns(line[: column - 1])
    length = max(_columns(line[column - 1 : column - 1 + span.length]), 1)
    yield f"{margin} | {' ' * before}{paint(mark * length, 'mark', report)} {harmless(label)}".rstrip()


def harmless(text: str) -> str:
    """The text without what could steer a terminal."""
    return text.translate(_CONTROLS)


def window(line: str, column: int) -> tuple[str, int]:
    """A very long line, cut around the place, and where the place is then."""
    if len(line) <= _WIDTH:
        return line, column
    start = max(0, column - _WIDTH // 2)
    return line[start : start + _WIDTH], column - start


def _expand(text: str) -> str:
    return text.replace("\t", " " * _TAB)


def _columns(text: str) -> int:
    """Columns on a terminal: wide scripts count twice, combining marks not at all."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if character == "\t":
        return _TAB
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


FORMAT = Format("human", write)
