"""The SQLite file behind the LRS: its tables, how it is opened, one transaction at a time."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from darslik_xapi.errors import XapiError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# "drsl": written into the head of the file, so that no other program's file is taken for ours.
_APPLICATION = 0x6472736C
_LAYOUT = 1
_TERMS_KEPT = 200_000

_SCHEMA = """
CREATE TABLE statements (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,      -- in lower case
  stored INTEGER NOT NULL,      -- microseconds since 1970, UTC; never less than the row before
  target TEXT,                  -- of a StatementRef, in lower case
  voiding INTEGER NOT NULL,
  voided INTEGER NOT NULL,
  attached INTEGER NOT NULL,    -- whether files came with it
  body TEXT NOT NULL            -- as it is answered: the client's own text after what the LRS sets
) STRICT;
CREATE INDEX statements_stored ON statements (stored);
CREATE INDEX statements_target ON statements (target) WHERE target IS NOT NULL;

-- What filters ask for: verbs, activities, agents, registrations; `kind:identifier`.
CREATE TABLE terms (term INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE uses (
  term INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  direct INTEGER NOT NULL,      -- 0: only a filter with related_… finds it
  PRIMARY KEY (term, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE activities (id TEXT PRIMARY KEY, definition TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE names (agent TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (agent, name)) STRICT, WITHOUT ROWID;
CREATE TABLE files (sha2 TEXT PRIMARY KEY, kind TEXT NOT NULL, content BLOB NOT NULL) STRICT;

CREATE TABLE documents (
  resource TEXT NOT NULL,
  activity TEXT NOT NULL,       -- empty where the resource has none; so is agent, and a registration not given
  agent TEXT NOT NULL,
  registration TEXT NOT NULL,
  id TEXT NOT NULL,
  content BLOB NOT NULL,
  kind TEXT NOT NULL,
  updated INTEGER NOT NULL,
  PRIMARY KEY (resource, activity, agent, registration, id)
) STRICT, WITHOUT ROWID;
"""


class Database:
    """One connection; whoever uses it holds `lock`.

    Attributes:
        lock: re-entrant; a transaction holds it until it is committed.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Open or make the file; without a path everything is in memory.

        Raises:
            XapiError: the file cannot be opened, or is not ours.
        """
        self.lock = threading.RLock()
        self._terms: dict[str, int] = {}
        try:
            self._db = _connect(path)
        except (sqlite3.Error, OSError) as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY:
                message = f"{path} is in use by another process"
                raise XapiError(message, "stop the other one, or name another file") from error
            message = f"{path} cannot be opened as a database: {error}"
            raise XapiError(message, "name a new file, or one that `darslik xapi serve` made") from error

    def close(self) -> None:
        """Write everything into the one file and close it."""
        with self.lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside happen, or none; they are on the disk when it ends."""
        with self.lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                # Numbers of terms that were made inside are void now.
                self._terms.clear()
                self._db.execute("ROLLBACK")
                raise

    def all(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Rows of a query."""
        with self.lock:
            return self._db.execute(sql, values).fetchall()

    def each(self, sql: str, *values: object) -> Iterator[tuple[object, ...]]:
        """Rows of a query, one at a time; whoever asks holds the lock meanwhile."""
        cursor = self._db.execute(sql, values)
        try:
            yield from cursor
        finally:
            cursor.close()

    def one(self, sql: str, *values: object) -> tuple[object, ...] | None:
        """The first row of a query."""
        with self.lock:
            row: tuple[object, ...] | None = self._db.execute(sql, values).fetchone()
            return row

    def change(self, sql: str, *values: object) -> int:
        """Change rows inside a transaction; how many were changed."""
        return self._db.execute(sql, values).rowcount

    def change_all(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        """The same change for many rows."""
        self._db.executemany(sql, rows)

    def find_term(self, text: str) -> int:
        """The number of a term, or -1 if no statement has it."""
        found = self._terms.get(text)
        if found is None:
            row = self.one("SELECT term FROM terms WHERE text = ?", text)
            found = int(str(row[0])) if row else -1
        return found

    def make_term(self, text: str) -> int:
        """The number of a term, a new one if there is none; inside a transaction."""
        found = self.find_term(text)
        if found < 0:
            cursor = self._db.execute("INSERT INTO terms (text) VALUES (?)", (text,))
            found = int(cursor.lastrowid or 0)
        if len(self._terms) > _TERMS_KEPT:
            self._terms.clear()
        self._terms[text] = found
        return found


def _connect(path: Path | None) -> sqlite3.Connection:
    if path is not None and path.is_dir():
        message = f"{path} is a folder, not a database"
        raise XapiError(message, "name a file")
    db = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False, timeout=1)
    try:
        _prepare(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, path: Path | None) -> None:
    # One process at a time: `stored` rises from request to request only if nobody else writes.
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    application, layout = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    fresh = not db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if not fresh and application != _APPLICATION:
        message = f"{path} is a database of another program"
        raise XapiError(message, "name a new file, or one that `darslik xapi serve` made")
    if not fresh and layout != _LAYOUT:
        message = f"{path} was made by another version of darslik (layout {layout}, this one reads {_LAYOUT})"
        raise XapiError(message, "name a new file")
    # Statements are one to three kilobytes: on small pages a good part of the file would be empty.
    db.execute("PRAGMA page_size = 16384")
    db.execute("PRAGMA journal_mode = WAL")
    # A statement that was acknowledged is on the disk, whatever happens to the process or the machine.
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA cache_size = -65536")
    if fresh:
        head = f"PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {_LAYOUT};"
        db.executescript(f"BEGIN IMMEDIATE; {head} {_SCHEMA} COMMIT;")
