"""The tracking plan as an xAPI Profile (xAPI Profiles 1.0, part two), without the keys of exams.

Its concepts are the course's activities alone. The verbs, activity types and extensions that statements use are defined
by other profiles (ADL's vocabulary, Activity Streams, cmi5), and a profile must not define them again (7.0): templates
name them by IRI.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from darslik.plan.plan import Plan
from darslik.render.scripts import MAX_DESCRIPTION
from darslik.tracking.asked import GROUPS
from darslik.tracking.entry import Entry
from darslik.tracking.templates import Part, patterns, templates

CONTEXT = "https://w3id.org/xapi/profiles/context"
ACTIVITY_CONTEXT = "https://w3id.org/xapi/profiles/activity-context"
UNKNOWN_TIME = "1980-01-01T00:00:00Z"
"""As the entries of packages have: without a commit nobody knows the time, and the clock would change the bytes."""

_ADL = "http://adlnet.gov/expapi/activities/"
TYPES = {
    "course": f"{_ADL}course",
    "module": f"{_ADL}module",
    "quiz": f"{_ADL}assessment",
    "page": "http://activitystrea.ms/schema/1.0/page",
    "question": f"{_ADL}cmi.interaction",
}
"""The kinds that statements are about, with the types that `statement.ts` gives them."""

_ORDER_TELLS = ("sequencing", "matching")
"""Interactions whose components stand in the order of the right answer."""


def profile(plan: Plan, tracked: Mapping[str, Any], time: str) -> dict[str, Any]:
    """The content of `<course>.profile.jsonld`.

    Args:
        plan: the course.
        tracked: its tracking plan.
        time: when this version was made, ISO 8601; empty if nobody knows.
    """
    below = f"{plan.iri.rstrip('/')}/profile"
    version = f"{below}/versions/{quote(plan.node.version, safe='')}"
    entries: Sequence[Entry] = tracked["activities"]
    made = templates(plan.iri, _used(tracked, entries), _interactions(entries))
    return {
        "@context": CONTEXT,
        "id": below,
        "type": "Profile",
        "conformsTo": "https://w3id.org/xapi/profiles#1.0",
        "prefLabel": dict(plan.title),
        "definition": dict(plan.description),
        "versions": [{"id": version, "generatedAtTime": time or UNKNOWN_TIME}],
        "author": _author(plan),
        "concepts": list(_concepts(entries, version)),
        "templates": _placed(made, f"{below}/templates", version),
        "patterns": _placed(patterns(made, f"{below}/templates", f"{below}/patterns"), f"{below}/patterns", version),
    }


def _placed(parts: Sequence[Part], below: str, version: str) -> list[dict[str, Any]]:
    return [
        {"id": f"{below}/{part.id}", "type": part.type, "inScheme": version, **part.labels, **part.content}
        for part in parts
    ]


def _author(plan: Plan) -> dict[str, str]:
    source = plan.languages[0]
    if publisher := plan.publisher.get(source):
        return {"type": "Organization", "name": publisher}
    return {"type": "Person", "name": ", ".join(plan.authors[source])}


def _used(tracked: Mapping[str, Any], entries: Sequence[Entry]) -> set[tuple[str, str]]:
    """Verbs with the kinds of part that this course has of them; a verb alone where that says nothing."""
    there = {entry["kind"] for entry in entries}
    names = ((verb["iri"].rpartition("/")[2], kind) for verb in tracked["verbs"] for kind in verb["kinds"])
    return {(name, kind) for name, kind in names if kind in there}


def _interactions(entries: Sequence[Entry]) -> list[str]:
    return sorted({entry["interaction"] for entry in entries if "interaction" in entry})


def _concepts(entries: Sequence[Entry], version: str) -> Iterator[dict[str, Any]]:
    for entry in entries:
        if entry["kind"] in TYPES:
            definition = {"@context": ACTIVITY_CONTEXT, **_definition(entry)}
            yield {"id": entry["iri"], "type": "Activity", "inScheme": version, "activityDefinition": definition}


def _definition(entry: Entry) -> dict[str, Any]:
    """As statements have it, but that an exam says nothing of what is right."""
    kind = entry["kind"]
    if kind != "question":
        return {"type": TYPES[kind], "name": entry["title"]}
    told = not entry.get("secret")
    interaction = entry["interaction"]
    parts = entry.get("components", []) if told or interaction not in _ORDER_TELLS else []
    lists = {group: [_component(one) for one in parts if one["group"] == group] for group in GROUPS}
    return {
        "type": TYPES[kind],
        "name": {lang: text[:MAX_DESCRIPTION] for lang, text in entry["title"].items()},
        "description": entry["title"],
        "interactionType": interaction,
        **({"correctResponsesPattern": entry["correct"]} if told and entry.get("correct") else {}),
        **({group: found for group, found in lists.items() if found} if interaction != "true-false" else {}),
    }


def _component(component: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": component["id"], "description": component["label"]}
