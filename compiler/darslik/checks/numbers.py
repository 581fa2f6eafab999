"""Numbers in running text, whatever the language's way of writing them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

_BLANK = " \u00a0\u202f\u2009"
_NUMBER = re.compile(
    rf"(?<![\w.,])((?:[0-9]{{1,3}}(?:[.,'{_BLANK}][0-9]{{3}}(?![0-9]))+|[0-9]+)(?:[.,][0-9]+)?)(?:(?:st|nd|rd|th)\b)?(?!\w)(?:[{_BLANK}]([^\W\d_]+))?"
)
_DATE = re.compile(r"(?<![0-9.])([0-3]?[0-9])[./]([01]?[0-9])[./]([12][0-9]{3})(?![0-9])")
_SCALES = (
    (re.compile(r"(thousand|тыс|ming|минг)", re.IGNORECASE), 3),
    (re.compile(r"(million|mln|млн|миллион)", re.IGNORECASE), 6),
    (re.compile(r"(billion|bn\b|mlrd|milliard|млрд|миллиард)", re.IGNORECASE), 9),
    (re.compile(r"(trillion|trln|трлн|триллион)", re.IGNORECASE), 12),
)
_LEAST = 10


class Number(NamedTuple):
    """A number as it is written, and its value."""

    text: str
    value: Decimal


def numbers(text: str) -> Iterator[Number]:
    """Numbers of ten and more and those with decimals, with their words for thousands and millions."""
    if not any(character.isdigit() for character in text):
        return
    for found in _NUMBER.finditer(_DATE.sub(r"\3 \1, \2", text)):
        digits, word = found[1], found[2] or ""
        value = _value(digits)
        power = next((power for scale, power in _SCALES if scale.match(word)), 0)
        if value >= _LEAST or value != value.to_integral_value():
            yield Number(digits, (value * Decimal(10) ** power).normalize())


def _value(digits: str) -> Decimal:
    """`30,000`, `30 000`, `30.5` and `30,5`: a group of exactly three digits behind a mark is thousands."""
    plain = re.sub(rf"(?<=[0-9])[.,'{_BLANK}](?=[0-9]{{3}}(?![0-9]))", "", digits)
    return Decimal(plain.replace(",", "."))
