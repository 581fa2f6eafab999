"""Pages of the source beside the same pages in other languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from darslik.checks import Subject
from darslik.model.tree import PageText
from darslik.source.markdown import Body


class Pair(NamedTuple):
    """A page in the source and in another language."""

    lang: str
    source: PageText
    translated: PageText


def pairs(subject: Subject) -> Iterator[Pair]:
    """Every page with each of its translations."""
    course = subject.course
    for lesson in (*course.lessons(), *course.banks):
        source = lesson.texts[course.source]
        for lang, text in lesson.texts.items():
            if lang != course.source:
                for one, other in zip(source.pages, text.pages, strict=False):
                    yield Pair(lang, one, other)


def bodies(pair: Pair) -> Iterator[tuple[Body, Body]]:
    """The bodies that belong together; none if the pages are built differently, which is reported elsewhere."""
    ours, theirs = list(pair.source.body.all_bodies()), list(pair.translated.body.all_bodies())
    if len(ours) == len(theirs):
        yield from zip(ours, theirs, strict=True)
