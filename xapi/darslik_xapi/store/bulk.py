"""The fast way for big files of lines: DuckDB does the work, Python only meets each person once.

The file is read twice: for its distinct people, who are turned into pseudonyms, and for the rows, in whose text the
people are replaced. A row leaves this way only if it is provably clean; all others are given back to be spliced.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ..privacy.pseudonyms import identity
from . import database
from .flatten import fields, is_free_text, month, paths, rows, text
from .persons import Kept, Persons

_PLACES = {
    "actor": '"actor":',
    "authority_agent": '"authority":',
    "instructor": '"instructor":',
    "team_group": '"team":',
}


@dataclass
class Staged:
    """What the fast way has done with a file.

    Attributes:
        lines: of the file.
        written: rows that were written.
        forgotten: statements of people who were forgotten.
    """

    lines: int
    written: int
    forgotten: int

    @property
    def left(self) -> int:
        """Lines that it leaves to the exact way."""
        return self.lines - self.written - self.forgotten


class Bulk:
    """One file on its way into parts."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, persons: Persons, path: Path, *, free_text: bool) -> None:
        self._connection = connection
        self._persons = persons
        self._path = path
        self._free_text = free_text
        self._places = dict(_PLACES)
        self._lines = database.lines([path])

    def stage(self, folder: Path, source: str) -> Staged:
        """Write what is clean to `folder/year=…/month=…/`.

        Raises:
            duckdb.Error: if a line is no JSON, or the file no UTF-8: then nothing of it is clean for sure.
        """
        total, forgotten = self._meet()
        self._persons.people.save()
        year, of_year = month()
        made = {
            "source": text(source),
            "learner": "actor_known",
            "team": "coalesce(actor_team, team_name, actor_home)",
            "authority": "authority_agent_known",
            "raw": "masked",
            "response": "answer" if self._free_text else f"(CASE WHEN NOT {is_free_text()} THEN answer END)",
        }
        chosen = f"({self._checked(clean=True)})"
        select = f"SELECT *, {year} AS year, {of_year} AS month FROM ({rows(chosen, made)})"
        found = self._connection.execute(database.copy_parts(select, folder)).fetchone()
        return Staged(total, int(found[0]) if found else 0, forgotten)

    def left(self) -> Iterator[tuple[str, int]]:
        """The lines that were not clean, with their numbers."""
        connection = self._connection
        connection.execute("SET preserve_insertion_order = true")
        try:
            numbered = f"(SELECT raw, row_number() OVER () AS line FROM {self._lines})"
            reader = connection.execute(
                f"SELECT raw, line FROM ({self._checked(clean=False, relation=numbered, more='line')})"
            )
            while found := reader.fetchmany(1000):
                yield from found
        finally:
            connection.execute("SET preserve_insertion_order = false")

    def _meet(self) -> tuple[int, int]:
        """Fill the table `met` with every person; how many lines there are, and of forgotten actors."""
        names = tuple(_PLACES)
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE met ({_MET})")
        self._connection.execute("CREATE OR REPLACE TEMP TABLE nobody (none BIGINT)")
        listed = ", ".join(f"f[{at}]" for at, _ in enumerate(names, 1))
        reader = self._connection.execute(
            f"SELECT {listed}, count(*) FROM (SELECT {paths(names)} AS f FROM {self._lines} WHERE raw IS NOT NULL) "
            f"GROUP BY ALL"
        )
        met: dict[tuple[str, bool], Kept | None] = {}
        there = {"actor", "authority_agent"}
        total = forgotten = 0
        while found := reader.fetchmany(10_000):
            for *agents, count in found:
                total += count
                for name, agent in zip(names, agents, strict=True):
                    if agent is not None:
                        there.add(name)
                    kept = self._kept(met, agent, named=name == "team_group")
                    forgotten += count if kept and kept.forgotten and name == "actor" else 0
        self._fill(met)
        self._places = {name: place for name, place in _PLACES.items() if name in there}
        return total, forgotten

    def _kept(self, met: dict[tuple[str, bool], Kept | None], agent: str | None, *, named: bool) -> Kept | None:
        if agent is None:
            return None
        if (agent, named) not in met:
            try:
                parsed = json.loads(agent)
            except (ValueError, RecursionError):
                parsed = None
            # Whoever has no identifier cannot be told from the text around; the exact way can.
            certain = isinstance(parsed, dict) and (identity(parsed) or "member" in parsed)
            met[agent, named] = self._persons.keep(parsed, agent, named=named) if certain else None
        return met[agent, named]

    def _fill(self, met: dict[tuple[str, bool], Kept | None]) -> None:
        kept = [(text, named, one) for (text, named), one in met.items() if one]
        columns: list[list[object]] = [
            [text for text, _, _ in kept],
            [named for _, named, _ in kept],
            [one.text for _, _, one in kept],
            [one.known for _, _, one in kept],
            [one.group for _, _, one in kept],
            [one.home for _, _, one in kept],
            [one.forgotten for _, _, one in kept],
        ]
        lists = ", ".join(f"unnest(?::{column.split()[1]}[])" for column in _MET.split(", "))
        self._connection.execute(f"INSERT INTO met SELECT {lists}", columns)

    def _checked(self, *, clean: bool, relation: str = "", more: str = "") -> str:
        """SELECT the fields, the people and `masked`, of the rows that are provably clean or of those that are not.

        Each step stands behind a join, which keeps DuckDB from computing the text again wherever it is named.
        """
        read = fields(relation or self._lines, more)
        select = f"SELECT *, raw AS masked, strlen(raw) AS length FROM ({read}) WHERE raw IS NOT NULL"
        for name, place in self._places.items():
            named = "" if name == "team_group" else "NOT "
            given = "".join(f", m.{column} AS {name}_{column}" for column in _GIVEN)
            select = (
                f"SELECT s.* REPLACE ({_swap(name, text(place) + ' || ' + name, text(place) + ' || m.new')}, "
                f"CASE WHEN {name} IS NULL THEN length ELSE length - strlen({name}) + strlen(m.new) END AS length)"
                f"{given} FROM ({select}) s LEFT JOIN met AS m ON m.text = s.{name} AND {named}m.named"
            )
        if not self._free_text:
            answer = "to_json(answer)::VARCHAR"
            swap = f"""replace(masked, '"response":' || {answer}, '"response":""')"""
            select = (
                f"SELECT s.* REPLACE (CASE WHEN {is_free_text()} THEN {swap} ELSE masked END AS masked, "
                f"CASE WHEN {is_free_text()} THEN length - strlen({answer}) + 2 ELSE length END AS length) "
                f"FROM ({select}) s LEFT JOIN nobody ON nobody.none = s.length"
            )
        wanted = f"coalesce(strlen(masked) = length AND {self._no_other_people()}, false)"
        return (
            f"SELECT s.* FROM ({select}) s LEFT JOIN nobody AS n ON n.none = s.length "
            f"WHERE CASE WHEN n.none IS NULL THEN NOT coalesce(actor_forgotten, false) AND {wanted} = {clean} END"
        )

    def _no_other_people(self) -> str:
        """That nobody is left in the text whom we have not met, and that it is a statement."""
        about = "coalesce(object_type, if(object IS NULL, 'Agent', '')) NOT IN ('Agent', 'Group', 'SubStatement')"
        nobody = f"{about} AND context_agents IS NULL AND context_groups IS NULL"
        if not self._persons.real:
            nobody += "".join(f" AND NOT contains(masked, {text(mark)})" for mark in _MARKS)
            nobody += f" AND NOT regexp_matches(masked, {text(_FOREIGN)})"
        return f"try_cast(id AS UUID) IS NOT NULL AND verb IS NOT NULL AND {nobody}"


_GIVEN = ("new", "known", "team", "home", "forgotten")
_MET = "text VARCHAR, named BOOLEAN, new VARCHAR, known VARCHAR, team VARCHAR, home VARCHAR, forgotten BOOLEAN"

# An identifier, or a key that may be one in disguise (JSON escapes of ASCII).
_MARKS = ("mbox", "openid", "\\u00")
_OURS = ':{"name":"p-'
# An account that is not a pseudonym's. All alternatives begin alike: RE2 then looks for these bytes first.
_FOREIGN = (
    '"account"(?:'
    + "|".join(
        (
            *(f"{re.escape(_OURS[:at])}[^{re.escape(_OURS[at])}]" for at in range(len(_OURS))),
            re.escape(_OURS) + "[0-9a-f]{0,31}[^0-9a-f]",
        )
    )
    + ")"
)


def _swap(name: str, old: str, new: str) -> str:
    return f"CASE WHEN {name} IS NULL THEN masked ELSE replace(masked, {old}, {new}) END AS masked"
