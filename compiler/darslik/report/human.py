"""Findings for people: message, place, the line itself, a caret under the smallest thing to change."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from darslik.diagnostics import Diagnostic, Span
from darslik.report import Format, Report, counts

_COLOURS = {"error": "31;1", "warning": "33;1", "hint": "36;1", "help": "32", "mark": "34;1"}
_TAB = 4
_WIDTH = 160
_CONTROLS = dict.fromkeys([*range(9), *range(10, 32), *range(127, 160)], "\ufffd")
"""What a file from elsewhere could steer a terminal with."""


def write(report: Report) -> str:
    """All findings, then the counts and what was written."""
    blocks = ["\n".join(_finding(item, report)) for item in report.found]
    blocks.append("; ".join(part for part in (counts(report.found), report.outcome) if part))
    return "\n\n".join(blocks) + "\n"


def _paint(text: str, colour: str, report: Report) -> str:
    return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if report.colour else text


def _finding(item: Diagnostic, report: Report) -> Iterator[str]:
    head = _paint(f"{item.severity.value}[{item.rule}]", item.severity.value, report)
    yield f"{head}: {_harmless(item.message)}"
    spans = [item.span, *(label.span for label in item.related)]
    margin = " " * len(str(max(span.line for span in spans)))
    yield f"{margin}{_paint('-->', 'mark', report)} {report.path(item.span.file)}:{item.span.line}:{item.span.column}"
    yield from _excerpt(item.span, item.label, "^", margin, report)
    for label in item.related:
        elsewhere = label.span.file != item.span.file
        if elsewhere:
            place = f"{report.path(label.span.file)}:{label.span.line}:{label.span.column}"
            yield f"{margin}{_paint(':::', 'mark', report)} {place}"
        else:
            yield "..."
        yield from _excerpt(label.span, label.text, "-", margin, report, first=elsewhere)
    if item.help:
        yield f"{margin} |"
    for advice in item.help:
        yield f"{margin} = {_paint('help', 'help', report)}: {_harmless(advice)}"


def _excerpt(span: Span, label: str, mark: str, margin: str, report: Report, *, first: bool = True) -> Iterator[str]:
    lines = report.lines(span.file)
    if not 1 <= span.line <= len(lines):
        if label:
            yield f"{margin} | {label}"
        return
    line, column = _window(_harmless(lines[span.line - 1]), span.column)
    if first:
        yield f"{margin} |"
    yield f"{span.line:>{len(margin)}} | {_expand(line)}"
    before = _columns(line[: column - 1])
    length = max(_columns(line[column - 1 : column - 1 + span.length]), 1)
    yield f"{margin} | {' ' * before}{_paint(mark * length, 'mark', report)} {_harmless(label)}".rstrip()


def _harmless(text: str) -> str:
    return text.translate(_CONTROLS)


def _window(line: str, column: int) -> tuple[str, int]:
    """A very long line, cut around the place."""
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
