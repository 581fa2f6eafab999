"""A translation that is a file of its own, held against the source text by text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from darslik.translate.segments import Segment

Pair = tuple[Segment, Segment | None]
"""A text of the source and its translation, none if there is none."""

MOST = 1_000
"""Texts of a file up to which all ways of pairing are weighed."""

_DIGITS = re.compile(r"[0-9]+")


def aligned(source: Sequence[Segment], translated: Sequence[Segment]) -> list[Pair]:
    """Pairs in the source's order.

    Both files have the same structure (the compiler sees to it), so roles tell what belongs together. Where a
    translation has more or fewer texts, such as expected mistakes, numbers and places tell which those are.
    """
    roles = [one.role for one in source], [one.role for one in translated]
    if roles[0] == roles[1]:
        return list(zip(source, translated, strict=True))
    pairs: list[Pair] = [(one, None) for one in source]
    if roles[0] == roles[1]:
        return list(zip(source, translated, strict=True))
    if max(len(source), len(translated)) > MOST:
        blocks = SequenceMatcher(None, *roles, autojunk=False).get_matching_blocks()
        steps = [(ours + offset, theirs + offset) for ours, theirs, length in blocks for offset in range(length)]
    else:
        steps = _best(source, translated)
    for ours, theirs in steps:
        pairs[ours] = source[ours], translated[theirs]
    return pairs


def _best(source: Sequence[Segment], translated: Sequence[Segment]) -> list[tuple[int, int]]:
    """The pairing of greatest likeness that crosses nothing; the earlier one where several are as good."""
    rows, columns = len(source), len(translated)
    digits = [_DIGITS.findall(one.text) for one in source], [_DIGITS.findall(one.text) for one in translated]
    likeness = [[0] * (columns + 1) for _ in range(rows + 1)]

    def matched(row: int, column: int) -> int:
        if source[row].role != translated[column].role:
            return -1
        numbers = digits[0][row], digits[1][column]
        same = 1 if numbers[0] == numbers[1] != [] else -1 if numbers[0] != numbers[1] else 0
        return likeness[row + 1][column + 1] + 4 + same

    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            likeness[row][column] = max(matched(row, column), likeness[row + 1][column], likeness[row][column + 1])
    steps = []
    row = column = 0
    while row < rows and column < columns:
        if matched(row, column) == likeness[row][column]:
            steps.append((row, column))
            row, column = row + 1, column + 1
        elif likeness[row + 1][column] == likeness[row][column]:
            row += 1
        else:
            column += 1
    return steps
