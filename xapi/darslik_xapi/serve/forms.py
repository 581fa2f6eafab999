"""The forms `ids` and `canonical` of a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .agents import IDENTIFIERS, key_of
from .definitions import localised

if TYPE_CHECKING:
    from collections.abc import Callable

    from .exchange import Json

_ACTORS = ("actor", "authority", "instructor", "team", "agent", "group")


def ids_form(statement: Json) -> Json:
    """Only what identifies agents, verbs and activities."""
    found: Json = {}
    for name, value in statement.items():
        if name in _ACTORS:
            found[name] = _actor(value)
        elif name == "verb":
            found[name] = {"id": value["id"]}
        elif name == "object":
            found[name] = _object(value)
        elif name == "context":
            found[name] = _context(value)
        else:
            found[name] = value
    return found


def _object(value: Json) -> Json:
    kind = value.get("objectType", "Activity")
    if kind == "SubStatement":
        return ids_form(value)
    if kind in ("Agent", "Group"):
        return _actor(value)
    return value if kind == "StatementRef" else _identified(value)


def _identified(value: Json) -> Json:
    return {"id": value["id"]}


def _actor(value: Json) -> Json:
    found = {name: value[name] for name in ("objectType", *IDENTIFIERS) if name in value}
    if not key_of(value) and "member" in value:
        found["member"] = [_actor(one) for one in value["member"]]
    return found


def _context(value: Json) -> Json:
    found: Json = {}
    for name, one in value.items():
        if name in _ACTORS:
            found[name] = _actor(one)
        elif name == "contextActivities":
            found[name] = {role: [_identified(item) for item in items] for role, items in one.items()}
        elif name in ("contextAgents", "contextGroups"):
            found[name] = [
                {**item, **{role: _actor(item[role]) for role in ("agent", "group") if role in item}} for item in one
            ]
        else:
            found[name] = one
    return found


def canonical_form(statement: Json, definition: Callable[[str], Json | None], wanted: list[str]) -> Any:  # noqa: ANN401
    """Activities as they are known by all statements together; of each text the language wanted most."""
    return localised(_defined(statement, definition), wanted)


def _defined(statement: Json, definition: Callable[[str], Json | None]) -> Json:
    found = {**statement, "object": _known(statement["object"], definition)}
    activities = statement.get("context", {}).get("contextActivities")
    if activities:
        lists = {role: [_known(one, definition) for one in items] for role, items in activities.items()}
        found["context"] = {**statement["context"], "contextActivities": lists}
    return found


def _known(thing: Json, definition: Callable[[str], Json | None]) -> Json:
    kind = thing.get("objectType", "Activity")
    if kind == "SubStatement":
        return _defined(thing, definition)
    known = definition(thing["id"]) if kind == "Activity" else None
    return {**thing, "definition": known} if known else thing
