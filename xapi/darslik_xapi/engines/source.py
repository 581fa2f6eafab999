"""Where the statements of a store are for an engine that is not DuckDB, and how their columns are typed there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from darslik_xapi.columns import STATEMENTS
from darslik_xapi.errors import XapiError

PLACE = "DARSLIK_STATEMENTS"
"""The environment's name of the place, if the engine is to read another than the store's own folder."""

COLUMNS: Mapping[str, str] = {column.name: column.type for column in STATEMENTS if column.name != "raw"}
"""What measures may read, with DuckDB's types. `raw` is left where it is."""


def place(store: Path) -> str:
    """The folder or URL of the partitions `year=…/month=…/*.parquet`, without a slash at its end."""
    return (os.environ.get(PLACE) or str(store.absolute() / "statements")).rstrip("/")


def is_local(where: str) -> bool:
    """Whether it is a folder of this machine."""
    return "://" not in where


def not_a_pattern(where: str, engine: str) -> str:
    """The same place, if no sign in it would be read as a pattern of names.

    Raises:
        XapiError: if one would.
    """
    if is_local(where) and any(sign in where for sign in "*?[]{}\\"):
        raise XapiError(
            f"{engine} takes the signs * ? [ ] {{ }} and \\ in {where} for a pattern",
            "rename the folder, or link to it",
        )
    return where
