"""The tree of activities as a picture: who can be reached how, what is locked, who tells whom.

An SVG by itself: no script, no style sheet, no ids, no outside parts. Everything is drawn in `currentColor`, so that
it suits a light and a dark page. It is made for 420 pixels, the width of a phone, and grows a little with room.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from darslik.inspect.record import lanes
from darslik.inspect.record.model import Record
from darslik.inspect.record.phrases import clean, number
from darslik.inspect.record.rows import LINE, WIDTH, Row, rows
from darslik.inspect.record.symbols import LEGEND, symbol

MOST = 300
"""Activities that are drawn; of larger courses, groups are drawn as one."""


def picture(record: Record) -> str:
    """The picture as an `<svg>` element."""
    shown = list(rows(record, MOST))
    links = lanes.links(record, shown)
    used = {name for row in shown for name in row.symbols} | ({"link"} if links else set())
    legend = [(name, text) for name, text in LEGEND.items() if name in used]
    tree = shown[-1].bottom if shown else 0
    keys = tree + 24
    height = keys + LINE * (len(legend) + len({link.number for link in links if link.number})) + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="100%" role="img" '
        'font-family="system-ui,sans-serif" font-size="13" fill="currentColor">',
        f"<title>{_safe(_name(record))}</title>",
        f"<desc>{_safe(_description(record, shown))}</desc>",
        *(line for row in shown for line in _row(row)),
        *(line for link in links for line in lanes.drawn(link)),
        *_legend(legend, keys),
        *lanes.names(links, keys + LINE * len(legend)),
        "</svg>",
    ]
    return "\n".join(parts)


def _safe(text: str) -> str:
    return escape(text, quote=True)


def _name(record: Record) -> str:
    title = clean(record.roots[record.default].title, 200) if record.roots else "nothing"
    return f"{title}: activities and the ways through them"


def _description(record: Record, shown: list[Row]) -> str:
    drawn = sum(1 for row in shown if row.activity)
    more = len(record.activities) - drawn
    rest = f"; {number(more, 'activity', 'activities')} more are not drawn" if more else ""
    return f"{record.title}: a tree of {number(drawn, 'activity', 'activities')}, from top to bottom{rest}."


def _row(row: Row) -> Iterator[str]:
    """A box with its title and notes, its symbols before it, a line from its parent."""
    yield f"<g><title>{_safe(row.tip)}</title>"
    if row.activity:
        dashes = ' stroke-dasharray="4 3"' if row.closed else ""
        thick = "1.6" if row.activity.children else "1"
        yield (
            f'<rect x="{row.left}" y="{row.top}" width="{row.width}" height="{row.height}" rx="5" fill="currentColor" '
            f'fill-opacity="{"0.07" if row.activity.children else "0.02"}" stroke="currentColor" '
            f'stroke-opacity="0.55" stroke-width="{thick}"{dashes}/>'
        )
    for line in row.lines:
        weight = ' font-weight="600"' if line.strong else ""
        faint = "" if line.strong else ' font-size="11.5" opacity="0.85"'
        yield f'<text x="{line.x}" y="{line.y}"{weight}{faint}>{_safe(line.text)}</text>'
        if line.symbol:
            yield symbol(line.symbol, line.x - 14, line.y - 4)
    yield from row.strokes
    yield "</g>"


def _legend(legend: list[tuple[str, str]], top: int) -> Iterator[str]:
    for index, (name, text) in enumerate(legend):
        y = top + LINE * index
        yield symbol(name, 12, y - 4)
        yield f'<text x="26" y="{y}" font-size="11.5" opacity="0.85">{_safe(text)}</text>'
