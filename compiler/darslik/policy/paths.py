"""The ways through a course that end differently, as far as its rules make them possible."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from darslik.policy.learner import Learner, Save, Sitting, Step
from darslik.policy.outcome import Outcome
from darslik.policy.scope import Data, points_of

TITLES = {
    "opened": "opened, and left at once",
    "left-early": "left half-way",
    "viewed": "everything viewed, no question answered",
    "too-fast": "everything done, but in less than the time that is asked for",
    "attempts-left": "everything done, not passed, attempts are left",
    "failed": "not passed, no attempt is left",
    "stuck": "no attempt is left, and a closed module or a rule keeps the course unfinished",
    "pre-test": "passed the pre-test, did only the rest",
    "passed": "passed",
    "completed": "completed",
    "came-back": "came back afterwards and answered worse",
    "reviewed": "looked at it again in review mode",
}


@dataclass(frozen=True)
class Path:
    """A way through the course, and what the runtime told after each step."""

    name: str
    sittings: tuple[Sitting, ...]
    saves: tuple[tuple[Save, ...], ...]
    """Of each sitting."""

    @property
    def title(self) -> str:
        """What the learner did."""
        return TITLES[self.name]

    @property
    def outcome(self) -> Outcome:
        """How it ended."""
        return next(saves[-1].outcome for saves in reversed(self.saves) if saves)


class Walk:
    """One learner's way while it is being made."""

    def __init__(self, course: Data, attempts: Mapping[str, int]) -> None:
        self.learner = Learner(course, attempts)
        self.steps: list[Step] = []
        self.saves: list[Save] = []
        self.sittings: list[tuple[Sitting, tuple[Save, ...]]] = []

    def do(self, step: Step) -> Outcome:
        """Do it and note it."""
        self.steps.append(step)
        self.saves.append(self.learner.do(step))
        return self.saves[-1].outcome

    def leave(self) -> Walk:
        """End the sitting."""
        self.sittings.append((Sitting(tuple(self.steps)), tuple(self.saves)))
        self.steps, self.saves = [], []
        return self

    def look(self) -> Walk:
        """Open the course in review mode."""
        page = next(iter(self.learner.pages))
        self.sittings.append((Sitting((Step("open", page),), review=True), ()))
        return self

    def path(self, name: str) -> Path:
        """What became of it."""
        if self.steps:
            self.leave()
        return Path(name, tuple(one for one, _ in self.sittings), tuple(saves for _, saves in self.sittings))

    def work(self, right: Callable[[str], bool | None], *, pages: int | None = None, pre_tests: bool = False) -> Walk:
        """Open the pages that are open, in order. `right` says how to answer a question or quiz; none is not at all."""
        for page, (ref, module) in list(self.learner.pages.items())[:pages]:
            if not self.learner.is_open(page) or module["slot"] in self.learner.state.known:
                continue
            self.do(Step("open", page))
            for question in ref["questions"]:
                answer = right(question["id"])
                if not question.get("quiz") and answer is not None:
                    self.do(Step("answer", question["id"], answer))
            for quiz in ref.get("quizzes", ()):
                answer = right(quiz["id"])
                if answer is not None and (pre_tests or quiz["mode"] != "pre-test"):
                    self.do(Step("quiz", quiz["id"], answer))
        return self

    def exhaust(self) -> Walk:
        """Answer wrongly until no attempt is left, where that happens."""
        for page, (ref, _) in self.learner.pages.items():
            limited = [
                one["id"] for one in ref["questions"] if not one.get("quiz") and self.learner.attempts[one["id"]]
            ]
            quizzes = [one["id"] for one in ref.get("quizzes", ()) if one["attempts"] and one["mode"] != "pre-test"]
            again = [one for one in limited if self.learner.left(one)]
            retake = [one for one in quizzes if self.learner.can_hand_in(one)]
            if (again or retake) and self.learner.is_open(page):
                self.do(Step("open", page))
            for question in again:
                while self.learner.left(question) and self.learner.is_open(page):
                    self.do(Step("answer", question, right=False))
            for quiz in retake:
                while self.learner.can_hand_in(quiz) and self.learner.is_open(page):
                    self.do(Step("quiz", quiz, right=False))
        return self


def paths(course: Data, attempts: Mapping[str, int]) -> list[Path]:
    """Every way that this course makes possible, and no other."""
    return [*_unfinished(course, attempts), *_missed(course, attempts), *_reached(course, attempts)]


def _minutes(course: Data) -> float:
    rules = [*course["complete"], *(course["pass"] or ())]
    return max((float(one["minutes"]) for one in rules if "minutes" in one), default=0.0)


def _spend(walk: Walk) -> Walk:
    minutes = _minutes(walk.learner.course)
    if minutes:
        walk.do(Step("spend", "", minutes=minutes))
    return walk


def _unfinished(course: Data, attempts: Mapping[str, int]) -> Iterator[Path]:
    count = sum(len(lesson["pages"]) for module in course["modules"] for lesson in module["lessons"])
    yield Walk(course, attempts).work(lambda _: None, pages=1).path("opened")
    if count > 1:
        yield Walk(course, attempts).work(lambda _: True, pages=count // 2).path("left-early")
    if attempts:
        yield _spend(Walk(course, attempts).work(lambda _: None)).path("viewed")
    if _minutes(course):
        yield Walk(course, attempts).work(lambda _: True).path("too-fast")


def _missed(course: Data, attempts: Mapping[str, int]) -> Iterator[Path]:
    if not attempts:
        return
    once = _spend(Walk(course, attempts).work(lambda _: False)).path("attempts-left")
    if once.outcome.judged and once.outcome.completed and once.outcome.success is None:
        yield once
    gone = _spend(Walk(course, attempts).work(lambda _: False).exhaust()).path("failed")
    if gone.outcome.success == "failed":
        yield gone
    elif not gone.outcome.completed and all(attempts.values()):
        yield Path("stuck", gone.sittings, gone.saves)


def _reached(course: Data, attempts: Mapping[str, int]) -> Iterator[Path]:
    done = _spend(Walk(course, attempts).work(lambda _: True))
    name = "passed" if done.learner.judge().success == "passed" else "completed"
    if not done.learner.judge().completed:
        return
    if any(quiz["mode"] == "pre-test" for quiz in done.learner.quizzes.values()):
        yield _spend(Walk(course, attempts).work(lambda _: True, pre_tests=True)).path("pre-test")
    yield done.path(name)
    worse = _worse(course, attempts)
    if worse:
        yield worse
    reviewed = _spend(Walk(course, attempts).work(lambda _: True)).leave().look()
    yield reviewed.path("reviewed")


def _worse(course: Data, attempts: Mapping[str, int]) -> Path | None:
    """The least weighty thing goes wrong at first, and once more when the learner comes back."""
    some = Learner(course, attempts)
    weights = {one["id"]: points_of(one, None) for one in some.questions.values() if not one.get("quiz")}
    weights |= {one["id"]: float(one["points"]) for one in some.quizzes.values() if one["mode"] != "pre-test"}
    for weak in sorted(weights, key=lambda one: weights[one]):
        first = not_yet = weak in some.quizzes  # a quiz can be taken again after a good attempt
        walk = _spend(Walk(course, attempts).work(lambda one, weak=weak, good=first: one != weak or good))  # type: ignore[misc]
        before = walk.learner.judge()
        more = walk.learner.can_hand_in(weak) if not_yet else walk.learner.left(weak)
        if before.completed and (before.success == "passed" or not before.judged) and more and weights[weak] > 0:
            page = next(page for page, (ref, _) in walk.learner.pages.items() if _holds(ref, weak))
            walk.leave()
            walk.do(Step("open", page))
            walk.do(Step("quiz" if weak in some.quizzes else "answer", weak, right=False))
            return walk.path("came-back")
    return None


def _holds(page: Data, name: str) -> bool:
    return any(one["id"] == name for one in [*page["questions"], *page.get("quizzes", ())])
