"""Gates between modules: each waits for a module that is there, and opens one day."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.checks import Finding, Subject, check
from darslik.diagnostics import Severity
from darslik.model.policy import Conditions
from darslik.model.tree import Course, CourseModule
from darslik.policy.conditions import names
from darslik.suggest import did_you_mean


@check(Severity.ERROR)
def unknown_module(subject: Subject) -> Iterator[Finding]:
    """`unlock-when`, or a translation, names a module that the course does not have.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
      - id: more
        title: More
        unlock-when: {completed: basic}
        lessons: [lessons/02-second.md]
    === lessons/02-second.md
    More.
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    """
    ids = [module.node.id for module in subject.course.modules]
    for number, module in enumerate(subject.course.modules):
        gate = module.node.unlock_when
        if gate and gate.module not in ids:
            span = subject.course.document.span(("modules", number, "unlock-when", gate.when))
            yield Finding(
                f"there is no module `{gate.module}`",
                span,
                did_you_mean(gate.module, ids),
                f"modules: {', '.join(ids)}",
            )
    for lang, text in subject.course.texts.items():
        for key in text.modules:
            if key not in ids:
                document = subject.course.documents[f"course.{lang}.yaml"]
                yield Finding(
                    f"there is no module `{key}`",
                    document.key(("modules", key)),
                    did_you_mean(key, ids),
                    f"modules: {', '.join(ids)}",
                )


@check(Severity.ERROR, whole=True)
def gate_never_opens(subject: Subject) -> Iterator[Finding]:
    """A module that no learner can ever open.

    It waits for itself, for a module that waits for it, or for a pass mark that the course does not have.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
      - id: more
        title: More
        unlock-when: {passed: basics}
        lessons: [lessons/02-second.md]
    === lessons/02-second.md
    More.
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    """
    course = subject.course
    known = {module.node.id for module in course.modules}
    waits = {m.node.id: m.node.unlock_when.module for m in course.modules if m.node.unlock_when}
    scored = {module.node.id for module in course.modules if _gives_points(course, module)}
    for number, module in enumerate(course.modules):
        gate = module.node.unlock_when
        if not gate:
            continue
        span = course.document.span(("modules", number, "unlock-when", gate.when))
        if _circle(module.node.id, waits):
            yield Finding(
                "this module waits for itself, directly or through others",
                span,
                help="let it wait for a module that is open before",
            )
        elif gate.when == "passed" and not _pass_rule(course, gate.module):
            yield Finding(
                "the course has no pass mark, so no module is ever passed",
                span,
                help=("add `pass-when: {score: 70}`", f"or write `unlock-when: {{completed: {gate.module}}}`"),
            )
        elif (
            gate.when == "passed"
            and gate.module in known - scored
            and names(_pass_rule(course, gate.module)) == {"score"}
        ):
            yield Finding(
                f"`{gate.module}` has no questions that give points, so it is never passed",
                span,
                help=f"write `unlock-when: {{completed: {gate.module}}}`",
            )


def _pass_rule(course: Course, module: str) -> list[Conditions]:
    """What passes a module: a rule of its own, else the course's."""
    own = next((one.node.pass_when for one in course.modules if one.node.id == module), None)
    return own or course.node.pass_when or []


def _gives_points(course: Course, module: CourseModule) -> bool:
    pages = (page for lesson in module.lessons for page in lesson.texts[course.source].pages)
    return any(question.options.points for page in pages for question in page.questions)


def _circle(start: str, waits: dict[str, str]) -> bool:
    seen, at = set[str](), start
    while at in waits and at not in seen:
        seen.add(at)
        at = waits[at]
    return at == start and start in waits
