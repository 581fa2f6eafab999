"""What is drawn: Vega-Lite specifications from rows.

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
_SOLID, _HATCHED = "var(--accent)", "url(#hatch)"


def _percent(title: str | None = None, **more: Any) -> Row:  # noqa: ANN401 - Vega-Lite's values
    axis = {"title": title, "values": [0, 25, 50, 75, 100], "labelExpr": "datum.value + ' %'"}
    return {"type": "quantitative", "scale": {"domain": [0, 100]}, "axis": axis, **more}


def bars(rows: Sequence[Row], *, most: float = 100, percent: bool = True) -> Spec:
    """One bar a row: `label`, `value` (0 … most), `text` beside it."""
    x: Row = {"field": "value", "type": "quantitative", "scale": {"domain": [0, most * 1.18]}, "axis": None}
    return {
        "width": WIDTH,
        "height": {"step": STEP},
        "data": {"values": list(rows)},
        "encoding": {"y": _names(), "x": x},
        "layer": [
            {
                "transform": [{"calculate": str(most), "as": "most"}],
                "mark": {"type": "bar", "color": "var(--track)", "height": 16, "cornerRadius": 2},
                "encoding": {"x": {**x, "field": "most"}},
            }
            if percent
            else {"mark": {"type": "tick", "opacity": 0}},
            {"mark": {"type": "bar", "color": _SOLID, "height": 16, "cornerRadius": 2}},
            {"mark": {"type": "text", "align": "left", "dx": 6}, "encoding": {"text": {"field": "text"}}},
        ],
    }


def _names() -> Row:
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
            "y": {**_names(), "scale": {"paddingInner": 0.25}},
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
                "mark": {"type": "bar", "stroke": _SOLID, "strokeWidth": 1},
                "encoding": {"fill": {**fill, "scale": {"domain": list(names), "range": [_SOLID, _HATCHED]}}},
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
        "y": _percent(y_title, field="value"),
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
                    "line": {"color": _SOLID, "strokeWidth": 2},
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
            "mark": {"type": "rect", "color": _SOLID, "stroke": "var(--bg)"},
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


def items(rows: Sequence[Row], x_title: str, y_title: str, floor: float) -> Spec:
    """Items: `x` (facility, per cent), `y` (discrimination), `bad`, `label` (short; only where shown)."""
    low = min([-0.2, *(row["y"] for row in rows)])
    base = {
        "x": _percent(x_title, field="x"),
        "y": {
            "field": "y",
            "type": "quantitative",
            "scale": {"domain": [low, max([0.6, *(row["y"] for row in rows)])]},
            "axis": {"title": y_title, "tickCount": 5},
        },
    }
    shape = {"domain": [False, True], "range": ["circle", "triangle-up"]}
    colour = {"domain": [False, True], "range": [_SOLID, "var(--bad)"]}
    return {
        "width": 420,
        "height": 260,
        "data": {"values": list(rows)},
        "layer": [
            {
                "data": {"values": [{"y": floor}]},
                "mark": {"type": "rule", "color": "var(--muted)", "strokeDash": [4, 4]},
                "encoding": {"y": base["y"]},
            },
            {
                "mark": {"type": "point", "size": 70, "strokeWidth": 2},
                "encoding": {
                    **base,
                    "shape": {"field": "bad", "type": "nominal", "scale": shape, "legend": None},
                    "stroke": {"field": "bad", "type": "nominal", "scale": colour, "legend": None},
                },
            },
            {
                "transform": [{"filter": "datum.label"}],
                "mark": {"type": "text", "align": "left", "dx": 8, "fontWeight": "bold"},
                "encoding": {**base, "text": {"field": "label"}},
            },
        ],
    }


def speeds(rows: Sequence[Row], x_title: str, y_title: str, lines: Sequence[tuple[float, str]]) -> Spec:
    """Pages: `x` (words), `y` (minutes), `label` (where shown); `lines`: words a minute, and what they are called."""
    most = max([100, *(row["x"] for row in rows)])
    tall = max([1, *(row["y"] for row in rows)]) * 1.1
    base = {
        "x": {"field": "x", "type": "quantitative", "axis": {"title": x_title, "grid": False, "tickCount": 6}},
        "y": {
            "field": "y",
            "type": "quantitative",
            "scale": {"domain": [0, tall]},
            "axis": {"title": y_title, "tickCount": 5},
        },
    }
    layers: list[Row] = []
    for speed, name in lines:
        end = min(most, tall * speed)
        ends = {"values": [{"x": 0, "y": 0, "text": ""}, {"x": end, "y": end / speed, "text": name}]}
        layers += [
            {
                "data": ends,
                "mark": {"type": "line", "color": "var(--muted)", "strokeDash": [4, 4], "strokeWidth": 1},
                "encoding": base,
            },
            {
                "data": ends,
                "mark": {"type": "text", "align": "right", "dy": -8, "color": "var(--muted)", "fontSize": 11},
                "encoding": {**base, "text": {"field": "text"}},
            },
        ]
    layers += [
        {"mark": {"type": "point", "size": 60, "color": _SOLID, "filled": True, "opacity": 0.9}, "encoding": base},
        {
            "transform": [{"filter": "datum.label"}],
            "mark": {"type": "text", "align": "left", "dx": 8},
            "encoding": {**base, "text": {"field": "label"}},
        },
    ]
    return {"width": 420, "height": 260, "data": {"values": list(rows)}, "layer": layers}


def between(rows: Sequence[Row], names: tuple[str, str]) -> Spec:
    """Two values of each row, joined: `label`, `first`, `second` (per cent), as a circle and a square."""
    long = []
    for row in rows:
        left = row["first"] <= row["second"]
        for name, key, text, before in zip(
            names, ("first", "second"), ("text", "text2"), (left, not left), strict=True
        ):
            long.append({"label": row["label"], "series": name, "value": row[key], "text": row[text], "before": before})
    y = _names()
    x = _percent(field="value")
    x["scale"] = {"domain": [-22, 122]}
    both = {"domain": list(names)}
    texts = [
        {
            "data": {"values": long},
            "transform": [{"filter": f"{'' if before else '!'}datum.before"}],
            "mark": {"type": "text", "align": align, "dx": dx, "fontSize": 11},
            "encoding": {"y": y, "x": x, "text": {"field": "text"}},
        }
        for before, align, dx in ((True, "right", -9), (False, "left", 9))
    ]
    return {
        "width": 380,
        "height": {"step": 26},
        "layer": [
            {
                "data": {"values": list(rows)},
                "mark": {"type": "rule", "color": "var(--muted)", "strokeWidth": 2},
                "encoding": {"y": y, "x": {**x, "field": "first"}, "x2": {"field": "second"}},
            },
            {
                "data": {"values": long},
                "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
                "encoding": {
                    "y": y,
                    "x": x,
                    "shape": {"field": "series", "scale": {**both, "range": ["circle", "square"]}, "legend": None},
                    "color": {"field": "series", "scale": {**both, "range": [_SOLID, "var(--bad)"]}, "legend": None},
                },
            },
            *texts,
        ],
    }


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
        "y": _percent(y_title, field="value"),
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
                    "color": _SOLID,
                    "strokeWidth": 3,
                    "point": {"filled": True, "fill": _SOLID, "size": 45},
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
