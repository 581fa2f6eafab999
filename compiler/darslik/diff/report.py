"""A comparison for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from darslik.diff.change import Change, Class
from darslik.diff.compare import Comparison
from darslik.diff.package import Known, shown
from darslik.profiles.verdict import Judgement, Reason, Verdict

_SEVERAL = 4


def as_text(comparison: Comparison, course: str, judged: Sequence[Judgement], *, detailed: bool) -> str:
    """Changes by class, then what each profile says. `detailed`: only one profile was asked for."""
    lines = [*_heads(comparison, course), ""]
    for level in (Class.GRADING, Class.STRUCTURAL, Class.COSMETIC):
        own = [change for change in comparison.changes if change.level is level]
        if own:
            lines += [f"{level.words} ({len(own)})", *(line for change in own for line in _change(change, course)), ""]
    lines += [f"verdict: {comparison.level.words}", ""]
    first, *others = judged
    lines += _judgement(first)
    if not detailed:
        width = max(len(one.profile.id) for one in others)
        lines += ["", "in particular (`--profile NAME` says why, and what to do):"]
        lines += [f"  {one.profile.id:<{width}}  {one.verdict.words}{_because(one)}" for one in others]
    return "\n".join(lines) + "\n"


def _heads(comparison: Comparison, course: str) -> Iterator[str]:
    for name, known in (("old", comparison.old), ("new", comparison.new)):
        origin = known.passport.course
        source = f"darslik {shown(known.passport.darslik)}" if name == "old" else course
        cut = ", one part a module" if known.passport.tracking.split else ""
        yield f"{name}: {shown(origin.id)} {shown(origin.version)}, {origin.target}, {origin.language}{cut} ({source})"
    altered = comparison.old.altered
    if altered:
        names = ", ".join(shown(name, 60) for name in altered[:_SEVERAL])
        more = f" and {len(altered) - _SEVERAL} more" if len(altered) > _SEVERAL else ""
        yield f"warning: the old package was changed after darslik built it: {names}{more}"
        yield "  the comparison is with what was built"


def _change(change: Change, course: str) -> Iterator[str]:
    values = f": {_value(change.before)} → {_value(change.after)}" if change.before or change.after else ""
    yield f"  {shown(change.what)}{values}"
    if change.span:
        yield f"    --> {course}/{change.span.file}:{change.span.line}:{change.span.column}"
    if change.level is not Class.COSMETIC:
        yield f"    a learner half-way: {change.learner}"


def _value(text: str) -> str:
    return shown(text) or "–"


def _judgement(judged: Judgement) -> Iterator[str]:
    yield f"{judged.profile.name} ({judged.profile.id}): {judged.verdict.words}"
    for reason in judged.reasons:
        yield f"  {reason.quirk.id}: {reason.quirk.text}"
        yield f"      evidence: {'; '.join(reason.quirk.evidence)}"
        if reason.verdict > Verdict.IN_PLACE:
            yield f"      because: {_whats(reason)}"
            yield f"      what helps: {reason.quirk.do}"
    for number, step in enumerate(judged.steps, 1):
        yield f"  {number}. {step}"


def _whats(reason: Reason) -> str:
    named = [shown(change.what, 60) for change in reason.changes[:_SEVERAL]]
    more = len(reason.changes) - len(named)
    return "; ".join(named) + (f"; and {more} more" if more > 0 else "") or "the files of the package differ"


def _because(judged: Judgement) -> str:
    ids = [reason.quirk.id for reason in judged.reasons if reason.verdict is judged.verdict]
    return f" ({', '.join(ids)})" if ids and judged.verdict > Verdict.IN_PLACE else ""


def as_json(comparison: Comparison, judged: Sequence[Judgement]) -> str:
    """Everything, for programs."""
    value = {
        "verdict": comparison.level.words.replace(" ", "-"),
        "old": _origin(comparison.old),
        "new": _origin(comparison.new),
        "changes": [_row(change) for change in comparison.changes],
        "facts": sorted(comparison.facts),
        "profiles": [_profile(one) for one in judged],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _origin(known: Known) -> dict[str, Any]:
    course = known.passport.course
    return {
        "darslik": known.passport.darslik,
        **course.model_dump(),
        "split": known.passport.tracking.split,
        "altered": list(known.altered),
    }


def _row(change: Change) -> dict[str, Any]:
    span = change.span
    return {
        "kind": change.kind,
        "class": change.level.words.replace(" ", "-"),
        "what": change.what,
        "where": {"file": span.file, "line": span.line, "column": span.column} if span else None,
        "before": change.before,
        "after": change.after,
        "learner": change.learner,
    }


def _profile(judged: Judgement) -> dict[str, Any]:
    return {
        "id": judged.profile.id,
        "name": judged.profile.name,
        "verdict": judged.verdict.code,
        "reasons": [
            {
                "quirk": reason.quirk.id,
                "severity": reason.quirk.severity,
                "verdict": reason.verdict.code,
                "text": reason.quirk.text,
                "evidence": list(reason.quirk.evidence),
                "do": reason.quirk.do,
                "changes": [change.what for change in reason.changes],
            }
            for reason in judged.reasons
        ],
        "steps": list(judged.steps),
    }
