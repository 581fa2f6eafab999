"""Time on pages, against what their words or their author let expect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis import _

from .base import current, pages, rows
from .numbers import FLAG_LEARNERS, MEDIAN_LEARNERS, enough, milliseconds, share
from .registry import measure
from .verbs import EXPERIENCED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables

WORDS_A_MINUTE = 180.0
"""Of a text that is studied; plain prose is read faster (in English 238, Brysbaert, J. Mem. Lang. 109, 2019)."""

SECONDS_A_QUESTION = 25.0
"""Added to the time for the words, for each question on the page."""

SKIMMED, LONG = 0.25, 3.0
"""Times the expected time: a median below or above is flagged."""


def _times(tables: Tables) -> ir.Table:
    """Course, page and language: learners and their times in seconds. All visits of a learner are added up."""
    s = rows(tables)
    s = s.filter(s.verb.isin(EXPERIENCED), s.duration >= 0.0, s.object != s.course)
    each = s.group_by("course", "object", "language", "learner").agg(ms=milliseconds(s.duration).sum())
    return each.group_by("course", "object", "language").agg(
        learners=_.count(), median=_.ms.cast("float64").quantile(0.5), p90=_.ms.cast("float64").quantile(0.9)
    )


def _questions(tables: Tables) -> ir.Table:
    """Course, object, asked: how many questions a page has, those of its quizzes included."""
    a = current(tables.activities)
    quizzes = a.filter(a.kind == "quiz").select("course", quiz="activity", page="parent")
    asked = a.filter(a.kind == "question").select("course", quiz="parent")
    placed = asked.left_join(quizzes, ["course", "quiz"]).select("course", object=_.page.fill_null(_.quiz))
    return placed.group_by("course", "object").agg(asked=_.count())


@measure("page-time", "Time per page against its words", minimum=MEDIAN_LEARNERS)
def page_time(tables: Tables) -> ir.Table:
    """One row a page and language; seconds. Expected are the author's minutes, else what words and questions take."""
    each = _times(tables)
    each = each.left_join(pages(tables), ["course", "object"]).select(
        *each.columns, "number", "id", "title", "minutes", "file", "line"
    )
    texts = current(tables.labels).filter(_.component == "").rename(object="activity")
    texts = texts.select("course", "object", "language", "words", "label")
    each = each.left_join(texts, ["course", "object", "language"]).select(*each.columns, "words", "label")
    each = each.left_join(_questions(tables), ["course", "object"]).select(*each.columns, "asked")
    by_words = each.words.cast("float64").nullif(0.0) * (60.0 / WORDS_A_MINUTE)
    by_words = by_words + each.asked.fill_null(0).cast("float64") * SECONDS_A_QUESTION
    expected = (each.minutes * 60.0).fill_null(by_words)
    ratio = share(each.median / 1000.0, expected)
    flag = ibis.cases((ratio < SKIMMED, "skimmed"), (ratio > LONG, "takes long"))
    return each.select(
        "course",
        "number",
        "id",
        "language",
        "learners",
        "words",
        page="object",
        title=each.label.fill_null(each.title),
        median_seconds=enough(each.learners, each.median / 1000.0),
        p90_seconds=enough(each.learners, each.p90 / 1000.0),
        expected_seconds=expected,
        ratio=enough(each.learners, ratio),
        flag=enough(each.learners, flag, FLAG_LEARNERS),
        file="file",
        line="line",
    ).order_by("course", "number", "page", "language")
