"""Dates in running text, in figures or with the month as a word, in the languages of courses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_MONTHS = (
    ("january", "jan", "январ", "yanvar", "қаңтар"),
    ("february", "feb", "феврал", "fevral", "ақпан"),
    ("march", "mar", "март", "mart", "наурыз"),
    ("april", "apr", "апрел", "aprel", "сәуір"),
    ("may", "мая", "май", "mayda", "мамыр"),
    ("june", "jun", "июн", "iyun", "маусым"),
    ("july", "jul", "июл", "iyul", "шілде"),
    ("august", "aug", "август", "avgust", "тамыз"),
    ("september", "sept", "sep", "сентябр", "sentabr", "sentyabr", "қыркүйек"),
    ("october", "oct", "октябр", "oktabr", "oktyabr", "қазан"),
    ("november", "nov", "ноябр", "noyabr", "қараша"),
    ("december", "dec", "декабр", "dekabr", "желтоқсан"),
)
"""Beginnings of the names of months: what follows is an ending of the grammar."""
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NAME = rf"(?P<month>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})[^\W\d_]{{0,5}}\.?"
_DAY = r"(?<![\w.,/-])(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9])"
_YEAR = r"(?P<year>[12][0-9]{3})(?![0-9])"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w.,/-]){_YEAR}[-\s]+(?:yil|йил|жыл)[^\W\d_]{{0,5}}[,\s]+{_DAY}[-\s]+{_NAME}",
        rf"{_DAY}[-\s]+(?:of\s+)?{_NAME},?\s+{_YEAR}",
        rf"\b{_NAME}\s+{_DAY},?\s+{_YEAR}",
        rf"(?<![\w.,/-]){_YEAR}-(?P<figure>[01][0-9])-(?P<day>[0-3][0-9])(?![0-9])",
        rf"{_DAY}[./](?P<figure>[01]?[0-9])[./]{_YEAR}",
    )
)


class Date(NamedTuple):
    """A day, as it is written, from where to where, and what it is: 20240314."""

    text: str
    start: int
    end: int
    value: int


def dates(text: str) -> Iterator[Date]:
    """Whole dates of a text, in order; a day and a month without a year are none."""
    found: list[Date] = []
    for pattern in _PATTERNS:
        for one in pattern.finditer(text):
            if all(one.end() <= other.start or one.start() >= other.end for other in found):
                found += _date(one)
    return iter(sorted(found, key=lambda one: one.start))


def _date(found: re.Match[str]) -> Iterator[Date]:
    parts = found.groupdict()
    month = int(parts["figure"]) if parts.get("figure") else _NUMBERS[parts["month"].lower()]
    day, year = int(parts["day"]), int(parts["year"])
    if 1 <= month <= 12 and 1 <= day <= 31:
        yield Date(found[0], found.start(), found.end(), (year * 100 + month) * 100 + day)
