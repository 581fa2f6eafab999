"""Loads files: lines the fast way, everything else statement by statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from ..errors import XapiError
from .bulk import Bulk
from .parts import Added
from .reading import is_lines, read, unwrap

if TYPE_CHECKING:
    from .store import Work

_AT_ONCE = 5_000
_BYTES = 32_000_000


@dataclass
class Loaded:
    """What became of files.

    Attributes:
        added: statements.
        forgotten: of people who were forgotten: they stay away.
        rejected: what is no statement; `rejects.ndjson` lists it.
    """

    added: Added = field(default_factory=Added)
    forgotten: int = 0
    rejected: int = 0


def load(work: Work, connection: duckdb.DuckDBPyConnection, files: list[Path]) -> Loaded:
    """Take in files, one after another."""
    loaded = Loaded()
    loaded.added += work.compact(connection)
    for path in files:
        try:
            if not (is_lines(path) and _fast(work, connection, path, loaded)):
                _exact(work, read(path), path, loaded)
        finally:
            loaded.added += work.compact(connection)
    work.settle(connection, loaded.added)
    return loaded


def _fast(work: Work, connection: duckdb.DuckDBPyConnection, path: Path, loaded: Loaded) -> bool:
    """Whether the file could be loaded the fast way."""
    bulk = Bulk(connection, work.persons, path, free_text=work.state.free_text)
    with work.parts.staging() as staged:
        try:
            found = bulk.stage(staged, path.name)
        except duckdb.Error:
            return False
        loaded.added += work.parts.add(connection, staged)
    loaded.forgotten += found.forgotten
    if found.left > 0:
        left = ((one, f"{path.name}:{line}") for text, line in bulk.left() for one in unwrap(text))
        _exact(work, left, path, loaded)
    return True


def _exact(work: Work, found: Iterable[tuple[str | bytes, str]], path: Path, loaded: Loaded) -> None:
    for batch in _batches(found):
        landed = work.landing.land(batch, path.name)
        loaded.forgotten += landed.forgotten
        loaded.rejected += landed.rejected


def _batches(found: Iterable[tuple[str | bytes, str]]) -> Iterator[list[tuple[str | bytes, str]]]:
    """A few thousand at once, or fewer if they are big."""
    batch: list[tuple[str | bytes, str]] = []
    size = 0
    try:
        for one in found:
            batch.append(one)
            size += len(one[0])
            if len(batch) >= _AT_ONCE or size >= _BYTES:
                yield batch
                batch, size = [], 0
    except XapiError:  # the file is damaged here; what came before is whole
        yield batch
        raise
    if batch:
        yield batch
