"""Every measure, cell by cell, against a second implementation that shares nothing with it but the definitions."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from xapi.measures import truth_cohorts, truth_items, truth_options, truth_people, truth_records
from xapi.measures.conftest import Run
from xapi.measures.truth_base import Cells, World

TRUTH: dict[str, Callable[[World], Cells]] = {
    "completion-by-course": truth_people.by_course,
    "completion-by-module": truth_people.by_module,
    "completion-by-language": partial(truth_people.by_column, column="language"),
    "completion-by-group": partial(truth_people.by_column, column="team"),
    "completion-by-version": partial(truth_people.by_column, column="revision"),
    "funnel": truth_people.funnel,
    "drop-off": truth_people.drop_off,
    "attempts": truth_people.attempts,
    "time-to-completion": truth_people.time_to_completion,
    "cohort-retention": truth_cohorts.cohort_retention,
    "scores": truth_cohorts.scores,
    "item-analysis": truth_items.item_analysis,
    "item-analysis-by-language": partial(truth_items.item_analysis, by="language"),
    "item-analysis-by-version": partial(truth_items.item_analysis, by="revision"),
    "distractors": truth_options.distractors,
    "distractors-by-language": partial(truth_options.distractors, by="language"),
    "reliability": truth_items.reliability,
    "translation-dif": truth_items.translation_dif,
    "page-time": truth_records.page_time,
    "data-quality": truth_records.data_quality,
    "repeated-statements": truth_records.repeated_statements,
}


def same(one: object, other: object) -> bool:
    """Equal; fractions to eleven digits, since sums are added up in another order."""
    if isinstance(one, float) or isinstance(other, float):
        if not isinstance(one, int | float) or not isinstance(other, int | float):
            return False
        return math.isclose(one, other, rel_tol=1e-11, abs_tol=1e-11)
    return one == other


def differences(found: Cells, truth: Cells) -> list[Any]:
    """Rows beside each other, where a cell differs."""
    assert [list(row) for row in found[:1]] == [list(row) for row in truth[:1]]
    pairs = list(zip(found, truth, strict=True))
    return [
        (n, {name: (row[name], other[name]) for name in row if not same(row[name], other[name])}, row)
        for n, (row, other) in enumerate(pairs)
        if any(not same(row[name], other[name]) for name in row)
    ]


@pytest.mark.parametrize("name", list(TRUTH))
def test_a_measure_is_what_plain_python_computes(name: str, run: Run, world: World) -> None:
    found, truth = run(name, world), TRUTH[name](world)
    assert truth
    assert differences(found, truth)[:3] == []
