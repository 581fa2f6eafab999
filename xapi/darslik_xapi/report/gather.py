"""What a report is made of: every measure, computed, small cells hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from darslik_xapi.engines.engine import Result
from darslik_xapi.measures import MEASURES, Measure, Tables, tables
from darslik_xapi.privacy.shape import K, Published
from darslik_xapi.privacy.shapes import shape_of
from darslik_xapi.privacy.suppress import suppress_all

if TYPE_CHECKING:
    from darslik_xapi.engines.engine import Engine


@dataclass(frozen=True)
class Answer:
    """A measure's answer, as it may be shown.

    Attributes:
        measure: the question.
        published: the rows, `HIDDEN` where a cell is not shown.
        types: Ibis's name of each column's type.
    """

    measure: Measure
    published: Published
    types: Mapping[str, str]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return self.published.result.columns

    def dicts(self, **equal: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - values of cells
        """Rows by column, only those with these values."""
        found = self.published.result.dicts()
        return [row for row in found if all(row.get(name) == value for name, value in equal.items())]


@dataclass(frozen=True)
class Gathered:
    """All answers, and facts about them."""

    answers: Mapping[str, Answer]
    k: int
    facts: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, name: str, **equal: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - values of cells
        """Rows of a measure; none if there is no such measure."""
        answer = self.answers.get(name)
        return answer.dicts(**equal) if answer else []


def gather(engine: Engine, source: Tables | None = None, k: int = K) -> Gathered:
    """Compute every measure, and hide small cells in all of them together.

    Always every one, whatever is written afterwards: what is hidden in one format is then hidden in all.

    Raises:
        XapiError: if `k` is below 1.
    """
    source = source or tables()
    computed: dict[str, tuple[Result, Measure, Mapping[str, str]]] = {}
    for name, measure in MEASURES.items():
        expression = measure.build(source)
        types = {column: str(kind) for column, kind in expression.schema().items()}
        computed[name] = (engine.run(expression), measure, types)
    return Gathered(protect(computed, k), k)


def protect(computed: Mapping[str, tuple[Result, Measure, Mapping[str, str]]], k: int) -> dict[str, Answer]:
    """Hide small cells in answers that are published together.

    Raises:
        XapiError: if `k` is below 1.
    """
    hidden = suppress_all(
        {name: (result, shape_of(measure, result.columns)) for name, (result, measure, _) in computed.items()}, k
    )
    return {name: Answer(measure, hidden[name], types) for name, (_, measure, types) in computed.items()}
