"""Where values of a kind stand in a statement: the corpus tries each value in all places of its kind."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
Place: TypeAlias = tuple[str, Callable[[Any], Json]]

ID = "0f0e0d0c-0b0a-4908-8706-050403020100"
OTHER = "0f0e0d0c-0b0a-4908-8706-050403020101"
SHA2 = "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a"
ATTACHMENT: Json = {
    "usageType": "https://example.org/usage",
    "display": {"en": "A"},
    "description": {"en": "B"},
    "contentType": "text/plain",
    "length": 27,
    "sha2": SHA2,
    "fileUrl": "https://example.org/file.txt",
}
AGENT: Json = {"objectType": "Agent", "account": {"homePage": "https://lms.example", "name": "g"}}
TEAM: Json = {"objectType": "Group", "mbox": "mailto:t@example.org", "member": [{"mbox": "mailto:a@example.org"}]}
DEFINITION: Json = {
    "name": {"uz-Latn": "Savol"},
    "description": {"en": "A question"},
    "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
    "moreInfo": "https://example.org/more",
    "interactionType": "choice",
    "choices": [{"id": "a", "description": {"en": "A"}}, {"id": "b", "description": {"en": "B"}}],
    "correctResponsesPattern": ["a[,]b"],
    "extensions": {"https://example.org/x": None},
}
_CORE: Json = {
    "timestamp": "2026-01-01T10:00:00.000Z",
    "actor": AGENT,
    "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
    "object": {"objectType": "Activity", "id": "https://example.org/q1", "definition": DEFINITION},
    "result": {
        "response": "a",
        "success": False,
        "completion": True,
        "score": {"scaled": 0.5, "raw": 1, "min": 0, "max": 2},
        "duration": "PT1M2.5S",
        "extensions": {"https://example.org/x": None},
    },
    "context": {
        "registration": OTHER,
        "instructor": AGENT,
        "team": TEAM,
        "language": "uz-Latn",
        "platform": "x",
        "revision": "1",
        "statement": {"objectType": "StatementRef", "id": ID},
        "contextActivities": {"parent": [{"id": "https://example.org/c"}], "grouping": {"id": "https://example.org/g"}},
        "extensions": {"https://example.org/x": {"deep": [None]}},
    },
    "attachments": [ATTACHMENT],
}
GOOD: Json = {"id": ID, "stored": "2026-01-01T10:00:01.000Z", "version": "1.0.0", "authority": AGENT, **_CORE}
SUB: Json = {
    **GOOD,
    "object": {"objectType": "SubStatement", **_CORE},
    "context": {"registration": OTHER},
}


def change(base: Json, path: str, value: object) -> Json:
    """A copy of a statement with another value at a path whose steps are divided by blanks."""
    changed = copy.deepcopy(base)
    *steps, last = path.split(" ")
    target: Any = changed
    for step in steps:
        target = target[int(step) if step.isdigit() else step]
    target[int(last) if last.isdigit() else last] = copy.deepcopy(value)
    return changed


def at(path: str, base: Json = GOOD) -> Place:
    """A place by its path: how findings name it, and how a value gets there."""
    steps = [f"[{step}]" if step.isdigit() else f".{step}" for step in path.split(" ")]
    return "$" + "".join(steps), lambda value: change(base, path, value)


def both(*paths: str) -> list[Place]:
    """The same places of a statement and of a SubStatement."""
    return [at(path) for path in paths] + [at(f"object {path}", SUB) for path in paths]


def _bare(base: Json, path: str) -> Json:
    """Without what goes only with an Activity as object."""
    context = f"{path.rpartition('object')[0]}context".strip()
    return change(base, context, {"registration": OTHER})


def as_object(path: str, base: Json, object_type: str = "") -> Place:
    """The object of a statement; an actor must say what it is there."""
    plain = _bare(base, path)
    where, put = at(path, plain)

    def typed(value: Any) -> Json:
        if object_type and isinstance(value, dict):
            value = {"objectType": object_type, **value}
        return put(value)

    return where, typed


def keys(path: str, base: Json = GOOD) -> Place:
    """A language map whose one key is the value."""
    where, put = at(path, base)
    return where + "[]", lambda value: put({value: "x"})


def _part(put: Callable[[Any], Json]) -> Callable[[Any], Json]:
    """Properties added to those of a good attachment."""
    return lambda value: put({**ATTACHMENT, **value})


AGENT_OBJECTS = [as_object("object", GOOD, "Agent"), as_object("object object", SUB, "Agent")]
GROUP_OBJECTS = [as_object("object", GOOD, "Group"), as_object("object object", SUB, "Group")]
OBJECTS = [as_object("object", GOOD), as_object("object object", SUB)]
ACTORS = [*both("actor", "context instructor"), at("authority")]
_MEMBER = change(GOOD, "actor", TEAM)
_MAPS = (
    "verb display",
    "object definition name",
    "object definition description",
    "object definition choices 0 description",
    "attachments 0 display",
    "attachments 0 description",
)
_LISTED = ("context contextActivities parent 0", "context contextActivities grouping")

PLACES: dict[str, list[Place]] = {
    "uuid": [at("id"), *both("context registration", "context statement id")],
    "iri": [
        *both(
            "verb id",
            "object id",
            "object definition type",
            "object definition moreInfo",
            "attachments 0 usageType",
            "attachments 0 fileUrl",
            "context contextActivities parent 0 id",
            "context contextActivities grouping id",
            "actor account homePage",
            "context instructor account homePage",
        ),
        at("authority account homePage"),
    ],
    "timestamp": [*both("timestamp"), at("stored")],
    "duration": both("result duration"),
    "language": [*both("context language"), *(keys(path) for path in _MAPS), keys("object verb display", SUB)],
    "language_value": both("context language"),
    "language_map": both(*_MAPS),
    "extensions": both("result extensions", "context extensions", "object definition extensions"),
    "text": both("result response", "context revision", "context platform", "actor name", "actor account name"),
    "boolean": both("result success", "result completion"),
    "number": both("result score scaled"),
    "agent": [*ACTORS, *AGENT_OBJECTS, at("actor member 0", _MEMBER)],
    "any_actor": ACTORS,
    "group": [*both("actor", "context instructor", "context team"), *GROUP_OBJECTS],
    "authority": [at("authority")],
    "team": both("context team"),
    "activity": [*OBJECTS, *both(*_LISTED)],
    "listed_activity": both("context contextActivities parent 0"),
    "context_activities": both("context contextActivities"),
    "verb": both("verb"),
    "result": both("result"),
    "score": both("result score"),
    "context": both("context"),
    "attachments": both("attachments"),
    "attachment_part": [(where, _part(put)) for where, put in both("attachments 0")],
    "statement_ref": [*OBJECTS, *both("context statement")],
    "object": OBJECTS,
}
