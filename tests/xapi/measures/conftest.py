"""One untidy cohort for all: loaded once, measured by DuckDB, recomputed in plain Python."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import ibis.expr.types as ir
import pytest
from ibis.backends.sql.compilers import DuckDBCompiler

from darslik_xapi.engines.typed import result
from darslik_xapi.measures import MEASURES, tables
from tracking_plans import plan
from xapi.measures.landing import fill, rows
from xapi.measures.people import LATER, split_plan, untidy
from xapi.measures.truth_base import Cells, World

Run = Callable[[str, World], Cells]


@pytest.fixture(scope="session")
def world() -> World:
    return World(rows(untidy(220)), (plan(), LATER, split_plan()))


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A measure's rows in a world, which is loaded when it is first asked for."""
    loaded: dict[int, tuple[World, duckdb.DuckDBPyConnection]] = {}

    def measured(name: str, world: World) -> Cells:
        if id(world) not in loaded:
            loaded[id(world)] = world, loaded_with(world, tmp_path_factory.mktemp("rows"))
        expression, sql = compiled(name)
        return result(expression, loaded[id(world)][1].execute(sql).fetchall()).dicts()

    return measured


@cache
def compiled(name: str) -> tuple[ir.Table, str]:
    """A measure and its SQL, as `engines.DuckDb` makes it; once, since it does not depend on the world."""
    expression, compiler = MEASURES[name].build(tables()), DuckDBCompiler()
    return expression, compiler.to_sqlglot(expression).sql(dialect=compiler.dialect)


def loaded_with(world: World, folder: Path) -> duckdb.DuckDBPyConnection:
    """DuckDB with a world in it."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    fill(connection, world.rows, world.plans, folder)
    return connection
