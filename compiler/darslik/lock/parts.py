"""Every part of a course that has a slot, in document order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from darslik.diagnostics import Span
from darslik.lock.model import Section
from darslik.model.tree import Course, CourseModule, Lesson, PageText
from darslik.plan.quizzes import in_quizzes
from darslik.questions import Question
from darslik.source.markdown import Directive

_SECTIONS: Mapping[str, Section] = {"quiz": "quizzes", "reflection": "notes", "scenario": "scenarios"}
"""Blocks that have a slot. What they read has `options.id`, `options.was`, `title` or `prompt`; some have `nodes`."""

WORDS: Mapping[Section, str] = {
    "modules": "module",
    "pages": "page",
    "quizzes": "quiz",
    "notes": "reflection",
    "scenarios": "scenario",
    "questions": "question",
}
"""What one part of a section is called."""


@dataclass(frozen=True)
class Part:
    """A part as the author wrote it.

    `was` are the ids that it may have had, by what the author says; `certain`: the author said so of this very part,
    and not of its whole lesson. `asked` is the question by language, source first, `options` where it says what.
    """

    section: Section
    id: str
    title: str
    span: Span
    was: tuple[str, ...] = ()
    was_span: Span | None = None
    certain: bool = True
    nodes: tuple[str, ...] = ()
    asked: Mapping[str, Question] = field(default_factory=dict)
    options: Mapping[str, Span] = field(default_factory=dict)
    secret: bool = False
    """A question of an exam: the codes of its options must not tell which is right."""

    @property
    def word(self) -> str:
        """What it is called."""
        return WORDS[self.section]

    def at(self, option: str) -> Span:
        """Where an option stands, or else the part itself."""
        return self.options.get(option, self.span)


def parts(course: Course) -> Iterator[Part]:
    """Everything that has a slot."""
    quizzes = in_quizzes((quiz for _, quiz in course.quizzes()), (question for _, _, question in course.banked()))
    for part in _parts(course):
        quiz = quizzes.get(part.id) if part.section == "questions" else None
        yield replace(part, secret=True) if quiz and quiz.secret else part


def _parts(course: Course) -> Iterator[Part]:
    for number, module in enumerate(course.modules):
        yield _module(course, number, module)
        for lesson in module.lessons:
            for index in range(len(lesson.texts[course.source].pages)):
                yield from _page(course, lesson, index)
    for bank in course.banks:
        yield from _inside(course, bank, 0)


def _module(course: Course, number: int, module: CourseModule) -> Part:
    span, was = course.document.span(("modules", number, "id")), module.node.was
    was_span = course.document.span(("modules", number, "was")) if was else None
    return Part("modules", module.node.id, module.node.title, span, (was,) if was else (), was_span)


def _page(course: Course, lesson: Lesson, index: int) -> Iterator[Part]:
    text = lesson.texts[course.source]
    page = text.pages[index]
    was = _former(lesson.id, text.head.was, page)
    name = f"{lesson.id}/{page.id}"
    yield Part("pages", name, page.title, page.span, was, _was_span(page), certain=bool(page.was))
    yield from _inside(course, lesson, index)


def _inside(course: Course, lesson: Lesson, index: int) -> Iterator[Part]:
    page = lesson.texts[course.source].pages[index]
    texts = {course.source: page} | {lang: own.pages[index] for lang, own in lesson.texts.items()}
    others = {
        lang: {question.id: question for question in own.questions} for lang, own in texts.items() if own is not page
    }
    for directive in page.body.all_directives():
        if isinstance(directive.data, Question):
            asked = {course.source: directive.data} | {lang: own[directive.data.id] for lang, own in others.items()}
            yield _question(directive, asked)
        elif directive.name in _SECTIONS:
            yield _block(directive)


def _former(lesson: str, former_lesson: str | None, page: PageText) -> tuple[str, ...]:
    if "/" in page.was:
        return (page.was,)
    lessons = dict.fromkeys([*([former_lesson] if former_lesson else []), *([lesson] if page.was else [])])
    return tuple(f"{name}/{page.was or page.id}" for name in lessons)


def _was_span(page: PageText) -> Span:
    line = page.body.source[page.span.line - page.body.line]
    column = line.rfind(f"was={page.was}") if page.was else -1
    return Span(page.span.file, page.span.line, column + 1, len(page.was) + 4) if column >= 0 else page.span


def _question(directive: Directive, asked: Mapping[str, Question]) -> Part:
    question: Question = directive.data
    spans = {name: option.span for name, option in directive.options.items()}
    was = (question.options.was,) if question.options.was else ()
    title = question.prompt.plain
    return Part("questions", question.id, title, question.span, was, spans.get("was"), asked=asked, options=spans)


def _block(directive: Directive) -> Part:
    data: Any = directive.data
    words = data.title if hasattr(data, "title") else data.prompt
    spans = {name: option.span for name, option in directive.options.items()}
    nodes = tuple(node.id for node in data.nodes) if hasattr(data, "nodes") else ()
    was = (data.options.was,) if data.options.was else ()
    section = _SECTIONS[directive.name]
    return Part(
        section, data.options.id, words.plain, directive.span, was, spans.get("was"), nodes=nodes, options=spans
    )
