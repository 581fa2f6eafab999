"""What the tracking plan expects and nobody sent, although learners came that far: broken parts of a release.

Only statements of each course's newest version count, so that those of older ones hide nothing. A page is missing if
nobody `experienced` it and yet learners saw later pages; a question if nobody answered it and yet learners saw its page
or a later one; a module or quiz if nothing `progressed` and yet learners saw pages after it; an option if nobody chose
it, however many answered. Where each module is a package of its own, none `progressed`, and none is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis import _

from .numbers import FLAG_LEARNERS, MEDIAN_LEARNERS
from .registry import measure
from .verbs import ANSWERED, EXPERIENCED, PROGRESSED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables

_CHOSEN = ("choice", "true-false")
"""Interactions whose options are chosen or not; in others everybody uses each."""


@measure("missing-statements", "What the tracking plan expects and nobody sent", minimum=MEDIAN_LEARNERS)
def missing(tables: Tables) -> ir.Table:
    """One row a part or option; `learners` came as far as there, or answered the question of the option."""
    a = _newest(tables)
    found = ibis.union(_parts(tables, a), _options(tables, a))
    place = ibis.ifelse(found.file.isnull(), "", found.file + ":" + found.line.cast("string") + " ")
    return (
        found.mutate(message=place + found.what)
        .select("course", "version", "activity", "kind", "component", "title", "learners", "message", "file", "line")
        .order_by("course", "file", "line", "activity", "component")
    )


def _newest(tables: Tables) -> ir.Table:
    """The activities of each course's newest version, with `page`: how many pages there are up to it."""
    a = tables.activities.filter(tables.activities.latest)
    a = a.semi_join(a.filter(a.activity == a.course), ["course", "revision"])
    order = ibis.cumulative_window(group_by="course", order_by="position")
    is_page = ibis.ifelse(a.kind == "page", 1, 0).cast("int64")
    return a.mutate(page=is_page.sum().over(order)).rename(version="revision")


def _told(tables: Tables, a: ir.Table, verbs: tuple[str, ...], columns: tuple[str, ...]) -> ir.Table:
    """What statements of that version say about its activities, each once: course, activity, page and these columns.

    Statements that name no version are taken to be of it.
    """
    s = tables.statements
    s = s.filter(s.course.notnull(), s.learner.notnull(), s.verb.isin(verbs))
    s = s.select("course", "object", *columns, revision=s.revision.fill_null("")).distinct()
    newest = a.filter(a.activity == a.course).select("course", newest="version")
    s = s.inner_join(newest, "course")
    s = s.filter(s.revision.isin(("", s.newest)))
    known = a.select("course", "activity", "page").rename(object="activity")
    return s.inner_join(known, ["course", "object"]).select("course", "page", *columns, activity="object")


def _reached(tables: Tables, a: ir.Table) -> ir.Table:
    """How many learners saw each page or a later one: course, page, learners."""
    seen = _told(tables, a, EXPERIENCED, ("learner",))
    furthest = seen.group_by("course", "learner").agg(page=_.page.max())
    counts = furthest.group_by("course", "page").agg(learners=_.count())
    pages = a.filter(a.kind == "page").select("course", "page")
    each = pages.left_join(counts, ["course", "page"]).select("course", "page", "learners")
    back = ibis.cumulative_window(group_by="course", order_by=each.page.desc())
    return each.mutate(learners=each.learners.fill_null(0).sum().over(back).cast("int64"))


def _parts(tables: Tables, a: ir.Table) -> ir.Table:
    """Parts without any statement of their verb, though enough learners came by."""
    last = a.filter(a.kind == "page").group_by("course", "module").agg(last=_.page.max())
    parts = a.filter(a.kind.isin(("page", "question", "quiz", "module")))
    own = ibis.ifelse(parts.kind == "module", parts.activity, parts.module)
    parts = parts.mutate(module=own).left_join(last, ["course", "module"]).select(*parts.columns, "last")
    passed_by = ibis.cases(
        (parts.kind == "question", parts.page), (parts.kind == "module", parts["last"] + 1), else_=parts.page + 1
    )
    what = ibis.cases(
        (parts.kind == "page", "this page was never seen"),
        (parts.kind == "question", "this question was never answered"),
        (parts.kind == "quiz", "this quiz was never handed in"),
        else_="this module was never completed",
    )
    parts = parts.mutate(page=passed_by, what=what, component=ibis.literal(""))
    sent = _told(tables, a, (*EXPERIENCED, *ANSWERED, *PROGRESSED), ())
    modular = sent.semi_join(parts.filter(parts.kind == "module"), ["course", "activity"]).select("course").distinct()
    silent = parts.anti_join(sent, ["course", "activity"]).left_join(modular.mutate(modular=1), "course")
    silent = silent.filter((silent.kind != "module") | silent.modular.notnull()).select(parts.columns)
    found = silent.inner_join(_reached(tables, a), ["course", "page"])
    return _shown(found.filter(found.learners >= MEDIAN_LEARNERS))


def _options(tables: Tables, a: ir.Table) -> ir.Table:
    """Options that nobody chose, of questions that enough learners answered."""
    asked = a.filter(a.interaction.isin(_CHOSEN)).select("course", "version", "activity", "kind")
    given = _told(tables, a, ANSWERED, ("interaction_type", "response"))
    given = given.filter(
        given.interaction_type.isnull() | given.interaction_type.isin(_CHOSEN), given.response.notnull()
    )
    chosen = given.mutate(component=given.response.split("[,]")).unnest("component")
    c = tables.components.filter(tables.components.family == "choices").rename(version="revision", title="label")
    c = c.inner_join(asked, ["course", "version", "activity"])
    c = c.anti_join(chosen, ["course", "activity", "component"])
    answered = _told(tables, a, ANSWERED, ("learner",)).group_by("course", "activity").agg(learners=_.learner.nunique())
    found = c.inner_join(answered.filter(answered.learners >= FLAG_LEARNERS), ["course", "activity"])
    return _shown(found.mutate(what="option " + found.component + " was never chosen"))


def _shown(found: ir.Table) -> ir.Table:
    return found.select(
        "course", "version", "activity", "kind", "component", "title", "learners", "what", "file", "line"
    )
