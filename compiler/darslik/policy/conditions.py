"""`complete-when` and `pass-when` as written → the conditions of `course.js`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from darslik.model.policy import ALL, Conditions

if TYPE_CHECKING:
    from darslik.plan.plan import Plan

Condition = dict[str, Any]
"""One key: `pages`, `page`, `questions`, `quizzes`, `objectives`, `score` or `minutes`."""


def lower(asked: Sequence[Conditions], plan: Plan) -> list[Condition]:
    """The conditions of a rule; what asks for nothing (`none`, 0) is left out."""
    quizzes = [quiz.id for page in plan.pages for quiz in page.quizzes if quiz.mode != "pre-test"]
    modules = [module.id for module in plan.modules]
    return [condition for one in asked for condition in _conditions(one, quizzes, modules)]


def _conditions(one: Conditions, quizzes: list[str], modules: list[str]) -> Iterator[Condition]:
    if isinstance(one.pages, tuple):
        yield {"page": list(one.pages)}
    elif one.pages:
        yield {"pages": one.pages}
    if one.questions:
        yield {"questions": one.questions}
    for key, asked, known in (("quizzes", one.quizzes, quizzes), ("objectives", one.objectives, modules)):
        if asked:
            yield {key: known if asked == ALL else list(asked)}
    if one.score is not None:
        yield {"score": one.score}
    if one.minutes is not None:
        yield {"minutes": one.minutes}


def names(asked: Iterable[Conditions]) -> set[str]:
    """The kinds of condition that a rule has."""
    keys = ("pages", "questions", "quizzes", "objectives", "score", "minutes")
    return {key for one in asked for key in keys if getattr(one, key) not in (None, 0)}
