"""The learning record store: one call per request, thread-safe, everything in memory."""

from __future__ import annotations

import base64
import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .documents import Documents
from .exchange import (
    VERSION,
    VERSION_HEADER,
    Answer,
    Guard,
    Refusal,
    Request,
    Trusted,
    json_answer,
)
from .statements import Statements

if TYPE_CHECKING:
    from darslik_xapi.rules.values import Json

_HARMLESS = (404, 412)


@dataclass(frozen=True)
class Violation:
    """A request that was refused, with the requirement it broke."""

    rule: str
    status: int
    text: str
    request: str

    def __str__(self) -> str:
        return f"{self.rule} ({self.status}): {self.text} in {self.request}"


class Lrs:
    """A strict xAPI 1.0.3 LRS in memory.

    Attributes:
        statements: the statements resource; `statements.all` is everything in order of arrival.
        documents: state, agent profile and activity profile documents.
        violations: every request that was refused, except for harmless answers (not found,
            precondition failed).
        handled: the number of requests so far.
        guards: who may do what, by the value of the Authorization header.
    """

    def __init__(self, key: str = "test", secret: str = "secret") -> None:  # noqa: S107 - a test server
        self.authorization = "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()
        authority = {"account": {"homePage": "https://lms.example", "name": key}}
        self.statements = Statements({"objectType": "Agent", **authority})
        self.documents = Documents()
        self.violations: list[Violation] = []
        self.handled = 0
        self.guards: dict[str, Guard] = {self.authorization: Trusted()}
        self.lock = threading.RLock()

    def handle(self, request: Request) -> Answer:
        """Answer a request; a refused one is remembered as a violation."""
        with self.lock:
            self.handled += 1
            try:
                answer = self._handle(request)
            except Refusal as refusal:
                if refusal.status not in _HARMLESS:
                    self.record(refusal, f"{request.method} {request.resource}")
                answer = json_answer({"rule": refusal.rule, "error": refusal.text}, refusal.status)
        return Answer(answer.status, answer.body, {VERSION_HEADER: VERSION, **answer.headers}, answer.kind)

    def record(self, refusal: Refusal, what: str) -> None:
        """Remember a violation."""
        self.violations.append(Violation(refusal.rule, refusal.status, refusal.text, what))

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

    def _handle(self, request: Request) -> Answer:
        if request.resource == "about":
            return json_answer({"version": [VERSION]})
        if not request.headers.get(VERSION_HEADER.lower(), "").startswith("1.0"):
            raise Refusal(400, f"the header {VERSION_HEADER} must be 1.0.x")
        guard = self.guards.get(request.headers.get("authorization", ""))
        if guard is None:
            raise Refusal(401, "no valid Authorization header", "L3")
        guard.check_request(request)
        if request.resource == "statements":
            return self.statements.handle(request, guard)
        if request.resource in Documents.resources:
            return self.documents.handle(request)
        raise Refusal(404, "there is no such resource")
