"""Codes: the names that options have in learners' records, the same in all languages and in every later build.

A kind whose answers name options by codes is `Coded`: it lists its options, group by group (the two sides of `matching`
are two groups), and takes the codes that `darslik.lock` has for them. Until then they are counted off in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "123456789"
LETTERS = _LETTERS + _DIGITS
"""Codes of one character (SCORM 1.2, RTE 3.4.4), of most groups."""
DIGITS = _DIGITS + _LETTERS
"""Codes of one side of a pair, to tell it from the other."""


@dataclass(frozen=True)
class Group:
    """Options of one sort: their texts in the author's order, and the codes that they may have.

    `exact`: the texts are ids that the author wrote, so that a similar one is another one.
    """

    name: str
    texts: tuple[str, ...]
    alphabet: str = LETTERS
    exact: bool = False


@runtime_checkable
class Coded(Protocol):
    """A kind whose answers name options by codes."""

    def coded(self, content: Any) -> tuple[Group, ...]:  # noqa: ANN401 - the kind's own
        """The groups of a content; names are '' (a single group) or words, the same in every language."""

    def recode(self, content: Any, codes: Mapping[str, tuple[str, ...]]) -> Any:  # noqa: ANN401 - the kind's own
        """The content with these codes: by group, in the order of its texts."""
