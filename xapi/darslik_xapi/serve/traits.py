"""What a statement is about: the terms by which filters find it, and the activities it defines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .agents import key_of, members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .exchange import Json

VOIDED = "http://adlnet.gov/expapi/verbs/voided"


def verb(iri: str) -> str:
    """The term of a verb."""
    return f"verb:{iri}"


def activity(iri: str) -> str:
    """The term of an activity."""
    return f"activity:{iri}"


def agent(key: str) -> str:
    """The term of an agent or identified group."""
    return f"agent:{key}"


def registration(uuid: str) -> str:
    """The term of a registration."""
    return f"registration:{uuid.lower()}"


def kind(thing: Json) -> str:
    """The objectType of a statement's object."""
    return str(thing.get("objectType", "Activity"))


def is_voiding(statement: Json) -> bool:
    """Whether it voids another statement."""
    return bool(statement["verb"]["id"] == VOIDED) and kind(statement["object"]) == "StatementRef"


def target(statement: Json) -> str | None:
    """The id of the statement that is its object, in lower case."""
    thing = statement["object"]
    return str(thing["id"]).lower() if kind(thing) == "StatementRef" else None


def terms(statement: Json) -> dict[str, bool]:
    """Every term of a statement, and whether it is found without related_agents or related_activities."""
    found: dict[str, bool] = {}
    for term in _related(statement):
        found[term] = False
    for one in _agents(statement["authority"]) if "authority" in statement else ():
        found.setdefault(one, False)
    for term in _direct(statement):
        found[term] = True
    return found


def _direct(statement: Json) -> Iterator[str]:
    yield verb(statement["verb"]["id"])
    yield from _agents(statement["actor"])
    thing = statement["object"]
    if kind(thing) in ("Agent", "Group"):
        yield from _agents(thing)
    elif kind(thing) == "Activity":
        yield activity(thing["id"])
    if "registration" in statement.get("context", ()):
        yield registration(statement["context"]["registration"])


def _related(statement: Json) -> Iterator[str]:
    context, thing = statement.get("context", {}), statement["object"]
    for name in ("instructor", "team"):
        if name in context:
            yield from _agents(context[name])
    for name, member in (("contextAgents", "agent"), ("contextGroups", "group")):
        for one in context.get(name, ()):
            yield from _agents(one[member])
    for one in context_activities(context):
        yield activity(one["id"])
    if kind(thing) == "SubStatement":
        yield from _direct_of_part(thing)
        yield from _related(thing)


def _direct_of_part(part: Json) -> Iterator[str]:
    """The agents and the activity of a SubStatement; its verb and registration are no one's filter."""
    yield from _agents(part["actor"])
    thing = part["object"]
    if kind(thing) in ("Agent", "Group"):
        yield from _agents(thing)
    elif kind(thing) == "Activity":
        yield activity(thing["id"])


def _agents(actor: Json) -> Iterator[str]:
    for one in members(actor):
        if key := key_of(one):
            yield agent(key)


def context_activities(context: Json) -> Iterator[Json]:
    """All activities of a context."""
    for activities in context.get("contextActivities", {}).values():
        yield from activities if isinstance(activities, list) else [activities]


def activities(statement: Json) -> Iterator[Json]:
    """All activity objects, with or without definitions."""
    thing = statement["object"]
    if kind(thing) == "Activity":
        yield thing
    elif kind(thing) == "SubStatement":
        yield from activities(thing)
    yield from context_activities(statement.get("context", {}))


def actors(statement: Json) -> Iterator[Json]:
    """All agents and groups, members of groups too."""
    context, thing = statement.get("context", {}), statement["object"]
    yield from members(statement["actor"])
    if kind(thing) in ("Agent", "Group"):
        yield from members(thing)
    elif kind(thing) == "SubStatement":
        yield from actors(thing)
    for name in ("instructor", "team"):
        if name in context:
            yield from members(context[name])
    for name, member in (("contextAgents", "agent"), ("contextGroups", "group")):
        for one in context.get(name, ()):
            yield from members(one[member])
