"""How far translations are: what is new or stale, what is said twice, what may be published."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.checks import Finding, Subject, check
from darslik.checks.catalogues import catalogues, with_course
from darslik.diagnostics import Label, Severity, Span
from darslik.translate.gate import below, by_weight, labels
from darslik.translate.held import Held


def _place(subject: Subject, lang: str) -> Span:
    """Where `course.yaml` speaks of a language."""
    document, number = subject.course.document, subject.course.node.languages.index(lang)
    return document.values.get(("publish", lang), document.span(("languages", number)))


def _unbound(subject: Subject) -> Iterator[tuple[str, list[Held]]]:
    """The texts of catalogues of languages that have no bound: those that have one are judged by it."""
    for _, catalogue in catalogues(subject):
        found = subject.holdings.get(catalogue.lang)
        if found and catalogue.lang not in subject.course.node.publish:
            yield catalogue.lang, [one for one in found.unique if not one.filed]


@check(Severity.WARNING)
@with_course
def translation_new(subject: Subject) -> Iterator[Finding]:
    """A catalogue has texts that are not translated.

    A learner would fall into the source language in the middle of a page. `publish` in `course.yaml` can forbid to
    build such a language: `publish: {ru: needs-review}`.

    Bad:
    COURSE

    msgctxt "lessons/01-first.md#start text"
    msgid "See [the plan](https://example.org/plan)."
    msgstr ""
    Good:
    COURSE

    RIGHT
    """
    for lang, texts in _unbound(subject):
        new = by_weight([one for one in texts if not one.words])
        if new:
            yield Finding(
                f"{len(new):,} of {len(texts):,} texts are not translated to `{lang}`",
                _place(subject, lang),
                related=tuple(labels(new)),
                help=f"`darslik translate extract -l {lang}` writes them into the catalogue",
            )


@check(Severity.WARNING)
@with_course
def translation_stale(subject: Subject) -> Iterator[Finding]:
    """A catalogue has translations of texts that were changed since.

    They may say what the source no longer says. A translator who has looked at one takes its mark away.

    Bad:
    COURSE

    #, fuzzy
    #| msgid "See [the old plan](https://example.org/plan)."
    msgctxt "lessons/01-first.md#start text"
    msgid "See [the plan](https://example.org/plan)."
    msgstr "См. [старый план](https://example.org/plan)."
    Good:
    COURSE

    RIGHT
    """
    for lang, texts in _unbound(subject):
        stale = by_weight([one for one in texts if one.state == "stale"])
        if stale:
            yield Finding(
                f"{len(stale):,} of {len(texts):,} texts in `{lang}` are translations of older texts",
                _place(subject, lang),
                related=tuple(labels(stale)),
                help="compare each with its source, then take the mark `fuzzy` away",
            )


@check(Severity.WARNING)
@with_course
def translated_twice(subject: Subject) -> Iterator[Finding]:
    """A text is translated in a file and, in other words, in the catalogue.

    The file wins. `darslik translate convert --to catalogues` takes its words into the catalogue, keeps the others as
    unused, and removes the file.

    Bad:
    COURSE

    RIGHT
    === lessons/01-first.ru.md
    ---
    title: Первый
    ---
    Смотрите [план](https://example.org/plan).
    Good:
    COURSE

    RIGHT
    === lessons/01-first.ru.md
    ---
    title: Первый
    ---
    См. [план](https://example.org/plan).
    """
    for found in subject.holdings.values():
        for one in found.unique:
            if one.twice and one.entry:
                yield Finding(
                    f"`{one.span.file}` has another translation of this text, and wins",
                    one.entry.span,
                    related=(Label(one.span, "in the file"), Label(one.segment.span, "in the source")),
                    help="keep translations in one place: `darslik translate convert`",
                )


@check(Severity.WARNING)
@with_course
def translation_below_bound(subject: Subject) -> Iterator[Finding]:
    """A language is not as far as `publish` in `course.yaml` demands.

    States are, from low to high: new, stale, machine, needs-review, final. A build of this language stops; others are
    built.

    Bad:
    BOUND

    #, fuzzy
    # darslik: machine
    msgctxt "lessons/01-first.md#start text"
    msgid "See [the plan](https://example.org/plan)."
    msgstr "См. [план](https://example.org/plan)."
    Good:
    BOUND

    RIGHT
    """
    for lang in subject.course.node.publish:
        found = below(subject.course, lang)
        if found:
            yield Finding(
                found.message,
                _place(subject, lang),
                related=tuple(labels(found.texts)),
                help=(
                    "translate or review them, then set their state in the catalogue",
                    "or lower the bound in `publish`",
                ),
            )


@check(Severity.WARNING)
def translation_too_long(subject: Subject) -> Iterator[Finding]:
    """A translated title is longer than the standards allow, and the source's is not.

    SCORM and LOM allow 200 characters of a title; an LMS may cut the rest off, or refuse the package. Words grow when
    they are translated.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en, ru]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === course.ru.yaml
    title: Малый
    description: Малый курс.
    modules:
      basics:
        title:
          Глава о том, что горит, от чего загорается и как гаснет, кто за это отвечает, кого звать, куда идти, чего не
          делать никогда, что проверить заранее, что взять с собой, кому сказать об этом и где об этом прочитать ещё
    === lessons/01-first.ru.md
    ---
    title: Первый
    ---
    Текст.
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en, ru]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === course.ru.yaml
    title: Малый
    description: Малый курс.
    modules: {basics: {title: Основы}}
    === lessons/01-first.ru.md
    ---
    title: Первый
    ---
    Текст.
    """
    for found in subject.holdings.values():
        for one in found.unique:
            most = one.segment.most or 0
            if most and len(one.words) > most >= len(one.segment.text):
                yield Finding(
                    f"this has {len(one.words)} characters, and at most {most} are allowed",
                    one.span,
                    related=(Label(one.segment.span, "in the source"),),
                    help="say it in fewer words",
                )
