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

from .base import rows
from .registry import measure
from .verbs import ANSWERED, COMPLETED, EXPERIENCED, FAILED, INITIALIZED, PASSED, PROGRESSED, REGISTERED, TERMINATED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables

_PARTS = (*EXPERIENCED, *ANSWERED, *PROGRESSED)
"""Verbs of statements about parts of a course; others are about what was launched."""
_ABANDONED = "https://w3id.org/xapi/adl/verbs/abandoned"
_KNOWN = (*_PARTS, *INITIALIZED, *TERMINATED, *COMPLETED, *PASSED, *FAILED, *REGISTERED, _ABANDONED)
_COMPARED = ("choice", "true-false", "sequencing", "matching")
"""Interactions whose answer is right if it is the pattern."""
_SETS = ("choice", "matching")
"""Of these, those whose parts come in any order."""
_NO_CODES = ("fill-in", "long-fill-in", "numeric", "other", "performance")


@measure("unexpected-statements", "Statements that the tracking plan does not expect")
def unexpected(tables: Tables) -> ir.Table:
    """One row a version, surprise and activity; `detail` is the version, verb, type or response that surprises."""
    planned = _planned(tables)
    s = _held_against(rows(tables), planned)
    parts = tables.activities.semi_join(planned, ["course", "revision"]).rename(version="revision", about="activity")
    answers = s.filter(s.verb.isin(ANSWERED), s.response.notnull(), s.response != "")
    given = answers.select("course", "version", "about", "response").distinct()
    codes, judged = ["course", "version", "about", "response"], ["course", "version", "about", "response", "success"]
    counted = ibis.union(
        _counted(s, _of_shape(s, parts, planned), ["course", "version", "verb", "about", "type_"]),
        _counted(answers, _of_codes(given, tables, parts), codes),
        _counted(answers, _of_judgement(given, parts), judged),
    )
    place = tables.activities.select("course", "revision", "activity", "title", "file", "line")
    placed = counted.left_join(place.rename(version="revision"), ["course", "version", "activity"])
    return placed.select(*counted.columns, "title", "file", "line").order_by(
        "course", "version", "what", "activity", "detail"
    )


def _planned(tables: Tables) -> ir.Table:
    """The versions that plans are of: course, revision, latest. Only plans know files."""
    a = tables.activities
    told = a.filter(a.file.notnull())
    return (
        a.filter(a.activity == a.course).semi_join(told, ["course", "revision"]).select("course", "revision", "latest")
    )


def _held_against(s: ir.Table, planned: ir.Table) -> ir.Table:
    """The statements of planned courses, with `version`, whose plan they are held against, and no nulls in keys."""
    newest = planned.filter(planned.latest).select("course", newest="revision")
    s = s.inner_join(newest, "course").filter(_.verb.notnull())
    return s.select(
        "course", "verb", "response", "success", "learner", "timestamp",
        version=s.revision.nullif("").fill_null(s.newest),
        about=s.object.fill_null(""),
        type_=s.interaction_type.fill_null(""),
    )  # fmt: skip


def _of_shape(s: ir.Table, parts: ir.Table, planned: ir.Table) -> ir.Table:
    """Surprises that need no look at the answer."""
    keys = s.select("course", "version", "verb", "about", "type_").distinct()
    known = planned.select("course", version="revision", there=ibis.literal(1))
    k = keys.left_join(known, ["course", "version"]).select(*keys.columns, "there")
    k = k.left_join(parts, ["course", "version", "about"]).select(*k.columns, "kind", "interaction")
    part = k.verb.isin(_PARTS)
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
    return k.select(*keys.columns, "what", detail=detail, activity=ibis.ifelse(by_version, "", k.about))


def _of_codes(given: ir.Table, tables: Tables, parts: ir.Table) -> ir.Table:
    """Answers that name what no option of the question is."""
    asked = parts.filter(~parts.interaction.isin(_NO_CODES)).select("course", "version", "about")
    c = tables.components.rename(version="revision", about="activity")
    c = c.semi_join(asked, ["course", "version", "about"])
    keys = ["course", "version", "about"]
    sources = c.filter(c.family == "source").select(*keys, left="component")
    targets = c.filter(c.family == "target").select(*keys, right="component")
    pairs = sources.inner_join(targets, keys)
    pairs = pairs.select(*keys, code=pairs.left + "[.]" + pairs.right)
    single = c.filter(~c.family.isin(("source", "target"))).select(*keys, code="component")
    options = ibis.union(single, pairs)
    named = given.semi_join(options, keys).mutate(code=_.response.split("[,]")).unnest("code")
    unknown = named.anti_join(options, [*keys, "code"])
    # The first of them stands for an answer: it is counted once.
    return unknown.group_by(*keys, "response").agg(detail=_.code.min()).mutate(
        what=ibis.literal("unknown response"), activity=_.about
    )  # fmt: skip


def _of_judgement(given: ir.Table, parts: ir.Table) -> ir.Table:
    """Answers with the `success` that the plan's key does not give them."""
    asked = parts.filter(parts.interaction.isin(_COMPARED), parts.correct != "", ~parts.correct.contains(" | "))
    keys = ["course", "version", "about"]
    found = given.inner_join(asked.select(*keys, "interaction", "correct"), keys)

    def in_order(text: ir.StringValue) -> ir.StringValue:
        return ibis.ifelse(found.interaction.isin(_SETS), text.split("[,]").sort().join("[,]"), text)

    # What would contradict the key: the `success` of a statement that is looked for.
    contrary = ~(in_order(found.response) == in_order(found.correct))
    return found.select(
        *keys, "response", success=contrary, what=ibis.literal("judged otherwise"), detail="response", activity="about"
    )


def _counted(s: ir.Table, found: ir.Table, keys: list[str]) -> ir.Table:
    """How often each surprise came, and from how many learners."""
    told = s.inner_join(found, keys)
    return told.group_by("course", "version", "what", "activity", "detail").agg(
        statements=_.count(), learners=_.learner.nunique(), first=_.timestamp.min(), last=_.timestamp.max()
    )
