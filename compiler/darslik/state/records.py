"""Pages, answers, quizzes and paths ↔ bits: the twin of `themes/runtime/src/records.ts`."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import TypeVar

from darslik.state.bits import FLAT, Damaged, Io, gamma, golomb, tree
from darslik.state.contexts import Context
from darslik.state.model import MAX_ATTEMPTS, SCORE_UNITS, Answer, QuizState
from darslik.state.responses import response_bits

Value = TypeVar("Value")

FRACTIONS = [n for n in range(1, SCORE_UNITS) if any(n * part % SCORE_UNITS == 0 for part in range(2, 11))]
"""The 31 shares that come from at most ten parts."""
MAX_PATH = 60
"""Steps of a scenario that are kept, the last ones."""
MAX_DRAWN = 999
"""Questions of one attempt at a quiz."""


LEVELS = [0, 1, *(math.floor(2 ** (half // 2) * (1, math.sqrt(2))[half % 2] + 0.5) for half in range(2, 40))]
"""Seconds by the square root of two: 1, 2, 3, 4, 6, 8, 11, 16 … A time is kept within a sixth."""
COARSE = [0, 1, *LEVELS[2::2]]
"""By two: within a third."""
MANY_PAGES = 256
"""With more, times are kept coarsely."""
MANY_ANSWERS = 192
"""With more, they are kept in larger blocks."""


def level_of(seconds: int, levels: list[int]) -> int:
    """The nearest level."""
    bounds = [(low + high + 1) // 2 for low, high in pairwise(levels)]
    return min(bisect_right(bounds, seconds), len(levels) - 1)


def runs(io: Io, slots: Iterable[int], size: int) -> list[int]:
    """Which of the numbers below `size` there are: the lengths of gaps and runs in turn."""
    present = set(slots)
    found: list[int] = []
    at, on = 0, False
    while at < size:
        end = at
        while end < size and (end in present) == on:
            end += 1
        least = int(at > 0)
        end = at + gamma(io, max(end - at - least, 0), Context.PRESENT if on else Context.ABSENT) + least
        if end > size:
            raise Damaged
        if on:
            found += range(at, end)
        at, on = end, not on
    return found


def fine_bits(io: Io, seconds: int) -> int:
    """The time on a page."""
    return _level(io, seconds, LEVELS, 6, Context.LEVEL)


def coarse_bits(io: Io, seconds: int) -> int:
    """The time on one page of very many."""
    return _level(io, seconds, COARSE, 5, Context.COARSE)


def _level(io: Io, seconds: int, levels: list[int], width: int, context: int) -> int:
    level = tree(io, level_of(seconds, levels), width, context)
    if level >= len(levels):
        raise Damaged
    return levels[level]


def share_bits(io: Io, share: float) -> float:
    """0, 1, a fraction of few parts, or any in 1/2520."""
    units = math.floor(min(max(share, 0.0), 1.0) * SCORE_UNITS + 0.5)
    if not io.bit(int(units > 0), Context.SHARE):
        return 0.0
    if not io.bit(int(units < SCORE_UNITS), Context.SHARE + 1):
        return 1.0
    if not io.bit(int(units not in FRACTIONS), Context.SHARE + 2):
        place = tree(io, FRACTIONS.index(units) if units in FRACTIONS else 0, 5, Context.SHARE + 32)
        if place >= len(FRACTIONS):
            raise Damaged
        return FRACTIONS[place] / SCORE_UNITS
    units = tree(io, units, 12, FLAT)
    if not 0 < units < SCORE_UNITS:
        raise Damaged
    return units / SCORE_UNITS


def _attempts(io: Io, attempts: int) -> int:
    """One attempt is the shortest."""
    swapped = gamma(io, min(attempts, MAX_ATTEMPTS) ^ int(attempts < 2), Context.ATTEMPTS)
    if swapped > MAX_ATTEMPTS:
        raise Damaged
    return swapped ^ int(swapped < 2)


def answer_bits(io: Io, answer: Answer) -> Answer:
    """An answer; right at once is the shortest."""
    usual = answer.rev == 1 and not answer.draft and not answer.hinted
    plain = usual and answer.attempts == 1 and answer.done and answer.score == 1
    if io.bit(int(plain), Context.PLAIN):
        return Answer(response_bits(io, answer.response), 1.0, 1, done=True)
    attempts = _attempts(io, answer.attempts)
    score = share_bits(io, answer.score)
    done = bool(io.bit(int(answer.done), Context.REVISION + 100 + int(score == 1)))
    rev, draft, hinted = 1, False, False
    if io.bit(int(not usual), Context.REVISION + 99):
        rev = gamma(io, answer.rev - 1, Context.REVISION) + 1
        draft = bool(io.bit(int(answer.draft), Context.REVISION + 110))
        hinted = bool(io.bit(int(answer.hinted), Context.REVISION + 111))
    return Answer(response_bits(io, answer.response), score, attempts, done=done, rev=rev, draft=draft, hinted=hinted)


def quiz_bits(io: Io, quiz: QuizState) -> QuizState:
    """Where the learner stands in a quiz."""
    attempts = golomb(io, quiz.attempts, 1, Context.QUIZ)
    is_open = bool(io.bit(int(quiz.open), FLAT))
    unfinished = gamma(io, max(quiz.attempts - quiz.finished, 0), FLAT)
    best = share_bits(io, quiz.best)
    seed = tree(io, quiz.seed & (1 << 30) - 1, 30, FLAT)
    used, extended = 0, 0
    if io.bit(int(quiz.used > 0 or quiz.extended > 0), FLAT):
        used = golomb(io, quiz.used, 8, FLAT)
        extended = gamma(io, quiz.extended, FLAT)
    drawn = ascending(io, quiz.drawn)
    return QuizState(attempts, is_open, seed, drawn, used, extended, best, max(attempts - unfinished, 0))


def ascending(io: Io, numbers: Iterable[int]) -> list[int]:
    """Numbers that grow: the first, then the gaps."""
    given = sorted(set(numbers))[:MAX_DRAWN]
    count = golomb(io, len(given), 2, FLAT)
    if count > MAX_DRAWN:
        raise Damaged
    found: list[int] = []
    for place in range(count):
        before = found[-1] if found else -1
        gap = given[place] - before - 1 if given else 0
        found.append(before + 1 + (gamma(io, gap, Context.DRAWN) if place else golomb(io, gap, 4, FLAT)))
    return found


def path_bits(io: Io, path: list[int]) -> list[int]:
    """The nodes of a scenario that were visited."""
    given = path[-MAX_PATH:]
    count = gamma(io, len(given), FLAT)
    width = gamma(io, max(given, default=0).bit_length(), FLAT)
    if count > MAX_PATH or width > 16:
        raise Damaged
    return [tree(io, node, width, FLAT) for node in given or [0] * count]


def order_bits(io: Io, order: list[int]) -> list[int]:
    """Question slots in the order of their first records, each as its place among those that are left."""
    left = ascending(io, order)
    given = order or [0] * len(left)
    sorted_left = list(left)
    found: list[int] = []
    for slot in given[: len(left)]:
        place = sorted_left.index(slot) if order else 0
        if io.bit(int(place > 0), Context.ORDER + 100):
            place = tree(io, place - 1, (len(sorted_left) - 1).bit_length(), FLAT) + 1
        else:
            place = 0
        if place >= len(sorted_left):
            raise Damaged
        found.append(sorted_left.pop(place))
    return found


def block_bits(
    io: Io, size: int, entries: Mapping[int, Value], each: Callable[[Io, Value], Value], blank: Value
) -> dict[int, Value]:
    """A block of `size` slots: its number, which slots there are, and what is in each."""
    block = gamma(io, min(entries, default=0) // size, FLAT)
    inside = runs(io, (slot - block * size for slot in entries), size)
    return {block * size + slot: each(io, entries.get(block * size + slot, blank)) for slot in inside}
