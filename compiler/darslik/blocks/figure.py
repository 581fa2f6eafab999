"""`:::{figure} path`: an image with a text alternative, a caption and a credit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup

from darslik.blocks import Block, FileRef, Options, file_argument
from darslik.source.markdown import Directive

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer


class FigureOptions(Options):
    """Options of a figure."""

    alt: str = ""
    decorative: bool = False
    credit: str = ""


def _files(directive: Directive) -> Iterable[FileRef]:
    return file_argument(directive, "image")


def _render(directive: Directive, page: PageRenderer) -> Markup:
    options: FigureOptions = directive.data
    asset = page.asset(directive.argument, directive.argument_span.file)
    width, height = page.image_size(asset)
    block = {
        "src": asset.href,
        "alt": "" if options.decorative else options.alt,
        "decorative": options.decorative,
        "width": width,
        "height": height,
        "credit": page.inline(options.credit) if options.credit else None,
    }
    return page.block("figure", block, directive)


BLOCKS = [Block("figure", _render, FigureOptions, "required", "the path of an image", files=_files)]
