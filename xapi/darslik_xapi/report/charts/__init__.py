"""Charts: Vega-Lite specifications as plain dictionaries, drawn by vl-convert-python (the extra `charts`).

`specs` says what is drawn, `draw` makes an SVG of it that belongs to the page: its fonts, its colours (light, dark and
on paper), no scripts, no identifiers but the title's. Without the extra `draw` gives nothing, and the page says so.
A new chart is a function in `specs` that takes rows and gives a dictionary; every mark carries its value as text.
"""

from .draw import available, draw

__all__ = ["available", "draw"]
