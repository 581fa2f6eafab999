"""What each standard's LMS holds after a path: the rules of the runtime's adapters, as data and in a few lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from darslik.policy.learner import Save
from darslik.policy.outcome import Objective, Outcome
from darslik.policy.paths import Path
from darslik.policy.scope import js_round


@dataclass(frozen=True)
class Standard:
    """How a standard holds results."""

    one_status: bool = False
    """Completion and success in one word."""
    progress: bool = True
    unfinished: str = "incomplete"
    """What it holds of a course that is begun."""
    exit: str = "suspend"
    statements: bool = False
    """Results are statements: nothing is held before there is one, and nothing is taken back."""
    reviews: bool = True
    """A launch can be for looking only."""


SCORM2004 = Standard()
STANDARDS: Mapping[str, Standard] = {
    "scorm12": Standard(one_status=True, progress=False),
    "scorm2004-3": SCORM2004,
    "scorm2004-4": SCORM2004,
    "cmi5": Standard(unfinished="", exit="terminated", statements=True),
    "xapi": Standard(unfinished="", exit="terminated", statements=True, reviews=False),
}


@dataclass(frozen=True)
class Part:
    """What is held of a module or quiz."""

    status: str = ""
    success: str = ""
    score: float | None = None
    progress: float | None = None


@dataclass(frozen=True)
class Held:
    """What an LMS holds; empty where it holds nothing. Scores and progress are percentages."""

    status: str = ""
    success: str = ""
    score: float | None = None
    progress: float | None = None
    exit: str = ""
    objectives: Mapping[str, Part] = field(default_factory=dict)


def status12(outcome: Outcome, held: str) -> str:
    """One word for two questions, as in `scorm12.ts`."""
    if not outcome.completed:
        return held if held in {"completed", "passed"} else "incomplete"
    if not outcome.judged:
        return "passed" if held == "passed" else "completed"
    if outcome.success == "passed" or held == "passed":
        return "passed"
    return outcome.success or ("completed" if held == "completed" else "incomplete")


def held_by(target: str, path: Path) -> Held:
    """What the LMS holds after all sittings of a path."""
    standard = STANDARDS[target]
    held = Held(status=standard.unfinished)
    for saves in path.saves:
        for save in saves:
            held = _told(standard, held, save)
    return replace(held, exit=standard.exit)


def _told(standard: Standard, held: Held, save: Save) -> Held:
    parts = dict(held.objectives)
    for one in save.objectives:
        if one.touched and (one.outcome.completed or not standard.statements):
            parts[one.id] = _part(standard, parts.get(one.id, Part()), one)
    found = replace(held, objectives=parts)
    if standard.one_status:
        return _one_status(found, save.outcome)
    return _statements(found, save) if standard.statements else _apart(found, save.outcome)


def _percent(share: float) -> float:
    return js_round(share * 10000) / 100


def _one_status(held: Held, outcome: Outcome) -> Held:
    """The score only together with a final status."""
    status = status12(outcome, held.status)
    final = status in {"completed", "passed", "failed"} and outcome.score is not None
    return replace(held, status=status, score=_percent(outcome.score or 0) if final else held.score)


def _apart(held: Held, outcome: Outcome) -> Held:
    """No score before the end: gradebooks take any for the final one."""
    scored = outcome.completed and outcome.score is not None
    return replace(
        held,
        status="completed" if outcome.completed else held.status,
        success="passed" if held.success == "passed" else outcome.success or held.success,
        score=_percent(outcome.score or 0) if scored else held.score,
        progress=100.0 if outcome.completed else _percent(outcome.progress),
    )


def _statements(held: Held, save: Save) -> Held:
    """`passed` and `failed` carry the score; progress goes with pages and answers until the course is completed."""
    outcome = save.outcome
    news = outcome.success if outcome.success and held.success not in {"passed", outcome.success} else None
    return replace(
        held,
        status="completed" if outcome.completed else held.status,
        success=news or held.success,
        score=held.score if news is None or outcome.score is None else _percent(outcome.score),
        progress=_percent(outcome.progress) if save.news and held.status != "completed" else held.progress,
    )


def _part(standard: Standard, before: Part, one: Objective) -> Part:
    outcome = one.outcome
    score = _percent(outcome.score) if outcome.completed and outcome.score is not None else before.score
    if standard.one_status:
        status = status12(outcome, before.status)
        return Part(status, "", before.score if status == "incomplete" else score)
    completed = outcome.completed or before.status == "completed"
    success = "passed" if before.success == "passed" else outcome.success or ""
    progress = None if standard.statements else 100.0 if completed else _percent(outcome.progress)
    return Part("completed" if completed else "incomplete", success, score, progress)
