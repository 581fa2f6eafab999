"""Where things stand in the course as it is now; for what is gone, where it would stand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from darslik.diagnostics import Span
from darslik.lock.model import Lock, Section
from darslik.lock.parts import Part, parts
from darslik.model.tree import Course, Lesson
from darslik.questions import kinds


class Places:
    """The course's parts by id, with the ids that they had before."""

    def __init__(self, course: Course, lock: Lock) -> None:
        self.course, self.lock = course, lock

    @cached_property
    def parts(self) -> Mapping[tuple[Section, str], Part]:
        """Everything that has a slot."""
        return {(part.section, part.id): part for part in parts(self.course)}

    @cached_property
    def lessons(self) -> Mapping[str, Lesson]:
        """Lessons by id."""
        return {lesson.id: lesson for lesson in self.course.lessons()}

    def part(self, section: Section, name: str, option: str = "") -> Span:
        """A part, or one of its options; the module list if it is gone."""
        part = self.parts.get((section, name))
        if part is None:
            return self.rule("modules")
        return part.at(option) if option else part.span

    def key(self, question: str) -> Span:
        """The first right answer of a question."""
        part = self.parts[("questions", question)]
        source = part.asked[self.course.source]
        right = [item.span for item in kinds()[source.kind].items(source.content) if item.marked]
        return right[0] if right else part.span

    def options(self, question: str) -> Mapping[str, str]:
        """The texts of a question's options by code, also of those that it once had."""
        entry = self.lock.sections["questions"].get(question)
        groups = (entry.asked.retired_options, entry.asked.options) if entry and entry.asked else ()
        return {code: text for codes in groups for texts in codes.values() for code, text in texts.items()}

    def lesson(self, name: str) -> Span:
        """A lesson's line in `course.yaml`; the module list if it is gone."""
        lesson = self.lessons.get(name)
        return lesson.span if lesson else self.rule("modules")

    def page(self, name: str) -> Span:
        """A page; if it is gone, its lesson."""
        return self.part("pages", name) if ("pages", name) in self.parts else self.lesson(name.partition("/")[0])

    def rule(self, *route: str | int) -> Span:
        """A key of `course.yaml`; where it is not written, the nearest one around it."""
        document = self.course.document
        return (
            document.key(route)
            if any(route[:n] in document.keys for n in range(1, len(route) + 1))
            else Span("course.yaml")
        )

    def module(self, name: str, key: str) -> Span:
        """A key of a module."""
        for number, module in enumerate(self.course.node.modules):
            if module.id == name:
                route = ("modules", number, key)
                written = route in self.course.document.keys
                return self.course.document.key(route) if written else self.part("modules", name)
        return self.rule("modules")

    def former(self, section: Section, name: str) -> tuple[str, ...]:
        """The ids that a part had before."""
        entry = self.lock.sections[section].get(name)
        return entry.was if entry else ()
