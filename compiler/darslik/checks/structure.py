"""Pages: titled, filled, of a length that can be read, with headings in steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from darslik.checks import Finding, Subject, check
from darslik.diagnostics import Severity, Span
from darslik.model.tree import LessonText, PageText
from darslik.plan.resolve import MINUTES_PER_QUESTION, WORDS_PER_MINUTE
from darslik.source.markdown import Body

MAX_WORDS = 900
MAX_SENTENCE = 28
MIN_SENTENCES = 8


class Measure(NamedTuple):
    """Words of a page, and words and sentences of its paragraphs."""

    words: int
    prose: int
    sentences: int


def _measure(subject: Subject, page: PageText) -> Measure:
    found: dict[int, Measure] = subject.walk.once("measures", dict)
    if id(page) not in found:
        found[id(page)] = _measured(page.body)
    return found[id(page)]


def _measured(body: Body) -> Measure:
    words = prose = sentences = 0
    for part in body.all_bodies():
        previous = ""
        for token in part.tokens:
            if token.type == "inline":
                content = token.content
                count = content.count(" ") + content.count("\n") + 1
                words += count
                if previous == "paragraph_open" and (ends := _ends(content)):
                    sentences += ends
                    prose += count
            previous = token.type
    return Measure(words, prose, sentences)


def _ends(text: str) -> int:
    """Ends of sentences."""
    inner = sum(text.count(mark) for mark in (". ", "? ", "! ", "… ", ".\n", "?\n", "!\n", "…\n"))
    return inner + (text[-1:] in ".!?…")


@check(Severity.WARNING)
def heading_order(subject: Subject) -> Iterator[Finding]:
    """A heading that skips a level, or stands above the title of its page.

    Learners with a screen reader move by headings and take the level for the structure. Below the title of a page,
    which is `##`, come `###` and then `####`; a page may also go on with `##` for its parts. WCAG 2.2, 1.3.1.

    Bad:
    === lessons/01-first.md
    Text.

    #### The triangle
    More.
    Good:
    === lessons/01-first.md
    Text.

    ## The triangle
    More.
    """
    page, level, before = None, 1, ""
    for heading in subject.walk.headings:
        place, marks = heading.place, heading.place.token.markup if heading.place.token else ""
        if place.page is not page:
            page, level, before = place.page, 1, ""
        if heading.level == 1:
            yield Finding("only the title of a page has this level", place.span(marks), help="write `##`")
        elif heading.level > level + 1:
            skips = f"`{marks}` after `{before}`" if before else f"`{marks}` is the first one on its page"
            right = "#" * (len(before) + 1) if before else "#" * (len(marks) - heading.level + 2)
            yield Finding(f"this heading skips a level: {skips}", place.span(marks), help=f"write `{right}`")
        level, before = heading.level, marks


@check(Severity.WARNING)
def empty_heading(subject: Subject) -> Iterator[Finding]:
    """A heading without words.

    It shows as a gap, and a screen reader announces a heading that says nothing.

    Bad:
    === lessons/01-first.md
    Text.

    ##

    More.
    Good:
    === lessons/01-first.md
    Text.

    ## More

    More.
    """
    for heading in subject.walk.headings:
        if not heading.words:
            yield Finding(
                "this heading has no words", heading.place.span("#"), help="write the heading, or delete the line"
            )


@check(Severity.WARNING)
def page_without_title(subject: Subject) -> Iterator[Finding]:
    """A page after the first one of its lesson has no heading.

    Then the table of contents shows the lesson's title several times, and learners cannot tell the pages apart.

    Bad:
    === lessons/01-first.md
    Text.

    ---

    More text.
    Good:
    === lessons/01-first.md
    Text.

    ---

    ## The second page {#second}

    More text.
    """
    for lesson, page in subject.course.source_pages():
        first = lesson.texts[subject.course.source].pages[0]
        if page is not first and not _titled(page):
            yield Finding("this page has no title", _first_line(page), help="begin it with `## Its title {#its-id}`")


def _titled(page: PageText) -> bool:
    return page.explicit_id or not re.fullmatch(r"page-[0-9]+", page.id)


def _first_line(page: PageText) -> Span:
    for number, line in enumerate(page.body.source):
        if line.strip():
            return Span(page.body.file, page.body.line + number, 1, len(line))
    return page.span


@check(Severity.WARNING, whole=True)
def empty_page(subject: Subject) -> Iterator[Finding]:
    """A page has nothing on it.

    It counts for progress, so learners must open it, and see nothing.

    Bad:
    === lessons/01-first.md
    Text.

    ---

    ## The second page {#second}
    Good:
    === lessons/01-first.md
    Text.

    ---

    ## The second page {#second}

    More text.
    """
    for _, page in subject.course.pages():
        if not page.body.tokens:
            yield Finding("there is nothing on this page", page.span, help="write its text, or delete the page")


@check(Severity.WARNING)
def page_too_long(subject: Subject) -> Iterator[Finding]:
    r"""A page has more than 900 words.

    That is five minutes of reading on one screen. Shorter pages are read to the end more often, and progress is kept
    page by page.

    Bad:
    === lessons/01-first.md
    \repeat 181 Water is wet, ice too.
    Good:
    === lessons/01-first.md
    A page of ordinary length.
    """
    for _, page in subject.course.source_pages():
        words = _measure(subject, page).words
        if words > MAX_WORDS:
            yield Finding(
                f"this page has about {words:,} words",
                page.span,
                help="start a new page with `---` where a new thought begins",
            )


@check(Severity.HINT)
def long_sentences(subject: Subject) -> Iterator[Finding]:
    r"""The sentences of a page are long on average.

    More than 28 words a sentence are hard to follow on a screen, most of all in a second language. The measure counts
    words between full stops, so it holds for all languages.

    Bad:
    === lessons/01-first.md
    \repeat 8 Water is wet, and ice is wet as well once it begins to melt in the sun, which everybody can see for themselves on any warm day of the long spring that follows winter.
    Good:
    === lessons/01-first.md
    Short sentences help. Everyone can read them.
    """  # noqa: E501 - an example is as long as it must be
    for _, page in subject.course.pages():
        _, words, sentences = _measure(subject, page)
        if sentences >= MIN_SENTENCES and words > MAX_SENTENCE * sentences:
            yield Finding(
                f"the sentences of this page have {round(words / sentences)} words on average",
                page.span,
                help="cut the longest ones in two",
            )


@check(Severity.WARNING, whole=True)
def unlikely_minutes(subject: Subject) -> Iterator[Finding]:
    """The minutes of a lesson are far from what its length suggests.

    Learners plan their day by them, and reports compare with them. The estimate counts 180 words a minute and one
    minute a question; media and tasks may well need more, so only three times as much or a third is reported.

    Bad:
    === lessons/01-first.md
    ---
    title: First
    minutes: 90
    ---
    Two words.
    Good:
    === lessons/01-first.md
    ---
    title: First
    minutes: 1
    ---
    Two words.
    """
    media = {
        piece.place.file for piece in subject.walk.pieces if piece.directive.name in {"video", "audio", "download"}
    }
    for lesson in subject.course.lessons():
        text = lesson.texts[subject.course.source]
        minutes, estimate = text.head.minutes, _estimate(subject, text)
        if minutes and (minutes * 3 < estimate or (minutes > 3 * estimate + 5 and text.path not in media)):
            yield Finding(
                f"{minutes} minutes are far from what its length suggests",
                text.document.span(("minutes",)),
                help=f"by its words and questions it takes about {max(1, round(estimate))} minutes",
            )


def _estimate(subject: Subject, text: LessonText) -> float:
    words = sum(_measure(subject, page).words for page in text.pages)
    drawn = sum(draw.count for page in text.pages for quiz in page.quizzes for draw in quiz.options.draw)
    return words / WORDS_PER_MINUTE + MINUTES_PER_QUESTION * (drawn + sum(len(page.questions) for page in text.pages))
