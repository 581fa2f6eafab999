"""A lesson in another language, held against the source: same pages, directives and questions, or findings."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from darslik.diagnostics import Label, Severity, Sink, Span
from darslik.model.tree import LessonText, PageText
from darslik.questions import Question, kinds, merge
from darslik.rules import define
from darslik.source.markdown import Directive

_COURSE = """
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
    === lessons/01-first.md
    ---
    title: First
    ---
    :::{choice} Which?
    :id: which
    - [x] This
      > Yes.
    - [ ] That
      > No.
    :::
    === lessons/01-first.ru.md
    ---
    title: Первый
    ---
    :::{choice} Который?
    - [ONE] Этот
      > Да.
    - [TWO] Тот
      > Нет.
    :::
"""

define(
    "translation-differs",
    Severity.ERROR,
    f"""
    A translation has another structure than the source.

    All languages share ids, keys and progress: a learner who switches from Uzbek to Russian in the middle keeps
    everything. So pages, directives, questions, options and the right answers must be the same; only the words
    differ.

    Bad:
    {_COURSE.strip().replace("ONE", " ").replace("TWO", "x")}
    Good:
    {_COURSE.strip().replace("ONE", "x").replace("TWO", " ")}
    """,
)


def merge_lesson(source: LessonText, translated: LessonText, sink: Sink) -> LessonText:
    """The translation with the source's ids and keys."""
    if len(source.pages) != len(translated.pages):
        _differs(
            sink,
            f"this translation has {len(translated.pages)} pages, the source has {len(source.pages)}",
            Span(translated.path),
            Span(source.path),
            "the source",
        )
    pairs = zip(source.pages, translated.pages, strict=False)
    pages = tuple(_merge_page(ours, theirs, sink) for ours, theirs in pairs)
    return replace(translated, pages=pages)


def _merge_page(source: PageText, translated: PageText, sink: Sink) -> PageText:
    if translated.explicit_id and translated.id != source.id:
        _differs(sink, f"this page is called `{source.id}` in the source", translated.span, source.span, "the source")
    ours = list(source.body.all_directives())
    theirs = list(translated.body.all_directives())
    for one, other in zip_longest(ours, theirs):
        if one is None or other is None or one.name != other.name:
            _report_directive(one, other, source, translated, sink)
            return replace(translated, id=source.id)
        _merge_directive(one, other, sink)
    questions = tuple(d.data for d in theirs if isinstance(d.data, Question))
    return replace(translated, id=source.id, questions=questions)


def _report_directive(
    one: Directive | None, other: Directive | None, source: PageText, translated: PageText, sink: Sink
) -> None:
    there = one.span if one else source.span
    if other is None and one:
        _differs(sink, f"this page lacks the `{one.name}` of the source", translated.span, there, "in the source")
    elif other:
        expected = f"the source has `{one.name}` here" if one else "the source has nothing more on this page"
        _differs(sink, f"`{other.name}` is not what stands here in the source", other.span, there, expected)


def _merge_directive(one: Directive, other: Directive, sink: Sink) -> None:
    if isinstance(one.data, Question) and isinstance(other.data, Question):
        if _same_question(one, other, sink):
            other.data = merge(one.data, other.data)
    elif one.name not in kinds():
        _same_files(one, other, sink)
        _merge_block(one, other, sink)


def _same_question(one: Directive, other: Directive, sink: Sink) -> bool:
    kind = kinds()[one.name]
    if "id" in other.options and other.options["id"].value != one.data.id:
        _differs(
            sink,
            f"this question is called `{one.data.id}` in the source",
            other.options["id"].span,
            one.span,
            "the source",
            f"write `:id: {one.data.id}`, or leave the line out",
        )
    if kind.key(one.data.content) == kind.key(other.data.content):
        return True
    _differs(
        sink,
        f"`{one.data.id}` has other options or another answer than in the source",
        other.span,
        one.span,
        "the source",
    )
    return False


def _same_files(one: Directive, other: Directive, sink: Sink) -> None:
    from darslik.blocks import blocks

    block = blocks().get(one.name)
    if block is None:
        return
    for ours, theirs in zip_longest(block.files(one), block.files(other)):
        if ours and theirs and ours.path != theirs.path:
            _differs(
                sink,
                "another file than in the source",
                theirs.span,
                ours.span,
                "the source",
                f"write `{ours.path}`; a file with the language before its extension is used by itself",
            )


def _merge_block(one: Directive, other: Directive, sink: Sink) -> None:
    from darslik.blocks import blocks

    block = blocks().get(one.name)
    for found in block.merge(one, other) if block else ():
        _differs(sink, found.message, found.span, found.there, "the source", found.help)


def _differs(sink: Sink, message: str, span: Span, there: Span, label: str, advice: str = "") -> None:
    sink.add("translation-differs", message, span, related=[Label(there, label)], help=advice or ())
