"""The LRS of `serve`, in memory, with what tests ask of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from darslik_xapi.serve.agents import key_of
from darslik_xapi.serve.core import Core
from darslik_xapi.serve.database import Database
from darslik_xapi.serve.documents import Document, Documents, Scope

if TYPE_CHECKING:
    from darslik_xapi.rules.values import Json
    from darslik_xapi.serve.exchange import Answer, Request


class Lrs(Core):
    """An LRS in memory.

    Attributes:
        statements: `statements.all` is everything in order of arrival.
        documents: state, agent profile and activity profile documents.
        violations: every request that was refused, except for harmless answers (not found,
            precondition failed).
        handled: the number of requests so far.
        guards: who may do what, by the value of the Authorization header.
    """

    def __init__(self, key: str = "test", secret: str = "secret") -> None:  # noqa: S107 - a test server
        super().__init__(Database(), key, secret, "https://lms.example")
        self.statements = Statements(self)
        self.documents: Kept = Kept(self._db, self._clock)
        self.handled = 0

    def handle(self, request: Request) -> Answer:
        """Answer a request."""
        with self.lock:
            self.handled += 1
            return super().handle(request)

    def by_verb(self, verb: str, registration: str = "") -> list[Json]:
        """Statements whose verb id ends with `/verb`, in order of arrival."""
        return [
            one
            for one in self.statements.all
            if one["verb"]["id"].endswith(f"/{verb}")
            and registration in ("", one.get("context", {}).get("registration"))
        ]

    def ndjson(self) -> str:
        """All statements, one JSON object a line."""
        lines = (json.dumps(one, ensure_ascii=False) for one in self.statements.all)
        return "".join(f"{line}\n" for line in lines)


class Statements:
    """Statements as objects; each is parsed once."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._seen: list[Json] = []

    @property
    def all(self) -> list[Json]:
        """Everything in order of arrival."""
        with self._core.lock:
            self._seen += [json.loads(body) for body in self._core.bodies(len(self._seen))]
            return list(self._seen)


class Kept(Documents):
    """The stored documents."""

    @property
    def by_scope(self) -> dict[Scope, dict[str, Document]]:
        """Documents by their ids, by what they belong to."""
        found: dict[Scope, dict[str, Document]] = {}
        for scope, key, document in self.everything():
            found.setdefault(scope, {})[key] = document
        return found

    def state(self, activity: str, agent: Json, registration: str, key: str) -> Document | None:
        """A state document."""
        return self.read(Scope("activities/state", activity, key_of(agent), registration), key)
