"""The statements resource: strict on the way in, filters on the way out."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from darslik_xapi.rules import check_statement
from darslik_xapi.rules.values import parse_timestamp

from .documents import canonical
from .exchange import Answer, Guard, Refusal, Request, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from darslik_xapi.rules.values import Json

_FILTERS = {
    "statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "since",
    "until", "limit", "ascending", "related_activities", "related_agents", "format",
    "attachments", "cursor",
}  # fmt: skip
_IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
_SET_BY_LRS = ("stored", "authority", "version", "timestamp")


class Statements:
    """All statements in the order of their arrival."""

    def __init__(self, authority: Json) -> None:
        """`authority` is the agent that stands for the statements."""
        self.all: list[Json] = []
        self.authority = authority
        self._by_id: dict[str, Json] = {}

    def handle(self, request: Request, guard: Guard) -> Answer:
        """Carry out a request."""
        if unknown := request.query.keys() - _FILTERS:
            raise Refusal(400, f"unknown parameters: {', '.join(sorted(unknown))}")
        if request.method == "PUT":
            return self._put(request, guard)
        if request.method == "POST":
            body = request.json()
            return json_answer(self.add(body if isinstance(body, list) else [body], guard))
        if request.method in ("GET", "HEAD"):
            return self._get(request)
        raise Refusal(405, f"{request.method} is not allowed here")

    def add(self, statements: list[Any], guard: Guard) -> list[str]:
        """Store statements, all or none, and return their ids."""
        for statement in statements:
            if found := check_statement(statement):
                raise Refusal(400, "; ".join(f"{one.path}: {one.message}" for one in found))
        ids = [statement.get("id") for statement in statements]
        if len(set(ids) - {None}) != len([one for one in ids if one]):
            raise Refusal(400, "an id occurs twice in the batch")
        new = [statement for statement in statements if not self._is_known(statement)]
        guard.check_statements(new)
        stored = [self._store(statement) for statement in new]
        guard.stored(stored)
        return [one or stored[index]["id"] for index, one in enumerate(ids)]

    def _put(self, request: Request, guard: Guard) -> Answer:
        key = request.need("statementId")
        statement = request.json()
        if not isinstance(statement, dict) or statement.get("id", key) != key:
            raise Refusal(400, "the statement's id is not statementId")
        self.add([{**statement, "id": key}], guard)
        return Answer(204)

    def _is_known(self, statement: Json) -> bool:
        known = self._by_id.get(str(statement.get("id")).lower())
        if known is None:
            return False
        ours = {name: value for name, value in known.items() if name not in _SET_BY_LRS}
        theirs = {name: value for name, value in statement.items() if name not in _SET_BY_LRS}
        if canonical(ours) != canonical(theirs):
            raise Refusal(409, f"another statement has the id {statement['id']}")
        return True

    def _store(self, statement: Json) -> Json:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        defaults = {"id": str(uuid.uuid4()), "timestamp": now}
        ours = {"stored": now, "authority": self.authority, "version": "1.0.0"}
        full = {**defaults, **statement, **ours}
        self._by_id[full["id"].lower()] = full
        self.all.append(full)
        return full

    def _get(self, request: Request) -> Answer:
        if key := request.query.get("statementId"):
            if key.lower() not in self._by_id:
                raise Refusal(404, "there is no such statement")
            return json_answer(self._by_id[key.lower()])
        found = [one for one in self.all if all(test(one) for test in _tests(request))]
        if request.query.get("ascending") != "true":
            found.reverse()
        start = int(request.query.get("cursor", 0))
        limit = int(request.query.get("limit", 0)) or len(found)
        more = ""
        if start + limit < len(found):
            rest = {**request.query, "cursor": str(start + limit)}
            more = "?" + "&".join(f"{name}={value}" for name, value in rest.items())
        return json_answer({"statements": found[start : start + limit], "more": more})


def _tests(request: Request) -> list[Callable[[Json], bool]]:
    query = request.query
    tests: list[Callable[[Json], bool]] = []
    if "verb" in query:
        tests.append(lambda one: one["verb"]["id"] == query["verb"])
    if "activity" in query:
        tests.append(lambda one: one["object"].get("id") == query["activity"])
    if "registration" in query:
        tests.append(lambda one: one.get("context", {}).get("registration") == query["registration"])
    if "agent" in query:
        wanted = _identity(request.agent())
        tests.append(lambda one: wanted in (_identity(one["actor"]), _identity(one["object"])))
    if since := parse_timestamp(query.get("since")):
        tests.append(lambda one: _moment(one) > since)
    if until := parse_timestamp(query.get("until")):
        tests.append(lambda one: _moment(one) <= until)
    return tests


def _identity(agent: Json) -> str:
    return canonical({name: agent[name] for name in _IDENTIFIERS if name in agent})


def _moment(statement: Json) -> datetime:
    moment = parse_timestamp(statement["stored"])
    assert moment is not None  # noqa: S101 - written by _store
    return moment
