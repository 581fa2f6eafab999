"""Every part of a course that has a slot, in document order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from darslik.diagnostics import Span
from darslik.lock.model import Section
from darslik.model.tree import Course, Lesson, PageText
from darslik.plan.quizzes import banked_texts
from darslik.questions import Question


@dataclass(frozen=True)
class Part:
    """A part as the author wrote it. `asked`: the question by language, source first."""

    section: Section
    id: str
    title: str
    span: Span
    nodes: tuple[str, ...] = ()
    asked: Mapping[str, Question] = field(default_factory=dict)


def parts(course: Course) -> Iterator[Part]:
    """Everything that has a slot."""
    for number, module in enumerate(course.modules):
        span = course.document.span(("modules", number, "id"))
        yield Part("modules", module.node.id, module.node.title, span)
        for lesson in module.lessons:
            for index, page in enumerate(lesson.texts[course.source].pages):
                yield from _page(course, lesson, index, page)
    for asked in banked_texts(course):
        question = asked[course.source]
        yield Part("questions", question.id, question.prompt.plain, question.span, asked=asked)


def _page(course: Course, lesson: Lesson, index: int, page: PageText) -> Iterator[Part]:
    yield Part("pages", f"{lesson.id}/{page.id}", page.title, page.span)
    texts = {course.source: page} | {lang: text.pages[index] for lang, text in lesson.texts.items()}
    for number, question in enumerate(page.questions):
        asked = {lang: text.questions[number] for lang, text in texts.items()}
        yield Part("questions", question.id, question.prompt.plain, question.span, asked=asked)
    for quiz in page.quizzes:
        yield Part("quizzes", quiz.id, quiz.title.plain, quiz.span)
