"""Activities, their definitions, and interactions with their components."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .common import extensions, iri, irl, language_map
from .findings import Report, show
from .shape import Shape, listed, one_of, text

if TYPE_CHECKING:
    from .findings import Finding
    from .shape import Rule

# Which lists of components each type of interaction may have (Data 2.4.4.1.s16).
INTERACTIONS: dict[str, tuple[str, ...]] = {
    "true-false": (),
    "choice": ("choices",),
    "fill-in": (),
    "long-fill-in": (),
    "matching": ("source", "target"),
    "performance": ("steps",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "numeric": (),
    "other": (),
}
_COMPONENTS = ("choices", "scale", "source", "target", "steps")
_OF_INTERACTIONS = ("correctResponsesPattern", *_COMPONENTS)


def _interaction_type(value: object, path: str, report: Report) -> None:
    if not isinstance(value, str) or value not in INTERACTIONS:
        report.add("interaction-type", path, f"must be {', '.join(INTERACTIONS)}, not {show(value)}")


_component = Shape("an interaction component", {"id": text, "description": language_map}, "id")
_component_list = listed(_component, "interaction components")


def _components(value: object, path: str, report: Report) -> None:
    _component_list(value, path, report)
    if not isinstance(value, list):
        return
    seen: set[str] = set()
    for index, item in enumerate(value):
        key = item.get("id") if isinstance(item, dict) else None
        if not isinstance(key, str):
            continue
        if not key:
            report.add("component-id", f"{path}[{index}].id", "must not be empty")
        elif key in seen:
            report.add("component-id", f"{path}[{index}].id", f"{show(key)} is in the list already; ids are unique")
        seen.add(key)


_members: dict[str, Rule] = {
    "name": language_map,
    "description": language_map,
    "type": iri,
    "moreInfo": irl,
    "extensions": extensions,
    "interactionType": _interaction_type,
    "correctResponsesPattern": listed(text, "texts"),
}
_definition = Shape("a definition", _members | dict.fromkeys(_COMPONENTS, _components))


def definition(value: object, path: str, report: Report) -> None:
    """An activity's definition."""
    _definition(value, path, report)
    if isinstance(value, dict) and any(name in value for name in _OF_INTERACTIONS):
        _interaction(value, path, report)


def _interaction(value: dict[str, Any], path: str, report: Report) -> None:
    kind_of = value.get("interactionType")
    if kind_of is None:
        there = ", ".join(name for name in _OF_INTERACTIONS if name in value)
        report.add("interaction-type", path, f"interactionType must be there, because {there} is")
        return
    allowed = INTERACTIONS.get(kind_of, _COMPONENTS) if isinstance(kind_of, str) else _COMPONENTS
    for name in _COMPONENTS:
        if name in value and name not in allowed:
            may = " and ".join(allowed) or "no lists of components"
            report.add("interaction-components", f"{path}.{name}", f"a {kind_of} interaction may have {may}")


_activity = Shape(
    "an activity", {"objectType": one_of(("Activity",)), "id": iri, "definition": definition}, "id"
)  # fmt: skip


def activity(value: object, path: str, report: Report) -> None:
    """An activity with its definition."""
    _activity(value, path, report)


def activities(value: object, path: str, report: Report) -> None:
    """A list of activities; a single one is taken, too, as earlier versions wrote it (Data 2.4.6.2.s4)."""
    if isinstance(value, list):
        for index, one in enumerate(value):
            _activity(one, f"{path}[{index}]", report)
    elif isinstance(value, dict):
        _activity(value, path, report)
    else:
        report.wrong_type(path, value, "must be a list of activities")


def check_activity(value: object, version: str = "1.0.3", path: str = "$") -> list[Finding]:
    """All that is wrong with an activity object.

    Args:
        value: parsed JSON.
        version: of xAPI, `1.0.x` or `2.0.x`.
        path: where the value stands, for the findings.
    """
    report = Report(version)
    activity(value, path, report)
    return report.findings
