"""What is drawn: Vega-Lite specifications from rows; bars and lines here, points in `points`.

Colours are the page's own (`var(--…)`), so that dark mode and paper need no second picture. Nothing is told by colour
alone: series differ by pattern or shape, and values stand beside their marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Spec = dict[str, Any]
Row = dict[str, Any]

WIDTH = 300
STEP = 26
_BARE = {"title": None}
SOLID, HATCHED = "var(--accent)", "url(#hatch)"


def percent(title: str | None = None, **more: Any) -> Row:  # noqa: ANN401 - Vega-Lite's values
    """A scale of 0 … 100 %."""
    axis = {"title": title, "values": [0, 25, 50, 75, 100], "labelExpr": "datum.value + ' %'"}
    return {"type": "quantitative", "scale": {"domain": [0, 100]}, "axis": axis, **more}


def bars(rows: Sequence[Row], *, most: float = 100, percent: bool = True) -> Spec:
    """One bar a row: `label`, `value` (0 … most), `text` beside it."""
    x: Row = {"field": "value", "type": "quantitative", "scale": {"domain": [0, most * 1.18]}, "axis": None}
    return {
        "width": WIDTH,
        "height": {"step": STEP},
        "data": {"values": list(rows)},
        "encoding": {"y": names_axis(), "x": x},
        "layer": [
            {
                "transform": [{"calculate": str(most), "as": "most"}],
                "mark": {"type": "bar", "color": "var(--track)", "height": 16, "cornerRadius": 2},
                "encoding": {"x": {**x, "field": "most"}},
            }
            if percent
            else {"mark": {"type": "tick", "opacity": 0}},
            {"mark": {"type": "bar", "color": SOLID, "height": 16, "cornerRadius": 2}},
            {"mark": {"type": "text", "align": "left", "dx": 6}, "encoding": {"text": {"field": "text"}}},
        ],
    }


def names_axis() -> Row:
    """Names of rows, in their order."""
    return {"field": "label", "type": "nominal", "sort": None, "axis": {**_BARE, "labelColor": "var(--fg)"}}


def pairs(rows: Sequence[Row], names: tuple[str, str]) -> Spec:
    """Two bars a row, the second hatched and inside the first's space: `label`, `first`, `second`, `text`, `text2`."""
    long = [
        {"label": row["label"], "series": name, "value": row[key], "text": row[text]}
        for row in rows
        for name, key, text in zip(names, ("first", "second"), ("text", "text2"), strict=True)
    ]
    fill = {"field": "series", "type": "nominal", "sort": None, "legend": None}
    return {
        "width": WIDTH,
        "height": {"step": 16},
        "data": {"values": long},
        "encoding": {
            "y": {**names_axis(), "scale": {"paddingInner": 0.25}},
            "yOffset": {"field": "series", "sort": None},
            "x": {
                "field": "value",
                "type": "quantitative",
                "scale": {"domain": [0, 118]},
                "axis": None,
            },
        },
        "layer": [
            {
                "mark": {"type": "bar", "stroke": SOLID, "strokeWidth": 1},
                "encoding": {"fill": {**fill, "scale": {"domain": list(names), "range": [SOLID, HATCHED]}}},
            },
            {"mark": {"type": "text", "align": "left", "dx": 5}, "encoding": {"text": {"field": "text"}}},
        ],
    }


def course_of_steps(rows: Sequence[Row], x_title: str, y_title: str) -> Spec:
    """How many are left, step by step: `position` (from 1), `value` (per cent), `label` (only where it is shown)."""
    base = {
        "x": {
            "field": "position",
            "type": "quantitative",
            "scale": {"domain": [1, max(2, len(rows))], "nice": False},
            "axis": {"title": x_title, "grid": False, "tickMinStep": 1, "tickCount": 8},
        },
        "y": percent(y_title, field="value"),
    }
    shown = [row for row in rows if row.get("label")]
    return {
        "width": 560,
        "height": 230,
        "data": {"values": list(rows)},
        "layer": [
            {
                "mark": {
                    "type": "area",
                    "interpolate": "step-after",
                    "fill": "var(--accent-soft)",
                    "line": {"color": SOLID, "strokeWidth": 2},
                },
                "encoding": base,
            },
            {"data": {"values": shown}, "mark": {"type": "point", "filled": True, "size": 50, "color": "var(--fg)"},
             "encoding": base},
            {
                "data": {"values": shown},
                "mark": {"type": "text", "align": "left", "baseline": "bottom", "dx": 4, "dy": -4},
                "encoding": {**base, "text": {"field": "label"}},
            },
        ],
    }  # fmt: skip


def columns(rows: Sequence[Row], x_title: str, y_title: str, mark: tuple[float, str] | None = None) -> Spec:
    """A histogram: `low`, `high`, `value`, `text`; `mark`: a place on the x axis and its words."""
    most = max((row["value"] for row in rows), default=1)
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, 100]},
        "axis": {"title": x_title, "grid": False, "values": list(range(0, 101, 10))},
    }
    layers: list[Row] = [
        {
            "mark": {"type": "rect", "color": SOLID, "stroke": "var(--bg)"},
            "encoding": {
                "x": {**x, "field": "low"},
                "x2": {"field": "high"},
                "y": {
                    "field": "value",
                    "type": "quantitative",
                    "scale": {"domain": [0, most * 1.15]},
                    "axis": {"title": y_title, "tickCount": 4, "format": "d"},
                },
                "y2": {"datum": 0},
            },
        },
        {
            "transform": [{"calculate": "(datum.low + datum.high) / 2", "as": "middle"}],
            "mark": {"type": "text", "dy": -7, "fontSize": 11},
            "encoding": {
                "x": {**x, "field": "middle"},
                "y": {"field": "value", "type": "quantitative"},
                "text": {"field": "text"},
            },
        },
    ]
    if mark:
        there = {"values": [{"at": mark[0], "text": mark[1]}]}
        at = {"x": {**x, "field": "at"}}
        layers += [
            {"data": there, "mark": {"type": "rule", "color": "var(--fg)", "strokeDash": [5, 3]}, "encoding": at},
            {
                "data": there,
                "mark": {"type": "text", "align": "right", "dx": -5, "y": 8, "baseline": "top"},
                "encoding": {**at, "text": {"field": "text"}},
            },
        ]
    return {"width": 400, "height": 220, "data": {"values": list(rows)}, "layer": layers}


def curves(rows: Sequence[Row], x_title: str, y_title: str) -> Spec:
    """Lines week by week: `week`, `value` (per cent), `cohort`; thin ones, and a thick one with values where `all`."""
    last = max((row["week"] for row in rows), default=1)
    base = {
        "x": {
            "field": "week",
            "type": "quantitative",
            "scale": {"domain": [0, max(1, last)]},
            "axis": {"title": x_title, "grid": False, "tickMinStep": 1, "tickCount": max(1, last)},
        },
        "y": percent(y_title, field="value"),
    }
    return {
        "width": 400,
        "height": 220,
        "data": {"values": list(rows)},
        "layer": [
            {
                "transform": [{"filter": "!datum.all"}],
                "mark": {"type": "line", "color": "var(--muted)", "strokeWidth": 1, "opacity": 0.55},
                "encoding": {**base, "detail": {"field": "cohort"}},
            },
            {
                "transform": [{"filter": "datum.all"}],
                "mark": {
                    "type": "line",
                    "color": SOLID,
                    "strokeWidth": 3,
                    "point": {"filled": True, "fill": SOLID, "size": 45},
                },
                "encoding": base,
            },
            {
                "transform": [{"filter": "datum.all"}, {"calculate": "round(datum.value) + ' %'", "as": "text"}],
                "mark": {"type": "text", "dy": -11, "dx": 8, "fontWeight": "bold", "fontSize": 11},
                "encoding": {**base, "text": {"field": "text"}},
            },
        ],
    }
