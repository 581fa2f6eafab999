"""`::::{accordion}` with `:::{panel} Title`: details that open on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from darslik.blocks import Block
from darslik.source.markdown import Directive

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer


def _render(directive: Directive, page: PageRenderer) -> Markup:
    return page.block("accordion", {"panels": page.sections(directive, "panel")}, None)


def _inner(directive: Directive, page: PageRenderer) -> Markup:
    return page.body(directive.body) if directive.body else Markup("")


BLOCKS = [
    Block("accordion", _render, argument="none", holds=frozenset({"panel"})),
    Block("panel", _inner, argument="required", inside="accordion"),
]
