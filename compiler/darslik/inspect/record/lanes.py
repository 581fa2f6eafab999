"""Who waits for whom in the picture: lines beside the boxes, numbered where a shared objective has a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import islice

from darslik.inspect.record.conditions import tests
from darslik.inspect.record.model import Record
from darslik.inspect.record.phrases import clean
from darslik.inspect.record.rows import LINE, RIGHT, Row
from darslik.inspect.record.symbols import arrow_head

LANES = 5
MOST = 60
"""Links that are drawn; the sentences name the others."""


@dataclass(frozen=True)
class Link:
    """From one row to another. `number` is the shared objective's; 0 for a prerequisite, which has no name."""

    number: int
    name: str
    writer: Row
    reader: Row
    lane: int


def links(record: Record, shown: list[Row]) -> list[Link]:
    """Those between two activities that are drawn, as far as there is room beside the boxes."""
    placed = {row.activity.key: row for row in shown if row.activity}
    pairs = [
        (name, placed[writer], placed[reader])
        for name, writer, reader in (*_told(record), *_awaited(shown))
        if writer != reader and writer in placed and reader in placed
    ]
    found: list[Link] = []
    ends: list[float] = []
    numbers: dict[str, int] = {"": 0}
    for name, writer, reader in sorted(pairs, key=lambda pair: min(pair[1].top, pair[2].top)):
        low, high = sorted((writer.middle, reader.middle))
        lane = next((at for at, end in enumerate(ends) if end < low), len(ends))
        if lane >= LANES or len(found) == MOST:
            continue
        ends[lane : lane + 1] = [high]
        found.append(Link(numbers.setdefault(name, len(numbers)), name, writer, reader, lane))
    return found


def _told(record: Record) -> Iterator[tuple[str, str, str]]:
    """Shared objectives: name, writer, reader."""
    for objective in record.objectives:
        for writer in objective.writers[:MOST]:
            yield from ((objective.identifier, writer, reader) for reader in objective.readers[:MOST])


def _awaited(shown: list[Row]) -> Iterator[tuple[str, str, str]]:
    """Prerequisites: whose status opens what."""
    for row in shown:
        for gate in row.activity.gates[:MOST] if row.activity else ():
            for test in islice(tests(gate.when), MOST):
                if row.activity and test.what in {"done", "status"} and test.activity:
                    yield "", test.activity, row.activity.key


def drawn(link: Link) -> Iterator[str]:
    """The line, its arrow, its number."""
    x = RIGHT + 12 + 8 * link.lane
    start, end = link.writer.middle + 3, link.reader.middle - 3
    yield f"<g><title>{escape(clean(link.name, 200) or 'opens it')}</title>"
    yield (
        f'<path d="M{RIGHT} {start:g}H{x - 4}Q{x} {start:g} {x} {start + (4 if end > start else -4):g}'
        f'V{end + (-4 if end > start else 4):g}Q{x} {end:g} {x - 4} {end:g}H{RIGHT + 5}" fill="none" '
        'stroke="currentColor" stroke-opacity="0.8" stroke-width="1.2"/>'
    )
    yield arrow_head(RIGHT + 1, end, "left")
    yield f'<text x="{x + 2}" y="{(start + end) / 2 + 4:g}" font-size="10">{link.number or ""}</text></g>'


def names(found: list[Link], top: int) -> Iterator[str]:
    """Under the picture: number and name of each objective."""
    for index, (number, name) in enumerate(sorted({(link.number, link.name) for link in found if link.number})):
        y = top + LINE * index
        yield f'<text x="12" y="{y}" font-size="11.5" text-anchor="middle">{number}</text>'
        yield (
            f'<text x="26" y="{y}" font-size="11.5" opacity="0.85"><title>{escape(clean(name, 300))}</title>'
            f"{escape(clean(name, 52))}</text>"
        )
