"""What xAPI 1.0.3 says about activities, their definitions and interaction components."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .shape import holds, is_text, is_texts, members, within
from .values import is_iri, is_language

if TYPE_CHECKING:
    from collections.abc import Iterator

_INTERACTIONS = {
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


def activity(value: object, at: str) -> Iterator[str]:
    """An activity with its definition."""
    yield from members(value, at, "objectType id definition", "id")
    if isinstance(value, dict):
        yield from holds(value, "objectType", lambda kind: kind == "Activity", "not Activity", f"{at}.")
        yield from holds(value, "id", is_iri, "not an IRI", f"{at}.")
        yield from within(value, "definition", _definition, f"{at}.")


def _definition(value: object, at: str) -> Iterator[str]:
    interaction = "interactionType correctResponsesPattern " + " ".join(_COMPONENTS)
    yield from members(value, at, f"name description type moreInfo extensions {interaction}")
    if not isinstance(value, dict):
        return
    yield from within(value, "name", language_map, f"{at}.")
    yield from within(value, "description", language_map, f"{at}.")
    yield from holds(value, "type", is_iri, "not an IRI", f"{at}.")
    yield from holds(value, "moreInfo", is_iri, "not an IRL", f"{at}.")
    yield from within(value, "extensions", extensions, f"{at}.")
    kind = value.get("interactionType")
    components = [name for name in _COMPONENTS if name in value]
    if kind is None:
        if components or "correctResponsesPattern" in value:
            yield f"{at}: interaction components without interactionType"
        return
    if kind not in _INTERACTIONS:
        yield f"{at}.interactionType: unknown"
        return
    for name in components:
        if name not in _INTERACTIONS[kind]:
            yield f"{at}.{name}: not part of a {kind} interaction"
        yield from _component(value[name], f"{at}.{name}")
    yield from holds(value, "correctResponsesPattern", is_texts, "not a list of texts", f"{at}.")


def _component(value: object, at: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{at}: not a list"
        return
    ids = []
    for index, item in enumerate(value):
        yield from members(item, f"{at}.{index}", "id description", "id")
        if isinstance(item, dict):
            ids.append(item.get("id"))
            yield from within(item, "description", language_map, f"{at}.{index}.")
    if len(set(map(str, ids))) != len(ids):
        yield f"{at}: an id occurs twice"
    if any(not is_text(item) or " " in str(item) or not item for item in ids):
        yield f"{at}: an id is empty or has a blank"


def language_map(value: object, at: str) -> Iterator[str]:
    """Texts by language tag."""
    if not isinstance(value, dict):
        yield f"{at}: not a language map"
        return
    for tag, text in value.items():
        if not is_language(tag):
            yield f"{at}: {tag!r} is not a language tag"
        if not is_text(text):
            yield f"{at}.{tag}: not a text"


def extensions(value: object, at: str) -> Iterator[str]:
    """Values by IRI."""
    if not isinstance(value, dict):
        yield f"{at}: not an object"
        return
    for key in value:
        if not is_iri(key):
            yield f"{at}: {key!r} is not an IRI"
