"""Statements that the course's tracking plan does not expect: after a release, a sign that package and plan differ.

Only courses that have a plan are looked at. A statement is held against the plan of its version; one without a version
against the newest. What is asked, in this order:

* unknown version: no plan is of it, and nothing else is asked;
* unknown verb: neither a package sends it nor an LMS;
* unknown activity: a page, question, module or quiz that the version does not have;
* wrong verb: `answered` about a page, say;
* wrong interaction type: another one than the plan's.

And of answers:

* unknown response: it names something that is none of the question's options;
* judged otherwise: `success` is not what the plan's key says: the package has another key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis import _

from .registry import measure
from .verbs import (
    ANSWERED,
    COMPLETED,
    EXPERIENCED,
    FAILED,
    INITIALIZED,
    PARTS,
    PASSED,
    PROGRESSED,
    REGISTERED,
    TERMINATED,
    VOIDED,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables

_ABANDONED = "https://w3id.org/xapi/adl/verbs/abandoned"
_KNOWN = (*PARTS, *INITIALIZED, *TERMINATED, *COMPLETED, *PASSED, *FAILED, *REGISTERED, _ABANDONED)
_CODED = ("choice", "true-false", "sequencing", "matching", "likert")
"""Interactions whose answers name options."""
_SETS = ("choice", "matching")
"""Of these, those whose parts come in any order."""
_SAID = ["course", "revision", "verb", "about", "type_", "response", "success"]
"""What is told of a statement, nulls as '' and -1: looked at once, however often it was said."""


@measure("unexpected-statements", "Statements that the tracking plan does not expect")
def unexpected(tables: Tables) -> ir.Table:
    """One row a version, surprise and activity; `detail` is the version, verb, type or response that surprises."""
    planned = _planned(tables)
    newest = planned.filter(planned.latest).select("course", newest="revision")
    s = tables.statements
    said = _said(s.filter(s.course.notnull(), s.learner.notnull(), s.verb != VOIDED)).select(_SAID).distinct()
    said = said.inner_join(newest, "course").filter(_.newest.notnull())
    said = said.select(*_SAID, version=said.revision.nullif("").fill_null(said.newest))
    parts = tables.activities.semi_join(planned, ["course", "revision"]).rename(version="revision", about="activity")
    answers = said.filter(said.response != "")
    found = ibis.union(
        _of_shape(said, parts, planned), _of_codes(answers, tables, parts), _of_judgement(answers, parts)
    )
    # First by one column: of the many statements that surprise nobody, only that one is looked at.
    told = _said(s.filter(s.learner.notnull())).semi_join(found, ["about"]).inner_join(found, _SAID)
    counted = told.group_by("course", "version", "what", "activity", "detail").agg(
        statements=_.count(), learners=_.learner.nunique(), first=_.timestamp.min(), last=_.timestamp.max()
    )
    place = tables.activities.select("course", "revision", "activity", "title", "file", "line")
    placed = counted.left_join(place.rename(version="revision"), ["course", "version", "activity"])
    return placed.select(*counted.columns, "title", "file", "line").order_by(
        "course", "version", "what", "activity", "detail"
    )


def _said(s: ir.Table) -> ir.Table:
    """`_SAID`, learner and timestamp; responses only of answers that name options, and their `success` (0 or 1)."""
    coded = s.verb.isin(ANSWERED) & s.interaction_type.isin(_CODED)
    return s.select(
        "course", "verb", "learner", "timestamp",
        revision=s.revision.fill_null(""),
        about=s.object.fill_null(""),
        type_=s.interaction_type.fill_null(""),
        response=ibis.ifelse(coded, s.response.fill_null(""), ""),
        success=ibis.ifelse(coded, s.success.cast("int8").fill_null(-1), -1).cast("int8"),
    )  # fmt: skip


def _planned(tables: Tables) -> ir.Table:
    """The versions that plans are of: course, revision, latest. Only plans know files."""
    a = tables.activities
    told = a.filter(a.file.notnull())
    return (
        a.filter(a.activity == a.course).semi_join(told, ["course", "revision"]).select("course", "revision", "latest")
    )


def _of_shape(said: ir.Table, parts: ir.Table, planned: ir.Table) -> ir.Table:
    """Surprises that need no look at the answer."""
    known = planned.select("course", version="revision", there=ibis.literal(1))
    k = said.left_join(known, ["course", "version"]).select(*said.columns, "there")
    k = k.left_join(parts, ["course", "version", "about"]).select(*k.columns, "kind", "interaction")
    part = k.verb.isin(PARTS)
    other = ibis.cases(
        (k.kind == "page", ~k.verb.isin(EXPERIENCED)),
        (k.kind == "question", ~k.verb.isin(ANSWERED)),
        (k.kind.isin(("module", "quiz")), part & ~k.verb.isin(PROGRESSED)),
        else_=part,
    )
    retyped = part & (k.type_ != "") & (k.type_ != k.interaction.fill_null(""))
    what = ibis.cases(
        (k.there.isnull(), "unknown version"),
        (~k.verb.isin(_KNOWN), "unknown verb"),
        (part & k.kind.isnull(), "unknown activity"),
        (k.kind.notnull() & other, "wrong verb"),
        (retyped, "wrong interaction type"),
        else_=ibis.null("string"),
    )
    k = k.mutate(what=what).filter(_.what.notnull())
    by_version = k.what == "unknown version"
    detail = ibis.ifelse(by_version, k.version, ibis.ifelse(k.what == "wrong interaction type", k.type_, k.verb))
    return _found(k, k.what, detail, ibis.ifelse(by_version, "", k.about))


def _of_codes(answers: ir.Table, tables: Tables, parts: ir.Table) -> ir.Table:
    """Answers that name what no option of the question is."""
    keys = ["course", "version", "about"]
    asked = parts.filter(parts.interaction.isin(_CODED)).select(*keys)
    c = tables.components.rename(version="revision", about="activity").semi_join(asked, keys)
    sources = c.filter(c.family == "source").select(*keys, left="component")
    targets = c.filter(c.family == "target").select(*keys, right="component")
    pairs = sources.inner_join(targets, keys)
    pairs = pairs.select(*keys, code=pairs.left + "[.]" + pairs.right)
    single = c.filter(~c.family.isin(("source", "target"))).select(*keys, code="component")
    options = ibis.union(single, pairs)
    named = answers.semi_join(options, keys).mutate(code=_.response.split("[,]")).unnest("code")
    unknown = named.anti_join(options, [*keys, "code"])
    # The first of them stands for an answer: it is counted once.
    first = unknown.group_by(answers.columns).agg(code=_.code.min())
    return _found(first, ibis.literal("unknown response"), first.code, first.about)


def _of_judgement(answers: ir.Table, parts: ir.Table) -> ir.Table:
    """Answers with another `success` than the plan's key gives them."""
    asked = parts.filter(parts.interaction.isin(_CODED), parts.correct != "", ~parts.correct.contains(" | "))
    keys = ["course", "version", "about"]
    k = answers.inner_join(asked.select(*keys, "interaction", "correct"), keys)

    def in_order(text: ir.StringValue) -> ir.StringValue:
        return ibis.ifelse(k.interaction.isin(_SETS), text.split("[,]").sort().join("[,]"), text)

    right = ibis.ifelse(in_order(k.response) == in_order(k.correct), 1, 0)
    k = k.filter((k.success >= 0) & (k.success != right))
    return _found(k, ibis.literal("judged otherwise"), k.response, k.about)


def _found(k: ir.Table, what: ir.StringValue, detail: ir.StringValue, activity: ir.StringValue) -> ir.Table:
    return k.select(*_SAID, "version", what=what, detail=detail, activity=activity)
