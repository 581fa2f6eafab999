"""The parts of a course that a rule is about, and how the learner stands in each: what `outcome.py` counts with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from darslik.state.model import Answer, State, is_answered

Data = Mapping[str, Any]
"""A part of `course.js`."""
CLOSE = 1e-9


def js_round(value: float) -> int:
    """Halves go up, as in JavaScript."""
    floor = math.floor(value)
    return floor + 1 if value - floor >= 0.5 else floor


def pages_of(module: Data) -> list[Data]:
    """The pages of a module in order."""
    return [page for lesson in module["lessons"] for page in lesson["pages"]]


def modules_of(course: Data, scope: str) -> list[Data]:
    """The modules that a scope plays: all, or the one it names."""
    return [module for module in course["modules"] if scope in ("", module["id"])]


def minutes_of(modules: Iterable[Data]) -> float:
    """The author's estimate for some modules."""
    return sum(float(lesson["minutes"]) for module in modules for lesson in module["lessons"])


def points_of(ref: Data, answer: Answer | None) -> float:
    """After a change that keeps what was given, the points of then go on to count."""
    if ref.get("scored") is False:
        return 0.0
    if answer is not None and is_answered(answer):
        for revision in ref.get("history", ()):
            if revision["rev"] > answer.rev:
                return float(revision["points"])
    return float(ref["points"])


def drawn_in(quiz: Data) -> int:
    """How many questions an attempt at a quiz has."""
    return sum(min(draw["count"], len(draw["from"])) for draw in quiz["draws"])


class Scope:
    """What the rules are about: the whole course (``""``), or one of its modules."""

    def __init__(self, course: Data, scope: str, state: State) -> None:
        self.course, self.id, self.state = course, scope, state
        self.pages = [(page, module) for module in modules_of(course, scope) for page in pages_of(module)]
        self.free = [(ref, module) for page, module in self.pages for ref in page["questions"] if not ref.get("quiz")]
        self.quizzes = [(ref, module) for page, module in self.pages for ref in page.get("quizzes", ())]

    def known_share(self, module: Data) -> float | None:
        """A pre-test makes a module known: it counts as done, with the share that the pre-test gave."""
        slot = module["slot"]
        return self.state.known_share.get(slot, 0.0) if slot in self.state.known else None

    def known(self, module: Data) -> bool:
        """Whether a pre-test made the module known."""
        return module["slot"] in self.state.known

    def seen(self, pages: Iterable[tuple[Data, Data]]) -> int:
        """How many of the pages count as seen."""
        return sum(page["slot"] in self.state.pages or self.known(module) for page, module in pages)

    def _open_share(self, drawn: list[int]) -> float:
        refs = [
            ref
            for module in self.course["modules"]
            for page in pages_of(module)
            for ref in page["questions"]
            if ref["slot"] in drawn
        ]
        answers = [self.state.answers.get(ref["slot"]) for ref in refs]
        weights = [points_of(ref, answer) for ref, answer in zip(refs, answers, strict=True)]
        total = sum(weights)
        scored = sum(
            weight * (answer.score if answer else 0.0) for weight, answer in zip(weights, answers, strict=True)
        )
        return scored / total if total > 0 else 0.0

    def quiz_share(self, ref: Data, module: Data) -> float:
        """The best finished attempt; before there is one, what the open one is worth so far."""
        quiz = self.state.quizzes.get(ref["slot"])
        if quiz and quiz.finished:
            return quiz.best
        known = self.known_share(module)
        if known is not None:
            return known
        return self._open_share(quiz.drawn) if quiz and quiz.open else 0.0

    def finished(self, ref: Data, module: Data) -> bool:
        """Whether an attempt at the quiz was finished, or none is needed."""
        quiz = self.state.quizzes.get(ref["slot"])
        return (quiz is not None and quiz.finished > 0) or self.known(module)

    def quiz_passed(self, ref: Data, module: Data) -> bool:
        """Whether the quiz's own pass mark is reached; without one, whether it is finished."""
        enough = ref["pass"] is None or self.quiz_share(ref, module) * 100 >= ref["pass"] - CLOSE
        return self.finished(ref, module) and enough

    def quiz_over(self, ref: Data) -> bool:
        """No attempt is left, or none is needed."""
        quiz = self.state.quizzes.get(ref["slot"])
        if quiz is None or quiz.open:
            return False
        return quiz.best >= 1 or 0 < ref["attempts"] <= quiz.finished

    def all_over(self) -> bool:
        """Whether nothing that counts can be tried again."""
        answers = self.state.answers
        return all(
            points_of(ref, answers.get(ref["slot"])) <= 0 or (ref["slot"] in answers and answers[ref["slot"]].done)
            for ref, _ in self.free
        ) and all(ref["points"] <= 0 or self.quiz_over(ref) for ref, _ in self.quizzes)

    def score(self) -> float | None:
        """Of all points, in four decimals; none if nothing scores."""
        parts = [*self._question_parts(), *((float(r["points"]), self.quiz_share(r, m)) for r, m in self.quizzes)]
        total = sum(weight for weight, _ in parts)
        if total <= 0:
            return None
        # Judged on what is reported: no "69.9999 is shown as 70 and failed".
        return js_round((sum(weight * share for weight, share in parts) / total) * 10000) / 10000

    def _question_parts(self) -> Iterator[tuple[float, float]]:
        for ref, module in self.free:
            answer = self.state.answers.get(ref["slot"])
            known = self.known_share(module) or 0.0
            yield points_of(ref, answer), answer.score if answer and is_answered(answer) else known
