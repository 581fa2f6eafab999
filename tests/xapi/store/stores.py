"""Stores for tests, and everything that is in one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from darslik_xapi.privacy.pseudonyms import Key
from darslik_xapi.store import Store

KEY = Key(b"qovun-tarvuz-0123456789", "the test's key")


def store(folder: Path) -> Store:
    """A store with a key of its own."""
    return Store(folder, KEY)


def rows(opened: Store, sql: str) -> list[tuple[Any, ...]]:
    """What a query gives."""
    with opened.connect() as connection:
        return connection.execute(sql).fetchall()


def all_text(folder: Path) -> str:
    """Every byte of a store's files, and every value of its Parquet files, as one text."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            with duckdb.connect() as connection:
                found.append(repr(connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()))
        elif path.is_file():
            found.append(path.read_bytes().decode("utf-8", "replace"))
    return "\n".join(found)
