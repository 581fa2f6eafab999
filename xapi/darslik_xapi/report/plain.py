"""Texts from statements as they may be shown: no control characters, no direction marks, not without end."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 240
"""Characters of a text that are shown."""

# Controls, lone surrogates, marks that turn the direction of what follows, and characters that are none.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\uffff]"
)
_SPACE = re.compile(r"\s+")
# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def plain(text: str, longest: int = LONGEST) -> str:
    """One line of visible text, cut with an ellipsis."""
    seen = _SPACE.sub(" ", _UNSEEN.sub("", text[: longest * 20])).strip()
    return seen if len(seen) <= longest else seen[: longest - 1].rstrip() + "…"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute this text."""
    return text.startswith(_FORMULA)


def harmless(text: str) -> str:
    """A text for a cell of a CSV file: an apostrophe keeps a spreadsheet from computing it."""
    return f"'{text}" if is_formula(text) else text
