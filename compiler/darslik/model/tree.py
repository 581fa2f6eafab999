"""A course as read: typed files, lessons in all languages, and where everything stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
    """One page in one language. `explicit_id` tells whether the author wrote `{#id}`."""

    id: str
    title: str
    explicit_id: bool
    body: Body
    questions: tuple[Question, ...]
    span: Span


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
        """All lessons in all languages."""
        for lesson in self.lessons():
            yield from lesson.texts.values()

    def source_pages(self) -> Iterator[tuple[Lesson, PageText]]:
        """All pages in the source language."""
        for lesson in self.lessons():
            for page in lesson.texts[self.source].pages:
                yield lesson, page

    def pages(self) -> Iterator[tuple[LessonText, PageText]]:
        """All pages in all languages."""
        for text in self.lesson_texts():
            for page in text.pages:
                yield text, page
