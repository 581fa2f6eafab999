"""State, activity profile and agent profile documents with their entity tags.

xAPI 1.0.3 Communication 2.2, 2.3, 2.6, 2.7, 3.1; IEEE 9274.1.1 4.1.4, 4.1.6.2, 4.1.6.5, 4.1.6.6.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ..rules.reading import read_json
from .agents import key_of
from .clock import as_http, as_moment
from .exchange import Answer, Refusal, Request, json_answer
from .multipart import media_type

if TYPE_CHECKING:
    from .clock import Clock
    from .database import Database

_IDS = {
    "activities/state": "stateId",
    "activities/profile": "profileId",
    "agents/profile": "profileId",
}
_HERE = "resource = ? AND activity = ? AND agent = ? AND registration = ?"


@dataclass(frozen=True)
class Document:
    """A stored document; `updated` in microseconds since 1970."""

    content: bytes
    kind: str
    updated: int

    @property
    def etag(self) -> str:
        """The entity tag, with its quotes: SHA-1 of the content in hexadecimal."""
        return f'"{hashlib.sha1(self.content, usedforsecurity=False).hexdigest()}"'

    def json(self) -> Any:  # noqa: ANN401 - any JSON
        """The content as JSON. Raises ValueError if it is none."""
        return read_json(self.content)


class Scope(NamedTuple):
    """Whose documents: what a resource does not have, or the request does not name, is empty."""

    resource: str
    activity: str = ""
    agent: str = ""
    registration: str = ""


class Documents:
    """The three document resources."""

    resources = frozenset(_IDS)

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db = database
        self._clock = clock

    def handle(self, request: Request) -> Answer:
        """Carry out a request."""
        scope = _scope(request)
        key = request.query.get(_IDS[request.resource])
        with self._db.lock:
            if key is None:
                return self._without_id(request, scope)
            if request.method in ("GET", "HEAD"):
                return _shown(self.read(scope, key))
            with self._db.transaction():
                return self._change(request, scope, key)

    def read(self, scope: Scope, key: str) -> Document | None:
        """A document, if there is one."""
        sql = f"SELECT content, kind, updated FROM documents WHERE {_HERE} AND id = ?"  # noqa: S608 - our own words
        row = self._db.one(sql, *scope, key)
        return Document(*row) if row else None  # type: ignore[arg-type]

    def put(self, scope: Scope, key: str, value: object) -> None:
        """Store a JSON document without asking, as the LMS does."""
        with self._db.transaction():
            self.write(scope, key, json.dumps(value).encode())

    def everything(self) -> list[tuple[Scope, str, Document]]:
        """All documents with their ids."""
        rows = self._db.all("SELECT * FROM documents")
        return [(Scope(*row[:4]), str(row[4]), Document(*row[5:])) for row in rows]  # type: ignore[arg-type]

    def write(self, scope: Scope, key: str, content: bytes, kind: str = "application/json") -> Document:
        """Store a document; inside a transaction."""
        document = Document(content, kind, self._clock.tick())
        sql = "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        self._db.change(sql, *scope, key, content, kind, document.updated)
        return document

    def _change(self, request: Request, scope: Scope, key: str) -> Answer:
        old = self.read(scope, key)
        _check_preconditions(request, old)
        if request.method == "DELETE":
            self._db.change(f"DELETE FROM documents WHERE {_HERE} AND id = ?", *scope, key)  # noqa: S608
            return Answer(204)
        content, kind = _replaced(request) if request.method == "PUT" or old is None else _merged(request, old)
        return Answer(204, headers={"ETag": self.write(scope, key, content, kind).etag})

    def _without_id(self, request: Request, scope: Scope) -> Answer:
        """All ids, or for State also: delete all. Without a registration those of every registration are meant."""
        where, values = _HERE, tuple(scope)
        if scope.resource == "activities/state" and not scope.registration:
            where, values = "resource = ? AND activity = ? AND agent = ?", tuple(scope[:3])
        if request.method in ("GET", "HEAD"):
            return self._ids(request, where, values)
        if request.method == "DELETE" and request.resource == "activities/state":
            with self._db.transaction():
                self._db.change(f"DELETE FROM documents WHERE {where}", *values)  # noqa: S608
            return Answer(204)
        raise Refusal(400, f"the parameter {_IDS[request.resource]} is missing")

    def _ids(self, request: Request, where: str, values: tuple[str, ...]) -> Answer:
        since = as_moment(request.query["since"], "since") if "since" in request.query else -1
        sql = f"SELECT id, max(updated) FROM documents WHERE {where} AND updated > ? GROUP BY id ORDER BY id"  # noqa: S608
        rows = self._db.all(sql, *values, since)
        headers = {"Last-Modified": as_http(max(int(str(row[1])) for row in rows))} if rows else {}
        return json_answer([row[0] for row in rows], headers=headers)


def _scope(request: Request) -> Scope:
    of_activity = request.resource.startswith("activities/")
    of_agent = request.resource != "activities/profile"
    return Scope(
        request.resource,
        request.need("activityId") if of_activity else "",
        _agent(request) if of_agent else "",
        request.query.get("registration", "").lower(),
    )


def _agent(request: Request) -> str:
    key = key_of(request.agent())
    if not key:
        raise Refusal(400, "the parameter agent has no identifier")
    return key


def _shown(document: Document | None) -> Answer:
    if document is None:
        raise Refusal(404, "there is no such document")
    headers = {"ETag": document.etag, "Last-Modified": as_http(document.updated)}
    return Answer(200, document.content, headers, document.kind)


def _check_preconditions(request: Request, old: Document | None) -> None:
    wanted, unwanted = request.headers.get("if-match"), request.headers.get("if-none-match")
    if wanted is not None and (old is None or not _names(wanted, old)):
        raise Refusal(412, "the document is not the one that was read: read it again")
    if unwanted is not None and old is not None and _names(unwanted, old):
        raise Refusal(412, "the document exists already")
    if request.method == "PUT" and wanted is None and unwanted is None:
        _check_blind_put(request, old)


def _check_blind_put(request: Request, old: Document | None) -> None:
    """A PUT that does not say what it expects to be there (xAPI 1.0.3 Communication 3.1.s3, s4; 2.0 names no s3)."""
    later, of_state = request.version.startswith("2"), request.resource == "activities/state"
    if old is not None and (later or not of_state):
        raise Refusal(409, "the document exists: read it first, then send If-Match with its ETag")
    if old is None and not later and not of_state:
        raise Refusal(400, "a PUT of a profile needs If-Match with the ETag that was read, or If-None-Match: *")


def _names(header: str, document: Document) -> bool:
    """Whether an If-Match or If-None-Match header names the document."""
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return any(tag == "*" or tag.strip('"').lower() == document.etag.strip('"') for tag in tags)


def _replaced(request: Request) -> tuple[bytes, str]:
    kind = request.headers.get("content-type", "application/octet-stream")
    if media_type(kind)[0] == "application/json":
        request.json()
    return request.body, kind


def _merged(request: Request, old: Document) -> tuple[bytes, str]:
    """POST merges the top members of two JSON objects; anything else is refused."""
    sent = media_type(request.headers.get("content-type", ""))[0]
    if sent != "application/json" or media_type(old.kind)[0] != "application/json":
        raise Refusal(400, "POST merges JSON documents only: this one, or the stored one, has another Content-Type")
    new = request.json()
    try:
        known = old.json()
    except ValueError:
        known = None
    if not isinstance(new, dict) or not isinstance(known, dict):
        raise Refusal(400, "only JSON objects can be merged")
    return json.dumps(known | new, ensure_ascii=False).encode(), old.kind
