"""Forgets a person for good, and months that are too old; what was forgotten does not come back with the next pull.

A tombstone, a keyed hash of the pseudonym, is written first: a `forget` that is interrupted is finished by running it
again, and nothing can bring the person back in between.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import XapiError
from ..files import write_whole
from ..privacy.pseudonyms import FORGOTTEN, PSEUDONYM, identity, same_person
from . import database
from .conflicts import Conflicts
from .flatten import text
from .parts import month_of
from .splice import NotJsonError

if TYPE_CHECKING:
    import duckdb

    from .store import Work


@dataclass
class Forgotten:
    """What a `forget` has done.

    Attributes:
        removed: statements by or about the person, or of the months.
        changed: statements of others in which the person was named.
        people: identities that were deleted.
        lrss: the LRSs that were pulled from: they still have everything.
        files: the files that were loaded, likewise.
    """

    removed: int = 0
    changed: int = 0
    people: int = 0
    lrss: tuple[str, ...] = ()
    files: tuple[str, ...] = field(default=())


def tombstones(folder: Path) -> frozenset[str]:
    """The keyed hashes of everyone who was forgotten."""
    path = folder / "tombstones"
    return frozenset(path.read_text("ascii").split()) if path.exists() else frozenset()


def identities(actor: str) -> tuple[str, ...]:
    """What a person is known by: of `mailto:…`, an address, `homePage|name`, an agent in JSON, or an OpenID.

    Raises:
        XapiError: if it is none of these.
    """
    given = actor.strip()
    if PSEUDONYM.fullmatch(given):
        return (given,)
    if given.startswith("{"):
        try:
            agent = json.loads(given)
        except (ValueError, RecursionError):
            agent = {}
        if known := identity(agent):
            return same_person(known)
    elif given.lower().startswith("mailto:") or re.fullmatch(r"[^\s@|:]+@[^\s@|]+", given):
        return same_person("mailto:" + given.lower().removeprefix("mailto:"))
    elif re.fullmatch(r"sha1:[0-9a-fA-F]{40}", given):
        return (given.lower(),)
    elif "|" in given or "://" in given:
        return (given,)
    raise XapiError(
        f"{actor!r} is nobody's identifier",
        "give mailto:…, homePage|name of an account, an agent in JSON, or a pseudonym",
    )


class Forgetting:
    """Forgetting in a store that is being written to."""

    def __init__(self, work: Work, connection: duckdb.DuckDBPyConnection) -> None:
        self._work = work
        self._connection = connection
        self._gone: set[str] = set()
        self._result = Forgotten(lrss=tuple(work.state.pulls))

    def person(self, actor: str) -> Forgotten:
        """Remove a person."""
        gone = self._everything_known(identities(actor))
        pseudonyms = {self._work.persons.pseudonym(who) for who in gone}
        self._bury(pseudonyms)
        self._work.compact(self._connection)
        self._gone = gone if self._work.state.actors == "real" else pseudonyms
        condition = " OR ".join(f"contains(lower(raw), {text(_needle(one))})" for one in sorted(self._gone))
        for path in self._work.parts.files():
            self._rewrite(path, condition)
        self._clear_conflicts(condition)
        self._result.people = len(pseudonyms & self._work.people.known)
        self._work.people.merge(without=pseudonyms)
        return self._finish()

    def months(self, before: str) -> Forgotten:
        """Drop the months before one (`YYYY-MM`), and the identities of people of whom nothing is left.

        Raises:
            XapiError: if it is no month, or one that is not over yet.
        """
        if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", before):
            raise XapiError(f"{before} is no month", "write it as 2026-01")
        if before > f"{datetime.now(UTC):%Y-%m}":
            raise XapiError(f"{before} is in the future", "the months before it are not over yet")
        self._work.compact(self._connection)
        self._work.state.before = max(before, self._work.state.before)
        old = [path for path in self._work.parts.files() if month_of(path) < self._work.state.before]
        self._result.removed = sum(self._work.state.parts[self._name(path)] for path in old)
        self._work.parts.replace(self._connection, old, [])
        first = f"TIMESTAMP '{self._work.state.before}-01'"
        Conflicts(self._work.folder).without(self._connection, f"coalesce(stored < {first}, false)")
        self._result.people = self._work.drop_strangers(self._connection)
        return self._finish()

    def _everything_known(self, given: Iterable[str]) -> set[str]:
        """With the identities behind a pseudonym, and all that are surely of the same person."""
        gone = set(given)
        for one in tuple(gone):
            if PSEUDONYM.fullmatch(one):
                for person in self._work.people.real(one):
                    gone.update(same_person(person.identity))
        return gone

    def _bury(self, pseudonyms: set[str]) -> None:
        persons = self._work.persons
        persons.tombstones |= {persons.tombstone(one) for one in pseudonyms}
        body = "".join(f"{one}\n" for one in sorted(persons.tombstones))
        write_whole(self._work.folder / "tombstones", body.encode("ascii"))

    def _rewrite(self, path: Path, condition: str) -> None:
        """A part without the person, if it names them."""
        part = database.parquet([path])
        if not self._judge(part, condition):
            return
        with self._work.parts.staging() as staged:
            target = staged / path.parent.relative_to(self._work.folder / "statements") / "rewritten.parquet"
            target.parent.mkdir(parents=True)
            named = ", ".join(map(text, sorted(self._gone)))
            authority = f"CASE WHEN authority IN ({named}) THEN {text(FORGOTTEN)} ELSE authority END"
            kept = (
                f"SELECT s.* REPLACE (coalesce(j.raw, s.raw) AS raw, {authority} AS authority) "
                f"FROM {part} s LEFT JOIN judged j USING (id) WHERE NOT coalesce(j.gone, false)"
            )
            self._connection.execute(f"COPY ({kept}) TO {text(str(target))} (FORMAT parquet, {database.PARQUET})")
            left = self._connection.execute(f"SELECT count(*) FROM {database.parquet([target])}").fetchone()
            self._work.parts.replace(self._connection, [path], [target] if left and left[0] else [])

    def _judge(self, relation: str, condition: str) -> bool:
        """The table `judged`: statements that name the person, and what is kept of them."""
        self._connection.execute("CREATE OR REPLACE TEMP TABLE judged (id UUID, raw VARCHAR, gone BOOLEAN)")
        rows = self._connection.execute(f"SELECT id, raw FROM {relation} WHERE {condition}").fetchall()
        judged: list[tuple[object, str | None, bool]] = []
        for statement, raw in rows:
            try:
                kept = self._work.landing.splicer.statement(raw)[1]
            except NotJsonError:
                kept = None
            if kept != raw:
                judged.append((statement, kept, kept is None))
        if judged:
            self._connection.executemany("INSERT INTO judged VALUES (?, ?, ?)", judged)
        self._result.removed += sum(gone for _, _, gone in judged)
        self._result.changed += sum(not gone for _, _, gone in judged)
        return bool(judged)

    def _clear_conflicts(self, condition: str) -> None:
        """Of statements that were not taken none that names the person stays."""
        Conflicts(self._work.folder).without(self._connection, condition)

    def _finish(self) -> Forgotten:
        files = self._work.parts.files()
        if files:
            rows = self._connection.execute(
                f"SELECT DISTINCT source FROM {database.parquet(files)} ORDER BY 1"
            ).fetchall()
            self._result.files = tuple(row[0] for row in rows if row[0] not in self._result.lrss)
        return self._result

    def _name(self, path: Path) -> str:
        return path.relative_to(self._work.folder).as_posix()


def _needle(who: str) -> str:
    """What a statement's text has if it names someone: the part of the identity that JSON does not escape, in small."""
    return who.rpartition("|")[2].removeprefix("sha1:").lower()
