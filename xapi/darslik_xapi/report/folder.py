"""A folder with a file a measure: CSV for anything that reads text, Parquet with its types for tools of data.

A column `hidden` tells rows with cells that are not shown; such cells are empty.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from darslik_xapi.errors import XapiError
from darslik_xapi.files import appearing
from darslik_xapi.privacy.shape import HIDDEN

from .gather import Answer, Gathered
from .plain import harmless, plain

_LONGEST = 2_000
_DUCKDB = {"int64": "BIGINT", "float64": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE", "timestamp(6)": "TIMESTAMP"}
_NOTE = "hidden"


def write_folder(gathered: Gathered, folder: Path, kind: str) -> list[Path]:
    """Write all answers, `kind` csv or parquet; the files.

    Raises:
        XapiError: if the folder cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise XapiError(f"{folder} cannot be made: {error.strerror}", "name a folder with -o") from None
    written = []
    for name, answer in gathered.answers.items():
        path = folder / f"{name}.{kind}"
        with appearing(path) as hidden:
            if kind == "csv":
                hidden.write_bytes(as_csv(answer).encode("utf-8", "replace"))
            else:
                _parquet(answer, hidden)
        written.append(path)
    return written


def as_csv(answer: Answer) -> str:
    """An answer as CSV (RFC 4180, but for line ends)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*answer.columns, _NOTE])
    for row in _rows(answer):
        writer.writerow([_text(value) for value in row])
    return out.getvalue()


def _rows(answer: Answer) -> Iterator[tuple[Any, ...]]:
    for row in answer.published.result.rows:
        yield (*(None if value is HIDDEN else _clean(value) for value in row), any(value is HIDDEN for value in row))


def _clean(value: object) -> object:
    return plain(value, _LONGEST) if isinstance(value, str) else value


def _text(value: object) -> object:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else value


def _parquet(answer: Answer, path: Path) -> None:
    types = [_DUCKDB.get(answer.types[name], "VARCHAR") for name in answer.columns]
    columns = ", ".join(
        f'"{name}" {kind}' for name, kind in zip([*answer.columns, _NOTE], [*types, "BOOLEAN"], strict=True)
    )
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE answer ({columns})")
        if rows := list(_rows(answer)):
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO answer VALUES ({marks})", rows)  # noqa: S608 - only marks
        target = str(path).replace("'", "''")
        connection.execute(f"COPY answer TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
