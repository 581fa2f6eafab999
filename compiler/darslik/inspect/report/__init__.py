"""An inspection → text for people and programs: `shown.py` is what every format starts from, `write` the way in."""

from __future__ import annotations

from collections.abc import Callable

from darslik.inspect.report import data, html, human, sarif
from darslik.inspect.report.shown import Shown

_FORMATS: dict[str, Callable[[Shown], str]] = {
    "human": human.write,
    "json": data.write,
    "sarif": sarif.write,
    "html": html.write,
}
FORMATS = tuple(_FORMATS)
"""Names on the command line."""
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def write(shown: Shown, form: str) -> str:
    """The report in one of `FORMATS`; it can always be encoded, whatever bytes the names in the package have."""
    return _FORMATS[form](shown).translate(_SURROGATES)
