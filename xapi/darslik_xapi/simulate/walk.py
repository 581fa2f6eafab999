"""What learners do: they read pages in order, answer, leave, come back or do not, and pass or fail."""

from __future__ import annotations

import random
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from darslik_xapi.plan import Activity, Plan

from .cohort import Learner, Options, dice_of, languages, learner
from .items import Item, Planted, items, plant, respond
from .statements import PROGRESS, Writer, dump, duration, objects

WORDS_A_MINUTE = 160
SITTING = 0.06
"""The chance after a page to close the course for a day or more."""
NEVER_CAME = 0.04
TELLS = 0.9
"""Of those who leave, so many close the page in a way that the course can tell the LMS."""
GIVEN_UP = timedelta(minutes=30)
TRIES_AGAIN = 0.5


@dataclass(frozen=True)
class Truth:
    """What was planted and drawn: what a report should find again.

    Attributes:
        planted: the bad item, the mistranslation, the option that nobody chooses.
        difficulty: by question, in standard deviations of ability.
    """

    planted: Planted
    difficulty: dict[str, float]


@dataclass(frozen=True)
class _Course:
    """The plan as a path: pages with their questions, then what ends a module."""

    items: dict[str, Item]
    objects: dict[str, str]
    pages: list[Activity]
    questions: dict[str, list[Activity]]
    quizzes: dict[str, list[Activity]]
    tiring: list[float]  # how often each page is the last one that is read; 1 on average
    mark: float
    plan: Plan


def truth(plan: Plan, options: Options) -> Truth:
    """What `simulate` plants with these options."""
    planted = plant(plan, options.seed) if options.plant else Planted()
    return Truth(planted, {iri: one.difficulty for iri, one in items(plan, options.seed, planted).items()})


def simulate(plan: Plan, options: Options) -> Iterator[str]:
    """The statements of a cohort, one JSON text each, learner by learner and in the order of time for each."""
    course = _course(plan, options)
    shares = languages(plan, options.seed)
    for number in range(options.learners):
        who, dice = learner(plan, options, number, shares), dice_of(options.seed, f"walk {number}")
        if dice.random() < NEVER_CAME:
            continue
        first = _Registration(course, who, dice, who.begins)
        yield from first.walk()
        if who.again and not first.passed:
            yield from _Registration(course, who, dice, first.now + timedelta(days=dice.uniform(2, 40))).walk()


def _course(plan: Plan, options: Options) -> _Course:
    planted = plant(plan, options.seed) if options.plant else Planted()
    parents = {one.iri: one.parent for one in plan.activities}
    pages = [one for one in plan.activities if one.kind == "page"]
    on_page: dict[str, list[Activity]] = {page.iri: [] for page in pages}
    quizzes: dict[str, list[Activity]] = {one.iri: [] for one in plan.activities if one.kind == "quiz"}
    for one in plan.activities:
        if one.kind != "question":
            continue
        place = one.parent
        if place in quizzes:
            quizzes[place].append(one)
            place = parents[place]
        if place in on_page:
            on_page[place].append(one)
    found = items(plan, options.seed, planted)
    mark = plan.mastery_score or 0.6
    return _Course(found, objects(plan), pages, on_page, quizzes, _tiring(pages, options.seed), mark, plan)


def _tiring(pages: list[Activity], seed: int) -> list[float]:
    """Some pages tire, and most of those who leave do so early."""
    drawn = [dice_of(seed, page.iri).lognormvariate(0, 0.8) * (3 if n < 3 else 1) for n, page in enumerate(pages)]
    return [one * len(drawn) / sum(drawn) for one in drawn]


class _Registration:
    """One enrolment of a learner: the clock goes on from method to method.

    Attributes:
        now: where the learner is in time; at the end, when they left for good.
        passed: the outcome.
    """

    def __init__(self, course: _Course, who: Learner, dice: random.Random, begins: datetime) -> None:
        self.course, self.who, self.dice = course, who, dice
        self.now = begins
        self.passed = False
        self._began = begins
        self._writer = Writer(course.plan, course.objects, who, dice)
        self._earned: dict[str, float] = {}  # by question: the points of the last answer
        self._possible: dict[str, float] = {}

    def walk(self) -> Iterator[str]:
        """All statements of the registration."""
        goes_on = max(0.01, self.who.patience) ** (1 / len(self.course.pages))
        yield from self._launch()
        for position, page in enumerate(self.course.pages):
            yield from self._page(page, round(100 * position / len(self.course.pages)))
            yield from self._ends(position)
            if position + 1 == len(self.course.pages):
                break
            if self.dice.random() > goes_on ** self.course.tiring[position]:
                yield from self._leave() if self.dice.random() < TELLS else self._lost()
                return
            if self.dice.random() < SITTING:
                yield from self._leave()
                self.now += timedelta(days=self.dice.expovariate(1 / 2.5), hours=14)
                yield from self._launch()
        yield from self._finish()

    def _launch(self) -> Iterator[str]:
        self._began = self.now
        self._writer.new_session()
        yield self._writer.write("initialized", "", self.now)

    def _leave(self) -> Iterator[str]:
        self._after(1)
        yield self._writer.write("terminated", "", self.now, f'{{"duration":"{self._spent()}"}}')

    def _lost(self) -> Iterator[str]:
        """The course could not tell that it was closed: the LMS gives the session up (cmi5 9.3.6)."""
        spent = self._spent()
        yield self._writer.write("abandoned", "", self.now + GIVEN_UP, f'{{"duration":"{spent}"}}')

    def _finish(self) -> Iterator[str]:
        self._after(1)
        result = f'{{"completion":true,"duration":"{self._spent()}"}}'
        yield self._writer.write("completed", "", self.now, result, judged=True)
        self.passed = True
        if self._possible:
            score = sum(self._earned.values()) / sum(self._possible.values())
            self.passed = score >= self.course.mark
            result = f'{{"success":{str(self.passed).lower()},{_score(score)},"duration":"{self._spent()}"}}'
            yield self._writer.write("passed" if self.passed else "failed", "", self.now, result, judged=True)
        yield from self._leave()

    def _page(self, page: Activity, progress: int) -> Iterator[str]:
        self._after(1 + self.dice.random() * 3)
        opened = self.now
        yield self._writer.write("experienced", page.iri, self.now, f'{{"extensions":{{"{PROGRESS}":{progress}}}}}')
        words = page.words.get(self.who.language) or max(page.words.values(), default=120)
        reading = words / WORDS_A_MINUTE * 60 * self.who.pace * self.dice.lognormvariate(0, 0.4)
        self._after(max(2.0, reading))
        for question in self.course.questions[page.iri]:
            yield from self._answers(self.course.items[question.iri])
        seconds = (self.now - opened).total_seconds()
        yield self._writer.write("experienced", page.iri, self.now, f'{{"duration":"{duration(seconds)}"}}')

    def _answers(self, item: Item) -> Iterator[str]:
        """The first answer, and a second try of some who were wrong where tries are left."""
        chance = item.chance(self.who.ability, self.who.language)
        took = 4 + self.dice.lognormvariate(2.6, 0.6) * self.who.pace
        right = yield from self._answer(item, chance, took)
        if item.activity.scored and not right and item.activity.attempts != 1 and self.dice.random() < TRIES_AGAIN:
            yield from self._answer(item, 0.2 + 0.5 * chance, took * 0.6)

    def _answer(self, item: Item, chance: float, took: float) -> Generator[str, None, bool]:
        self._after(took)
        question = item.activity
        right = bool(question.correct) and self.dice.random() < chance
        judged = f'"success":{str(right).lower()},"score":{{"scaled":{int(right)}}},' if question.correct else ""
        response = dump(respond(item, right, self.dice))
        result = f'{{"response":{response},{judged}"duration":"{duration(took)}"}}'
        yield self._writer.write("answered", question.iri, self.now, result)
        if question.scored:
            self._earned[question.iri] = (question.points or 1) * right
            self._possible[question.iri] = question.points or 1
        return right

    def _ends(self, position: int) -> Iterator[str]:
        """Quizzes of the page that was left, and its module if it was the last page of it."""
        pages = self.course.pages
        page = pages[position]
        for quiz, questions in self.course.quizzes.items():
            asked = [one.iri for one in questions if one.iri in self._possible]
            if asked and questions[-1] in self.course.questions[page.iri]:
                score = sum(self._earned[iri] for iri in asked) / sum(self._possible[iri] for iri in asked)
                success = str(score >= self.course.mark).lower()
                result = f'{{"completion":true,"success":{success},{_score(score)}}}'
                yield self._writer.write("progressed", quiz, self.now, result)
        after = pages[position + 1].module if position + 1 < len(pages) else ""
        if page.module and page.module != after:
            yield self._writer.write("progressed", page.module, self.now, '{"completion":true}')

    def _after(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def _spent(self) -> str:
        return duration((self.now - self._began).total_seconds())


def _score(score: float) -> str:
    return f'"score":{{"scaled":{score:.4f},"raw":{100 * score:.2f},"min":0,"max":100}}'
