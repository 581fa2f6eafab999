"""The nearest name to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The name that `word` was probably meant to be, or none if nothing is close."""
    found = get_close_matches(word, sorted(set(names)), n=1, cutoff=0.75)
    return found[0] if found else None


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """A label for a report: ``did you mean `name`?``, or nothing."""
    name = nearest(word, names)
    return f"did you mean `{name}`?" if name else ""
