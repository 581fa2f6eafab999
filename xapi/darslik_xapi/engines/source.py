"""Where the statements of a store are for an engine that is not DuckDB, and how their columns are typed there."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from darslik_xapi.columns import STATEMENTS
from darslik_xapi.errors import XapiError

if TYPE_CHECKING:
    from darslik_xapi.plan import Plan
    from darslik_xapi.store.store import Store

PLACE = "DARSLIK_STATEMENTS"
"""The environment's name of the place, if the engine is to read another than the store's own folder."""

COLUMNS: Mapping[str, str] = {column.name: column.type for column in STATEMENTS if column.name != "raw"}
"""What measures may read, with DuckDB's types. `raw` is left where it is."""

CORRECTED: Mapping[str, str] = {"activity": "VARCHAR", "course": "VARCHAR"}
"""A small table: activities of which statements name another course than the plans do (`store/views.py`)."""

Rows = Mapping[str, Sequence[tuple[Any, ...]]]
"""The rows of the small tables: `activities`, `labels`, `components` and `corrected`."""


def small_tables() -> dict[str, Mapping[str, str]]:
    """The small tables with their columns and DuckDB's types."""
    from darslik_xapi.plan_tables import COLUMNS as PLANNED

    return {**PLANNED, "corrected": CORRECTED}


@dataclass(frozen=True)
class Source:
    """The Parquet files of a store, as an engine sees them.

    Attributes:
        folder: a folder or URL without a slash at its end; below it are `year=…/month=…/*.parquet`.
        files: those that count, relative to the folder; None: all that are there.
    """

    folder: str
    files: tuple[str, ...] | None = None

    @property
    def local(self) -> bool:
        """Whether it is a folder of this machine."""
        return "://" not in self.folder

    def without_patterns(self, engine: str) -> Source:
        """The same, if no sign in the folder's name would be read as a pattern.

        Raises:
            XapiError: if one would.
        """
        if self.local and any(sign in self.folder for sign in "*?[]{}\\"):
            raise XapiError(
                f"{engine} takes the signs * ? [ ] {{ }} and \\ in {self.folder} for a pattern",
                "rename the folder, or link to it",
            )
        return self


def source(store: Store) -> Source:
    """What the environment names, else the store's own files.

    A store lists its files: one that an interrupted command has left does not count. A copy in another place is
    taken as it is there.
    """
    if named := os.environ.get(PLACE):
        return Source(named.rstrip("/"))
    parts = sorted(store.state.parts)
    return Source(str(store.path.absolute() / "statements"), tuple(name.partition("/")[2] for name in parts))


def rows_of(store: Store, plans: Sequence[Plan]) -> Rows:
    """The small tables as DuckDB has them, whether from plans or from the statements' own definitions."""
    with store.connect(plans) as connection:
        known = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for name, columns in small_tables().items():
            listed = ", ".join(f'"{column}"' for column in columns)
            select = f"SELECT {listed} FROM {name}"  # noqa: S608 - our own names
            rows[name] = connection.execute(select).fetchall() if name in known else []
        return rows
