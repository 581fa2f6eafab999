"""State, agent profile and activity profile documents with their entity tags."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from darslik_xapi.rules.values import parse_timestamp

from .exchange import Answer, Refusal, Request, json_answer

if TYPE_CHECKING:
    from darslik_xapi.rules.values import Json

_IDS = {
    "activities/state": "stateId",
    "activities/profile": "profileId",
    "agents/profile": "profileId",
}


def canonical(value: object) -> str:
    """The same text for equal JSON values."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True)
class Document:
    """A stored document."""

    content: bytes
    kind: str
    updated: datetime

    @property
    def etag(self) -> str:
        """The entity tag, with its quotes."""
        return f'"{hashlib.sha1(self.content, usedforsecurity=False).hexdigest()}"'

    def json(self) -> object:
        """The content as JSON."""
        return json.loads(self.content)


class Documents:
    """The three document resources; `by_scope` maps (resource, scope) to documents by id."""

    resources = frozenset(_IDS)

    def __init__(self) -> None:
        self.by_scope: dict[tuple[str, ...], dict[str, Document]] = {}

    def handle(self, request: Request) -> Answer:
        """Carry out a request."""
        scope = self._scope(request)
        name = _IDS[request.resource]
        if name not in request.query:
            return self._without_id(request, scope)
        documents = self.by_scope.setdefault(scope, {})
        key = request.query[name]
        old = documents.get(key)
        if request.method in ("GET", "HEAD"):
            return self._get(old)
        _check_preconditions(request, old)
        if request.method == "DELETE":
            documents.pop(key, None)
            return Answer(204)
        documents[key] = _replaced(request, old) if request.method == "PUT" else _merged(request, old)
        return Answer(204, headers={"ETag": documents[key].etag})

    def state(self, activity: str, agent: Json, registration: str, key: str) -> Document | None:
        """A state document, for tests and for the LMS."""
        scope = ("activities/state", activity, canonical(agent), registration)
        return self.by_scope.get(scope, {}).get(key)

    def put(self, resource: str, scope: tuple[str, ...], key: str, value: object) -> None:
        """Store a JSON document without asking, as the LMS does."""
        document = Document(json.dumps(value).encode(), "application/json", datetime.now(UTC))
        self.by_scope.setdefault((resource, *scope), {})[key] = document

    def _scope(self, request: Request) -> tuple[str, ...]:
        parts = [request.resource]
        if request.resource.startswith("activities/"):
            parts.append(request.need("activityId"))
        if request.resource != "activities/profile":
            parts.append(canonical(request.agent()))
        if request.resource == "activities/state":
            parts.append(request.query.get("registration", ""))
        return tuple(parts)

    def _get(self, document: Document | None) -> Answer:
        if document is None:
            raise Refusal(404, "there is no such document")
        headers = {
            "ETag": document.etag,
            "Last-Modified": document.updated.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        }
        return Answer(200, document.content, headers, document.kind)

    def _without_id(self, request: Request, scope: tuple[str, ...]) -> Answer:
        documents = self.by_scope.get(scope, {})
        if request.method in ("GET", "HEAD"):
            since = parse_timestamp(request.query.get("since"))
            return json_answer([k for k, d in documents.items() if since is None or d.updated > since])
        if request.method == "DELETE" and request.resource == "activities/state":
            documents.clear()
            return Answer(204)
        raise Refusal(400, f"the parameter {_IDS[request.resource]} is missing")


def _check_preconditions(request: Request, old: Document | None) -> None:
    wanted, unwanted = request.headers.get("if-match"), request.headers.get("if-none-match")
    if wanted is not None and (old is None or wanted not in ("*", old.etag)):
        raise Refusal(412, "the document is not the one that was read")
    if unwanted is not None and old is not None and unwanted in ("*", old.etag):
        raise Refusal(412, "the document exists already")
    is_profile = request.resource != "activities/state"
    if is_profile and request.method == "PUT" and old is not None and wanted == unwanted is None:
        raise Refusal(409, "the profile exists: read it first, then send If-Match")


def _replaced(request: Request, old: Document | None) -> Document:
    del old
    kind = request.headers.get("content-type", "application/octet-stream")
    if kind.startswith("application/json"):
        request.json()
    return Document(request.body, kind, datetime.now(UTC))


def _merged(request: Request, old: Document | None) -> Document:
    """POST merges the top members of two JSON objects; anything else is refused."""
    if old is None:
        return _replaced(request, old)
    new = request.json()
    known = old.json() if old.kind.startswith("application/json") else None
    if not isinstance(new, dict) or not isinstance(known, dict):
        raise Refusal(400, "only JSON objects can be merged")
    content = json.dumps(known | new, ensure_ascii=False).encode()
    return Document(content, "application/json", datetime.now(UTC))
