"""The list of measures, filled by a decorator: a new one is a function in a module of this package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables


@dataclass(frozen=True)
class Measure:
    """A question and how it is answered.

    Attributes:
        name: in commands and files, e.g. `item-analysis`.
        title: in reports.
        build: the expression.
        minimum: learners behind a row below which its figures mean nothing (medians 10, item flags 30).
        counts: columns that count learners, by which small cells are suppressed; the rest of the row goes with them.
    """

    name: str
    title: str
    build: Callable[[Tables], ir.Table]
    minimum: int = 0
    counts: tuple[str, ...] = ("learners",)


MEASURES: dict[str, Measure] = {}


def measure(
    name: str, title: str, *, minimum: int = 0, counts: tuple[str, ...] = ("learners",)
) -> Callable[[Callable[[Tables], ir.Table]], Callable[[Tables], ir.Table]]:
    """Register a function as a measure."""

    def register(build: Callable[[Tables], ir.Table]) -> Callable[[Tables], ir.Table]:
        MEASURES[name] = Measure(name, title, build, minimum, counts)
        return build

    return register
