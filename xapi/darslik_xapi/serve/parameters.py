"""Which parameters a request may have, and of which form (xAPI 1.0.3 Communication 2; IEEE 9274.1.1 4.1.6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from darslik_xapi.rules import check_actor
from darslik_xapi.rules.values import is_iri, is_uuid

from .agents import key_of
from .clock import as_moment
from .exchange import Refusal

if TYPE_CHECKING:
    from .exchange import Json, Request

_FILTERS = (
    "agent verb activity registration related_activities related_agents since until limit ascending format attachments"
)
_STATE = "activityId agent registration stateId"
_ALLOWED = {
    ("statements", "GET"): f"statementId voidedStatementId {_FILTERS} cursor",
    ("statements", "PUT"): "statementId",
    ("activities", "GET"): "activityId",
    ("agents", "GET"): "agent",
    ("activities/state", "GET"): f"{_STATE} since",
    ("activities/state", "PUT"): _STATE,
    ("activities/state", "POST"): _STATE,
    ("activities/state", "DELETE"): _STATE,
    ("activities/profile", "GET"): "activityId profileId since",
    ("activities/profile", "PUT"): "activityId profileId",
    ("activities/profile", "POST"): "activityId profileId",
    ("activities/profile", "DELETE"): "activityId profileId",
    ("agents/profile", "GET"): "agent profileId since",
    ("agents/profile", "PUT"): "agent profileId",
    ("agents/profile", "POST"): "agent profileId",
    ("agents/profile", "DELETE"): "agent profileId",
}
_METHODS = {
    "statements": "GET, HEAD, PUT, POST",
    "activities": "GET, HEAD",
    "agents": "GET, HEAD",
    "about": "GET, HEAD",
}
_DOCUMENTS = "GET, HEAD, PUT, POST, DELETE"
RESOURCES = ("statements", "activities", "agents", "about", "activities/state", "activities/profile", "agents/profile")

_IRIS = ("verb", "activity", "activityId")
_UUIDS = ("statementId", "voidedStatementId", "registration")
_BOOLEANS = ("related_activities", "related_agents", "ascending", "attachments")
_FORMATS = ("ids", "exact", "canonical")


def check_method(request: Request) -> None:
    """Refuse what is no resource, and methods that a resource does not have.

    Raises:
        Refusal: 404 or 405.
    """
    if request.resource not in RESOURCES:
        raise Refusal(404, "there is no such resource")
    methods = _METHODS.get(request.resource, _DOCUMENTS)
    if request.method not in methods.split(", "):
        raise Refusal(405, f"{request.method} is not allowed here, only {methods}")


def check_parameters(request: Request) -> None:
    """Refuse parameters that a resource does not have, and values of a wrong form.

    Raises:
        Refusal: 400.
    """
    method = "GET" if request.method == "HEAD" else request.method
    allowed = _ALLOWED.get((request.resource, method), "").split()
    if unknown := sorted(request.query.keys() - set(allowed)):
        hint = f"it has {', '.join(allowed)}" if allowed else "it has none"
        raise Refusal(400, f"unknown parameters of {method} {request.resource}: {', '.join(unknown)}; {hint}")
    for name, value in request.query.items():
        _check_value(request, name, value)


def _check_value(request: Request, name: str, value: str) -> None:
    if name in _IRIS and not is_iri(value):
        raise Refusal(400, f"the parameter {name} is not an IRI")
    if name in _UUIDS and not is_uuid(value):
        raise Refusal(400, f"the parameter {name} is not a UUID")
    if name in _BOOLEANS and value not in ("true", "false"):
        raise Refusal(400, f"the parameter {name} is neither true nor false")
    if name == "format" and value not in _FORMATS:
        raise Refusal(400, f"the parameter format is not one of {', '.join(_FORMATS)}")
    if name in ("limit", "cursor") and not re.fullmatch(r"[0-9]{1,18}", value):
        raise Refusal(400, f"the parameter {name} is not a whole number from 0")
    if name in ("since", "until"):
        as_moment(value, name)
    if name == "agent":
        _check_agent(request.agent(), request.version)


def _check_agent(agent: Json, version: str) -> None:
    """The rules for an actor are those of statements; here it must have an identifier."""
    if problems := check_actor(agent, version, "agent"):
        raise Refusal(400, f"the parameter {problems[0].path}: {problems[0].message}")
    if not key_of(agent):
        raise Refusal(400, "the parameter agent has no identifier")
