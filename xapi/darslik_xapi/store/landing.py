"""Landing: statements one by one as they come, people replaced, in small durable files.

`landing/part-<hash>.ndjson` has one statement a line; beside it `part-<hash>.json` says where they came from and which
team `--groups` gives to whom. Both are named by content: landing the same page again changes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import duckdb

from ..files import write_whole
from . import database
from .flatten import landed, month
from .parts import Added, Parts
from .rejects import Rejects
from .splice import NotJsonError, Splicer


@dataclass
class Landed:
    """What became of statements that were landed."""

    lines: list[str] = field(default_factory=list)
    teams: dict[str, str] = field(default_factory=dict)
    forgotten: int = 0
    rejected: int = 0


class Landing:
    """The folder `landing` of a store; its methods need the store's lock."""

    def __init__(self, folder: Path, splicer: Splicer, rejects: Rejects) -> None:
        self.folder = folder / "landing"
        self._store = folder
        self.splicer = splicer
        self._rejects = rejects

    def land(self, statements: Iterable[tuple[str | bytes, str]], source: str) -> Landed:
        """Write statements down, durably.

        Args:
            statements: the text of each, and where it stands (`file:line`) for messages.
            source: the LRS or file.
        """
        result = Landed()
        for raw, place in statements:
            self._take(raw, place, result)
        self.splicer.persons.people.save()
        self._rejects.save()
        if result.lines:
            self._write(result, source)
        return result

    def files(self) -> list[Path]:
        """What waits for compaction."""
        return sorted(path for path in self.folder.glob("part-*.ndjson") if path.with_suffix(".json").exists())

    def compact(self, connection: duckdb.DuckDBPyConnection, parts: Parts) -> Added:
        """Turn what was landed into parts."""
        added = Added()
        while files := self.files()[:50]:
            with parts.staging() as staged:
                _origins(connection, files)
                year, of_year = month()
                relation = (
                    f"(SELECT l.raw, o.source AS origin FROM {database.lines(files, names=True)} l "
                    f"JOIN origins o USING (filename))"
                )
                rows = f"SELECT *, {year} AS year, {of_year} AS month FROM ({landed(relation)})"
                connection.execute(database.copy_parts(f"SELECT * FROM ({rows}) WHERE id IS NOT NULL", staged))
                added += parts.add(connection, staged)
            for path in files:
                path.with_suffix(".json").unlink()
                path.unlink()
        for path in self.folder.glob("*"):  # left over from a kill
            path.unlink()
        return added

    def _take(self, raw: str | bytes, place: str, result: Landed) -> None:
        try:
            line = raw.decode("utf-8") if isinstance(raw, bytes) else raw
            parsed, kept = self.splicer.statement(line)
            UUID(parsed["id"] if isinstance(parsed.get("id"), str) else "")
        except (NotJsonError, UnicodeDecodeError) as error:
            why = "it is not in UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
            self._rejects.add(raw, place, why)
            result.rejected += 1
        except ValueError:
            self._rejects.add(raw, place, "it has no id that is a UUID")
            result.rejected += 1
        else:
            self._keep(parsed.get("actor"), kept, result)

    def _keep(self, actor: object, kept: str | None, result: Landed) -> None:
        if kept is None:
            result.forgotten += 1
            return
        result.lines.append(kept)
        if self.splicer.persons.groups and isinstance(actor, dict):
            who = self.splicer.persons.keep(actor, "")
            if who.known and who.group:
                result.teams[who.known] = who.group

    def _write(self, result: Landed, source: str) -> None:
        about = json.dumps({"source": source, "teams": result.teams}, sort_keys=True).encode()
        body = "".join(f"{line}\n" for line in result.lines).encode()
        digest = hashlib.sha256(about + b"\n" + body).hexdigest()[:32]
        path = self.folder / f"part-{digest}.ndjson"
        write_whole(path, body)
        write_whole(path.with_suffix(".json"), about)


def _origins(connection: duckdb.DuckDBPyConnection, files: list[Path]) -> None:
    """The tables `origins` and `teams` of the files."""
    connection.execute("CREATE OR REPLACE TEMP TABLE origins (filename VARCHAR, source VARCHAR)")
    connection.execute("CREATE OR REPLACE TEMP TABLE teams (learner VARCHAR, team VARCHAR)")
    known = [json.loads(path.with_suffix(".json").read_bytes()) for path in files]
    sources = [[str(path), one["source"]] for path, one in zip(files, known, strict=True)]
    connection.executemany("INSERT INTO origins VALUES (?, ?)", sources)
    teams = {learner: team for one in known for learner, team in one["teams"].items()}
    if teams:
        connection.execute(
            "INSERT INTO teams SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])", [list(teams), list(teams.values())]
        )
