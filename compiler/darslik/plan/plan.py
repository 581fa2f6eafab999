"""`Plan`: the only thing that rendering and targets see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from darslik.blocks.reflection import Note
from darslik.blocks.scenario import Scenario
from darslik.model.course import CourseFile, Module, Reference, Review, Term
from darslik.model.policy import score_of
from darslik.model.tree import PageText
from darslik.questions import Policy, Question
from darslik.source.files import Files
from darslik.translate.catalogue import State

Texts = Mapping[str, str]
"""One text by language."""


@dataclass(frozen=True)
class PlanRevision:
    """A change of a question: its number, what becomes of older answers, and what the question was worth before."""

    number: int
    policy: Policy
    points: int


@dataclass(frozen=True)
class PlanQuestion:
    """A question with its defaults filled; `slot` is its number in learner state."""

    id: str
    slot: int
    kind: str
    points: int
    attempts: int
    shuffle: bool
    partial: bool
    texts: Mapping[str, Question]
    tags: tuple[str, ...] = ()
    objective: str = ""
    """The module it counts for, if that is not the one it stands in."""
    quiz: str = ""
    """The id of its quiz."""
    secret: bool = False
    """Its key must not be readable before the quiz was handed in."""
    revision: int = 1
    history: tuple[PlanRevision, ...] = ()


@dataclass(frozen=True)
class PlanDraw:
    """So many of these questions, by id; all of them where nothing is drawn."""

    count: int
    questions: tuple[PlanQuestion, ...]


@dataclass(frozen=True)
class PlanQuiz:
    """A quiz with its defaults filled; `slot` is its number in learner state."""

    id: str
    slot: int
    title: Texts
    mode: Literal["practice", "exam", "pre-test"]
    points: int
    """Weight in the score of the course."""
    attempts: int
    minutes: int
    percent: float | None
    """Percent that passes it."""
    shuffle: bool
    draws: tuple[PlanDraw, ...]

    @property
    def asked(self) -> int:
        """How many questions an attempt has."""
        return sum(draw.count for draw in self.draws)


@dataclass(frozen=True)
class PlanNote:
    """A reflection; `slot` is its permanent number in learners' records."""

    id: str
    slot: int
    texts: Mapping[str, Note]


@dataclass(frozen=True)
class PlanScenario:
    """A scenario; `nodes` has the permanent number of each node, by its id."""

    id: str
    slot: int
    nodes: Mapping[str, int]
    texts: Mapping[str, Scenario]


@dataclass(frozen=True)
class PlanPage:
    """A page. `id` is `lesson/page`, `file` its script in the package."""

    id: str
    slot: int
    file: str
    title: Texts
    texts: Mapping[str, PageText]
    questions: tuple[PlanQuestion, ...]
    notes: tuple[PlanNote, ...] = ()
    quizzes: tuple[PlanQuiz, ...] = ()
    scenarios: tuple[PlanScenario, ...] = ()


@dataclass(frozen=True)
class PlanLesson:
    """A lesson. `minutes` is the author's estimate, or one made from its words."""

    id: str
    title: Texts
    minutes: int
    objectives: Mapping[str, tuple[str, ...]]
    pages: tuple[PlanPage, ...]


@dataclass(frozen=True)
class Gate:
    """What must have happened to another module before this one opens."""

    when: Literal["completed", "passed"]
    module: str


@dataclass(frozen=True)
class PlanModule:
    """A module."""

    id: str
    slot: int
    title: Texts
    description: Texts
    gate: Gate | None
    lessons: tuple[PlanLesson, ...]

    @property
    def pages(self) -> tuple[PlanPage, ...]:
        """All pages of its lessons."""
        return tuple(page for lesson in self.lessons for page in lesson.pages)

    @property
    def minutes(self) -> int:
        """Sum of its lessons."""
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def questions(self) -> tuple[PlanQuestion, ...]:
        """All questions of its pages."""
        return tuple(question for page in self.pages for question in page.questions)

    @property
    def quizzes(self) -> tuple[PlanQuiz, ...]:
        """All quizzes of its pages."""
        return tuple(quiz for page in self.pages for quiz in page.quizzes)

    @property
    def scored(self) -> bool:
        """Whether anything in it gives points."""
        free = any(question.points for question in self.questions if not question.quiz)
        return free or any(quiz.points for quiz in self.quizzes)


@dataclass(frozen=True)
class Plan:
    """The whole course, all languages."""

    files: Files
    name: str
    """The course folder's name: file names of packages begin with it."""
    node: CourseFile
    title: Texts
    description: Texts
    audience: Texts
    publisher: Texts
    authors: Mapping[str, tuple[str, ...]]
    keywords: Mapping[str, tuple[str, ...]]
    review: Mapping[str, Review]
    modules: tuple[PlanModule, ...]
    glossary: Mapping[str, Mapping[str, Term]]
    references: Mapping[str, Mapping[str, Reference]]
    media: tuple[str, ...]
    """Paths of all media and files that lessons use, in all languages, sorted."""
    source_hash: str
    """SHA-256 over everything that was read."""
    texts: Mapping[str, Mapping[State, int]] = field(default_factory=dict)
    """Translations: language → how many of its texts are in which state."""

    @property
    def iri(self) -> str:
        """The course's permanent IRI."""
        return self.node.id

    @property
    def languages(self) -> tuple[str, ...]:
        """Source language first."""
        return tuple(self.node.languages)

    @property
    def lessons(self) -> tuple[PlanLesson, ...]:
        """All lessons."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def pages(self) -> tuple[PlanPage, ...]:
        """All pages."""
        return tuple(page for lesson in self.lessons for page in lesson.pages)

    @property
    def questions(self) -> tuple[PlanQuestion, ...]:
        """All questions."""
        return tuple(question for page in self.pages for question in page.questions)

    @property
    def asked(self) -> int:
        """How many questions a learner is asked: those of banks count as often as they are drawn."""
        drawn = sum(quiz.asked for page in self.pages for quiz in page.quizzes)
        return drawn + sum(not question.quiz for question in self.questions)

    def pass_score(self, module: PlanModule | None) -> float | None:
        """Percent that passes a SCO or AU (a module, or the whole course); none if it cannot be passed or failed."""
        scored = module.scored if module else any(part.scored for part in self.modules)
        asked = (self.module_node(module.id).pass_when if module else None) or self.node.pass_when
        return score_of(asked) if scored else None

    def module_node(self, module: str) -> Module:
        """What the author wrote of a module."""
        return next(node for node in self.node.modules if node.id == module)

    @property
    def minutes(self) -> int:
        """Sum of the lessons."""
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def gates(self) -> bool:
        """Whether any module is closed at the beginning."""
        return any(module.gate for module in self.modules)

    def module_iri(self, module: str) -> str:
        """The activity IRI of a module."""
        return f"{self.iri.rstrip('/')}/modules/{module}"

    def question_iri(self, question: str) -> str:
        """The activity IRI of a question."""
        return f"{self.iri.rstrip('/')}/questions/{question}"

    def page_of(self, lesson_path: str) -> Iterator[PlanPage]:
        """The pages of the lesson that a source file holds."""
        for page in self.pages:
            if any(text.body.file == lesson_path for text in page.texts.values()):
                yield page
