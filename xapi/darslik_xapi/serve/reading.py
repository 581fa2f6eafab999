"""The statements resource, reading: filters, pages, forms (xAPI 1.0.3 Communication 2.1.3; IEEE 9274.1.1 4.1.6.1)."""

# ruff: noqa: S608 - the queries are put together from words of this file; values are bound

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from . import traits
from .agents import key_of
from .attachments import attachments_of
from .clock import as_http, as_moment, as_text
from .definitions import wanted_languages
from .exchange import CONSISTENT_HEADER, Answer, Refusal
from .forms import canonical_form, ids_form
from .multipart import Part, write_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .clock import Clock
    from .database import Database
    from .exchange import Request

PAGE = 500
# Characters of a page: large statements make a page shorter.
_LARGEST_PAGE = 16 * 1024 * 1024
_SINGLE = ("statementId", "voidedStatementId")
_BESIDE_SINGLE = {"format", "attachments", *_SINGLE}


@dataclass(frozen=True)
class Row:
    """A statement that was found."""

    seq: int
    stored: int
    attached: bool
    body: str


class Reader:
    """Finds statements."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db = database
        self._clock = clock

    def get(self, request: Request) -> Answer:
        """One statement by its id, or a page of all that pass the filters."""
        with self._db.lock:
            through = {CONSISTENT_HEADER: as_text(self._clock.consistent_through())}
            if any(name in request.query for name in _SINGLE):
                return self._single(request, through)
            return self._page(request, through)

    def _single(self, request: Request, headers: dict[str, str]) -> Answer:
        if extra := request.query.keys() - _BESIDE_SINGLE:
            raise Refusal(400, f"a single statement has no filter {', '.join(sorted(extra))}")
        if len(request.query.keys() & set(_SINGLE)) > 1:
            raise Refusal(400, "statementId and voidedStatementId exclude each other")
        voided = "voidedStatementId" in request.query
        key = request.query["voidedStatementId" if voided else "statementId"].lower()
        rows = self._rows("SELECT seq, stored, attached, body FROM statements WHERE id = ? AND voided = ?", key, voided)
        if not rows:
            raise Refusal(404, "there is no such statement")
        headers["Last-Modified"] = as_http(rows[0].stored)
        return self._answer(request, rows, self._texts(request, rows)[0], headers)

    def _page(self, request: Request, headers: dict[str, str]) -> Answer:
        limit = min(int(request.query.get("limit", 0)) or PAGE, PAGE)
        ascending = request.query.get("ascending") == "true"
        rows, rest_of_them = self._find(request, ascending, limit)
        more = ""
        if rest_of_them:
            rest = {name: value for name, value in request.query.items() if name != "cursor"}
            more = "/xapi/statements?" + urlencode({**rest, "cursor": str(rows[-1].seq)})
        if rows:
            headers["Last-Modified"] = as_http(max(row.stored for row in rows))
        body = f'{{"statements": [{", ".join(self._texts(request, rows))}], "more": {json.dumps(more)}}}'
        return self._answer(request, rows, body, headers)

    def _find(self, request: Request, ascending: bool, limit: int) -> tuple[list[Row], bool]:
        """A page, and whether there is more after it."""
        terms = self._terms(request)
        low, high = self._bounds(request, ascending)
        if any(term < 0 for term, _ in terms):
            return [], False
        order, numbers = "ASC" if ascending else "DESC", [term for term, _ in terms]
        lists = [self._some(_own(terms, order), limit, *numbers, low, high)]
        if terms:
            # A statement about a statement is found wherever the other one would be, voided or not.
            lists.append(self._some(_referring(terms, order), limit, low, high, *numbers))
        every = {row.seq: row for rows, _ in lists for row in rows}
        for rows, cut in lists:
            if cut:
                edge = rows[-1].seq
                every = {seq: row for seq, row in every.items() if (seq <= edge if ascending else seq >= edge)}
        page = [every[seq] for seq in sorted(every, reverse=not ascending)]
        return page[:limit], len(page) > limit or any(cut for _, cut in lists)

    def _some(self, sql: str, limit: int, *values: object) -> tuple[list[Row], bool]:
        """One row more than the limit, and whether it had to stop before that because they are large."""
        rows: list[Row] = []
        size = 0
        for row in self._db.each(sql, *values, limit + 1):
            rows.append(Row(*row))  # type: ignore[arg-type]
            size += len(rows[-1].body)
            if size > _LARGEST_PAGE:
                return rows, True
        return rows, False

    def _terms(self, request: Request) -> list[tuple[int, bool]]:
        """Numbers of the filters' terms, the rarest kind first, and whether related ones count."""
        query = request.query
        wanted: list[tuple[str, bool]] = []
        if "registration" in query:
            wanted.append((traits.registration(query["registration"]), False))
        if "agent" in query:
            related = query.get("related_agents") == "true"
            wanted.append((traits.agent(key_of(request.agent())), related))
        if "activity" in query:
            related = query.get("related_activities") == "true"
            wanted.append((traits.activity(query["activity"]), related))
        if "verb" in query:
            wanted.append((traits.verb(query["verb"]), False))
        return [(self._db.find_term(text), related) for text, related in wanted]

    def _bounds(self, request: Request, ascending: bool) -> tuple[int, int]:
        """Row numbers that `since`, `until` and the page allow: low < seq <= high."""
        low, high = 0, 2**62
        if "since" in request.query:
            low = self._last_until(as_moment(request.query["since"], "since"))
        if "until" in request.query:
            high = self._last_until(as_moment(request.query["until"], "until"))
        if "cursor" in request.query:
            cursor = int(request.query["cursor"])
            low, high = (max(low, cursor), high) if ascending else (low, min(high, cursor - 1))
        return low, high

    def _last_until(self, moment: int) -> int:
        sql = "SELECT seq FROM statements WHERE stored <= ? ORDER BY stored DESC, seq DESC LIMIT 1"
        row = self._db.one(sql, moment)
        return int(str(row[0])) if row else 0

    def _rows(self, sql: str, *values: object) -> list[Row]:
        return [Row(*row) for row in self._db.all(sql, *values)]  # type: ignore[arg-type]

    def _texts(self, request: Request, rows: Sequence[Row]) -> list[str]:
        form = request.query.get("format", "exact")
        if form == "exact":
            return [row.body for row in rows]
        values = [json.loads(row.body) for row in rows]
        if form == "ids":
            return [json.dumps(ids_form(one), ensure_ascii=False) for one in values]
        wanted = wanted_languages(request.headers.get("accept-language", ""))
        return [json.dumps(canonical_form(one, self.definition, wanted), ensure_ascii=False) for one in values]

    def definition(self, activity: str) -> dict[str, object] | None:
        """What is known of an activity."""
        row = self._db.one("SELECT definition FROM activities WHERE id = ?", activity)
        return json.loads(str(row[0])) if row else None

    def _answer(self, request: Request, rows: Sequence[Row], body: str, headers: dict[str, str]) -> Answer:
        if request.query.get("attachments") != "true":
            return Answer(200, body.encode(), headers)
        parts = [Part({"Content-Type": "application/json"}, body.encode()), *self._files(rows)]
        kind, content = write_parts(parts)
        return Answer(200, content, headers, kind)

    def _files(self, rows: Sequence[Row]) -> list[Part]:
        wanted: dict[str, str] = {}
        for row in rows:
            if row.attached:
                wanted |= {one["sha2"].lower(): one["sha2"] for one in attachments_of(json.loads(row.body))}
        parts = []
        for sha2, said in wanted.items():
            found = self._db.one("SELECT kind, content FROM files WHERE sha2 = ?", sha2)
            if found:
                headers = {
                    "Content-Type": str(found[0]),
                    "Content-Transfer-Encoding": "binary",
                    "X-Experience-API-Hash": said,
                }
                parts.append(Part(headers, found[1]))  # type: ignore[arg-type]
        return parts


_COLUMNS = "s.seq, s.stored, s.attached, s.body"


def _own(terms: list[tuple[int, bool]], order: str) -> str:
    """Statements that pass the filters themselves: the first filter leads, in the order of the answer."""
    lead = "u0.seq" if terms else "s.seq"
    tables = "".join(f"uses u{number} CROSS JOIN " for number in range(len(terms)))
    where = "".join(f"{_match(number, related, lead)} AND " for number, (_, related) in enumerate(terms))
    joined = f"s.seq = {lead} AND " if terms else ""
    return (
        f"SELECT {_COLUMNS} FROM {tables}statements s WHERE {where}{joined}"
        f"NOT s.voided AND {lead} > ? AND {lead} <= ? ORDER BY {lead} {order} LIMIT ?"
    )


def _referring(terms: list[tuple[int, bool]], order: str) -> str:
    """Statements whose object leads, over one reference or several, to a statement that passes the filters."""
    tables = "".join(f", uses u{number}" for number in range(len(terms)))
    where = " AND ".join(_match(number, related, "t.seq") for number, (_, related) in enumerate(terms))
    return (
        f"SELECT {_COLUMNS} FROM statements s INDEXED BY statements_target "
        "WHERE s.target IS NOT NULL AND NOT s.voided AND s.seq > ? AND s.seq <= ? "
        "AND EXISTS (WITH RECURSIVE chain (id) AS (SELECT s.target UNION SELECT n.target FROM chain "
        "JOIN statements n ON n.id = chain.id WHERE n.target IS NOT NULL) "
        f"SELECT 1 FROM chain JOIN statements t ON t.id = chain.id{tables} WHERE {where}) "
        f"ORDER BY s.seq {order} LIMIT ?"
    )


def _match(number: int, related: bool, seq: str) -> str:
    own = "" if related else f" AND u{number}.direct"
    same = "" if seq == f"u{number}.seq" else f" AND u{number}.seq = {seq}"
    return f"u{number}.term = ?{same}{own}"
