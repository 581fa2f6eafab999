"""A translation that is a file of its own, held against the source text by text."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from darslik.translate.segments import Segment

Pair = tuple[Segment, Segment | None]
"""A text of the source and its translation, none if there is none."""


def aligned(source: Sequence[Segment], translated: Sequence[Segment]) -> list[Pair]:
    """Pairs in the source's order.

    Both files have the same structure (the compiler sees to it), so roles tell what belongs together; the few places
    where a translation may have more or fewer texts, such as expected mistakes, move nothing else.
    """
    roles = [one.role for one in source], [one.role for one in translated]
    pairs: list[Pair] = [(one, None) for one in source]
    for ours, theirs, length in SequenceMatcher(None, *roles, autojunk=False).get_matching_blocks():
        for offset in range(length):
            pairs[ours + offset] = source[ours + offset], translated[theirs + offset]
    return pairs
