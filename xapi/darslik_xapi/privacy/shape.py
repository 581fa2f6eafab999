"""What a reader can add up in a table, and what is left of it to show: words for both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from darslik_xapi.engines.engine import Result
from darslik_xapi.errors import XapiError


class Hidden:
    """The value of a cell that is not published."""

    def __repr__(self) -> str:
        return "HIDDEN"

    def __str__(self) -> str:
        return "hidden"


HIDDEN: Final = Hidden()

K: Final = 5
"""Learners that a published row has at least."""

CLASSES: Final = (1, 5, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
"""Sizes of groups that are told roughly."""


@dataclass(frozen=True)
class Parts:
    """Counts that share out the learners of another count of the row, and what is computed from them.

    Attributes:
        whole: the column that is shared out.
        parts: columns that have no learner in common.
        figures: columns from which the parts can be computed: shares, rates.
        keep: parts that stay when the others go, since the figures alone would tell.
    """

    whole: str
    parts: tuple[str, ...]
    figures: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """Rows that add up to a total.

    Attributes:
        within: columns whose values such rows have in common.
        count: what adds up: the column of learners (and with it all its parts), or one part alone.
        by: what such rows have in common besides; rows of which it says None are in no line.
        total: the quantity, of the population named by `within`, that the rows are a part of: what is missing to it is
            a row that is not shown. Of several kinds of rows by what `by` says.
    """

    within: tuple[str, ...]
    count: str = "learners"
    by: Callable[[Mapping[str, Any]], object] | None = None
    total: Mapping[object, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Steps:
    """Rows that follow one another, each of learners of the one before.

    Attributes:
        within: columns whose values such rows have in common.
        first: the quantity, of the population named by `within`, that the first row is compared with.
    """

    within: tuple[str, ...]
    first: str = ""


@dataclass(frozen=True)
class Shape:
    """What a reader can add up in a table.

    Attributes:
        keys: columns that name a row; never hidden.
        learners: the column with the learners behind a row.
        parts: counts within a row.
        lines: the ways in which rows add up to totals.
        steps: of rows that follow one another, or None.
        named: the name, as in `quantities`, of a row's learners, where it differs from row to row; empty: none.
        head: tells rows with which all rows of the same population are hidden.
        together: columns that rows have in common which hide a part in all of them or in none; for tables of two ways.
        derived: counts that are no columns, but can be computed from a row.
        running: columns that add up the rows so far; shown only if all rows are.
        coarse: counts that are shown as the greatest of `CLASSES` that they reach.
        population: the columns that say who the learners of a row are.
        quantities: what a count is called in all tables; the same count of the same population is shown in all of
            them or in none.
    """

    keys: tuple[str, ...]
    learners: str = "learners"
    parts: tuple[Parts, ...] = ()
    lines: tuple[Line, ...] = ()
    steps: Steps | None = None
    named: Callable[[Mapping[str, Any]], str] | None = None
    head: Callable[[Mapping[str, Any]], bool] | None = None
    together: tuple[str, ...] = ()
    derived: Mapping[str, Callable[[Mapping[str, Any]], int]] = field(default_factory=dict)
    running: tuple[str, ...] = ()
    coarse: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    quantities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Published:
    """A table that may be shown.

    Attributes:
        result: the rows; `HIDDEN` stands in cells that are not shown.
        rows: how many rows are hidden.
        cells: how many rows have hidden parts.
        dropped: how many rows are left out altogether.
    """

    result: Result
    rows: int = 0
    cells: int = 0
    dropped: int = 0

    @property
    def touched(self) -> bool:
        """Whether anything is hidden."""
        return bool(self.rows or self.cells or self.dropped)


def check_k(k: int) -> None:
    """Refuse a `k` that is no number of learners.

    Raises:
        XapiError: below 1.
    """
    if k < 1:
        raise XapiError(f"--k {k} is no number of learners", "1 shows everything; 5 is usual")
