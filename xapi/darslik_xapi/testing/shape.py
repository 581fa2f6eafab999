"""Shape of JSON objects: members, their types, where they sit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .values import parse_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


_NUMBER = (int, float)


def members(value: object, at: str, allowed: str, required: str = "") -> Iterator[str]:
    """The members an object may and must have."""
    if not isinstance(value, dict):
        yield f"{at}: not an object"
        return
    for name in value:
        if name not in allowed.split():
            yield f"{at}: has no property {name!r}"
    for name in required.split():
        if name not in value:
            yield f"{at}: lacks {name!r}"


def nulls(value: object, at: str) -> Iterator[str]:
    """Members that are null, which only extensions may be."""
    if isinstance(value, dict):
        for name, member in value.items():
            if name == "extensions":
                continue
            if member is None:
                yield f"{at}{name}: null"
            yield from nulls(member, f"{at}{name}.")
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from nulls(member, f"{at}{index}.")


def holds(value: object, name: str, test: Callable[[Any], bool], why: str, at: str) -> Iterator[str]:
    """A member, if there, passes a test."""
    if isinstance(value, dict) and name in value and not test(value[name]):
        yield f"{at}{name}: {why}"


def within(value: dict[str, Any], name: str, rule: Callable[[object, str], Iterator[str]], at: str) -> Iterator[str]:
    """Apply a rule to a member, if there."""
    if name in value:
        yield from rule(value[name], f"{at}{name}")


def is_text(value: object) -> bool:
    """A text."""
    return isinstance(value, str)


def is_texts(value: object) -> bool:
    """A list of texts."""
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def is_bool(value: object) -> bool:
    """A boolean."""
    return isinstance(value, bool)


def is_number(value: object) -> bool:
    """A number; a boolean is none."""
    return isinstance(value, _NUMBER) and not isinstance(value, bool)


def is_duration(value: object) -> bool:
    """An ISO 8601 duration."""
    return parse_duration(value) is not None
