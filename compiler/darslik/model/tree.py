"""A course as read: typed files, lessons in all languages, and where everything stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from darslik.blocks.quiz import Quiz
from darslik.blocks.reflection import Note
from darslik.blocks.scenario import Scenario
from darslik.diagnostics import Span
from darslik.model.course import (
    CourseFile,
    CourseText,
    LessonHead,
    Module,
    Reference,
    Term,
)
from darslik.questions import Question
from darslik.source.files import Files
from darslik.source.markdown import Body
from darslik.source.yaml import YamlDocument


@dataclass(frozen=True)
class PageText:
    """One page in one language. `explicit_id` tells whether the author wrote `{#id}`; `was` is its former id."""

    id: str
    title: str
    explicit_id: bool
    body: Body
    questions: tuple[Question, ...]
    span: Span
    was: str = ""

    @cached_property
    def quizzes(self) -> tuple[Quiz, ...]:
        """The quizzes, in reading order."""
        return tuple(part.data for part in self.body.all_directives() if isinstance(part.data, Quiz))

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """The reflections, in reading order."""
        return tuple(part.data for part in self.body.all_directives() if isinstance(part.data, Note))

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios, in reading order."""
        return tuple(part.data for part in self.body.all_directives() if isinstance(part.data, Scenario))


@dataclass(frozen=True)
class LessonText:
    """One lesson in one language."""

    path: str
    lang: str
    head: LessonHead
    document: YamlDocument
    pages: tuple[PageText, ...]


@dataclass(frozen=True)
class Lesson:
    """A lesson: its id and its texts by language. Structure, ids and keys are the source language's."""

    id: str
    span: Span
    texts: Mapping[str, LessonText]


@dataclass(frozen=True)
class CourseModule:
    """A module with its lessons."""

    node: Module
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True)
class Course:
    """Everything that the folder says, typed; `documents` has the spans of each YAML file by path."""

    files: Files
    node: CourseFile
    documents: Mapping[str, YamlDocument]
    texts: Mapping[str, CourseText]
    modules: tuple[CourseModule, ...]
    glossary: Mapping[str, Mapping[str, Term]]
    references: Mapping[str, Mapping[str, Reference]]
    banks: tuple[Lesson, ...] = ()
    """Questions to draw from: each bank is like a lesson of one page that nobody opens."""

    @property
    def source(self) -> str:
        """The source language."""
        return self.node.languages[0]

    @property
    def document(self) -> YamlDocument:
        """Spans of `course.yaml`."""
        return self.documents["course.yaml"]

    def lessons(self) -> Iterator[Lesson]:
        """All lessons in order."""
        for module in self.modules:
            yield from module.lessons

    def lesson_texts(self) -> Iterator[LessonText]:
        """All lessons and banks in all languages."""
        for lesson in (*self.lessons(), *self.banks):
            yield from lesson.texts.values()

    def source_pages(self) -> Iterator[tuple[Lesson, PageText]]:
        """All pages in the source language."""
        for lesson in self.lessons():
            for page in lesson.texts[self.source].pages:
                yield lesson, page

    def quizzes(self) -> Iterator[tuple[CourseModule, Quiz]]:
        """All quizzes in the source language, each with its module."""
        for module in self.modules:
            for lesson in module.lessons:
                for page in lesson.texts[self.source].pages:
                    for quiz in page.quizzes:
                        yield module, quiz

    def banked(self) -> Iterator[tuple[Lesson, int, Question]]:
        """All questions of banks in the source language: the bank, the place in it, the question."""
        for bank in self.banks:
            for page in bank.texts[self.source].pages:
                for number, question in enumerate(page.questions):
                    yield bank, number, question

    def pages(self) -> Iterator[tuple[LessonText, PageText]]:
        """All pages in all languages, those of banks included."""
        for text in self.lesson_texts():
            for page in text.pages:
                yield text, page
