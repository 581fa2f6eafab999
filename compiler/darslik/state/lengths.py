"""How many bits something takes at most, laid side by side; range coding is used only where it is shorter."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

from darslik.state.responses import MAX_NUMERIC, most_cells

MOST_CODE = 34
"""The place of the last code, `9`."""


def gamma_length(value: int) -> int:
    """Bits of `gamma`."""
    return 2 * ((value + 1).bit_length() - 1) + 1


def golomb_length(value: int, low: int) -> int:
    """Bits of `golomb`."""
    return gamma_length(value >> low) + low


def mixed_length(bases: Sequence[int]) -> int:
    """Bits of `mixed`."""
    total, product = 0, 1
    for base in bases:
        if product * base > 1 << 24:
            total, product = total + (product - 1).bit_length(), 1
        product *= base
    return total + (product - 1).bit_length()


def ascending_length(most: int, below: int) -> int:
    """Bits of `ascending` for at most so many numbers below a bound: equal gaps are the longest."""
    if not most:
        return golomb_length(0, 2)
    gaps = max((count * (2 * math.log2(max(below / count, 1)) + 1) for count in range(1, most)), default=0.0)
    return golomb_length(most, 2) + golomb_length(below, 4) + math.ceil(gaps)


def one_length(most: int) -> int:
    """A response of one code."""
    return max(1 + golomb_length(most, 2), 5)


def chosen_length(most: int) -> int:
    """Some codes."""
    return 4 + max(golomb_length(count, 2) + max(count - 1, 0) for count in range(most + 2))


def order_length(count: int, most: int) -> int:
    """All codes in an order."""
    fitting = 4 + golomb_length(max(count - 2, 0), 2) + mixed_length(range(count, 0, -1))
    return max(fitting, list_length(count, most), chosen_length(most))


def list_length(count: int, most: int) -> int:
    """A code or nothing for each of some places."""
    return 4 + gamma_length(count) + golomb_length(most + 1, 2) + mixed_length([most + 2] * count)


def pairs_length(rows: int, columns: int, *, many: bool) -> int:
    """A table with at most one column a row, or any."""
    sides = 2 + golomb_length(rows - 1, 2) + golomb_length(columns - 1, 2)
    return 4 + sides + 2 + (rows * columns if many else mixed_length([columns + 1] * rows))


def number_length() -> int:
    """A number."""
    return 4 + golomb_length(MAX_NUMERIC - 1, 2) + 4 * MAX_NUMERIC


@cache
def words_length(count: int) -> int:
    """What somebody typed into some fields, if it happens to be no text: numbers, codes, pairs of them."""
    tables = max(
        pairs_length(rows, columns, many=count > 1)
        for rows in range(1, MOST_CODE + 2)
        for columns in range(1, MOST_CODE + 2)
        if rows * columns <= most_cells(count)
    )
    coded = max(one_length(MOST_CODE), chosen_length(MOST_CODE), list_length(count, MOST_CODE))
    return max(tables, coded, order_length(count, MOST_CODE), number_length())


def block_length(size: int, start: int, costs: Mapping[int, int]) -> int:
    """The longest that a block can be: over all choices of which of its slots are there."""
    return gamma_length(start // size) + _longest(tuple(costs.get(start + place, -1) for place in range(size)))


@cache
def _longest(costs: tuple[int, ...]) -> int:
    """The same, by what each slot takes; -1: there is none."""
    size = len(costs)
    lengths = [gamma_length(length) for length in range(size + 1)]
    gaps = [0] * (size + 1)
    runs = [-1] * (size + 1)
    for at in range(size - 1, -1, -1):
        shift = at + int(at > 0)
        total = best = 0
        for end in range(at + 1, size + 1):
            cost = costs[end - 1]
            if cost < 0:
                break
            total += cost
            best = max(best, lengths[end - shift] + total + gaps[end])
        runs[at] = best or -1
        ends = [end for end in range(shift, size) if runs[end] >= 0]
        gaps[at] = max([lengths[size - shift], *(lengths[end - shift] + runs[end] for end in ends)])
    return gaps[0]
