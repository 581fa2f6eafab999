"""`:::{note}`, `tip`, `important`, `warning`, `example`, `summary`: a paragraph that stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from darslik.blocks import Block
from darslik.source.markdown import Directive

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer

KINDS = ("note", "tip", "important", "warning", "example", "summary")


def _render(directive: Directive, page: PageRenderer) -> Markup:
    title = page.inline(directive.argument) if directive.argument else None
    return page.block("callout", {"kind": directive.name, "title": title}, directive)


BLOCKS = [Block(kind, _render) for kind in KINDS]
