"""Canonical definitions of activities: what several statements say about one activity, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .exchange import Json

_MAPS = ("name", "description")
_INTERACTION = ("interactionType", "correctResponsesPattern", "choices", "scale", "source", "target", "steps")


def merged(known: Json, said: Json) -> Json:
    """The later one counts: texts language by language, an interaction as a whole, all else property by property."""
    kept = {name: value for name, value in known.items() if "interactionType" not in said or name not in _INTERACTION}
    found = {**kept, **said}
    for name in _MAPS:
        if name in known and name in said:
            found[name] = {**known[name], **said[name]}
    return found


def in_language(languages: Json, wanted: list[str]) -> Json:
    """The one entry of a language map that a reader wants most."""
    if len(languages) <= 1:
        return languages
    tags = {tag.lower(): tag for tag in languages}
    for language in wanted:
        exact = tags.get(language.lower())
        close = [tags[tag] for tag in tags if tag.split("-")[0] == language.lower().split("-")[0]]
        for tag in [exact] if exact else close[:1]:
            return {tag: languages[tag]}
    first = next(iter(languages))
    return {first: languages[first]}


def wanted_languages(header: str) -> list[str]:
    """The languages of an Accept-Language header, the dearest first."""
    found: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, quality = part.partition(";")
        if tag.strip() not in ("", "*"):
            found.append((_quality(quality), tag.strip()))
    return [tag for quality, tag in sorted(found, key=lambda one: -one[0]) if quality > 0]


def _quality(text: str) -> float:
    _, _, number = text.partition("q=")
    try:
        return float(number) if number else 1.0
    except ValueError:
        return 0.0


def localised(value: Any, wanted: list[str]) -> Any:  # noqa: ANN401 - any JSON
    """A statement or definition whose language maps hold one language each."""
    if isinstance(value, list):
        return [localised(one, wanted) for one in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for name, one in value.items():
        if name in ("display", "description", "name") and isinstance(one, dict):
            found[name] = in_language(one, wanted)
        else:
            found[name] = one if name == "extensions" else localised(one, wanted)
    return found
