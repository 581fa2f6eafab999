"""First answers, and what the measures of items begin with.

An item is judged by the first answer of each learner: later ones follow feedback. Of answers within one millisecond the
lowest score counts. A question in a quiz is compared with that quiz, any other with the questions of its course that
are in no quiz, or in one that is too small: its `scope`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis import _

from .base import current, rows
from .numbers import epoch_us
from .verbs import ANSWERED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables

UNIT = 10_000.0
"""Scores are kept in whole ten-thousandths: sums are then exact, whatever the order of adding."""

_SHIFT = 65_536


LEAST = 4
"""Questions that a quiz needs to be a scope of its own: a rest score of two questions tells nothing."""


def items(tables: Tables) -> ir.Table:
    """What the plan or a definition tells of questions: course, object, scope (null: the course), place, and texts."""
    a = current(tables.activities)
    asked = a.filter(a.kind == "question")
    sizes = asked.group_by("course", "parent").agg(size=_.count()).filter(_.size >= LEAST)
    quizzes = a.filter(a.kind == "quiz").select("course", parent="activity")
    quizzes = quizzes.semi_join(sizes, ["course", "parent"]).mutate(scope=_.parent)
    found = asked.left_join(quizzes, ["course", "parent"])
    return found.select(
        "course", "id", "title", "scored", "file", "line", object="activity", scope="scope", place="position"
    )


def clock(moment: ir.TimestampValue) -> ir.IntegerValue:
    """Milliseconds since 1970, within what a mad clock may say: 0 … 10^14."""
    ms = (epoch_us(moment).fill_null(0) // 1000).cast("int64")
    return ibis.cases((ms < 0, 0), (ms > 10**14, 10**14), else_=ms).cast("int64")


def first_answers(tables: Tables, *by: str) -> ir.Table:
    """One row a course, item, learner (and value of other columns): `x`, the score in units, and `right`, 0 or 1.

    Time, score and success are packed into one number, so that the least of them is the first answer: one aggregate
    that depends on no order. Null is '' in the other columns: null joins nothing. Surveys have neither score nor
    success, and are left out.
    """
    s = rows(tables)
    s = s.filter(s.verb.isin(ANSWERED), s.object.notnull(), s.score_scaled.notnull() | s.success.notnull())
    s = s.mutate(**{column: s[column].fill_null("") for column in by})
    judged = ibis.ifelse(s.success, 1, 0).cast("int64")
    score = ibis.cases((s.score_scaled > 1.0, 1.0), (s.score_scaled < -1.0, -1.0), else_=s.score_scaled)
    units = (score * UNIT + 0.5).floor().cast("int64").fill_null(judged * int(UNIT))
    right = ibis.ifelse(s.success.isnull(), ibis.ifelse(units >= int(UNIT), 1, 0).cast("int64"), judged)
    packed = clock(s.timestamp) * _SHIFT + (units + int(UNIT)) * 2 + right
    each = s.group_by("course", "object", "learner", *by).agg(packed=packed.min())
    code = each.packed % _SHIFT
    return each.select(
        "course", "object", "learner", *by, x=((code // 2) - int(UNIT)).cast("float64"), right=(code % 2).cast("int64")
    )


def scoped(each: ir.Table, tables: Tables) -> ir.Table:
    """First answers of scored questions, with `scope` and `place` (-1 where the order is not known)."""
    known = items(tables).select("course", "object", "scope", "place", "scored")
    joined = each.left_join(known, ["course", "object"]).select(*each.columns, "scope", "place", "scored")
    return joined.filter(joined.scored.fill_null(True)).select(
        *each.columns, scope=joined.scope.fill_null(joined.course), place=joined.place.fill_null(-1)
    )


def totals(each: ir.Table, *by: str) -> ir.Table:
    """One row a learner and scope: answers, their sum of scores (units), how many are right, and how far they came."""
    return each.group_by("course", "scope", "learner", *by).agg(
        answers=_.count(), total=_.x.sum(), rights=_.right.sum().cast("int64"), far=_.place.max()
    )
