"""The same item in two languages: differential item functioning, which finds bad translations.

Learners of two languages who did equally well in the other questions should be right equally often in this one. They
are compared within strata of the rest score (Mantel and Haenszel, J. Natl. Cancer Inst. 22, 1959), on ETS's delta scale
with its classes A, B and C (Holland and Thayer 1988; Zieky 1993); the standard error is that of Robins, Breslow and
Greenland (Biometrics 42, 1986). Every language is compared with the source language, which the others translate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis import _

from .answers import first_answers, items, scoped, totals
from .base import current
from .numbers import FLAG_LEARNERS, Z, share, where
from .registry import measure

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables

STRATA = 10
"""Of the share of right answers in the learner's other questions; all right is one more."""

OTHERS = 3
"""Other answers that a learner needs to be compared."""

DELTA = 2.35
"""ln of an odds ratio × -2.35 is ETS's delta: negative is harder for the language that is compared."""

CERTAIN = 10.827566170662733
"""Chi-square of 0.1 %: a report compares dozens of items at once, and some of class C would be chance."""

CHI2, ONE_SIDED = 3.841458820694124, 1.6448536269514722
"""5 %: of chi-square with one degree of freedom, and of a one-sided test."""


def _cells(tables: Tables) -> ir.Table:
    """One row an item, stratum and language: learners, and how many of them are right."""
    each = scoped(first_answers(tables, "language"), tables).filter(_.language != "")
    every = totals(each, "language")
    keys = ["course", "scope", "learner", "language"]
    both = each.inner_join(every, keys).select(*keys, "object", "right", "answers", "rights")
    both = both.filter(both.answers > OTHERS)
    stratum = ((both.rights - both.right) * STRATA) // (both.answers - 1)
    both = both.mutate(stratum=stratum.cast("int64"))
    return both.group_by("course", "scope", "object", "stratum", "language").agg(
        n=_.count().cast("float64"), right=_.right.sum().cast("float64")
    )


def _source_languages(tables: Tables) -> ir.Table:
    """Course, source: the language of the titles in `activities`; of languages that share most of them the first."""
    titles = current(tables.activities).select("course", "activity", "title")
    texts = current(tables.labels).filter(_.component == "").select("course", "activity", "language", "label")
    same = texts.inner_join(titles, ["course", "activity"]).filter(_.label == _.title)
    counted = same.group_by("course", "language").agg(n=_.count())
    most = counted.group_by("course").agg(most=_.n.max())
    found = counted.inner_join(most, "course").filter(_.n == _.most)
    return found.group_by("course").agg(source=_.language.min())


def _references(cells: ir.Table, tables: Tables) -> ir.Table:
    """Course, reference: the source language, if 30 learners used it; else that of most, or the first by name."""
    counted = cells.group_by("course", "object", "language").agg(n=_.n.sum())
    counted = counted.group_by("course", "language").agg(n=_.n.max())
    most = counted.group_by("course").agg(most=_.n.max())
    both = counted.inner_join(most, "course").select("course", "language", "n", "most")
    both = both.left_join(_source_languages(tables), "course").select(*both.columns, "source")
    source = where((both.language == both.source) & (both.n >= FLAG_LEARNERS), both.language)
    biggest = where(both.n == both.most, both.language)
    found = both.group_by("course").agg(source=source.min(), biggest=biggest.min())
    return found.select("course", reference=found.source.fill_null(found.biggest))


def _tables_of_four(cells: ir.Table, tables: Tables) -> ir.Table:
    """One row an item, stratum and compared language: right and wrong in both languages, a, b (reference), c, d."""
    known = cells.inner_join(_references(cells, tables), "course")
    known = known.select(*cells.columns, "reference")
    keys = ["course", "scope", "object", "stratum"]
    base = known.filter(known.language == known.reference).select(*keys, base_n="n", base_right="right")
    focal = known.filter(known.language != known.reference)
    both = focal.inner_join(base, keys)
    return both.select(
        *keys,
        "language",
        "reference",
        a=both.base_right,
        b=both.base_n - both.base_right,
        c=both.right,
        d=both.n - both.right,
        t=both.n + both.base_n,
    )


def _sums(four: ir.Table) -> ir.Table:
    """One row an item and compared language: the sums over strata that odds ratio, its error and chi-square need."""
    a, b, c, d, t = (four[name] for name in "abcdt")
    r, s, p, q = a * d / t, b * c / t, (a + d) / t, (b + c) / t
    alone = where(t > 1.0, t * t * (t - 1.0))  # a stratum of one learner tells nothing
    return four.group_by("course", "scope", "object", "language", "reference").agg(
        r=r.sum(),
        s=s.sum(),
        pr=(p * r).sum(),
        cross=(p * s + q * r).sum(),
        qs=(q * s).sum(),
        excess=(a - (a + b) * (a + c) / t).sum(),
        variance=((a + b) * (c + d) * (a + c) * (b + d) / alone).sum(),
        n=(c + d).sum(),
        right=c.sum(),
        base_n=(a + b).sum(),
        base_right=a.sum(),
    )


@measure(
    "translation-dif",
    "The same item in two languages",
    minimum=FLAG_LEARNERS,
    counts=("learners", "reference_learners"),
)
def translation_dif(tables: Tables) -> ir.Table:
    """One row an item and language: delta with its 95 % interval, chi-square, class; how often learners were right."""
    found = _sums(_tables_of_four(_cells(tables), tables))
    both = where((found.r > 0.0) & (found.s > 0.0), ibis.literal(1.0))
    odds = found.r * both / (found.s * both)
    delta = -DELTA * odds.ln()
    r, s = found.r * both, found.s * both
    error = DELTA * (found.pr / (2.0 * r * r) + found.cross / (2.0 * r * s) + found.qs / (2.0 * s * s)).sqrt()
    distance = ibis.cases((found.excess.abs() < 0.5, 0.0), else_=found.excess.abs() - 0.5)
    chi2 = distance * distance / where(found.variance > 1e-12, found.variance)
    return _result(found, delta, error, chi2, tables)


def _result(found: ir.Table, delta: ir.Value, error: ir.Value, chi2: ir.Value, tables: Tables) -> ir.Table:
    few = (found.n >= FLAG_LEARNERS) & (found.base_n >= FLAG_LEARNERS)
    size = delta.abs()
    level = ibis.cases(
        (delta.isnull() | chi2.isnull(), ibis.null("string")),
        ((chi2 < CHI2) | (size < 1.0), "A"),
        ((size >= 1.5) & (size - ONE_SIDED * error > 1.0), "C"),
        else_="B",
    )
    table = found.mutate(
        delta=where(few, delta), error=where(few, error), chi2=where(few, chi2), level=where(few, level)
    )
    texts = items(tables).select("course", "object", "id", "title", "file", "line", "place")
    table = table.left_join(texts, ["course", "object"]).select(*table.columns, "id", "title", "file", "line", "place")
    own = current(tables.labels).filter(_.component == "")
    own = own.select("course", "language", "label", object="activity")
    table = table.left_join(own, ["course", "object", "language"]).select(*table.columns, "label")
    certain = (table.level == "C") & (table.chi2 >= CERTAIN)
    flag = ibis.cases(
        (certain & (table.delta < 0.0), "much harder in this language: check the translation"),
        (certain, "much easier in this language: check the translation"),
    )
    return table.select(
        "course",
        "scope",
        "id",
        "language",
        "reference",
        item="object",
        title=table.label.fill_null(table.title),
        learners=table.n.cast("int64"),
        reference_learners=table.base_n.cast("int64"),
        right=share(table.right, table.n),
        reference_right=share(table.base_right, table.base_n),
        delta="delta",
        delta_low=table.delta - Z * table.error,
        delta_high=table.delta + Z * table.error,
        chi2="chi2",
        level="level",
        flag=flag,
        file="file",
        line="line",
        place="place",
    ).order_by("course", "place", "item", "language")
