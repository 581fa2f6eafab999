"""Runs a measure on a store, small groups suppressed, for `darslik xapi query --measure`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..errors import XapiError

if TYPE_CHECKING:
    from ..plan import Plan
    from .store import Store


def names() -> Iterator[str]:
    """The measures, one a line."""
    from ..measures import MEASURES

    for name, measure in sorted(MEASURES.items()):
        yield f"{name:<24} {measure.title}\n"


def measured(store: Store, name: str, form: str, plans: Sequence[Plan] = (), engine: str = "duckdb") -> Iterator[str]:
    """A measure in a format of `querying.WRITERS`.

    All measures are computed, and small groups hidden in all of them together: what one hides another must not show.
    `plans`: of its courses; else those that are kept with the store. `engine`: one of `engines.NAMES`.

    Raises:
        XapiError: if there is no such measure.
    """
    from .. import engines
    from ..measures import MEASURES
    from ..report.gather import gather
    from .querying import WRITERS, Rows

    if name not in MEASURES:
        raise XapiError(f"there is no measure {name!r}", "`darslik xapi query --measure list` names them")
    with engines.open(engine, store, plans) as opened:
        answer = gather(opened).answers[name]
    result = answer.published.result
    yield from WRITERS[form](Rows(result.columns, [tuple(map(_shown, row)) for row in result.rows]))


def _shown(value: object) -> object:
    from ..privacy.shape import Hidden

    return None if isinstance(value, Hidden) else value
