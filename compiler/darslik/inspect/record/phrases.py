"""Conditions, numbers and names in plain words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from darslik.inspect.record.conditions import Combined, Condition, Not, Test, every, some
from darslik.inspect.record.model import Activity, Record

LONGEST = 60
MOST = 12
"""Conditions of a rule that are put into words; real rules have one to three."""
_FRACTIONS = {1 / 2: "half", 1 / 3: "a third", 2 / 3: "two thirds", 1 / 4: "a quarter", 3 / 4: "three quarters"}
_TURNING = {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFFFE, 0xFFFF)
}
_ISO = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_CLOCK = re.compile(r"(\d{1,4}):(\d{1,2}):(\d{1,2}(?:\.\d{1,2})?)")


def clean(text: str, most: int = LONGEST) -> str:
    """A text from a package on one line, without characters that steer a terminal or turn the writing, cut."""
    one_line = " ".join(text.split())[: most * 20]
    kept = "".join(c for c in one_line if unicodedata.category(c) not in {"Cc", "Cs"} and c not in _TURNING)
    return kept if len(kept) <= most else f"{kept[: most - 1].rstrip()}…"


def quoted(text: str) -> str:
    """A name in quotation marks."""
    return f"“{clean(text)}”"


def percent(value: float) -> str:
    """A part of 1 as per cent, with a decimal if there is one."""
    number = f"{value * 100:.1f}".removesuffix(".0").replace("-", "−")
    return f"{number} %"


def share(value: float) -> str:
    """A part of 1: `half`, `a third`, `17 %`."""
    return next((word for one, word in _FRACTIONS.items() if abs(one - value) < 0.0006), percent(value))


def number(count: int, one: str, many: str = "") -> str:
    """`1 part`, `12 parts`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def duration(text: str) -> str:
    """`PT1H30M` or `01:30:00` in words; as it stands if it is neither."""
    if found := _CLOCK.fullmatch(text):
        parts = ("0", "0", "0", *found.groups())
    elif text not in {"P", ""} and (found := _ISO.fullmatch(text)):
        parts = tuple(part or "0" for part in found.groups())
    else:
        return clean(text)
    units = ("year", "month", "day", "hour", "minute", "second")
    said = [
        f"{float(part):g} {unit}{'' if float(part) == 1 else 's'}"
        for part, unit in zip(parts, units, strict=True)
        if len(part) < 12 and float(part)
    ]
    return " ".join(said) or "0 seconds"


class Phrases:
    """Conditions of one package in words."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._written = {one.identifier: one.writers for one in record.objectives}

    def condition(self, condition: Condition, me: Activity) -> str:
        """When it holds, as the rest of a sentence about an activity (`it`)."""
        return self._said(plain(condition), me)

    def _said(self, one: Condition, me: Activity) -> str:
        if isinstance(one, Test):
            return self._test(one, me, True)
        if isinstance(one, Not):
            inner = one.part
            return self._test(inner, me, False) if isinstance(inner, Test) else f"not ({self._said(inner, me)})"
        parts = [self._part(part, me) for part in one.parts[:MOST]]
        if len(one.parts) > MOST:
            parts.append(f"{len(one.parts) - MOST:,} more conditions")
        if not one.all and one.least != 1:
            return f"at least {one.least} of these hold: {'; '.join(parts)}"
        return (" and " if one.all else " or ").join(parts)

    def _part(self, one: Condition, me: Activity) -> str:
        said = self._said(one, me)
        return f"({said})" if isinstance(one, Combined) else said

    def _test(self, test: Test, me: Activity, holds: bool) -> str:
        subject = self._subject(test, me)
        met = test.what == "satisfied" and "objective " in subject and not subject.startswith("“")
        pattern = _PATTERNS["met" if met else test.what][0 if holds else 1]
        score = "its score" if subject == "it" else f"the score of {subject}"
        return pattern.format(
            it=subject, score=score, status=test.status, mark=percent(test.measure), name=clean(test.name)
        )

    def _subject(self, test: Test, me: Activity) -> str:
        """What the test is about: an activity by title, or an objective."""
        if test.what in {"done", "status"}:
            target = self.record.by_key.get(test.activity)
            said = quoted(target.title) if target else f"`{clean(test.name)}` (which is not in this package)"
            return "it" if target is me else said
        if test.reads:
            return self._shared(test.reads)
        return f"its objective {quoted(test.name)}" if test.name else "it"

    def _shared(self, target: str) -> str:
        """A global objective, by who sets it if that is one activity."""
        writers = self._written.get(target, ())
        if len(writers) != 1:
            nobody = "" if writers else " (which no part of this package sets)"
            return f"the shared objective {quoted(target)}{nobody}"
        writer = self.record.by_key[writers[0]]
        source = next(one for one in writer.objectives if any(name == target for name, _ in one.writes))
        return (
            quoted(writer.title) if source.primary else f"the objective {quoted(source.name)} of {quoted(writer.title)}"
        )


_PATTERNS: Mapping[str, tuple[str, str]] = {
    "done": ("{it} is passed or completed", "{it} is neither passed nor completed"),
    "status": ("{it} is {status}", "{it} is not {status}"),
    "satisfied": ("{it} is passed", "{it} is not passed"),
    "met": ("{it} is met", "{it} is not met"),
    "objectiveStatusKnown": ("{it} has been judged", "{it} has not been judged yet"),
    "objectiveMeasureKnown": ("{it} has a score", "{it} has no score yet"),
    "objectiveMeasureGreaterThan": ("{score} is above {mark}", "{score} is not above {mark}"),
    "objectiveMeasureLessThan": ("{score} is below {mark}", "{score} is not below {mark}"),
    "completed": ("it is completed", "it is not completed"),
    "activityProgressKnown": ("its completion has been reported", "its completion has not been reported yet"),
    "attempted": ("it has been opened before", "it has never been opened"),
    "attemptLimitExceeded": ("its attempts are used up", "attempts are left"),
    "timeLimitExceeded": ("its time is used up", "time is left"),
    "outsideAvailableTimeRange": ("its period is not open", "its period is open"),
    "always": ("in any case", "never"),
    "unreadable": (
        "a condition that cannot be read (`{name}`) holds",
        "a condition that cannot be read (`{name}`) fails",
    ),
}


def plain(condition: Condition) -> Condition:
    """The same with `not` only before single tests, and without `judged` where `passed` says it."""
    if isinstance(condition, Not):
        return opposite(condition.part)
    if isinstance(condition, Test):
        return condition
    return _shorter(tuple(plain(part) for part in condition.parts), condition.least)


def opposite(condition: Condition) -> Condition:
    """What holds when a condition does not (in two values: nothing unknown)."""
    if isinstance(condition, Test):
        return Not(condition)
    if isinstance(condition, Not):
        return plain(condition.part)
    parts = tuple(opposite(part) for part in condition.parts)
    return _shorter(parts, len(parts) - min(condition.least, len(parts)) + 1)


def _shorter(parts: tuple[Condition, ...], least: int) -> Condition:
    if len(parts) > MOST:
        return Combined(parts, least)
    if least >= len(parts):
        return every(tuple(one for one in parts if not any(_implies(other, one) for other in parts)))
    if least == 1:
        return some(tuple(one for one in parts if not any(_implies(one, other) for other in parts)))
    return Combined(parts, least)


def _implies(one: Condition, other: Condition) -> bool:
    """Whether the first makes the second superfluous: who has passed has been judged, who is unjudged has not."""
    if isinstance(one, Not) and isinstance(other, Not):
        return _implies(other.part, one.part)
    if not isinstance(one, Test) or not isinstance(other, Test):
        return False
    known = {
        "satisfied": "objectiveStatusKnown",
        "completed": "activityProgressKnown",
        "objectiveMeasureGreaterThan": "objectiveMeasureKnown",
        "objectiveMeasureLessThan": "objectiveMeasureKnown",
    }
    same = (one.activity, one.name, one.reads) == (other.activity, other.name, other.reads)
    return same and known.get(one.what) == other.what
