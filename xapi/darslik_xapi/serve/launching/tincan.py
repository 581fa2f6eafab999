"""A launch of a tincan.xml activity: weaker rules than cmi5, but the same care for identity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from darslik_xapi.serve.exchange import Refusal, Request

if TYPE_CHECKING:
    from darslik_xapi.rules.values import Json


@dataclass
class TincanSession:
    """One launch; the guard of its credentials."""

    actor: Json
    registration_id: str
    activity_id: str
    authorization: str
    url: str

    def check_request(self, request: Request) -> None:
        """The agent, activity and registration are those of the launch."""
        if "agent" in request.query and request.agent() != self.actor:
            raise Refusal(403, "agent is not the actor of the launch", "tincan-actor")
        if request.resource != "activities/state":
            return
        if request.query.get("registration") != self.registration_id:
            raise Refusal(403, "registration is not the one of the launch", "tincan-registration")
        if request.query.get("activityId") != self.activity_id:
            raise Refusal(403, "activityId is not the one of the launch", "tincan-activity")

    def check_statements(self, statements: list[Json]) -> None:
        """Every statement is about this learner in this registration, and can be sent twice."""
        for statement in statements:
            if statement["actor"] != self.actor:
                raise Refusal(403, "the actor is not the one of the launch", "tincan-actor")
            if statement.get("context", {}).get("registration") != self.registration_id:
                raise Refusal(403, "context.registration is missing or wrong", "tincan-registration")
            if "id" not in statement or "timestamp" not in statement:
                raise Refusal(403, "id and timestamp are not set by the activity", "tincan-id")

    def stored(self, statements: list[Json]) -> None:
        """Nothing follows from statements."""
