"""The learning record store: a request in, an answer out, one at a time; no HTTP."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .agents import key_of, person
from .alternate import is_alternate, unfolded
from .attachments import Upload
from .clock import Clock, as_text
from .documents import Documents
from .exchange import (
    CONSISTENT_HEADER,
    VERSION_HEADER,
    Answer,
    Guard,
    Refusal,
    Request,
    Trusted,
    json_answer,
)
from .parameters import check_method, check_parameters
from .reading import Reader
from .statements import Writer
from .versions import ONE, SUPPORTED, version_of, version_or_newest

if TYPE_CHECKING:
    from .database import Database
    from .exchange import Json

_HARMLESS = (404, 412)
_KEPT = 1000


@dataclass(frozen=True)
class Violation:
    """A request that was refused, with the requirement it broke."""

    rule: str
    status: int
    text: str
    request: str

    def __str__(self) -> str:
        return f"{self.rule} ({self.status}): {self.text} in {self.request}"


class Core:
    """All resources of xAPI on a database.

    Attributes:
        violations: the requests that were refused, the last thousand of them; not found and precondition failed
            are harmless.
        lock: held while a request is carried out.
        authorization: the Authorization header of the user.
        guards: who may do what, by the value of the Authorization header.
        documents: state, activity profile and agent profile documents.
    """

    def __init__(self, database: Database, user: str, password: str, home: str = "http://127.0.0.1/xapi") -> None:
        """`home` and `user` make the account that is the authority of statements."""
        self.authorization = basic(user, password)
        self.guards: dict[str, Guard] = {self.authorization: Trusted()}
        authority = {"objectType": "Agent", "account": {"homePage": home, "name": user}}
        row = database.one(
            "SELECT ifnull(max(stored), 0), (SELECT ifnull(max(updated), 0) FROM documents) FROM statements"
        )
        clock = Clock(max(int(str(value)) for value in row or (0,)))
        self.violations: list[Violation] = []
        self.lock = database.lock
        self._db = database
        self._clock = clock
        self._reader = Reader(database, clock)
        self.writer = Writer(database, clock, authority)
        self.documents = Documents(database, clock)

    def handle(self, request: Request) -> Answer:
        """Answer a request."""
        with self.lock:
            version = version_or_newest(request)
            try:
                request = self._unfolded(request)
                version = version_or_newest(request)
                answer = self._handle(request)
            except Refusal as refusal:
                answer = self.refused(refusal, request)
            except UnicodeEncodeError:
                answer = self.refused(Refusal(400, "a text has half a character (a lone surrogate)"), request)
            except RecursionError:
                answer = self.refused(Refusal(400, "objects and lists are nested too deeply"), request)
            through = as_text(self._clock.consistent_through())
        headers = {VERSION_HEADER: version, CONSISTENT_HEADER: through, **answer.headers}
        return Answer(answer.status, answer.body, headers, answer.kind)

    def refused(self, refusal: Refusal, request: Request) -> Answer:
        """The answer to what is refused: why, for a person."""
        if refusal.status not in _HARMLESS:
            self.record(refusal, f"{request.method} {request.resource}")
        # No WWW-Authenticate: a browser would ask the learner for a password.
        return json_answer({"rule": refusal.rule, "error": refusal.text}, refusal.status)

    def record(self, refusal: Refusal, what: str) -> None:
        """Remember what was refused."""
        del self.violations[: max(0, len(self.violations) - _KEPT + 1)]
        self.violations.append(Violation(refusal.rule, refusal.status, refusal.text, what))

    def store(self, *statements: Json) -> None:
        """Store statements of our own, as the launching LMS sends them."""
        items = [(one, json.dumps(one, ensure_ascii=False)) for one in statements]
        self.writer.add(Upload(items), Trusted(), ONE)

    def _unfolded(self, request: Request) -> Request:
        if not is_alternate(request):
            return request
        inner = unfolded(request)
        if version_or_newest(inner) != ONE:
            raise Refusal(400, "the parameter method is not part of xAPI 2.0")
        return inner

    def _handle(self, request: Request) -> Answer:
        # In this order, as tests of conformance leave out what comes later: version, method, credentials, parameters.
        if request.resource == "about":
            check_method(request)
            check_parameters(request)
            return json_answer({"version": list(SUPPORTED)})
        request = replace(request, version=version_of(request))
        check_method(request)
        scheme, _, credentials = request.headers.get("authorization", "").strip().partition(" ")
        guard = self.guards.get(f"{scheme.title()} {credentials.strip()}")
        if guard is None:
            raise Refusal(401, "no valid Authorization header", "L3")
        check_parameters(request)
        guard.check_request(request)
        if request.resource in Documents.resources:
            return self.documents.handle(request)
        if request.resource == "statements" and request.method in ("PUT", "POST"):
            store = self.writer.put if request.method == "PUT" else self.writer.post
            return store(request, guard)
        readers = {"statements": self._reader.get, "activities": self._activity, "agents": self._person}
        return readers[request.resource](request)

    def _activity(self, request: Request) -> Answer:
        """An activity with all that is known of it (xAPI 1.0.3 Communication 2.5)."""
        activity: Json = {"objectType": "Activity", "id": request.need("activityId")}
        if definition := self._reader.definition(activity["id"]):
            activity["definition"] = definition
        return json_answer(activity)

    def _person(self, request: Request) -> Answer:
        """All that is known of an agent (xAPI 1.0.3 Communication 2.4)."""
        agent = request.agent()
        rows = self._db.all("SELECT name FROM names WHERE agent = ?", key_of(agent))
        return json_answer(person(agent, [str(row[0]) for row in rows]))

    def bodies(self, after: int = 0) -> list[str]:
        """Every statement in the order of arrival, voided ones too; those after the first so many."""
        return [str(row[0]) for row in self._db.all("SELECT body FROM statements WHERE seq > ? ORDER BY seq", after)]

    def count(self) -> int:
        """How many statements there are."""
        row = self._db.one("SELECT count(*) FROM statements")
        return int(str(row[0])) if row else 0


def basic(user: str, password: str) -> str:
    """The Authorization header of a user."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
