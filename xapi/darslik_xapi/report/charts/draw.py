"""From a Vega-Lite specification to an SVG that is part of the page."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from lxml import etree
from markupsafe import Markup

_SVG = "{http://www.w3.org/2000/svg}"
_CONFIG: dict[str, Any] = {
    "background": None,
    "padding": {"left": 14, "right": 8, "top": 5, "bottom": 5},  # another font may be wider than the one measured
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12,
        "labelColor": "var(--muted)",
        "titleColor": "var(--muted)",
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": "var(--border)",
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
        "labelLimit": 190,
    },
    "text": {"fontSize": 12, "color": "var(--fg)"},
}
# What a reader of pixels needs and the page has already, or has otherwise.
_NEEDLESS = {
    *("class", "role", "aria-hidden", "aria-label", "aria-roledescription"),
    *("clip-path", "font-family", "pointer-events", "stroke-miterlimit"),
}
_DEFAULTS = {"opacity": "1", "stroke-width": "1", "transform": "translate(0,0)", "fill-opacity": "1"}
_LONG = re.compile(r"-?\d+\.\d{2,}")


@cache
def _library() -> ModuleType | None:
    try:
        return import_module("vl_convert")
    except ImportError:
        return None


def available() -> bool:
    """Whether charts can be drawn."""
    return _library() is not None


def draw(spec: dict[str, Any], name: str, title: str, text: str) -> Markup:
    """An SVG element.

    Args:
        spec: Vega-Lite.
        name: a part of identifiers that no other chart of the page has.
        title: what a screen reader calls the picture.
        text: what it shows, in words.

    Returns:
        The element, or nothing if charts cannot be drawn.
    """
    library = _library()
    if library is None:
        return Markup()
    whole = {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", **spec, "config": _CONFIG}
    drawn = library.vegalite_to_svg(whole, allowed_base_urls=[])
    return Markup(_own(drawn, name, title, text))  # noqa: S704 - made by the XML writer, texts escaped


def _own(drawn: str, name: str, title: str, text: str) -> str:
    root = etree.fromstring(drawn.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    box = root.get("viewBox", "0 0 0 0")
    for element in root.iter():
        _strip(element)
    _prune(root)
    root.attrib.clear()
    labels = {"viewBox": box, "role": "img", "aria-labelledby": f"{name}-t {name}-d", "width": box.split()[2]}
    root.attrib.update(labels)
    for tag, value in (("desc", text), ("title", title)):
        child = etree.Element(f"{_SVG}{tag}", {"id": f"{name}-{tag[0]}"})
        child.text = value
        root.insert(0, child)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode").replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)


def _strip(element: Any) -> None:  # noqa: ANN401 - lxml's element
    for key, value in list(element.attrib.items()):
        if key in _NEEDLESS or _DEFAULTS.get(key) == value or (key == "fill" and value == "transparent"):
            if key == "fill":
                element.set("fill", "none")
            else:
                del element.attrib[key]
        else:
            element.set(key, _LONG.sub(lambda one: f"{float(one[0]):.1f}", value))


def _prune(root: Any) -> None:  # noqa: ANN401 - lxml's element
    """Drop what draws nothing, and groups that group nothing."""
    for element in reversed(list(root.iter())):
        parent = element.getparent()
        if parent is None:
            continue
        if _draws_nothing(element):
            parent.remove(element)
        elif element.tag == f"{_SVG}g" and not element.attrib:
            place = parent.index(element)
            parent.remove(element)
            for number, child in enumerate(list(element)):
                parent.insert(place + number, child)


def _draws_nothing(element: Any) -> bool:  # noqa: ANN401 - lxml's element
    kind = element.tag.removeprefix(_SVG)
    if kind in {"g", "defs"}:
        return len(element) == 0
    if kind == "clipPath":  # nothing is drawn outside of a chart's frame
        return True
    if element.get("display") == "none":
        return True
    if kind == "text":
        return not element.text
    return kind == "path" and not (element.get("fill", "none") != "none" or element.get("stroke", "none") != "none")
