"""A program of its own: every measure on one engine, as JSON. Its path has the engines' packages, the tests' has not.

Usage: run.py duckdb|spark|chdb|server STORE PLAN OUTPUT [MASTER]
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import ibis.expr.types as ir

from darslik_xapi import engines
from darslik_xapi.engines.clickhouse import ClickHouse
from darslik_xapi.engines.clickhouse_connections import Chdb, Server
from darslik_xapi.engines.source import rows_of, source
from darslik_xapi.engines.spark import Spark
from darslik_xapi.measures import MEASURES, Tables, tables
from darslik_xapi.plan import Plan, read_plan
from darslik_xapi.store import Store
from xapi.engines import front
from xapi.engines.cells import table
from xapi.engines.own import OWN

SMALL = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.memory": "1g",
    "spark.executor.memory": "900m",
    "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
    "spark.executor.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
}
"""For little data on a small machine: compiled less, and in fewer pieces."""


def asked(engine: str) -> dict[str, Callable[[Tables], ir.Table]]:
    """What is compared: everything, but of a server, which is the engine of chDB again, a few measures."""
    measures = {one.name: one.build for one in MEASURES.values()}
    return {**measures, **OWN} if engine != "server" else {"funnel": measures["funnel"], **OWN}


@contextmanager
def opened(name: str, store: Store, plans: list[Plan], master: str) -> Iterator[engines.Engine]:
    """The engine of that name."""
    if name == "duckdb":
        with engines.open(name, store, plans) as engine:
            yield engine
        return
    rows = rows_of(store, plans)
    if name == "spark":
        with Spark(source(store), rows, master, SMALL) as spark:
            yield spark
    elif name == "chdb":
        with ClickHouse(Chdb(), source(store), rows) as clickhouse:
            yield clickhouse
    else:
        chdb = Chdb()
        with (
            front.served(chdb) as url,
            ClickHouse(Server(url, front.USER, front.PASSWORD), source(store), rows) as served,
        ):
            yield served
        chdb.close()


def main(name: str, store: str, plan: str, output: str, master: str = "local[2]") -> None:
    """Run all, and write what came."""
    began = time.perf_counter()
    found, seconds = {}, {}
    with opened(name, Store(Path(store)), [read_plan(Path(plan))], master) as engine:
        seconds["start"] = time.perf_counter() - began
        there = tables()
        for measure, build in asked(name).items():
            began = time.perf_counter()
            found[measure] = table(engine.run(build(there)))
            seconds[measure] = time.perf_counter() - began
    Path(output).write_text(json.dumps({"seconds": seconds, "results": found}))


if __name__ == "__main__":
    main(*sys.argv[1:])
