"""docs/measures.md names every measure and every column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from darslik_xapi.measures import MEASURES
from xapi.measures.conftest import compiled

TEXT = (Path(__file__).parents[3] / "xapi" / "docs" / "measures.md").read_text("utf-8")
SECTIONS = {
    name: part for part in re.split(r"\n#{2,3} ", TEXT) for name in re.findall(r"`([a-z-]+)`", part.partition("\n")[0])
}


def test_the_document_has_the_measures_that_there_are() -> None:
    assert set(SECTIONS) == set(MEASURES)


@pytest.mark.parametrize("name", list(MEASURES))
def test_columns_are_described(name: str) -> None:
    expression, _ = compiled(name)
    described = set(re.findall(r"`([a-z0-9_]+)`", SECTIONS[name]))
    assert [column for column in expression.columns if column not in described] == []


@pytest.mark.parametrize("name", list(MEASURES))
def test_every_result_counts_learners(name: str) -> None:
    expression, _ = compiled(name)
    assert set(MEASURES[name].counts) <= set(expression.columns)
    assert "learners" in MEASURES[name].counts
