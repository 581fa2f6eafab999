"""`:::{glossary}` and `:::{references}`: the whole list of terms, the whole list of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from darslik.blocks import Block
from darslik.source.markdown import Directive

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer


def _glossary(_: Directive, page: PageRenderer) -> Markup:
    return page.block("glossary", {"entries": page.glossary_entries()}, None)


def _references(_: Directive, page: PageRenderer) -> Markup:
    return page.block("references", {"entries": page.reference_entries()}, None)


BLOCKS = [
    Block("glossary", _glossary, argument="none", body="none"),
    Block("references", _references, argument="none", body="none"),
]
