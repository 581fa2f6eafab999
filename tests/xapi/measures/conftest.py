"""One untidy cohort for all: loaded once, measured by DuckDB, recomputed in plain Python."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import ibis.expr.types as ir
import pytest

from darslik_xapi.engines import DuckDb
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
    loaded: dict[int, tuple[World, DuckDb]] = {}

    def measured(name: str, world: World) -> Cells:
        if id(world) not in loaded:
            loaded[id(world)] = world, engine(world, tmp_path_factory.mktemp("rows"))
        return loaded[id(world)][1].run(expression(name)).dicts()

    return measured


@cache
def expression(name: str) -> ir.Table:
    """Built once: it does not depend on the world."""
    return MEASURES[name].build(tables())


def engine(world: World, folder: Path) -> DuckDb:
    """DuckDB with a world in it."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    fill(connection, world.rows, world.plans, folder)
    return DuckDb(connection)
