"""Ids: unique, well formed, permanent."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.checks import Finding, Subject, check
from darslik.diagnostics import Label, Severity, Span


def _twice(places: Iterator[tuple[str, Span]], what: str, why: str) -> Iterator[Finding]:
    first: dict[str, Span] = {}
    for name, span in places:
        if name in first:
            yield Finding(
                f"two {what} are called `{name}`", span, "second use", why, (Label(first[name], "first use"),)
            )
        first.setdefault(name, span)


@check(Severity.ERROR)
def duplicate_id(subject: Subject) -> Iterator[Finding]:
    """Two modules, lessons, pages of a lesson, or questions have the same id.

    An LMS stores progress and answers under ids. Two of the same name would overwrite each other.

    Bad:
    === lessons/01-first.md
    :::{true-false} Water is wet.
    :id: wet
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::

    :::{true-false} Ice is wet.
    :id: wet
    - [ ] true
      > Only when it melts.
    - [x] false
      > Right.
    :::
    Good:
    === lessons/01-first.md
    :::{true-false} Water is wet.
    :id: wet-water
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    """
    course = subject.course
    why = "progress and answers are stored under ids, so each must be unique"
    modules = ((m.node.id, course.document.span(("modules", n, "id"))) for n, m in enumerate(course.modules))
    yield from _twice(modules, "modules", why)
    lessons = ((lesson.id, lesson.span) for lesson in course.lessons())
    yield from _twice(lessons, "lessons", "give one of them an `id:` in its front matter, or another file name")
    for lesson in course.lessons():
        pages = ((page.id, page.span) for page in lesson.texts[course.source].pages)
        yield from _twice(pages, "pages of this lesson", "write another `{#id}` after the heading")
    questions = ((question.id, question.span) for _, page in course.source_pages() for question in page.questions)
    yield from _twice(questions, "questions", why)
