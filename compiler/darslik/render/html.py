"""Markdown tokens → HTML, with darslik's own rules for directives, roles, media, formulas and raw HTML."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import nh3
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from darslik.locale import direction
from darslik.source.markdown import parser

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer

Tokens = Sequence[Token]
Env = MutableMapping[str, Any]

_INLINE_TAGS = frozenset(
    (
        "abbr b bdi bdo br cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr"
    ).split()
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)\b[^>]*>\Z", re.DOTALL)


_SIDES = {"text-align:left": "text-align:start", "text-align:right": "text-align:end"}


class HtmlRenderer(RendererHTML):
    """The render rules; `env["page"]` is the `PageRenderer`."""

    def colon_fence(self, tokens: Tokens, idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """A directive."""
        del options
        page: PageRenderer = env["page"]
        directive = tokens[idx].meta.get("directive")
        return str(page.directive(directive)) if directive else ""

    def role(self, tokens: Tokens, idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """`{term}` and `{cite}`."""
        del options
        page: PageRenderer = env["page"]
        return str(page.role(tokens[idx].meta["name"], tokens[idx].content))

    def gap(self, tokens: Tokens, idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """A gap of a cloze question."""
        del options
        return str(env["gap"](tokens[idx].meta["number"]))

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """An image in running text."""
        del options
        token, page = tokens[idx], env["page"]
        asset = page.asset(str(token.attrGet("src") or ""), env["file"])
        width, height = page.image_size(asset)
        size = f' width="{width}" height="{height}"' if width and height else ""
        decorative = "decorative" in str(token.attrGet("class") or "")
        alt = "" if decorative else token.content
        return f'<img src="{escapeHtml(asset.href)}" alt="{escapeHtml(alt)}"{size} loading="lazy">'

    def link_open(self, tokens: Tokens, idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """A link: inside the course, to a packaged file, or out of it (in a new window, saying so)."""
        token = tokens[idx]
        attributes = env["page"].link(str(token.attrGet("href") or ""), env["file"])
        shown = token.copy(attrs={**token.attrs, **attributes})  # the course stays as it was read
        return self.renderToken([shown], 0, options, env)

    def table_open(self, tokens: Tokens, idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """A table: framed as the block `table` frames its own, so that a wide one scrolls by itself."""
        before = "" if env.get("framed") else env["page"].table_frame()[0]
        return before + self.renderToken(tokens, idx, options, env)

    def table_close(self, tokens: Tokens, idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """The end of a table."""
        after = "" if env.get("framed") else env["page"].table_frame()[1]
        return self.renderToken(tokens, idx, options, env) + after

    def th_open(self, tokens: Tokens, idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """A header cell names its column; an empty one names nothing and is no header."""
        if not tokens[idx + 1].content:
            return "<td>"
        tokens[idx].attrSet("scope", "col")
        return self._cell(tokens, idx, options, env)

    def td_open(self, tokens: Tokens, idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """A cell."""
        return self._cell(tokens, idx, options, env)

    def _cell(self, tokens: Tokens, idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """`:--` is the side where a line starts, `--:` where it ends: columns are mirrored with the writing."""
        side = _SIDES.get(str(tokens[idx].attrs.get("style", "")))
        if side is None:
            return self.renderToken(tokens, idx, options, env)
        cell = tokens[idx].copy(attrs={**tokens[idx].attrs, "style": side})
        return self.renderToken([cell, *tokens[idx + 1 : idx + 2]], 0, options, env)

    def span_open(self, tokens: Tokens, idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """A phrase with attributes; one in a language of the other direction says so."""
        token, lang = tokens[idx], str(tokens[idx].attrGet("lang") or "")
        if lang and direction(lang) != env["page"].dir and not token.attrGet("dir"):
            token = token.copy(attrs={**token.attrs, "dir": direction(lang)})
        return self.renderToken([token], 0, options, env)

    def th_close(self, tokens: Tokens, idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """The end of a header cell."""
        return self.renderToken(tokens, idx, options, env) if tokens[idx - 1].content else "</td>\n"

    def math_inline(self, tokens: Tokens, idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """A formula in a line."""
        del options, env
        return mathml(tokens[idx].content, "inline")

    def math_block(self, tokens: Tokens, idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """A formula on lines of its own."""
        del options
        label = escapeHtml(env["page"].t["ui.formula"])
        formula = mathml(tokens[idx].content, "block")
        return f'<div class="math" role="group" tabindex="0" aria-label="{label}">{formula}</div>\n'

    def fence(self, tokens: Tokens, idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """A fenced listing."""
        del options
        from darslik.blocks.code import highlight

        token = tokens[idx]
        language = (token.info.split() or [""])[0]
        block = {"language": language, "caption": None, "html": highlight(token.content.rstrip("\n"), language)}
        return str(env["page"].block("code", block, None))

    def html_block(self, tokens: Tokens, idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """Raw HTML on lines of its own, cleaned unless the course vouches for it."""
        del options
        text = tokens[idx].content
        return text if env["page"].trusts_html else clean(text)

    def html_inline(self, tokens: Tokens, idx: int, options: Any, env: Env) -> str:  # noqa: ANN401
        """A raw tag in a line, cleaned unless the course vouches for it."""
        del options
        text = tokens[idx].content
        return text if env["page"].trusts_html else clean_tag(text, tokens, idx)


def clean(text: str) -> str:
    """HTML by nh3's allow-list: no scripts, no handlers, no styles, no frames."""
    return nh3.clean(text, link_rel="noopener noreferrer")


def clean_tag(text: str, tokens: Tokens, idx: int) -> str:
    """One raw tag: kept if it is a harmless inline one that is opened and closed in the same line of text."""
    found = _TAG.match(text)
    if not found or found.group(2).lower() not in _INLINE_TAGS:
        return ""
    name = found.group(2).lower()
    if name in {"br", "wbr"}:
        return f"<{name}>"
    if not _balanced(name, tokens):
        return ""
    if found.group(1):
        return f"</{name}>"
    return nh3.clean(text + f"</{name}>").removesuffix(f"</{name}>")


def _balanced(name: str, tokens: Tokens) -> bool:
    depth = 0
    for token in tokens:
        found = _TAG.match(token.content) if token.type == "html_inline" else None
        if found and found.group(2).lower() == name:
            depth += -1 if found.group(1) else 1
            if depth < 0:
                return False
    return depth == 0


@cache
def mathml(latex: str, display: str) -> str:
    """LaTeX → MathML. Raises ValueError if it cannot be read (the check `formula` reports that first)."""
    from latex2mathml.converter import convert  # slow to import, and few pages need it

    try:
        return convert(latex.strip(), display=display)
    except Exception as error:
        message = type(error).__name__
        raise ValueError(message) from error


@cache
def renderer() -> HtmlRenderer:
    """The one renderer."""
    made = HtmlRenderer(parser())
    base = parser().renderer
    footnotes = base.rules if isinstance(base, RendererHTML) else {}
    made.rules = {**footnotes, **made.rules, **{name: getattr(made, name) for name in _OWN}}
    return made


_OWN = (
    "colon_fence",
    "role",
    "gap",
    "image",
    "link_open",
    "table_open",
    "table_close",
    "th_open",
    "td_open",
    "span_open",
    "th_close",
    "math_inline",
    "math_block",
    "fence",
    "html_block",
    "html_inline",
)


def render_tokens(tokens: list[Token], env: Env) -> str:
    """Block tokens as HTML."""
    return renderer().render(tokens, parser().options, env)


def render_inline(tokens: Sequence[Token], env: Env) -> str:
    """Inline tokens as HTML."""
    return renderer().renderInline(list(tokens), parser().options, env)
