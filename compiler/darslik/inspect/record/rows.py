"""Where each activity stands in the picture, and what is written in its box."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from darslik.inspect.record.model import Activity, Record
from darslik.inspect.record.phrases import clean, number, percent
from darslik.inspect.record.reach import Reach, reach
from darslik.inspect.record.symbols import arrow_head, symbol
from darslik.inspect.record.words import Words

WIDTH = 420
RIGHT = 372
"""Where boxes end; links between activities are drawn beyond."""
STEP = 20
DEEPEST = 7
"""Levels that are indented; deeper ones stand under the last."""
LINE = 17
GAP = 10


@dataclass(frozen=True)
class Line:
    """A line of text, its baseline at y; `symbol` stands before it."""

    x: float
    y: float
    text: str
    strong: bool = False
    symbol: str = ""


@dataclass
class Row:
    """A box of the picture; a note without box if `activity` is none."""

    activity: Activity | None
    depth: int
    top: int
    height: int
    lines: list[Line]
    tip: str
    closed: bool = False
    strokes: list[str] = field(default_factory=list)
    symbols: set[str] = field(default_factory=set)

    @property
    def left(self) -> int:
        """Where the box begins."""
        return 14 + STEP * min(self.depth, DEEPEST)

    @property
    def width(self) -> int:
        """Of the box."""
        return RIGHT - self.left

    @property
    def bottom(self) -> int:
        """Where the box ends."""
        return self.top + self.height

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.top + self.height / 2


def rows(record: Record, most: int) -> Iterator[Row]:
    """A row for every activity that is drawn, from top to bottom; the next comes `GAP` below."""
    words = Words(record)
    found = reach(record)
    drawn = _drawn(record, most)
    top = 8
    waiting: list[tuple[Activity | str, int]] = [(root, 0) for root in reversed(record.roots) if root.key in drawn]
    placed: dict[str, Row] = {}
    while waiting:
        one, depth = waiting.pop()
        row = (
            _note(one, depth, top) if isinstance(one, str) else _box(one, depth, top, words, _never(one, words, found))
        )
        if isinstance(one, Activity):
            placed[one.key] = row
            _ways(row, record, placed)
            parts = [part for part in one.children if part.key in drawn]
            left_out = sum(1 for part in one.children for _ in part.walk() if part.key not in drawn)
            if left_out:
                waiting.append((f"{number(left_out, 'activity', 'activities')} more, not drawn", depth + 1))
            waiting += [(part, depth + 1) for part in reversed(parts)]
        top = row.bottom + GAP
        yield row


def _drawn(record: Record, most: int) -> set[str]:
    """Level by level, as many as there is room for; a group that does not fit with all its parts is drawn without."""
    found = {one.key for one in record.roots[:most]}
    level = list(record.roots[:most])
    while level:
        below: list[Activity] = []
        for one in level:
            room = most - len(found)
            parts = one.children if len(one.children) <= room else one.children[: room if one in record.roots else 0]
            found |= {part.key for part in parts}
            below += parts
        level = below
    return found


def _note(text: str, depth: int, top: int) -> Row:
    row = Row(None, depth, top, LINE, [], text)
    row.lines.append(Line(row.left, top + 12, text))
    return row


def _never(one: Activity, words: Words, found: Reach) -> str:
    """Why a learner never gets there, if that is certain."""
    if one.key in found.closed and not one.children:
        return "never opens"
    if not found.never(one):
        return ""
    parent = words.record.parents.get(one.key)
    ways = parent is None or not parent.control or parent.control.choice or parent.control.flow
    return "can never be started" if ways else "neither chosen nor reached with “Continue”"


def _box(one: Activity, depth: int, top: int, words: Words, never: str) -> Row:
    row = Row(one, depth, top, 0, [], clean(one.title, 300), closed=bool(never))
    y = top + LINE
    for text in wrapped(clean(one.title, 400), row.width - 18, 13.5, 2):
        row.lines.append(Line(row.left + 9, y, text, strong=True))
        y += LINE
    for sign, text in _notes(one, words, never):
        indent = 16 if sign else 0
        for index, piece in enumerate(wrapped(text, row.width - 18 - indent, 11.5, 3)):
            row.lines.append(Line(row.left + 9 + indent, y, piece, symbol="" if index else sign))
            y += LINE - 2
        if sign:
            row.symbols.add(sign)
    row.height = y - top - LINE + 8 if row.lines else LINE
    return row


def _notes(one: Activity, words: Words, never: str) -> Iterator[tuple[str, str]]:
    """What is written under a title, with its sign."""
    if len(words.record.roots) > 1 and one.key == str(words.record.default):
        yield "", "the one of these that most LMSs take"
    if said := _who_decides(one):
        yield "", said
    for gate in one.gates[:4]:
        yield "lock", words.gate(gate, one)
    if len(one.gates) > 4:
        yield "lock", f"{len(one.gates) - 4} more conditions"
    if not one.visible:
        yield "hidden", "not shown in the contents"
    if never:
        yield "closed", never


_BY = {
    "content": "the content decides",
    "content-or-exit": "the content decides, else the LMS",
    "exit": "the LMS completes it when it is left",
    "opening": "the LMS completes it when it is opened",
    "progress": "complete from {mark} progress",
    "registration": "satisfied from the start",
    "nobody": "not recorded",
}


def _who_decides(one: Activity) -> str:
    said = []
    if not one.children and one.completion.by in _BY:
        said.append(_BY[one.completion.by].format(mark=percent(one.completion.mark or 0)))
    if one.success.mark is not None:
        said.append(f"passed from {percent(one.success.mark)}")
    if one.role == "au" and one.move_on != "NotApplicable":
        said.append(f"moveOn {clean(one.move_on, 30)}")
    if one.share is not None and one.role == "sco" and one.share < 0.999:
        said.append(f"counts\u00a0{percent(one.share)}")
    if one.limits.attempts is not None:
        said.append(number(one.limits.attempts, "attempt"))
    return " · ".join(said)


def _ways(row: Row, record: Record, placed: dict[str, Row]) -> None:
    """The tree's line from the parent, the sign of choice, the arrow from the part before."""
    one = row.activity
    parent = record.parents.get(one.key) if one else None
    if one is None or parent is None or parent.key not in placed:
        return
    above = placed[parent.key]
    x, y = row.left - 11, row.top + 12
    control = parent.control
    if control is None or control.choice:
        row.strokes.append(symbol("choice", x, y))
        row.symbols.add("choice")
    number_ = int(one.key.rsplit(".", 1)[1])
    if control and control.flow:
        before = placed.get(f"{parent.key}.{number_ - 1}") if number_ else None
        start = before.top + 18 if before else above.bottom
        sign = "flow" if control.forward_only else "both-ways"
        row.strokes.append(_line(x, start, y - 6))
        row.strokes.append(arrow_head(x, y - 6, "down"))
        if before and not control.forward_only:
            row.strokes.append(arrow_head(x, start, "up"))
        row.symbols.add(sign)
    elif number_ == 0:
        row.strokes.append(_line(x, above.bottom, y - 6, faint=True))


def _line(x: float, start: float, end: float, *, faint: bool = False) -> str:
    opacity = "0.3" if faint else "0.8"
    return f'<path d="M{x:g} {start:g}V{end:g}" fill="none" stroke="currentColor" stroke-opacity="{opacity}"/>'


def wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    """Lines that fit, by the usual widths of letters; what does not fit on the last one is cut."""
    lines: list[str] = []
    rest = text.replace(" %", "\u00a0%")
    while rest and len(lines) < most:
        end = _fits(rest, width, size)
        if end < len(rest):
            if len(lines) == most - 1:
                lines.append(f"{rest[: max(1, end - 1)].rstrip()}…")
                return lines
            space = rest.rfind(" ", max(1, end // 2), end + 1)
            end = space if space > 0 else end
        lines.append(rest[:end].strip())
        rest = rest[end:].strip()
    return lines or [""]


def _fits(text: str, width: float, size: float) -> int:
    used = 0.0
    for index, letter in enumerate(text):
        used += _width(letter) * size
        if used > width:
            return max(1, index)
    return len(text)


def _width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return 1.05
    if letter in " .,:;'|!iljtf()[]’":
        return 0.36
    if letter in "mwMWШЩЮЖФжшщюмы@%—…":
        return 0.92
    return 0.7 if letter.isupper() else 0.6
