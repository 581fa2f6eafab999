"""A rule and a response → how right it is: the twin of `themes/runtime/src/score.ts`, on the same data.

Both are held to `tests/vectors/score.json`, so what a learner was told and what is computed here are the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Verdict = Literal["right", "partly", "wrong", "noted"]
Rule = Mapping[str, Any]

_BLANK = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"  # what JavaScript calls blank
_BLANKS = re.compile(f"[{_BLANK}]+")
_OUTER = re.compile(rf"\A[{_BLANK}]+|[{_BLANK}]+\Z")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_APOSTROPHE = "\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u2032\u0060\u00b4\uff07"
_APOSTROPHES = re.compile(f"[{_APOSTROPHE}]")
_THOUSANDS = re.compile(f"[{_BLANK}'{_APOSTROPHE}\u066c]")
_DIGITS = str.maketrans(
    "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9"
    "\u066b\u060c\u066a\uff05\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d",
    "01234567890123456789.,%%-------",
)
"""Digits of Arabic and Persian, their signs for decimals and percent, and every stroke that serves as a minus."""
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)\Z")
_LEVEL = re.compile(r"[0-9]{1,2}\Z")


def comparable(text: str, *, keep_case: bool = False) -> str:
    """Outer blanks, kinds of blanks and apostrophes, and (unless `keep_case`) case do not matter."""
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    folded = _OUTER.sub("", _BLANKS.sub(" ", _APOSTROPHES.sub("'", folded)))
    return folded if keep_case else folded.lower()


def parse_number(text: str) -> float | None:
    """A number as people write it, in any language.

    Decimal comma or point, blanks or apostrophes between thousands, a percent sign behind, Arabic digits and signs.
    """
    plain = _THOUSANDS.sub("", _INVISIBLE.sub("", text)).translate(_DIGITS)
    plain = _decimal_point(plain.removesuffix("%"))
    return float(plain) if _NUMBER.match(plain) else None


def _decimal_point(text: str) -> str:
    """The last of `,` and `.` is the decimal sign; one that occurs several times separates thousands."""
    last = max(text.rfind(","), text.rfind("."))
    if last < 0:
        return text
    sign = text[last]
    if text.index(sign) != last:
        return text.replace(sign, "").replace(",", ".", 1)
    other = "." if sign == "," else ","
    return text[:last].replace(other, "") + "." + text[last + 1 :]


@dataclass(frozen=True)
class Mark:
    """What a response is worth: score 0 to 1, numbers of the feedback to show, right or wrong by part."""

    score: float
    verdict: Verdict
    feedback: list[str] = field(default_factory=list)
    parts: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class _Marked:
    right: bool
    share: float
    feedback: list[str]
    parts: dict[str, bool]


class Compare:
    """Whether what a rule holds means what was given: the one place that knows in which form rules hold answers."""

    def code(self, held: str, given: str) -> bool:
        """An option, or a pair."""
        return held == given

    def placed(self, held: str, given: str, place: int) -> bool:
        """An item at its place, from 0."""
        del place
        return held == given

    def text(self, held: str, given: str, *, keep_case: bool) -> bool:
        """A typed text."""
        return comparable(held, keep_case=keep_case) == comparable(given, keep_case=keep_case)


def compare_for(rule: Rule) -> Compare:
    """How the answers of a rule are compared; those of exams are digests."""
    if "salt" not in rule:
        return Compare()
    from darslik.quiz.secrecy import SaltedCompare  # it is a `Compare`

    return SaltedCompare(rule["salt"])


def mark(rule: Rule, partial: bool, response: Sequence[str]) -> Mark:
    """Judge a response. Raises ValueError for a rule of an unknown name."""
    if rule["rule"] == "survey":
        return Mark(0.0, "noted")
    marker = _MARKERS.get(rule["rule"])
    if marker is None:
        message = f"unknown rule {rule['rule']!r}"
        raise ValueError(message)
    found = marker(rule, response, compare_for(rule))
    score = 1.0 if found.right else max(0.0, min(found.share, 1.0)) if partial else 0.0
    verdict: Verdict = "right" if found.right else "partly" if score > 0 else "wrong"
    return Mark(score, verdict, found.feedback, found.parts)


def after_hint(score: float, cost: float) -> float:
    """What a hint that was opened before the answer leaves of a score; `cost` in percent."""
    return score * (1 - max(0, min(cost, 100)) / 100)


def _first(response: Sequence[str]) -> str:
    return response[0] if response else ""


def _set(rule: Rule, response: Sequence[str], compare: Compare) -> _Marked:
    return _of_set(rule["key"], response, compare)


def _of_set(key: Sequence[str], response: Sequence[str], compare: Compare) -> _Marked:
    """Right ones minus wrong ones, of all right ones."""
    parts = {code: any(compare.code(held, code) for held in key) for code in response}
    right = sum(parts.values())
    wrong = len(parts) - right
    share = (right - wrong) / len(key) if key else 0.0
    return _Marked(len(key) > 0 and right == len(key) and not wrong, share, list(parts), parts)


def _pick(
    matches: Sequence[Rule], right: bool, fits: Callable[[Rule], bool], other: Callable[[Rule], bool]
) -> list[str]:
    """The first feedback that fits; "anything else" only for what is neither expected nor right."""
    found = next(filter(fits, matches), None)
    if found is None and not right:
        found = next(filter(other, matches), None)
    return [] if found is None else [str(found["index"])]


def _text(rule: Rule, response: Sequence[str], compare: Compare) -> _Marked:
    typed = _first(response)

    def same(text: str) -> bool:
        return compare.text(text, typed, keep_case=rule["case"])

    right = any(map(same, rule["accept"]))
    said = _pick(
        rule["feedback"], right, lambda m: m["value"] != "*" and same(m["value"]), lambda m: bool(m["value"] == "*")
    )
    return _Marked(right, 0.0, said, {})


def _range(rule: Rule, response: Sequence[str], _: Compare) -> _Marked:
    given = parse_number(_first(response))

    def within(span: Sequence[float] | None) -> bool:
        return span is not None and given is not None and _inside(given, span[0], span[1])

    right = any(map(within, _accepted(rule)))
    said = _pick(rule["feedback"], right, lambda m: within(m["range"]), lambda m: m["range"] is None)
    return _Marked(right, 0.0, said, {})


def _accepted(rule: Rule) -> Sequence[Sequence[float]]:
    if "sealed" not in rule:
        return rule["accept"]  # type: ignore[no-any-return]
    from darslik.quiz.secrecy import accepted_ranges

    return accepted_ranges(rule)


def _inside(value: float, low: float, high: float) -> bool:
    """0.1 + 0.2 must lie in 0.3..0.3: a bound may be missed by the error of binary fractions."""
    slack = 1e-12 * max(1, abs(low), abs(high))
    return low - slack <= value <= high + slack


def _left(pair: str) -> str:
    return pair.partition(".")[0]


def _pairs(rule: Rule, response: Sequence[str], compare: Compare) -> _Marked:
    """Each left side counts the same; one with several right partners as a set does."""
    key: Sequence[str] = rule["key"]
    of: Sequence[str] = rule.get("of", [_left(pair) for pair in key])
    parts: dict[str, bool] = {}
    total = 0.0
    for left in dict.fromkeys(of):
        held = [pair for pair, side in zip(key, of, strict=False) if side == left]
        found = _of_set(held, [pair for pair in response if _left(pair) == left], compare)
        parts[left] = found.right
        total += max(0.0, found.share)
    made = _from_parts(parts)
    return _Marked(made.right, total / len(parts) if parts else 0.0, made.feedback, parts)


def _from_parts(parts: dict[str, bool]) -> _Marked:
    wrong = [code for code, right in parts.items() if not right]
    share = (len(parts) - len(wrong)) / len(parts) if parts else 0.0
    return _Marked(bool(parts) and not wrong, share, wrong, parts)


def _sequence(rule: Rule, response: Sequence[str], compare: Compare) -> _Marked:
    """Items in their place."""
    key: Sequence[str] = rule["key"]
    parts: dict[str, bool] = {}
    right = 0
    for place, (held, code) in enumerate(zip(key, response, strict=False)):
        fits = compare.placed(held, code, place)
        right += fits
        parts[code] = fits and parts.get(code, True)
    share = right / len(key) if key else 0.0
    return _Marked(len(key) > 0 and right == len(key), share, _from_parts(parts).feedback, parts)


def _gaps(rule: Rule, response: Sequence[str], compare: Compare) -> _Marked:
    parts: dict[str, bool] = {}
    for place, gap in enumerate(rule["gaps"]):
        given = response[place] if place < len(response) else ""
        if gap["typed"]:
            parts[str(place + 1)] = any(compare.text(held, given, keep_case=False) for held in gap["accept"])
        else:
            parts[str(place + 1)] = any(compare.code(held, given) for held in gap["accept"])
    return _from_parts(parts)


def _self(rule: Rule, response: Sequence[str], _: Compare) -> _Marked:
    """The learner's own judgement of a text: level 0 … levels − 1. Without a text there is nothing to judge."""
    levels: int = rule["levels"]
    chosen = response[1] if len(response) > 1 else ""
    level = int(chosen) if _LEVEL.match(chosen) and comparable(_first(response)) else -1
    if not 0 <= level < levels:
        return _Marked(False, 0.0, [], {})
    return _Marked(level == levels - 1, level / (levels - 1) if levels > 1 else 1.0, [str(level)], {})


_MARKERS: dict[str, Callable[[Rule, Sequence[str], Compare], _Marked]] = {
    "set": _set,
    "text": _text,
    "range": _range,
    "pairs": _pairs,
    "sequence": _sequence,
    "gaps": _gaps,
    "self": _self,
}
