"""The state of one learner in one course: the twin of `themes/runtime/src/state.ts`, under the same names."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field

SCORE_UNITS = 2520
"""Scores are counted in 1/2520: thirds, quarters … tenths are exact."""
MAX_ATTEMPTS = 63


@dataclass
class Answer:
    """What was answered to one question; with no attempts, only a draft was kept or a hint opened."""

    response: list[str] | None = None
    """None: there is none, or its text did not fit."""
    score: float = 0.0
    """The best so far, 0..1."""
    attempts: int = 0
    done: bool = False
    rev: int = 1
    draft: bool = False
    """`response` was entered but not yet checked; the rest is of before."""
    hinted: bool = False


@dataclass
class QuizState:
    """Where the learner stands in one quiz."""

    attempts: int = 0
    """Begun, the open one included."""
    open: bool = False
    seed: int = 0
    """30 bits, new for each attempt."""
    drawn: list[int] = field(default_factory=list)
    """Question slots of this attempt, ascending."""
    used: int = 0
    """Seconds of the open attempt."""
    extended: int = 0
    """How often its time limit was extended, 0 to 10."""
    best: float = 0.0
    finished: int = 0


@dataclass
class State:
    """Everything by slot, the permanent numbers of `darslik.lock`."""

    nonce: str = "AAAA"
    counter: int = 0
    page: int = -1
    completed: bool = False
    passed: bool = False
    seconds: int = 0
    recorded: int = 0
    """Interaction records that the LMS was given so far."""
    order: list[int] = field(default_factory=list)
    """Question slots in the order of their first records."""
    pages: dict[int, int] = field(default_factory=dict)
    """Pages seen → seconds spent there."""
    answers: dict[int, Answer] = field(default_factory=dict)
    quizzes: dict[int, QuizState] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)
    """Module slots that a pre-test marked as known."""
    known_share: dict[int, float] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    paths: dict[int, list[int]] = field(default_factory=dict)
    """Scenario → node numbers visited, in order."""
    language: str = ""
    """That the learner chose in a package of several; empty: none."""


def is_answered(answer: Answer | None) -> bool:
    """A draft or an opened hint is no answer."""
    return answer is not None and answer.attempts > 0


def round_score(score: float) -> float:
    """The nearest score that is kept; halves go up, as in JavaScript."""
    return math.floor(min(max(score, 0.0), 1.0) * SCORE_UNITS + 0.5) / SCORE_UNITS


def key_of(course: str) -> str:
    """The key of a course, by its IRI: `key` in `course.js`."""
    return hashlib.sha256(course.encode()).hexdigest()[:12]
