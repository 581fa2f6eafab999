"""Numbers in running text, whatever the language's way of writing them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from darslik.checks.dates import dates

_BLANK = " \u00a0\u202f\u2009"
_NUMBER = re.compile(
    rf"(?<![\w.,])((?:[0-9]{{1,3}}(?:[.,'{_BLANK}][0-9]{{3}}(?![0-9]))+|[0-9]+)(?:[.,][0-9]+)?)(?:(?:st|nd|rd|th)\b)?(?!\w)(?:[{_BLANK}]([^\W\d_]+))?"
)
_SCALES = (
    (re.compile(r"(thousand|тыс|ming|минг)", re.IGNORECASE), 3),
    (re.compile(r"(million|mln|млн|миллион)", re.IGNORECASE), 6),
    (re.compile(r"(billion|bn\b|mlrd|milliard|млрд|миллиард)", re.IGNORECASE), 9),
    (re.compile(r"(trillion|trln|трлн|триллион)", re.IGNORECASE), 12),
)
_LEAST = 10
DATE = 1_000_000_000
"""Dates are numbers below one, so that none is taken for a number of the text."""


class Number(NamedTuple):
    """A number as it is written, and its value."""

    text: str
    value: Decimal


def numbers(text: str, *, whole_dates: bool = True) -> Iterator[Number]:
    """Numbers of ten and more and those with decimals, with their words for thousands and millions; whole dates.

    A date counts as one number, however it is written: `14 March 2024`, `14 марта 2024`, `2024-yil 14-mart`.
    With `whole_dates` off, its day and year count for themselves, the month not at all.
    """
    if not any(character.isdigit() for character in text):
        return
    rest = text
    for date in dates(text):
        if whole_dates:
            yield Number(date.text, Decimal(date.value) / DATE)
        year, day = date.value // 10_000, date.value % 100
        instead = "" if whole_dates else f"{year} ; {day}"
        rest = rest[: date.start] + instead.ljust(date.end - date.start, ";") + rest[date.end :]
    for found in _NUMBER.finditer(rest):
        digits, word = found[1], found[2] or ""
        value = _value(digits)
        power = next((power for scale, power in _SCALES if scale.match(word)), 0)
        if value >= _LEAST or value != value.to_integral_value():
            yield Number(digits, (value * Decimal(10) ** power).normalize())


def is_date(number: Number) -> bool:
    """Whether it stands for a whole date."""
    return Decimal("0.01") < number.value < Decimal("0.03") and len(number.text) >= len("1.1.1000")


def _value(digits: str) -> Decimal:
    """`30,000`, `30 000`, `30.5` and `30,5`: a group of exactly three digits behind a mark is thousands."""
    plain = re.sub(rf"(?<=[0-9])[.,'{_BLANK}](?=[0-9]{{3}}(?![0-9]))", "", digits)
    return Decimal(plain.replace(",", "."))
