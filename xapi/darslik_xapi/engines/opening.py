"""An engine by its name, as commands take it (`--engine`)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from darslik_xapi.errors import XapiError

from .duckdb import DuckDb
from .source import rows_of, source

if TYPE_CHECKING:
    from darslik_xapi.plan import Plan
    from darslik_xapi.store.store import Store

    from .clickhouse import ClickHouse
    from .engine import Engine
    from .spark import Spark

NAMES = ("duckdb", "spark", "clickhouse")

MASTER = "DARSLIK_SPARK_MASTER"
URL, USER, PASSWORD = "DARSLIK_CLICKHOUSE_URL", "DARSLIK_CLICKHOUSE_USER", "DARSLIK_CLICKHOUSE_PASSWORD"


def open(name: str, store: Store, plans: Sequence[Plan] = ()) -> Engine:  # noqa: A001 - read as `engines.open`
    """An engine that has a store's tables; use it in a `with` statement.

    Spark takes its master from DARSLIK_SPARK_MASTER (else the threads of this machine). ClickHouse is the server at
    DARSLIK_CLICKHOUSE_URL, or else chDB in this process. DARSLIK_STATEMENTS names the place of the Parquet files if
    they are to be read from elsewhere than the store's folder.

    Raises:
        XapiError: if the name is unknown, its package is missing, or it cannot be reached.
    """
    if name == "duckdb":
        return DuckDb(store.connect(plans))
    if name == "spark":
        return spark(store, plans, os.environ.get(MASTER) or "local[*]")
    if name == "clickhouse":
        return clickhouse(store, plans)
    raise XapiError(f"there is no engine {name!r}", f"name one of: {', '.join(NAMES)}")


def spark(store: Store, plans: Sequence[Plan], master: str) -> Spark:
    """Spark with a store's tables."""
    from .spark import Spark

    return Spark(source(store), rows_of(store, plans), master)


def clickhouse(store: Store, plans: Sequence[Plan]) -> ClickHouse:
    """ClickHouse with a store's tables."""
    from .clickhouse import ClickHouse
    from .clickhouse_connections import Chdb, Server

    url = os.environ.get(URL)
    tables = rows_of(store, plans)
    connection = Server(url, os.environ.get(USER) or "default", os.environ.get(PASSWORD) or "") if url else Chdb()
    return ClickHouse(connection, source(store), tables)
