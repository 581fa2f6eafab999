"""A learner who does as told in a course of `course.js`: the steps of a path, and what the runtime makes of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from darslik.policy.outcome import Objective, Outcome, module_outcome, objectives, outcome, pass_mark
from darslik.policy.scope import Data, drawn_in, pages_of
from darslik.state.model import Answer, QuizState, State


@dataclass(frozen=True)
class Step:
    """One thing that a learner does: open a page, answer a question, hand in a quiz, spend minutes."""

    kind: Literal["open", "answer", "quiz", "spend"]
    what: str
    right: bool = True
    minutes: float = 0.0


@dataclass(frozen=True)
class Sitting:
    """From opening the course to leaving it; in a review nothing is recorded."""

    steps: tuple[Step, ...]
    review: bool = False


@dataclass(frozen=True)
class Save:
    """What the runtime tells an LMS after a step. `news`: the step itself is told, too, as a page or an answer is."""

    outcome: Outcome
    objectives: list[Objective]
    news: bool


class Learner:
    """One attempt at a course."""

    def __init__(self, course: Data, attempts: Mapping[str, int]) -> None:
        """`attempts` says how often each question may be answered; 0 is as often as wanted."""
        self.course, self.attempts = course, attempts
        self.state = State()
        self.mark = pass_mark(course)
        places = [(page, module) for module in course["modules"] for page in pages_of(module)]
        self.pages = {page["id"]: (page, module) for page, module in places}
        self.questions = {ref["id"]: ref for page, _ in places for ref in page["questions"]}
        self.quizzes = {ref["id"]: ref for page, _ in places for ref in page.get("quizzes", ())}

    def judge(self) -> Outcome:
        """How the learner stands."""
        return outcome(self.course, self.state, self.mark)

    def is_open(self, page: str) -> bool:
        """Whether the module of a page is open."""
        gate = self.pages[page][1].get("unlock")
        if not gate:
            return True
        module = next(one for one in self.course["modules"] if one["id"] == gate["module"])
        found = module_outcome(self.course, module, self.state)
        return found.completed if gate["when"] == "completed" or not found.judged else found.success == "passed"

    def left(self, question: str) -> bool:
        """Whether an attempt is left."""
        answer = self.state.answers.get(self.questions[question]["slot"])
        return not (answer and answer.done)

    def do(self, step: Step) -> Save:
        """Do it; outcomes once reached are kept."""
        news = step.kind in {"answer", "quiz"}
        if step.kind == "open":
            slot = self.pages[step.what][0]["slot"]
            news = slot not in self.state.pages
            self.state.pages.setdefault(slot, 0)
        elif step.kind == "answer":
            self._answer(self.questions[step.what], right=step.right)
        elif step.kind == "quiz":
            self._hand_in(self.quizzes[step.what], right=step.right)
        else:
            self.state.seconds += round(step.minutes * 60)
        found = self.judge()
        self.state.completed = found.completed
        self.state.passed = self.state.passed or found.success == "passed"
        return Save(found, objectives(self.course, self.state), news)

    def _answer(self, ref: Data, *, right: bool) -> None:
        answer = self.state.answers.setdefault(ref["slot"], Answer(rev=ref.get("rev", 1)))
        limit = self.attempts[ref["id"]]
        answer.attempts += 1
        answer.score = max(answer.score, 1.0 if right else 0.0)
        answer.done = right or 0 < limit <= answer.attempts

    def _hand_in(self, ref: Data, *, right: bool) -> None:
        quiz = self.state.quizzes.setdefault(ref["slot"], QuizState())
        quiz.attempts += 1
        quiz.finished += 1
        quiz.best = max(quiz.best, 1.0 if right else 0.0)
        if ref["mode"] == "pre-test" and right:
            named = {one.get("objective") for one in self.questions.values() if one.get("quiz") == ref["id"]}
            for module in self.course["modules"]:
                if module["id"] in named:
                    self.state.known.add(module["slot"])
                    self.state.known_share[module["slot"]] = 1.0

    def can_hand_in(self, quiz: str) -> bool:
        """Whether an attempt at a quiz is left."""
        ref = self.quizzes[quiz]
        state = self.state.quizzes.get(ref["slot"])
        return drawn_in(ref) > 0 and (not state or not ref["attempts"] or state.finished < ref["attempts"])
