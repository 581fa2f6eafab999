"""The entries of `complete-when` and `pass-when` with their places, for the checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from darslik.diagnostics import Span
from darslik.model.policy import Conditions
from darslik.model.tree import Course, CourseModule
from darslik.source.yaml import Route


@dataclass(frozen=True)
class Rule:
    """One entry of a rule, with where it stands; `module` is none in the course's own rules."""

    course: Course
    asked: Conditions
    name: Literal["complete-when", "pass-when"]
    route: Route
    module: CourseModule | None

    def says(self, key: str) -> bool:
        """Whether the author wrote it, or it is a default."""
        return (*self.route, key) in self.course.document.values

    def key(self, key: str) -> Span:
        """Where a condition begins."""
        return self.course.document.key((*self.route, key))

    def value(self, *steps: str | int) -> Span:
        """Where a value stands."""
        return self.course.document.span((*self.route, *steps))


def rules_in(course: Course) -> Iterator[Rule]:
    """All rules of the course, then those of its modules."""
    node = course.node
    yield from _entries(course, node.complete_when, "complete-when", (), None)
    yield from _entries(course, node.pass_when, "pass-when", (), None)
    for number, module in enumerate(course.modules):
        route: Route = ("modules", number)
        yield from _entries(course, module.node.complete_when, "complete-when", route, module)
        yield from _entries(course, module.node.pass_when, "pass-when", route, module)


def _entries(
    course: Course,
    asked: Sequence[Conditions] | None,
    name: Literal["complete-when", "pass-when"],
    route: Route,
    module: CourseModule | None,
) -> Iterator[Rule]:
    for number, one in enumerate(asked or ()):
        listed = (*route, name, number)
        yield Rule(course, one, name, listed if listed in course.document.values else (*route, name), module)


def quiz_ids(course: Course, module: CourseModule | None = None) -> list[str]:
    """The quizzes of the course, or of a module."""
    modules = [module] if module else course.modules
    lessons = [lesson for part in modules for lesson in part.lessons]
    pages = [page for lesson in lessons for page in lesson.texts[course.source].pages]
    return [quiz.id for page in pages for quiz in page.quizzes]
