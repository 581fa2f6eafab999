"""Items: analysis, distractors, reliability, DIF; again, in plain Python."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import StatisticsError, correlation, pvariance
from typing import Any

from darslik_xapi.measures.verbs import ANSWERED
from xapi.measures.truth_base import Cells, World, Z, current_values, enough, grouped, order, quantile, share


@dataclass(frozen=True)
class Answer:
    """A first answer to a scored question; `x` in ten-thousandths."""

    course: str
    item: str
    learner: str
    by: str
    x: int
    right: bool
    scope: str
    place: int


def answers(world: World, by: str = "") -> list[Answer]:
    """The first answer of each learner (and value of a column)."""
    first: dict[tuple[str, str, str, str], tuple[int, int, bool]] = {}
    for one in world.known:
        if one.verb not in ANSWERED or one.object is None or (one.score_scaled is None and one.success is None):
            continue
        score = 1.0 * bool(one.success) if one.score_scaled is None else max(-1.0, min(1.0, one.score_scaled))
        x = math.floor(score * 10_000 + 0.5)
        right = x >= 10_000 if one.success is None else one.success
        key = str(one.course), one.object, str(one.learner), (getattr(one, by) or "") if by else ""
        said = (one.timestamp or 0) // 1000, x, right
        first[key] = min(first.get(key, said), said)
    found = []
    sizes = Counter((key[0], one.parent) for key, (_, _, one) in world.activities.items() if one.kind == "question")
    for (course, item, learner, value), (_, x, right) in first.items():
        known = world.activities.get((course, item))
        if known and not known[2].scored:
            continue
        parent = known and world.activities.get((course, known[2].parent))
        scope = parent[2].iri if parent and parent[2].kind == "quiz" and sizes[course, parent[2].iri] >= 4 else course
        found.append(Answer(course, item, learner, value, x, right, scope, known[1] if known else -1))
    return found


def _others(found: Sequence[Answer]) -> dict[tuple[str, str, str, str], list[Answer]]:
    return grouped(found, lambda one: (one.course, one.scope, one.learner, one.by))


def item_analysis(world: World, by: str = "") -> Cells:
    """Facility, discrimination, omissions, times, flags."""
    current = current_values(world, by) if by else {}
    every = [replace(one, by=current.get((one.course, one.learner), "")) for one in answers(world)]
    tests = _others(every)
    far = {key: max(one.place for one in each) for key, each in tests.items()}
    cells = []
    for (course, scope, item, value), each in grouped(
        every, lambda one: (one.course, one.scope, one.item, one.by)
    ).items():
        pairs = []
        for one in each:
            rest = [other.x for other in tests[course, scope, one.learner, value] if other is not one]
            if rest:
                pairs.append((one.x / 10_000, sum(rest) / len(rest) / 10_000))
        r = enough(len(pairs), _correlation(pairs))
        reached = sum(
            place >= each[0].place for key, place in far.items() if (key[0], key[1], key[3]) == (course, scope, value)
        )
        facility, omitted = sum(one.x for one in each) / len(each) / 10_000, 1 - len(each) / reached
        times = [
            one.duration
            for one in world.known
            if one.verb in ANSWERED
            and (one.course, one.object) == (course, item)
            and one.duration is not None
            and (not by or (getattr(one, by) or "") == value)
        ]
        flag, severity = _flags(facility, r, len(pairs), omitted)
        file, line = world.place(course, item)
        known = world.activities.get((course, item))
        cells.append(
            {
                "course": course,
                "scope": scope,
                "id": known[2].id if known else None,
                "title": world.title(course, item),
                **({by: value or None} if by else {}),
                "learners": len(each),
                "facility": facility,
                "reached": reached,
                "item": item,
                "discrimination": r,
                "omitted": omitted,
                "median_seconds": enough(len(each), quantile(times, 0.5)),
                "flag": enough(len(each), flag, 30),
                "severity": enough(len(each), severity, 30),
                "file": file,
                "line": line,
                "place": known[1] if known else None,
            }
        )
    keys = ("course", "place", "item", by) if by else ("course", "place", "item")
    return order([one | {"place": -1 if one["place"] is None else one["place"]} for one in cells], *keys)


def _correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    try:
        return correlation([x for x, _ in pairs], [y for _, y in pairs])
    except StatisticsError:
        return None


def _flags(facility: float, r: float | None, n: int, omitted: float) -> tuple[str | None, int]:
    wrong_key = r is not None and r < -Z / math.sqrt(n)
    little = r is not None and r < 0.1 and facility <= 0.95
    told = {
        "key likely wrong": (wrong_key, 3),
        "too hard": (facility < 0.2, 2),
        "tells little": (little and not wrong_key, 2),
        "too easy": (facility > 0.95, 1),
        "often left out": (omitted > 0.15, 1),
    }
    held = {words: severity for words, (holds, severity) in told.items() if holds}
    return "; ".join(held) or None, max(held.values(), default=0)


def reliability(world: World) -> Cells:
    """Alpha by Cronbach's formula, with exact variances."""
    cells = []
    for (course, scope), each in grouped(answers(world), lambda one: (one.course, one.scope)).items():
        everyone = {one.learner for one in each}
        counts = Counter(one.item for one in each)
        asked = {item for item, n in counts.items() if 2 * n >= len(everyone)}
        sheets = {
            learner: {one.item: one for one in given if one.item in asked}
            for learner, given in grouped(each, lambda one: one.learner).items()
        }
        full = {learner: sheet for learner, sheet in sheets.items() if len(sheet) == len(asked)}
        if not full or not asked:
            continue
        n, k = len(full), len(asked)
        totals = [sum(one.x for one in sheet.values()) for sheet in full.values()]
        within = sum(pvariance([Fraction(sheet[item].x) for sheet in full.values()]) for item in asked)
        spread = pvariance([Fraction(one) for one in totals])
        alpha = enough(n, float(Fraction(k, k - 1) * (1 - within / spread)) if k > 1 and spread else None)
        width = Z * math.sqrt(2 * k / ((k - 1) * (n - 2))) if alpha is not None else 0
        deviation = math.sqrt(spread) / k / 10_000 if k > 1 and spread else None
        partial = any(one.x not in (0, 10_000) for sheet in full.values() for one in sheet.values())
        file, line = world.place(course, scope)
        known = world.activities.get((course, scope))
        bad = None if alpha is None or alpha >= 0.7 else "poor" if alpha < 0.5 else "weak"
        cells.append(
            {
                "course": course,
                "scope": scope,
                "title": world.title(course, scope),
                "learners": n,
                "items": k,
                "method": "alpha" if partial else "KR-20",
                "mean": sum(totals) / n / k / 10_000,
                "deviation": enough(n, deviation),
                "alpha": alpha,
                "alpha_low": None if alpha is None else 1 - (1 - alpha) * math.exp(width),
                "alpha_high": None if alpha is None else 1 - (1 - alpha) * math.exp(-width),
                "standard_error": None if alpha is None or deviation is None else deviation * math.sqrt(1 - alpha),
                "flag": enough(n, bad, 30),
                "file": file,
                "line": line,
                "place": known[1] if known else None,
            }
        )
    return order(cells, "course", "place", "scope")


def _strata(world: World) -> dict[tuple[str, str, str], dict[int, dict[str, list[bool]]]]:
    """By course, scope and item: by stratum and language, who was right."""
    every = [one for one in answers(world, "language") if one.by]
    tests = _others(every)
    found: dict[tuple[str, str, str], dict[int, dict[str, list[bool]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for one in every:
        rest = [other.right for other in tests[one.course, one.scope, one.learner, one.by] if other is not one]
        if len(rest) >= 3:
            found[one.course, one.scope, one.item][math.floor(Fraction(10 * sum(rest), len(rest)))][one.by].append(
                one.right
            )
    return found


def translation_dif(world: World) -> Cells:
    """Mantel-Haenszel, each language against the one with most answers."""
    strata = _strata(world)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (course, _, _), levels in strata.items():
        here = Counter[str]()
        for languages in levels.values():
            here.update({language: len(each) for language, each in languages.items()})
        counts[course] |= here
    cells = []
    for (course, scope, item), levels in strata.items():
        base = min(counts[course], key=lambda one: (-counts[course][one], one))
        known = world.activities.get((course, course))
        if known and counts[course][known[0].source_language] >= 30:
            base = known[0].source_language
        for language in sorted(counts[course]):
            four = [
                (
                    sum(one[base]),
                    len(one[base]) - sum(one[base]),
                    sum(one[language]),
                    len(one[language]) - sum(one[language]),
                )
                for one in levels.values()
                if base in one and language in one
            ]
            if language != base and four:
                cells.append(_dif(world, (course, scope, item), language, base, four))
    return order(cells, "course", "place", "item", "language")


def _dif(
    world: World, what: tuple[str, str, str], language: str, base: str, four: Sequence[Sequence[int]]
) -> dict[str, Any]:
    course, scope, item = what
    delta, error, chi2 = mantel_haenszel(four)
    learners, others = sum(c + d for _, _, c, d in four), sum(a + b for a, b, _, _ in four)
    if min(learners, others) < 30:
        delta = error = chi2 = None
    level = None
    if delta is not None and error is not None and chi2 is not None:
        level = "B"
        if chi2 < 3.841458820694124 or abs(delta) < 1:
            level = "A"
        elif abs(delta) >= 1.5 and abs(delta) - 1.6448536269514722 * error > 1:
            level = "C"
    words, certain = "harder" if (delta or 0) < 0 else "easier", level == "C" and (chi2 or 0) > 10.8276
    file, line = world.place(course, item)
    known = world.activities.get((course, item))
    return {
        "course": course,
        "scope": scope,
        "id": known[2].id if known else None,
        "language": language,
        "reference": base,
        "item": item,
        "title": world.label(course, item, language) or world.title(course, item),
        "learners": learners,
        "reference_learners": others,
        "right": share(sum(one[2] for one in four), learners),
        "reference_right": share(sum(one[0] for one in four), others),
        "delta": delta,
        "delta_low": None if delta is None or error is None else delta - Z * error,
        "delta_high": None if delta is None or error is None else delta + Z * error,
        "chi2": chi2,
        "level": level,
        "flag": f"much {words} in this language: check the translation" if certain else None,
        "file": file,
        "line": line,
        "place": known[1] if known else None,
    }


def mantel_haenszel(four: Sequence[Sequence[int]]) -> tuple[float | None, float | None, float | None]:
    """ETS's delta, its standard error (Robins, Breslow and Greenland), chi-square with continuity correction."""
    r = s = pr = qs = cross = expected = variance = observed = Fraction(0)
    for a, b, c, d in four:
        t = a + b + c + d
        one_r, one_s, p, q = Fraction(a * d, t), Fraction(b * c, t), Fraction(a + d, t), Fraction(b + c, t)
        r, s, pr, qs, cross = r + one_r, s + one_s, pr + p * one_r, qs + q * one_s, cross + p * one_s + q * one_r
        observed += a
        expected += Fraction((a + b) * (a + c), t)
        if t > 1:
            variance += Fraction((a + b) * (c + d) * (a + c) * (b + d), t * t * (t - 1))
    chi2 = float(max(Fraction(0), abs(observed - expected) - Fraction(1, 2)) ** 2 / variance) if variance else None
    if not r or not s:
        return None, None, chi2
    error = math.sqrt(pr / (2 * r * r) + cross / (2 * r * s) + qs / (2 * s * s))
    return -2.35 * math.log(r / s), 2.35 * error, chi2
