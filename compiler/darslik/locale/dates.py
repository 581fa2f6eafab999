"""Dates as a language writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def written_date(text: str, t: Mapping[str, str]) -> str:
    """`2026-05-01` → “1 May 2026”; a date that an author wrote in words stays.

    `t` has `date.long`, a pattern of `{day}`, `{month}` and `{year}`, and `date.months`, twelve names with commas.
    """
    if not _ISO.match(text):
        return text
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    month = t["date.months"].split(", ")[day.month - 1]
    return t["date.long"].format(day=day.day, month=month, year=day.year)
