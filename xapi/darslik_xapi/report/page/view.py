"""What the template shows: parts of the page with a chart and a table, cells with their texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from markupsafe import Markup

from darslik_xapi.privacy.shape import HIDDEN
from darslik_xapi.report.plain import plain
from darslik_xapi.report.words import Words

NOTHING: Final = "–"


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: what stands in it.
        kind: text, num, hidden, or code.
        bar: length of the bar in it, 0 … 100; None: no bar.
        second: a smaller line below.
    """

    text: str
    kind: str = "text"
    bar: int | None = None
    second: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its caption; the first column names the rows."""

    caption: str
    head: Sequence[tuple[str, str]]  # label, kind of the cells
    rows: Sequence[Sequence[Cell]]
    more: int = 0  # rows that are not written out


@dataclass(frozen=True)
class Part:
    """A question and its answer.

    Attributes:
        id: of the heading.
        title: the question.
        lead: the answer in a sentence or two.
        chart: a picture, or nothing.
        legend: what the patterns of the picture mean: class and words.
        table: the figures.
        notes: what must be known to read them.
        method: the anchor of the measure in the documents.
        cards: for questions: one after the other, worst first.
    """

    id: str
    title: str
    lead: str = ""
    chart: Markup = Markup()
    legend: Sequence[tuple[str, str]] = ()
    table: Table | None = None
    notes: Sequence[str] = ()
    method: str = ""
    cards: Sequence[Any] = ()
    wide: bool = False


@dataclass(frozen=True)
class Tile:
    """A key figure."""

    label: str
    value: str
    second: str = ""
    bar: int | None = None


@dataclass(frozen=True)
class Column:
    """How a column is shown: `kind` text, count, share, bar, number, span, day or code."""

    name: str
    kind: str = "count"
    label: str = ""


@dataclass
class Maker:
    """Makes cells and tables in a language."""

    words: Words
    most: int = 400
    names: Mapping[str, str] = field(default_factory=dict)

    def table(self, caption: str, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> Table:
        """A table of these columns."""
        head = [(one.label or self.words.column(one.name), self._align(one)) for one in columns]
        body = [[self.cell(row.get(one.name), one.kind) for one in columns] for row in rows[: self.most]]
        return Table(caption, head, body, max(0, len(rows) - self.most))

    def cell(self, value: Any, kind: str) -> Cell:  # noqa: ANN401 - of a result
        """A cell."""
        if isinstance(value, Cell):
            return value
        if value is HIDDEN:
            return Cell(self.words("hidden"), "hidden")
        if value is None or value == "":
            return Cell(NOTHING, "text" if kind in {"text", "code"} else "num")
        if kind == "bar":
            return Cell(self.words.percent(value), "num", round(min(1.0, max(0.0, value)) * 100))
        if kind in {"text", "code"}:
            return Cell(plain(str(value)), kind)
        return Cell(self.text(value, kind), "num")

    def text(self, value: Any, kind: str) -> str:  # noqa: ANN401 - of a result
        """A value as text."""
        if value is HIDDEN:
            return self.words("hidden")
        if value is None:
            return NOTHING
        if isinstance(value, (datetime, date)):
            return self.words.day(value)
        made = {
            "count": lambda: self.words.number(value),
            "share": lambda: self.words.percent(value),
            "number": lambda: self.words.number(value, 2),
            "span": lambda: self.words.span(value),
        }.get(kind)
        return made() if made else plain(str(value))

    def rate(self, rate: Any, part: Any, whole: Any) -> Cell:  # noqa: ANN401 - of a result
        """A share with its bar, and below it what it is a share of."""
        cell = self.cell(rate, "bar")
        if not known(rate, part, whole):
            return cell
        number = self.words.number
        return replace(cell, second=self.words("of", part=number(part), whole=number(whole)))

    @staticmethod
    def _align(column: Column) -> str:
        return "text" if column.kind in {"text", "code"} else "num"


def known(*values: object) -> bool:
    """Whether all of these are figures that are shown."""
    return all(value is not None and value is not HIDDEN for value in values)
