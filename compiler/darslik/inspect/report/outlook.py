"""What an LMS will record of a package, in a few lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.inspect.record import Record
from darslik.inspect.record.model import Activity
from darslik.inspect.record.phrases import clean
from darslik.inspect.record.promises import gradebook
from darslik.inspect.record.words import ROLES, Words

MOST = 8
"""Activities that are told one by one."""
_SAYS = 3
"""Sentences about each."""
_TITLE = 80


def outlook(record: Record) -> Iterator[str]:
    """Heading, the first activities with what decides over them, what the gradebook will show."""
    words = Words(record)
    yield f"What the LMS will record ({record.title})"
    told = list(tree(record))
    for depth, one in told[:MOST]:
        margin = "  " * (depth + 1)
        yield f"{margin}{clean(one.title, _TITLE) or one.identifier}: {ROLES[one.role]}"
        yield from (f"{margin}  {sentence}" for sentence in words.activity(one)[:_SAYS])
    if len(told) > MOST:
        yield f"  … and {len(told) - MOST:,} more; --format html tells them all"
    yield from (f"  {sentence}" for sentence in gradebook(record))


def tree(record: Record) -> Iterator[tuple[int, Activity]]:
    """The activities of the organization that an LMS takes, from top to bottom, each with its depth from 0."""
    waiting = [(0, record.roots[record.default])] if record.roots else []
    while waiting:
        depth, one = waiting.pop()
        yield depth, one
        waiting += [(depth + 1, part) for part in reversed(one.children)]
