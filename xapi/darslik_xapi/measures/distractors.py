"""Which options are chosen: those that nobody believes, and those that are believed more than the key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import ibis
from ibis import _

from .answers import clock
from .base import current, rows, with_value
from .numbers import FLAG_LEARNERS, share, where
from .registry import measure
from .verbs import ANSWERED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables

FAMILIES = ("choices", "scale")
"""Components that a response names one by one; parts of pairs and orders are all in every response."""

ORDERED = ("sequencing", "matching", "performance")
"""Interactions whose responses name all parts."""

RARE = 0.02
"""Share below which an option only costs reading time."""

_COMMA = "[,]"


def _options(tables: Tables) -> ir.Table:
    """The options of questions where a response tells which were chosen."""
    options = current(tables.components).filter(_.family.isin(FAMILIES)).rename(object="activity")
    ordered = current(tables.activities).filter(_.interaction.isin(ORDERED)).select("course", object="activity")
    options = options.anti_join(ordered, ["course", "object"])
    return options.select("course", "object", "component", "position", "label", "correct", "file", "line")


def _responses(tables: Tables, by: tuple[str, ...]) -> ir.Table:
    """Course, object, response, learners: the first answer of each learner; of equal times the least text."""
    s = rows(tables)
    options = _options(tables).select("course", "object").distinct()
    s = s.filter(s.verb.isin(ANSWERED), s.response.notnull()).semi_join(options, ["course", "object"])
    first = ((clock(s.timestamp) + 10**15).cast("string") + s.response).min()
    each = s.group_by("course", "object", "learner").agg(response=first.substr(16))
    for one in by:
        each = with_value(each, tables, one)
    return each.group_by("course", "object", "response", *by).agg(n=_.count().cast("int64"))


def _chosen(tables: Tables, by: tuple[str, ...]) -> ir.Table:
    """One row an option: learners who answered, learners who chose it."""
    said = _responses(tables, by)
    options = _options(tables)
    both = options.inner_join(said, ["course", "object"])
    named = (ibis.literal(_COMMA) + both.response + _COMMA).contains(ibis.literal(_COMMA) + both.component + _COMMA)
    keys = ["course", "object", *by]
    found = both.group_by(*keys, "component").agg(
        learners=both.n.sum().cast("int64"), chosen=ibis.ifelse(named, both.n, 0).sum().cast("int64")
    )
    own = options.select("course", "object", "component", "position", "label", "correct", "file", "line")
    return found.inner_join(own, ["course", "object", "component"]).select(
        *found.columns, "position", "label", "correct", "file", "line"
    )


def _findings(each: ir.Table, by: tuple[str, ...]) -> ir.Value:
    """What to think of an option; of an answer that is no option's, and of surveys, nothing."""
    wrong = ~each.correct
    key = where(each.correct, each.chosen).max().over(group_by=["course", "object", *by])
    single = ibis.ifelse(each.correct, 1, 0).sum().over(group_by=["course", "object", *by]) == 1
    words = ibis.cases(
        (wrong & (each.chosen == 0), "was never chosen"),
        (wrong & single & (each.chosen > key), "was chosen more often than the key"),
        (wrong & (share(each.chosen, each.learners) < RARE), "was hardly ever chosen"),
    )
    return where(each.learners >= FLAG_LEARNERS, words)


def distractors(by: tuple[str, ...], tables: Tables) -> ir.Table:
    """One row an option (and language): how often it was chosen first, with its text and its source line."""
    each = _chosen(tables, by)
    asked = current(tables.activities).filter(_.kind == "question")
    asked = asked.select("course", "id", "title", object="activity", place="position", at_file="file", at_line="line")
    each = each.left_join(asked, ["course", "object"]).select(
        *each.columns, "id", "title", "place", "at_file", "at_line"
    )
    if by:
        texts = current(tables.labels).select("course", "component", "language", object="activity", own="label")
        each = each.left_join(texts, ["course", "object", "component", "language"]).select(*each.columns, "own")
        each = each.mutate(label=each.own.fill_null(each.label))
    each = each.mutate(
        file=each.file.nullif("").fill_null(each.at_file), line=each.line.nullif(0).fill_null(each.at_line)
    )
    flag = _findings(each, by)
    where_ = (each.file + ":" + each.line.cast("string") + " ").fill_null("")
    language = (" (" + each.language + ")").fill_null("") if by else ibis.literal("")
    return each.select(
        "course",
        "id",
        "title",
        *(each[one].nullif("").name(one) for one in by),
        "component",
        "label",
        "correct",
        "learners",
        "chosen",
        item="object",
        share=share(each.chosen, each.learners),
        flag=flag,
        finding=where_ + "option " + each.component + " " + flag + language,
        file="file",
        line="line",
        place="place",
        position="position",
    ).order_by("course", "place", "item", *by, "position", "component")


for _by, _name, _title in (
    ((), "distractors", "Options chosen"),
    (("language",), "distractors-by-language", "Options chosen, by language"),
):
    measure(_name, _title, minimum=FLAG_LEARNERS, counts=("learners", "chosen"))(partial(distractors, _by))
