"""Parts: the Parquet files of a store. New ones come in, doubles stay out, small ones are merged.

Order of work, so that a kill at any moment costs nothing: files are written aside, renamed to their places by the
hash of their content, then the state that lists them is replaced, and only then is anything removed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from . import database
from .conflicts import Conflicts
from .flatten import text
from .state import State, write_state

SMALL = 32_000_000
"""Bytes below which a part is small."""

MANY = 8
"""Small parts of a month from which they are merged."""


@dataclass
class Added:
    """What came in.

    Attributes:
        new: statements.
        known: ids that were there already, or twice in what came.
        conflicts: of those, with another content.
        early: before the month from which the store keeps statements.
    """

    new: int = 0
    known: int = 0
    conflicts: int = 0
    early: int = 0

    def __iadd__(self, other: Added) -> Added:
        self.new += other.new
        self.known += other.known
        self.conflicts += other.conflicts
        self.early += other.early
        return self


class Parts:
    """The Parquet files of a store; its methods need the store's lock."""

    def __init__(self, folder: Path, state: State) -> None:
        self.folder = folder
        self.state = state

    def files(self) -> list[Path]:
        """Those that hold statements."""
        return [self.folder / name for name in sorted(self.state.parts)]

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A folder for files that are being written."""
        folder = self.folder / f".staging-{os.getpid()}"
        shutil.rmtree(folder, ignore_errors=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def add(self, connection: duckdb.DuckDBPyConnection, staged: Path) -> Added:
        """Take in what `database.copy_parts` has written to a folder."""
        added = Added(early=self._drop_early(staged))
        files = sorted(staged.rglob("*.parquet"))
        if not files:
            return added
        coming = database.parquet(files, ", filename = true, file_row_number = true")
        total = _one(connection, f"SELECT count(*) FROM {coming}")
        if doubles := self._doubles(connection, coming):
            added.conflicts = Conflicts(self.folder).find(connection, coming, self._there())
            clean = staged / "clean"
            connection.execute(database.copy_parts(_without_doubles(coming), clean))
            files = sorted(clean.rglob("*.parquet"))
            added.known = doubles
        added.new = total - added.known
        self.replace(connection, [], files)
        return added

    def replace(self, connection: duckdb.DuckDBPyConnection, old: Iterable[Path], new: Iterable[Path]) -> None:
        """Put new files into their places and forget old ones, at once for whoever reads the state."""
        places = dict(self._place(connection, path) for path in new)
        gone = {path.relative_to(self.folder).as_posix() for path in old} - places.keys()
        self.state.parts = {name: rows for name, rows in self.state.parts.items() if name not in gone} | places
        write_state(self.folder, self.state)
        self.sweep()

    def sweep(self) -> None:
        """Remove what interrupted commands have left."""
        for path in (self.folder / "statements").rglob("*.parquet"):
            if path.relative_to(self.folder).as_posix() not in self.state.parts:
                path.unlink()
        for path in sorted((self.folder / "statements").rglob("*="), reverse=True):
            if not any(path.iterdir()):
                path.rmdir()
        for path in self.folder.glob(".staging-*"):
            if path.name != f".staging-{os.getpid()}":
                shutil.rmtree(path, ignore_errors=True)

    def merge(self, connection: duckdb.DuckDBPyConnection, *, all_small: bool = False) -> None:
        """Make one part of many small ones of a month."""
        months: dict[Path, list[Path]] = defaultdict(list)
        for path in self.files():
            if path.stat().st_size < SMALL:
                months[path.parent].append(path)
        for small in months.values():
            if len(small) >= (2 if all_small else MANY):
                with self.staging() as staged:
                    target = staged / small[0].parent.relative_to(self.folder / "statements") / "merged.parquet"
                    target.parent.mkdir(parents=True)
                    connection.execute(
                        f"COPY (SELECT * FROM {database.parquet(small)}) TO {text(str(target))} "
                        f"(FORMAT parquet, {database.PARQUET})"
                    )
                    self.replace(connection, small, [target])

    def _drop_early(self, staged: Path) -> int:
        """Months that the store no longer keeps stay away."""
        early = 0
        for path in sorted(staged.rglob("*.parquet")) if self.state.before else ():
            if month_of(path) < self.state.before:
                with duckdb.connect() as connection:
                    early += _one(connection, f"SELECT count(*) FROM {database.parquet([path])}")
                path.unlink()
        return early

    def _there(self) -> str:
        """A relation of what is there; the same columns when nothing is."""
        files = self.files()
        return database.parquet(files) if files else ""

    def _doubles(self, connection: duckdb.DuckDBPyConnection, coming: str) -> int:
        """Rows that are not to be added, by table `doubles`: file, row."""
        there = self._there()
        known = (
            f"UNION ALL SELECT id, true FROM {there} SEMI JOIN (SELECT id FROM {coming}) USING (id)" if there else ""
        )
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE repeated AS SELECT id, bool_or(here) AS here FROM
            (SELECT id, false AS here FROM {coming} GROUP BY id HAVING count(*) > 1 {known}) GROUP BY id"""
        )
        if not _one(connection, "SELECT count(*) FROM repeated"):
            return 0
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE doubles AS
            SELECT filename, file_row_number FROM
            (SELECT c.filename, c.file_row_number, r.here,
                    row_number() OVER (PARTITION BY id ORDER BY c.stored, c.filename, c.file_row_number) AS n
             FROM {coming} c JOIN repeated r USING (id))
            WHERE here OR n > 1"""
        )
        return _one(connection, "SELECT count(*) FROM doubles")

    def _place(self, connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[str, int]:
        """Move a file to where its name says what is in it."""
        rows = _one(connection, f"SELECT count(*) FROM {database.parquet([path])}")
        with path.open("rb+") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()[:32]
            os.fsync(file.fileno())
        place = self.folder / "statements" / path.parent.parent.name / path.parent.name / f"part-{digest}.parquet"
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)
        return place.relative_to(self.folder).as_posix(), rows


def month_of(path: Path) -> str:
    """`YYYY-MM` of a part, by its folders."""
    return f"{path.parent.parent.name.removeprefix('year=')}-{path.parent.name.removeprefix('month=')}"


def _without_doubles(coming: str) -> str:
    from .flatten import month

    year, of_year = month()
    return (
        f"SELECT * EXCLUDE (filename, file_row_number), {year} AS year, {of_year} AS month "
        f"FROM {coming} ANTI JOIN doubles USING (filename, file_row_number)"
    )


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    found = connection.execute(sql).fetchone()
    return int(found[0]) if found else 0
