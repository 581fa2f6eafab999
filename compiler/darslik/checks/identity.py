"""Ids: unique, well formed, permanent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from darslik.checks import Finding, Subject, check
from darslik.diagnostics import Label, Severity, Span
from darslik.model.tree import PageText

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
_TITLE = re.compile(r" {0,3}#{1,2}[ \t]")


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
    """Two modules, lessons, pages of a lesson, questions, reflections or scenarios have the same id.

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
    questions = [question for _, page in course.source_pages() for question in page.questions]
    questions += [question for _, _, question in course.banked()]
    yield from _twice(((question.id, question.span) for question in questions), "questions", why)
    yield from _twice(((quiz.id, quiz.span) for _, quiz in course.quizzes()), "quizzes", why)
    notes = ((note.id, note.span) for _, page in course.source_pages() for note in page.notes)
    yield from _twice(notes, "reflections", why)
    scenarios = [scenario for _, page in course.source_pages() for scenario in page.scenarios]
    yield from _twice(((scenario.id, scenario.span) for scenario in scenarios), "scenarios", why)
    for scenario in scenarios:
        nodes = ((node.id, node.span) for node in scenario.nodes)
        yield from _twice(nodes, "nodes of this scenario", "choices lead to ids, so each must be unique")


@check(Severity.ERROR)
def bad_id(subject: Subject) -> Iterator[Finding]:
    """An id of a page, term or source that is not made of a–z, 0–9 and hyphens.

    Ids become names of files and addresses. Some LMSs damage other letters, and then progress is lost.

    Bad:
    === lessons/01-first.md
    ## The triangle {#Fire_triangle}
    Text.
    Good:
    === lessons/01-first.md
    ## The triangle {#fire-triangle}
    Text.
    """
    advice = "use a–z, 0–9 and hyphens, a letter first, at most 40 characters"
    for _, page in subject.course.source_pages():
        if page.explicit_id and not _SLUG.match(page.id):
            yield Finding(f"`{page.id}` cannot be the id of a page", _id_span(page), help=advice)
    for name in ("glossary", "references"):
        document = subject.course.documents.get(f"{name}.yaml")
        if not document or not isinstance(document.value, dict):
            continue
        for key in document.value:
            if not _SLUG.match(str(key)):
                yield Finding(f"`{key}` cannot be an id of the {name}", document.key((key,)), help=advice)


def _title_line(page: PageText) -> str:
    """The line of the heading that gave the page its title; empty if none did."""
    line = page.body.source[page.span.line - page.body.line]
    return line if _TITLE.match(line) else ""


def _id_span(page: PageText) -> Span:
    column = _title_line(page).rfind(page.id)
    return Span(page.span.file, page.span.line, column + 1, len(page.id)) if column >= 0 else page.span


@check(Severity.HINT)
def implicit_page_id(subject: Subject) -> Iterator[Finding]:
    """A page takes its id from its title.

    An LMS stores progress under the id. If the title is changed one day, the page counts as a new one for learners who
    are half-way.

    Bad:
    === lessons/01-first.md
    ## The fire triangle
    Text.
    Good:
    === lessons/01-first.md
    ## The fire triangle {#triangle}
    Text.
    """
    for _, page in subject.course.source_pages():
        if not page.explicit_id and (line := _title_line(page)):
            words = line.lstrip("# ").rstrip()
            span = Span(page.span.file, page.span.line, line.find(words) + 1, max(len(words), 1))
            yield Finding("this page has no id of its own", span, help=f"write `{{#{page.id}}}` after the title")
