"""Questions, the worst first: what is wrong with each, how its options were chosen, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from darslik_xapi.report.charts import points

from .course import Course
from .view import Cell, Column, Part, Table, Tile, known

MOST = 8
"""Questions that are told in full."""
TELLING = 0.1
"""Discrimination below which a question is marked (`measures.items`)."""
_MILD = frozenset({"too-easy", "often-left-out", "never-chosen", "hardly-chosen"})
_TRANSLATION = 2.5  # as bad as a question that tells nothing, but mended faster
_OPTION = 0.5


@dataclass(frozen=True)
class Card:
    """A question that should be looked at."""

    id: str
    rank: int
    text: str
    kind: str
    place: str
    flags: Sequence[tuple[str, bool]]
    figures: Sequence[Tile]
    table: Table | None
    advice: Sequence[str]
    notes: Sequence[str]


@dataclass(frozen=True)
class Found:
    """A question with what is known of it."""

    row: Mapping[str, Any]
    options: Sequence[Mapping[str, Any]]
    compared: Sequence[Mapping[str, Any]]  # languages in which it is much harder or easier
    flags: tuple[str, ...]
    badness: float


def slug(words: str) -> str:
    """The key of a flag's words."""
    return words.strip().replace(" ", "-")


def place(row: Mapping[str, Any]) -> str:
    """A place in a file, as editors and terminals understand it."""
    if row.get("file") and row.get("line"):
        return f"{row['file']}:{row['line']}"
    return str(row.get("file") or "")


def found(course: Course) -> list[Found]:
    """All questions, the worst first."""
    options: dict[str, list[dict[str, Any]]] = {}
    for row in course.rows("distractors"):
        options.setdefault(row["item"], []).append(row)
    compared: dict[str, list[dict[str, Any]]] = {}
    for row in course.rows("translation-dif"):
        if known(row["flag"]):
            compared.setdefault(row["item"], []).append(row)
    items = [
        _found(row, options.get(row["item"], []), compared.get(row["item"], [])) for row in course.rows("item-analysis")
    ]
    return sorted(items, key=_order)


def _found(row: Mapping[str, Any], options: list[dict[str, Any]], compared: list[dict[str, Any]]) -> Found:
    flags = [slug(one) for one in row["flag"].split(";")] if known(row["flag"]) else []
    badness = float(row["severity"]) if known(row["severity"]) else 0.0
    if compared:
        flags.append("translation")
        badness = max(badness, _TRANSLATION)
    marked = {option["flag"] for option in options if known(option["flag"])}
    for words, key in (
        ("was chosen more often than the key", "more-than-key"),
        ("was never chosen", "never-chosen"),
        ("was hardly ever chosen", "hardly-chosen"),
    ):
        if words in marked:
            flags.append(key)
            badness = max(badness, _OPTION)
    return Found(row, options, compared, tuple(flags), badness)


def _order(one: Found) -> tuple[float, float, int]:
    telling = one.row["discrimination"]
    return -one.badness, telling if known(telling) else 1.0, one.row["place"] or 0


def worst(course: Course, items: Sequence[Found]) -> Part | None:
    """The questions to mend, told one by one."""
    if not items:
        return None
    w = course.words
    bad = [one for one in items if one.badness > 0]
    cards = [_card(course, one, rank) for rank, one in enumerate(bad[:MOST], 1)]
    lead = w("lead.items", bad=w.number(len(bad)), all=w.number(len(items))) if bad else w("items.good")
    return Part(
        course.id("items"), w("part.items"), lead, cards=cards, notes=course.notes("item-analysis"), method="items"
    )


def _card(course: Course, one: Found, rank: int) -> Card:
    w, row = course.words, one.row
    return Card(
        course.id(f"item{rank}"),
        rank,
        course.label(row["item"], row["title"]),
        f"{w('item.question')} {row['id'] or ''}",
        place(row),
        [(w(f"flag.{key}"), key in _MILD) for key in one.flags],
        _figures(course, row),
        _options(course, one.options),
        _advice(course, one),
        [],
    )


def _figures(course: Course, row: Mapping[str, Any]) -> list[Tile]:
    w, m = course.words, course.maker
    n = f"n = {m.text(row['learners'], 'count')}"
    return [
        Tile(w("item.facility"), m.text(row["facility"], "share"), n),
        Tile(w("item.discrimination"), m.text(row["discrimination"], "number")),
        Tile(w("item.omitted"), m.text(row["omitted"], "share")),
        Tile(w("item.seconds"), m.text(row["median_seconds"], "span")),
    ]


def _options(course: Course, options: Sequence[Mapping[str, Any]]) -> Table | None:
    if not options:
        return None
    w, m = course.words, course.maker
    rows = [
        {
            "option": Cell(course.label(row["item"], row["label"], row["component"]), second=_option_place(row)),
            "correct": Cell(f"✓ {w('item.right')}", "right") if row["correct"] else Cell(""),
            "share": m.rate(row["share"], row["chosen"], row["learners"]),
            "finding": Cell(_finding(course, row)),
        }
        for row in options
    ]
    columns = [
        Column("option", "text", w("col.option")),
        Column("correct", "text", w("col.correct")),
        Column("share", "share", w("col.chosen")),
    ]
    if any(row["finding"].text for row in rows):
        columns.append(Column("finding", "text", w("col.finding")))
    return course.table("options", columns, rows)


def _option_place(row: Mapping[str, Any]) -> str:
    """The option's code and line; its file is the question's, named above."""
    return f"{row['component']} · {place(row).rpartition('/')[2]}" if place(row) else str(row["component"])


def _finding(course: Course, row: Mapping[str, Any]) -> str:
    return course.words(f"finding.{slug(row['flag'])}") if known(row["flag"]) else ""


def _advice(course: Course, one: Found) -> list[str]:
    w, lines = course.words, []
    for row in one.compared:
        names = {"language": w.language(row["language"]), "reference": w.language(row["reference"])}
        key = "advice.translation.harder" if row["delta"] < 0 else "advice.translation.easier"
        shares = {"right": w.percent(row["right"]), "base": w.percent(row["reference_right"])}
        lines.append(w(key, **names, **shares, n=w.number(row["learners"]), m=w.number(row["reference_learners"])))
    return [*lines, *(w(f"advice.{key}") for key in one.flags if w.has(f"advice.{key}"))]


def overview(course: Course, items: Sequence[Found]) -> Part | None:
    """All questions in a picture and a table, the worst first."""
    if not items:
        return None
    w, m = course.words, course.maker
    rows = [
        {
            **one.row,
            "text": Cell(course.label(one.row["item"], one.row["title"]), second=place(one.row)),
            "facility": m.cell(one.row["facility"], "bar"),
            "flags": "; ".join(w(f"flag.{key}") for key in one.flags) or ("" if known(one.row["severity"]) else None),
        }
        for one in items
    ]
    ranks = {id(one): rank for rank, one in enumerate([one for one in items if one.badness > 0][:MOST], 1)}
    dots = [
        {
            "x": one.row["facility"] * 100,
            "y": one.row["discrimination"],
            "bad": one.badness >= 1,
            "label": str(ranks.get(id(one), "")),
        }
        for one in items
        if known(one.row["facility"], one.row["discrimination"])
    ]
    chart = Markup()
    if len(dots) > 1:
        text = w("items.text", n=len(dots), bad=sum(dot["bad"] for dot in dots))
        spec = points.items(dots, w("axis.facility"), w("axis.discrimination"), TELLING)
        chart = course.chart(spec, "items", w("part.overview"), text)
    columns = [
        Column("text", "text", w("col.question")),
        Column("learners"),
        Column("facility", "bar", w("item.facility")),
        Column("discrimination", "number", w("item.discrimination.short")),
        Column("omitted", "share", w("item.omitted")),
        Column("median_seconds", "span", w("item.seconds")),
        Column("flags", "text", w("col.finding")),
    ]
    legend = [("ring", w("legend.good")), ("triangle", w("legend.bad")), ("dashed", w("legend.floor"))]
    return Part(
        course.id("overview"),
        w("part.overview"),
        w("lead.overview"),
        chart,
        legend if chart else (),
        course.table("overview", columns, rows),
        course.notes("item-analysis"),
        wide=True,
    )
