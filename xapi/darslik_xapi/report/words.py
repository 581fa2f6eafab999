"""The report's own words: texts of the interface (`locale/*.yaml`), numbers and dates as the language writes them.

A new language is a file; every file has the keys of `en.yaml`. `uz-Cyrl.yaml` is `uz-Latn.yaml` in the other script.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from darslik_xapi.measures import Measure

    from .gather import Gathered

LANGUAGES: Final = ("en", "ru", "uz-Latn", "uz-Cyrl")
NARROW: Final = "\u202f"  # no-break space of numbers
_TITLES: Final = {
    "completion-by-group": "part.team",
    "completion-by-language": "part.language",
    "completion-by-module": "part.module",
    "completion-by-version": "part.revision",
    "cohort-retention": "part.cohorts",
    "data-quality": "part.quality",
    "distractors": "caption.options",
    "drop-off": "part.drop-off",
    "funnel": "part.funnel",
    "item-analysis": "part.overview",
    "missing-statements": "part.missing",
    "page-time": "part.reading",
    "reliability": "part.reliability",
    "scores": "part.scores",
    "time-to-completion": "part.time",
    "translation-dif": "part.languages",
    "unexpected-statements": "part.unexpected",
}
"""Titles of measures; others have the one of their own, in English."""
_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR


@cache
def texts(lang: str) -> Mapping[str, str]:
    """Texts of a language by key."""
    body = files(__package__).joinpath("locale", f"{lang}.yaml").read_text("utf-8")
    found: dict[str, str] = yaml.safe_load(body)
    return found


def nearest(lang: str) -> str:
    """The language with texts that is nearest to a tag (BCP 47): its own, of its script, or English."""
    parts = lang.split("-")
    for size in range(len(parts), 0, -1):
        if (tag := "-".join(parts[:size])) in LANGUAGES:
            return tag
    if parts[0] in {"uz", "kaa"}:
        return "uz-Cyrl" if "Cyrl" in parts else "uz-Latn"
    return "en"


class Words:
    """Texts, numbers and dates in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = nearest(lang)
        self.wanted = lang
        self._texts = texts(self.lang)

    def __call__(self, key: str, **values: object) -> str:
        """A text; `values` fill its places."""
        text = self._texts[key].replace("`", "")  # which only tells translators what is no word
        return text.format_map(values) if values else text

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self._texts

    def unreviewed(self) -> bool:
        """Whether nobody who speaks the language as their own has read the texts."""
        return self._texts["_review"] != "final"

    def measure(self, measure: Measure) -> str:
        """A measure's title."""
        key = _TITLES.get(measure.name)
        return self._texts[key] if key else measure.title

    def column(self, name: str) -> str:
        """A column's title; of a column without one its name, in words."""
        return self._texts.get(f"col.{name}") or name.replace("_", " ")

    def language(self, tag: str) -> str:
        """A language's name, or its tag if it has none here."""
        return self._texts.get(f"lang.{tag}", tag)

    def number(self, value: float, places: int = 0) -> str:
        """A number: 1,240.5 or 1 240,5."""
        text = f"{value:,.{places}f}".replace("-", "−")
        return text if self.lang == "en" else text.replace(",", NARROW).replace(".", ",")

    def percent(self, share: float, places: int = 0) -> str:
        """A share, 0 … 1, in per cent."""
        return f"{self.number(share * 100, places)}{NARROW}%"

    def day(self, value: date) -> str:
        """A date: 2026-01-31 or 31.01.2026."""
        return value.strftime("%Y-%m-%d" if self.lang == "en" else "%d.%m.%Y")

    def moment(self, value: datetime) -> str:
        """A time, UTC."""
        return f"{self.day(value)} {value:%H:%M} UTC"

    def span(self, seconds: float) -> str:
        """A duration in the unit that suits it: 45 s, 3.5 min, 2.1 h, 12 d."""
        for limit, size, unit in ((90, 1, "s"), (90 * 60, 60, "min"), (2 * _DAY, _HOUR, "h")):
            if seconds < limit:
                value = seconds / size
                return f"{self.number(value, 0 if unit == 's' or value >= 10 else 1)}{NARROW}{self(f'unit.{unit}')}"
        days = seconds / _DAY
        return f"{self.number(days, 0 if days >= 10 else 1)}{NARROW}{self('unit.d')}"

    def notes(self, minimum: int, hidden: int, dropped: int, k: int) -> list[str]:
        """What a reader of a table must know: what is hidden in it, and from how many learners on figures tell."""
        found = []
        if hidden:
            found.append(self("note.hidden", n=self.number(hidden), k=k))
        if dropped:
            found.append(self("note.dropped", k=k))
        if minimum > 1:
            found.append(self("note.minimum", n=minimum))
        return found

    def facts(self, gathered: Gathered) -> Sequence[tuple[str, str]]:
        """Facts about the whole report: name and value."""
        return [
            (self(f"fact.{name}"), self._fact(value)) for name, value in gathered.facts.items() if value is not None
        ]

    def _fact(self, value: Any) -> str:  # noqa: ANN401 - of a cell
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, (int, float)):
            return self.number(value)
        return str(value)
