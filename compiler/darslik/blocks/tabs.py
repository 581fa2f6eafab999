"""`::::{tabs}` with `:::{tab} Title`: alternatives side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from darslik.blocks import Block
from darslik.source.markdown import Directive

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer


def _render(directive: Directive, page: PageRenderer) -> Markup:
    return page.block("tabs", {"id": page.new_id("tabs"), "tabs": page.sections(directive, "tab")}, None)


def _inner(directive: Directive, page: PageRenderer) -> Markup:
    return page.body(directive.body) if directive.body else Markup("")


BLOCKS = [
    Block("tabs", _render, argument="none", holds=frozenset({"tab"})),
    Block("tab", _inner, argument="required", inside="tabs"),
]
