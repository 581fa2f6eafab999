"""The interface around the course: does it speak the course's languages?"""

from __future__ import annotations

from collections.abc import Iterator

from darslik.checks import Finding, Subject, check
from darslik.diagnostics import Severity
from darslik.locale import interface_tag
from darslik.render.theme import locales


@check(Severity.WARNING)
def interface_language(subject: Subject) -> Iterator[Finding]:
    """There are no interface texts in a language of the course: its buttons and messages are in another one.

    Learners would read “Next” and “Check the answer” in English, or in the language nearest to theirs, around a course
    in their own. A file `themes/locale/<language>.yaml` is about 240 short texts.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Klein
    description: Ein kleiner Kurs.
    languages: [de]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Grundlagen
        lessons: [lessons/01-first.md]
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Малый
    description: Малый курс.
    languages: [ru-KZ]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Основы
        lessons: [lessons/01-first.md]
    """
    course = subject.course
    for number, lang in enumerate(course.node.languages):
        tag = interface_tag(lang, locales()) or "en"
        if tag.split("-")[0] != lang.split("-")[0]:
            yield Finding(
                f"the interface has no texts in `{lang}`",
                course.document.span(("languages", number)),
                f"buttons and messages will be in `{tag}`",
                "write the interface texts of this language, or take one that has some: "
                + ", ".join(sorted(locales())),
            )


@check(Severity.WARNING)
def interface_draft(subject: Subject) -> Iterator[Finding]:
    """The interface texts of a language are a draft that no reader of the language has reviewed.

    They are there to try a course with, above all one that is written from right to left. A mistake in “Hand in” or
    “not passed” is worse than one in a sentence of the course: have them read before learners see them.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: صغير
    description: مقرر صغير.
    languages: [ar]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: الأساسيات
        lessons: [lessons/01-first.md]
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
    for number, lang in enumerate(course.node.languages):
        tag = interface_tag(lang, locales()) or "en"
        if locales()[tag] == "draft":
            yield Finding(
                f"the interface texts in `{tag}` are an unreviewed draft",
                course.document.span(("languages", number)),
                "buttons and messages that nobody has proofread",
                f"have `themes/locale/{tag}.yaml` read by a native reader",
            )
