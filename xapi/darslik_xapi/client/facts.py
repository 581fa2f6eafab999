"""What was found out about an LRS, with the day: servers are changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Value = str | int | bool | tuple[str, ...] | None


@dataclass(frozen=True)
class Fact:
    """One thing that an LRS does.

    Attributes:
        name: of the fact; the same for every LRS.
        value: what was found; None if it could not be found out.
        meaning: in words, and what follows from it.
    """

    name: str
    value: Value
    meaning: str


@dataclass(frozen=True)
class Facts:
    """What an LRS does.

    Attributes:
        endpoint: of the LRS.
        date: when it was found out, UTC, ISO 8601.
        facts: in the order in which they were found.
    """

    endpoint: str
    date: str
    facts: tuple[Fact, ...]

    def __getitem__(self, name: str) -> Value:
        """The value of a fact; None if it is not known."""
        return next((fact.value for fact in self.facts if fact.name == name), None)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def as_json(self) -> dict[str, Any]:
        """For a file: names and values, and what they mean."""
        return {
            "endpoint": self.endpoint,
            "date": self.date,
            "facts": {one.name: _plain(one.value) for one in self.facts},
            "meanings": {one.name: one.meaning for one in self.facts},
        }


def _plain(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value
