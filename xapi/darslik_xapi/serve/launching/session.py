"""A session of an assignable unit: what it was launched with, what it did, what it may still do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from darslik_xapi.rules.cmi5 import defined_verb, problems
from darslik_xapi.rules.cmi5_words import LAUNCH_DATA, PREFERENCES
from darslik_xapi.rules.values import is_language, parse_timestamp
from darslik_xapi.serve.exchange import Refusal, Request

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from darslik_xapi.rules.values import Json

    from .course import Au


@dataclass
class AuRecord:
    """What an LMS knows about an assignable unit in a registration."""

    au: Au
    activity_id: str
    completed: bool = False
    passed: bool = False
    waived: bool = False
    satisfied: bool = False

    def meets(self, move_on: str) -> bool:
        """Whether this is enough to move on."""
        if self.waived:
            return True
        return {
            "NotApplicable": True,
            "Completed": self.completed,
            "Passed": self.passed,
            "CompletedOrPassed": self.completed or self.passed,
            "CompletedAndPassed": self.completed and self.passed,
        }[move_on]


@dataclass
class Session:
    """One launch; the guard of its token.

    Attributes:
        url: the address to open.
        token: what `fetch` hands out, once.
        problems: what the AU left undone, once the session is over (`unfinished`).
    """

    id: str
    record: AuRecord
    registration_id: str
    actor: Json
    launch_mode: str
    mastery_score: float | None
    move_on: str
    return_url: str
    context_template: Json
    token: str
    preferences_writable: bool
    url: str = ""
    fetched: int = 0
    launch_data_read: bool = False
    preferences_read: bool = False
    initialized_at: datetime | None = None
    last_at: datetime | None = None
    terminated: bool = False
    abandoned: bool = False
    returned: bool = False
    verbs: set[str] = field(default_factory=set)
    on_stored: Callable[[Session], None] = lambda _session: None

    @property
    def activity_id(self) -> str:
        """The activity id that the LMS gave the AU."""
        return self.record.activity_id

    @property
    def over(self) -> bool:
        """Whether the token is dead."""
        return self.terminated or self.abandoned

    def unfinished(self) -> list[str]:
        """What a conforming AU would have done until its window is closed."""
        found = []
        if self.fetched != 1:
            found.append(f"L2: the fetch address was used {self.fetched} times")
        if not self.launch_data_read:
            found.append("L4: LMS.LaunchData was not read")
        if not self.preferences_read:
            found.append("L5: cmi5LearnerPreferences was not read")
        if not self.terminated:
            found.append("S9: terminated was not sent")
        if self.return_url and not self.returned:
            found.append("L11: returnURL was not opened")
        return found

    def check_request(self, request: Request) -> None:
        """Refuse what the token does not allow."""
        if self.over:
            raise Refusal(403, "the session is over, its token is dead", "S9")
        if "agent" in request.query and request.agent() != self.actor:
            raise Refusal(403, "agent is not the actor of the launch", "L7")
        if request.resource == "activities/state":
            self._check_state(request)
        elif request.resource == "agents/profile":
            self._check_profile(request)

    def check_statements(self, statements: list[Json]) -> None:
        """Refuse statements that break a rule of cmi5."""
        if not statements:
            return
        self._check_order(statements)
        seen: list[str] = []
        for statement in statements:
            found = list(problems(self, statement))
            if (verb := defined_verb(statement)) and verb in seen:
                found.append(("D4", f"{verb} twice in a batch"))
            if found:
                raise Refusal(403, "; ".join(f"{rule}: {text}" for rule, text in found), found[0][0])
            seen.append(verb)

    def _check_order(self, statements: list[Json]) -> None:
        if not self.launch_data_read:
            raise Refusal(403, "statements before LMS.LaunchData was read", "L4")
        if not self.preferences_read:
            raise Refusal(403, "statements before cmi5LearnerPreferences was read", "L5")
        if self.initialized_at is None and len(statements) > 1:
            raise Refusal(403, "initialized must be sent alone", "S8")
        if any(defined_verb(one) == "terminated" for one in statements[:-1]):
            raise Refusal(403, "terminated must be the last one", "S9")

    def stored(self, statements: list[Json]) -> None:
        """Keep track of where the session stands."""
        for statement in statements:
            moment = parse_timestamp(statement["timestamp"])
            # A statement kept from an earlier session is older than this one.
            self.last_at = max(filter(None, (self.last_at, moment)), default=None)
            verb = defined_verb(statement)
            if not verb:
                continue
            self.verbs.add(verb)
            self.record.completed |= verb == "completed"
            self.record.passed |= verb == "passed"
            self.terminated |= verb == "terminated"
            if verb == "initialized":
                self.initialized_at = moment
        self.on_stored(self)

    def _check_state(self, request: Request) -> None:
        if request.query.get("activityId") != self.activity_id:
            raise Refusal(403, "activityId is not the one of the launch", "L4")
        if request.query.get("registration") != self.registration_id:
            raise Refusal(403, "registration is not the one of the launch", "L8")
        key = request.query.get("stateId")
        if request.method in ("GET", "HEAD"):
            self.launch_data_read |= key == LAUNCH_DATA
        elif key in (LAUNCH_DATA, None):
            raise Refusal(403, "LMS.LaunchData belongs to the LMS", "L4")

    def _check_profile(self, request: Request) -> None:
        if request.query.get("profileId") != PREFERENCES:
            return
        if request.method in ("GET", "HEAD"):
            self.preferences_read = True
            return
        if not self.preferences_writable:
            raise Refusal(403, "preferences are kept by the LMS", "preferences")
        document = request.json()
        if not isinstance(document, dict) or not _is_preferences(document):
            raise Refusal(403, "not a learner preferences document", "L6")


def _is_preferences(document: Json) -> bool:
    languages = document.get("languagePreference")
    tags = languages.split(",") if isinstance(languages, str) else [""]
    return all(map(is_language, tags)) and document.get("audioPreference") in ("on", "off")
