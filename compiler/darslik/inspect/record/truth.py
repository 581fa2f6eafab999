"""Conditions in the three values of SCORM 2004: true, false, unknown (SN 3.4.2, UP.2.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from darslik.inspect.record.conditions import Condition, Not, Test

Truth = bool | None
"""None is unknown."""
AT_FIRST: dict[str, Truth] = {
    "objectiveStatusKnown": False,
    "objectiveMeasureKnown": False,
    "activityProgressKnown": False,
    "attempted": False,
    "attemptLimitExceeded": False,
    "always": True,
    "done": False,
    "status": False,
}
"""What is the case before anything happened; what is missing here is unknown."""


def outcomes(condition: Condition, of: Callable[[Test], Iterable[Truth]]) -> frozenset[Truth]:
    """Every value that a condition may have, if each test may have these, whatever the others have."""
    if isinstance(condition, Test):
        return frozenset(of(condition))
    if isinstance(condition, Not):
        return frozenset(None if one is None else not one for one in outcomes(condition.part, of))
    return _at_least([outcomes(part, of) for part in condition.parts], condition.least)


def _at_least(parts: list[frozenset[Truth]], least: int) -> frozenset[Truth]:
    """So many parts true: true; so many false that it cannot be: false; otherwise unknown."""
    if least <= 0:
        return frozenset({True})
    spare = len(parts) - least
    can = {value: sum(value in part for part in parts) for value in (True, False)}
    must = {value: sum(part == {value} for part in parts) for value in (True, False)}
    found: set[Truth] = set()
    if can[True] >= least:
        found.add(True)
    if can[False] > spare:
        found.add(False)
    if _undecided(parts, least, spare, must):
        found.add(None)
    return frozenset(found)


def _undecided(parts: list[frozenset[Truth]], least: int, spare: int, must: dict[bool, int]) -> bool:
    """Whether fewer than `least` can be true while no more than `spare` are false."""
    if must[True] >= least or must[False] > spare:
        return False
    # Parts that cannot be unknown are one or the other; those that can stay out of the count.
    either = sum(None not in part and len(part) == 2 for part in parts)
    room_true = least - 1 - must[True]
    room_false = spare - must[False]
    return either <= room_true + room_false and any(None in part for part in parts)


def closed_by_some(condition: Condition) -> bool:
    """Whether LMSs differ before anything has happened: unknown by the standard, true if unknown were false."""
    strict = outcomes(condition, lambda test: (AT_FIRST.get(test.what),))
    lenient = outcomes(condition, lambda test: (bool(AT_FIRST.get(test.what)),))
    return strict == {None} and lenient == {True}
