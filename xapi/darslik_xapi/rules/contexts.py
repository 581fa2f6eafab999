"""Contexts of statements; 2.0 adds contextAgents and contextGroups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .activities import activities
from .actors import actor, agent, group
from .common import extensions, iri, language, uuid
from .findings import kind, show
from .shape import Rule, Shape, listed, one_of, text

if TYPE_CHECKING:
    from .findings import Report

_context_activities = Shape("contextActivities", dict.fromkeys(("parent", "grouping", "category", "other"), activities))
statement_ref = Shape(
    "a StatementRef", {"objectType": one_of(("StatementRef",)), "id": uuid}, "objectType id"
)  # fmt: skip


def _team(value: object, path: str, report: Report) -> None:
    if isinstance(value, dict) and value.get("objectType") != "Group":
        is_now = show(value["objectType"]) if "objectType" in value else "left out"
        report.add("context-team", f"{path}.objectType", f'must be "Group", it is {is_now}')
    else:
        group(value, path, report)


def _statement(value: object, path: str, report: Report) -> None:
    if isinstance(value, dict) and value.get("objectType") != "StatementRef":
        report.add("context-statement", path, 'must be {"objectType": "StatementRef", "id": …}')
    else:
        statement_ref(value, path, report)


def _group_only(value: object, path: str, report: Report) -> None:
    if isinstance(value, dict) and value.get("objectType") != "Group":
        report.add("object-type", f"{path}.objectType", 'must be "Group"')
    else:
        group(value, path, report)


_iris = listed(iri, "IRIs")


def _relevant_types(value: object, path: str, report: Report) -> None:
    _iris(value, path, report)
    if value == []:
        report.add("relevant-types", path, "must name at least one type")


_context_agent = Shape(
    "a contextAgent",
    {"objectType": one_of(("contextAgent",)), "agent": agent, "relevantTypes": _relevant_types},
    "objectType agent",
)
_context_group = Shape(
    "a contextGroup",
    {"objectType": one_of(("contextGroup",)), "group": _group_only, "relevantTypes": _relevant_types},
    "objectType group",
)
_members: dict[str, Rule] = {
    "registration": uuid,
    "instructor": actor,
    "team": _team,
    "contextActivities": _context_activities,
    "revision": text,
    "platform": text,
    "language": language,
    "statement": _statement,
    "extensions": extensions,
}
_context_1_0 = Shape("a context", _members, later="contextAgents contextGroups")
_context_2_0 = Shape(
    "a context",
    _members
    | {
        "contextAgents": listed(_context_agent, "contextAgent objects"),
        "contextGroups": listed(_context_group, "contextGroup objects"),
    },
)


def context(value: object, path: str, report: Report) -> None:
    """A context, with the properties of the version."""
    (_context_2_0 if report.later else _context_1_0)(value, path, report)


def fits_object(value: object, object_type: object, path: str, report: Report) -> None:
    """What of a context goes with an Activity only (Data 2.4.6.s4)."""
    if object_type == "Activity" or not isinstance(value, dict):
        return
    for name in ("revision", "platform"):
        if name in value:
            what = object_type if isinstance(object_type, str) else kind(object_type)
            report.add("context-of-activity", f"{path}.{name}", f"only with an Activity as object, not {show(what)}")
