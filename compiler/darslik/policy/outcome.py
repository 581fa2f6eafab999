"""Rules + state → complete? passed? how far? The twin of `themes/runtime/src/policy.ts`, under the same names.

Both work on the data of `course.js` and run `tests/vectors/policy.json`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from darslik.policy.conditions import Condition
from darslik.policy.scope import CLOSE, Data, Scope, drawn_in, js_round, minutes_of, modules_of, pages_of
from darslik.state.model import State, is_answered

Success = Literal["passed", "failed"] | None
EVERYTHING: list[Condition] = [{"pages": 100}, {"questions": 100}]


@dataclass(frozen=True)
class Outcome:
    """How a learner stands; `success` is none while it is not judged, `score` while nothing scores."""

    progress: float
    completed: bool
    judged: bool
    """Whether this course, or part of it, can be passed or failed at all."""
    success: Success
    score: float | None


@dataclass(frozen=True)
class Objective:
    """What a module, or a quiz, amounts to."""

    id: str
    outcome: Outcome
    touched: bool
    """There is something to report."""


@dataclass(frozen=True)
class _Judgement:
    """`need` and `done` are in pages, questions and the like; `dead`: it will never hold."""

    need: float
    done: float
    holds: bool
    dead: bool = False


def _share(total: int, done: int, percent: float) -> _Judgement:
    """So many of so many; `percent` of them are asked for."""
    need = math.ceil((total * percent) / 100 - CLOSE)
    return _Judgement(need, min(done, need), done >= need)


def _judge_questions(scope: Scope, percent: float) -> _Judgement:
    quizzes = [(ref, module) for ref, module in scope.quizzes if ref["mode"] != "pre-test"]
    answered = sum(
        is_answered(scope.state.answers.get(ref["slot"])) or scope.known(module) for ref, module in scope.free
    )
    finished = sum(drawn_in(ref) for ref, module in quizzes if scope.finished(ref, module))
    return _share(len(scope.free) + sum(drawn_in(ref) for ref, _ in quizzes), answered + finished, percent)


def _judge_quizzes(scope: Scope, ids: list[str], *, passing: bool) -> _Judgement:
    test = scope.quiz_passed if passing else scope.finished
    asked = [(ref, max(1, drawn_in(ref)), test(ref, module)) for ref, module in scope.quizzes if ref["id"] in ids]
    left = [ref for ref, _, done in asked if not done]
    return _Judgement(
        sum(size for _, size, _ in asked),
        sum(size for _, size, done in asked if done),
        not left,
        passing and any(scope.quiz_over(ref) for ref in left),
    )


def _judge_modules(scope: Scope, ids: list[str], *, passing: bool) -> _Judgement:
    modules = [module for module in scope.course["modules"] if module["id"] in ids]
    asked = [(max(1, len(pages_of(one))), module_outcome(scope.course, one, scope.state)) for one in modules]
    return _Judgement(
        sum(size for size, _ in asked),
        sum((size * one.progress for size, one in asked), 0.0),
        all(one.success == "passed" if passing and one.judged else one.completed for _, one in asked),
        passing and any(one.success == "failed" for _, one in asked),
    )


def _judge(scope: Scope, condition: Condition, *, passing: bool) -> _Judgement:
    [(kind, asked)] = condition.items()
    if kind == "pages":
        return _share(len(scope.pages), scope.seen(scope.pages), asked)
    if kind == "page":
        named = [(page, module) for page, module in scope.pages if page["id"] in asked]
        return _share(len(named), scope.seen(named), 100)
    if kind == "questions":
        return _judge_questions(scope, asked)
    if kind == "quizzes":
        return _judge_quizzes(scope, asked, passing=passing)
    if kind == "objectives":
        return _judge_modules(scope, asked, passing=passing)
    if kind == "score":
        score = scope.score() or 0.0
        holds = score >= asked / 100 - CLOSE
        return _Judgement(1, 1 if holds else min(1, score * 100 / asked), holds, not holds and scope.all_over())
    seconds = asked * 60
    return _Judgement(1, min(1, scope.state.seconds / seconds), scope.state.seconds >= seconds)


def _in_module(condition: Condition, scope: Scope) -> list[Condition]:
    """What a rule for the whole course asks of one module: nothing about other modules, and its part of the time."""
    [(kind, asked)] = condition.items()
    if kind == "objectives":
        return []
    inside = {"page": {page["id"] for page, _ in scope.pages}, "quizzes": {ref["id"] for ref, _ in scope.quizzes}}
    if kind in inside:
        found = [name for name in asked if name in inside[kind]]
        return [{kind: found}] if found else []
    if kind != "minutes":
        return [condition]
    total = minutes_of(scope.course["modules"])
    return [{"minutes": (asked * minutes_of(modules_of(scope.course, scope.id))) / total}] if total > 0 else []


def _possible(conditions: list[Condition], scope: Scope) -> list[Condition]:
    """A score cannot be asked for where nothing scores."""
    return conditions if scope.score() is not None else [one for one in conditions if "score" not in one]


def _own(course: Data, scope: str, key: str) -> list[Condition] | None:
    """The rule that a module has of its own."""
    return next((module.get(key) for module in modules_of(course, scope)), None) if scope else None


def _complete_rules(scope: Scope) -> list[Condition]:
    own, whole = _own(scope.course, scope.id, "complete"), scope.course["complete"]
    if not scope.id:
        return list(whole)
    asked = own if own is not None else [part for one in whole for part in _in_module(one, scope)]
    found = _possible(asked, scope)
    return found if found or not (own if own is not None else whole) else EVERYTHING


def _pass_rules(scope: Scope, mark: float | None) -> list[Condition] | None:
    """`mark` takes the place of the author's pass mark; None: there is none."""
    own, whole = _own(scope.course, scope.id, "pass"), scope.course["pass"] or []
    asked = own if own is not None else whole
    if own is None and scope.id:
        asked = [part for one in whole for part in _in_module(one, scope)]
    others = [one for one in asked if "score" not in one]
    return _possible(others if mark is None else [*others, {"score": mark * 100}], scope) or None


def pass_mark(course: Data, scope: str = "") -> float | None:
    """The author's pass mark, 0..1."""
    own = _own(course, scope, "pass")
    asked = own if own is not None else course["pass"] or []
    return max((one["score"] / 100 for one in asked if "score" in one), default=None)


def outcome(course: Data, state: State, mark: float | None, scope_id: str = "") -> Outcome:
    """How the learner stands. `mark` is the pass mark in force, 0..1, or none: an LMS may have set its own."""
    scope = Scope(course, scope_id, state)
    asked = [_judge(scope, one, passing=False) for one in _complete_rules(scope)]
    completed = state.completed or (bool(scope.pages) and all(one.holds for one in asked))
    rules = _pass_rules(scope, mark)
    found = [_judge(scope, one, passing=True) for one in rules or ()]
    success: Success = None
    if rules and completed:
        passed = state.passed or all(one.holds for one in found)
        failed = any(one.dead and not one.holds for one in found)
        success = "passed" if passed else "failed" if failed else None
    need, done = sum(one.need for one in asked), sum(one.done for one in asked)
    progress = min(0.99, js_round((done / need) * 100) / 100) if need > 0 else 0.0
    return Outcome(1.0 if completed else progress, completed, rules is not None, success, scope.score())


def module_outcome(course: Data, module: Data, state: State) -> Outcome:
    """What one module amounts to, judged by itself."""
    seconds = sum(state.pages.get(page["slot"], 0) for page in pages_of(module))
    alone = replace(state, completed=False, passed=False, seconds=seconds)
    return outcome(course, alone, pass_mark(course, module["id"]), module["id"])


def objectives(course: Data, state: State, scope_id: str = "") -> list[Objective]:
    """The modules of the scope, then its quizzes."""
    scope = Scope(course, scope_id, state)
    modules = [
        Objective(
            module["id"],
            module_outcome(course, module, state),
            scope.known(module) or any(page["slot"] in state.pages for page in pages_of(module)),
        )
        for module in modules_of(course, scope_id)
    ]
    return modules + [_quiz_objective(scope, ref, module) for ref, module in scope.quizzes]


def _quiz_objective(scope: Scope, ref: Data, module: Data) -> Objective:
    completed, judged = scope.finished(ref, module), ref["pass"] is not None
    success: Success = None
    if judged and completed:
        passed = scope.quiz_passed(ref, module)
        success = "passed" if passed else "failed" if scope.quiz_over(ref) else None
    score = js_round(scope.quiz_share(ref, module) * 10000) / 10000 if completed else None
    found = Outcome(1.0 if completed else 0.0, completed, judged, success, score)
    return Objective(f"quiz.{ref['id']}", found, completed or ref["slot"] in scope.state.quizzes)
