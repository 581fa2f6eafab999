"""What is drawn as points: Vega-Lite specifications from rows, by the conventions of `specs`."""

from __future__ import annotations

from collections.abc import Sequence

from .specs import SOLID, Row, Spec, names_axis, percent


def items(rows: Sequence[Row], x_title: str, y_title: str, floor: float) -> Spec:
    """Items: `x` (facility, per cent), `y` (discrimination), `bad`, `label` (short; only where shown)."""
    low = min([-0.2, *(row["y"] for row in rows)])
    base = {
        "x": percent(x_title, field="x"),
        "y": {
            "field": "y",
            "type": "quantitative",
            "scale": {"domain": [low, max([0.6, *(row["y"] for row in rows)])]},
            "axis": {"title": y_title, "tickCount": 5},
        },
    }
    shape = {"domain": [False, True], "range": ["circle", "triangle-up"]}
    colour = {"domain": [False, True], "range": [SOLID, "var(--bad)"]}
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
        {"mark": {"type": "point", "size": 60, "color": SOLID, "filled": True, "opacity": 0.9}, "encoding": base},
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
    y = names_axis()
    x = percent(field="value")
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
                    "color": {"field": "series", "scale": {**both, "range": [SOLID, "var(--bad)"]}, "legend": None},
                },
            },
            *texts,
        ],
    }
