"""`:::{code} language`: program text with a caption; coloured when the package is made, not in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from darslik.blocks import Block, Options
from darslik.source.markdown import Directive

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer


class CodeOptions(Options):
    """Options of a listing."""

    caption: str = ""


def highlight(text: str, language: str) -> Markup:
    """Program text as HTML with Pygments' class names; plain if the language is unknown."""
    from pygments import highlight as colour  # slow to import, and few pages need it
    from pygments.formatters.html import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return Markup.escape(text)
    return Markup(colour(text, lexer, HtmlFormatter(nowrap=True)).rstrip("\n"))  # noqa: S704


def _render(directive: Directive, page: PageRenderer) -> Markup:
    options: CodeOptions = directive.data
    block = {
        "language": directive.argument,
        "caption": page.inline(options.caption) if options.caption else None,
        "html": highlight(directive.text, directive.argument),
    }
    return page.block("code", block, None)


BLOCKS = [Block("code", _render, CodeOptions, argument_is="a language", body="text")]
