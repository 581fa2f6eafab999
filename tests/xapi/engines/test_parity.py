"""The same measures, unchanged, on DuckDB, a Spark cluster and ClickHouse: equal cell by cell."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from darslik_xapi.measures import MEASURES
from xapi.engines.cells import differences
from xapi.engines.conftest import Ran
from xapi.engines.own import OWN

OTHERS = ("spark", "chdb", "server")


@pytest.mark.parametrize("engine", OTHERS)
def test_every_measure_gives_the_same_cells(engine: str, ran: Callable[[str], Ran]) -> None:
    duckdb, other = ran("duckdb").results, ran(engine).results
    assert set(duckdb) == {*MEASURES, *OWN}
    assert set(other) == (set(duckdb) if engine != "server" else {"funnel", *OWN})
    found = {name: differences(duckdb[name], one)[:5] for name, one in other.items()}
    assert {name: what for name, what in found.items() if what} == {}


def test_there_is_something_to_compare(ran: Callable[[str], Ran]) -> None:
    """Nearly every measure has rows of this cohort, and numbers in them: equal because empty would prove nothing."""
    results = ran("duckdb").results
    empty = {name for name, one in results.items() if not one["rows"]}
    assert empty <= {"unexpected-statements", "repeated-statements"}
    with_numbers = [one for one in results.values() if any(cell[0] == "float" for row in one["rows"] for cell in row)]
    assert len(with_numbers) > len(MEASURES) / 2


def test_a_difference_is_seen() -> None:
    one = {"columns": ["n", "x"], "rows": [[["int", "1"], ["float", 0.1]]]}
    assert differences(one, one) == []
    for cell in (["float", 0.1 + 1e-9], ["NoneType", "None"], ["str", "0.1"], ["float", "nan"]):
        other = {"columns": ["n", "x"], "rows": [[["int", "1"], cell]]}
        assert len(differences(one, other)) == 1
    assert differences(one, {**one, "rows": []}) == ["1 and 0 rows"]
    assert differences(one, {**one, "columns": ["n", "y"]}) == ["columns ['n', 'x'] and ['n', 'y']"]
