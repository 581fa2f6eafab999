"""Markdown text → token streams with directives, roles and places.

CommonMark by markdown-it-py, plus tables, footnotes, definition lists, attributes, formulas and MyST colon-fence
directives. A line `---` is always a break, never the underline of a heading: in lessons it starts a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from darslik.diagnostics import Severity, Sink, Span
from darslik.rules import define

MAX_NESTING = 6

_DIRECTIVE = re.compile(r"\{([A-Za-z][\w-]*)\}[ \t]*(.*)\Z", re.DOTALL)
_OPTION = re.compile(r":([A-Za-z][\w-]*):(?:[ \t]+(.*))?\Z")
_HEADING_ID = re.compile(r"[ \t]*\{#([^}\s]+)(?:[ \t]+was=([^}\s]+))?[ \t]*\}[ \t]*\Z")
_ROLE = re.compile(r"\{([a-z]+)\}`([^`\n]+)`")
_GAP = re.compile(r"\{\{([^{}\n]+)\}\}")
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9/._~:?#@!$&()*+,;=-]*\Z")
_ATTRIBUTES = ("id", "class", "lang", "dir", "title")

define(
    "unclosed-directive",
    Severity.ERROR,
    """
    A directive has no closing colons.

    Everything after it, to the end of the page, would become part of it.

    Bad:
    === lessons/01-first.md
    :::{note} Mind
    The rest of the page.
    Good:
    === lessons/01-first.md
    :::{note} Mind
    The note.
    :::
    """,
)
define(
    "malformed-directive",
    Severity.ERROR,
    """
    Three colons that do not begin a directive.

    A directive is written `:::{name}`; without the braces the colons would show as text or swallow the page.

    Bad:
    === lessons/01-first.md
    ::: note
    The note.
    :::
    Good:
    === lessons/01-first.md
    :::{note}
    The note.
    :::
    """,
)
define(
    "nested-too-deep",
    Severity.ERROR,
    """
    Directives inside directives, more than six deep.

    No learner can follow that, and a program that writes such text is mistaken.

    Bad:
    === lessons/01-first.md
    ::::::::::{note}
    :::::::::{note}
    ::::::::{note}
    :::::::{note}
    ::::::{note}
    :::::{note}
    ::::{note}
    Deep.
    ::::
    :::::
    ::::::
    :::::::
    ::::::::
    :::::::::
    ::::::::::
    Good:
    === lessons/01-first.md
    ::::{note}
    :::{tip}
    Fine.
    :::
    ::::
    """,
)


@dataclass(frozen=True)
class Option:
    """`:name: value` of a directive."""

    value: str
    key_span: Span
    span: Span


@dataclass
class Directive:
    """`:::{name} argument` with its options and its body."""

    name: str
    argument: str
    options: dict[str, Option]
    text: str
    """The body as written, without the options."""
    line: int
    """The file's line of the first line of `text`."""
    span: Span
    argument_span: Span
    duplicates: list[Option] = field(default_factory=list)
    body: Body | None = None
    """The body as Markdown; none until `parse_body`."""
    data: Any = None
    """What the block or question kind read from it."""


@dataclass
class Body:
    """A run of Markdown: tokens, and where the text stands in which file."""

    tokens: list[Token]
    file: str
    line: int
    source: list[str]
    env: dict[str, Any]

    def directives(self) -> Iterator[Directive]:
        """The directives of this body, not those inside them."""
        for token in self.tokens:
            if token.type == "colon_fence" and "directive" in token.meta:
                yield token.meta["directive"]

    def all_directives(self) -> Iterator[Directive]:
        """The directives of this body and those inside them, in reading order."""
        for directive in self.directives():
            yield directive
            if directive.body:
                yield from directive.body.all_directives()

    def all_bodies(self) -> Iterator[Body]:
        """This body and those of the directives inside it."""
        yield self
        for directive in self.directives():
            if directive.body:
                yield from directive.body.all_bodies()

    def span(self, token: Token, needle: str = "") -> Span:
        """Where a block token stands, or where `needle` stands in its lines."""
        start, end = token.map or (0, 1)
        for number in range(start, min(max(end, start + 1), len(self.source))):
            column = self.source[number].find(needle) if needle else 0
            if column >= 0:
                return Span(self.file, self.line + number, column + 1, max(len(needle), 1))
        return Span(self.file, self.line + start)

    def inlines(self) -> Iterator[tuple[Token, Token]]:
        """Each inline token's child with the block token that holds it."""
        for token in self.tokens:
            if token.type == "inline":
                for child in token.children or ():
                    yield child, token


@cache
def parser() -> MarkdownIt:
    """The one Markdown parser of darslik."""
    md = MarkdownIt("commonmark", {"html": True, "typographer": False})
    md.enable(["table", "strikethrough"]).disable("lheading")
    md.use(footnote_plugin, inline=False).use(deflist_plugin).use(colon_fence_plugin)
    md.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=False)
    md.use(attrs_plugin, spans=True, allowed=list(_ATTRIBUTES))
    md.inline.ruler.before("backticks", "role", _role)
    md.inline.ruler.before("role", "gap", _gap)
    md.core.ruler.after("block", "heading_id", _heading_ids)
    md.normalizeLink = _normalised_link  # type: ignore[method-assign]
    return md


def _normalised_link(url: str) -> str:
    """Most addresses need no normalising, and it is slow."""
    return url if _PLAIN_ADDRESS.match(url) else normalizeLink(url)


def parse_markdown(text: str, file: str, line: int, sink: Sink, *, gaps: bool = False, depth: int = 0) -> Body:
    """Parse a run of Markdown whose first line is `line` of `file`; directives are read, not their bodies."""
    env: dict[str, Any] = {"gaps": []} if gaps else {}
    source = text.split("\n")
    body = Body(parser().parse(text, env), file, line, source, env)
    for token in body.tokens:
        if token.type == "colon_fence":
            _attach_directive(body, token, sink, depth)
    return body


def parse_body(directive: Directive, sink: Sink, depth: int) -> Body:
    """Parse the body of a directive as Markdown."""
    if depth > MAX_NESTING:
        sink.add("nested-too-deep", f"directives nested more than {MAX_NESTING} deep", directive.span)
        directive.body = parse_markdown("", directive.span.file, directive.line, sink)
    else:
        directive.body = parse_markdown(directive.text, directive.span.file, directive.line, sink, depth=depth)
    return directive.body


def _attach_directive(body: Body, token: Token, sink: Sink, depth: int) -> None:
    start, end = token.map or (0, 1)
    span = Span(body.file, body.line + start, _indent(body.source, start) + 1, len(token.markup))
    if not _closed(body.source, end, len(token.markup)):
        sink.add(
            "unclosed-directive",
            f"`{token.markup}{token.info}` is never closed".replace("\n", " "),
            span,
            help=f"write `{token.markup}` on a line of its own after the last line of it",
        )
    found = _DIRECTIVE.match(token.info.strip())
    if not found:
        word = (token.info.split() or ["note"])[0].strip("{}")
        sink.add(
            "malformed-directive",
            "these colons do not begin a directive",
            span,
            help=f"write `{token.markup}{{{word}}}`",
        )
        return
    token.meta["directive"] = _directive(body, token, found, span)
    token.meta["depth"] = depth


def _directive(body: Body, token: Token, found: re.Match[str], fence: Span) -> Directive:
    name, argument = found.group(1), found.group(2).strip()
    first = body.source[fence.line - body.line] if fence.line - body.line < len(body.source) else ""
    span = Span(fence.file, fence.line, max(first.find(name), 0) + 1, len(name))
    column = first.find(argument) if argument else len(first.rstrip()) - 1
    argument_span = Span(fence.file, fence.line, max(column, 0) + 1, max(len(argument), 1))
    lines = token.content.split("\n")
    options, duplicates, used = _options(lines, fence.file, fence.line + 1)
    text = "\n".join(lines[used:]).rstrip("\n")
    line = fence.line + 1 + used
    return Directive(name, argument, options, text, line, span, argument_span, duplicates)


def _options(lines: list[str], file: str, line: int) -> tuple[dict[str, Option], list[Option], int]:
    options: dict[str, Option] = {}
    duplicates: list[Option] = []
    used = 0
    for offset, text in enumerate(lines):
        found = _OPTION.match(text.rstrip())
        if not found:
            break
        used = offset + 1
        name, value = found.group(1), (found.group(2) or "").strip()
        at = Span(file, line + offset, found.start(1) + 1, len(name))
        column = text.find(value, found.end(1)) if value else found.start(1)
        option = Option(value, at, Span(file, line + offset, column + 1, max(len(value), 1)))
        if name in options:
            duplicates.append(option)
        options.setdefault(name, option)
    return options, duplicates, used


def _indent(source: list[str], number: int) -> int:
    line = source[number] if number < len(source) else ""
    return max(line.find(":::"), 0)


def _closed(source: list[str], end: int, colons: int) -> bool:
    last = source[end - 1].strip(" \t>") if 0 < end <= len(source) else ""
    return len(last) >= colons and set(last) == {":"}


def _heading_ids(state: StateCore) -> None:
    for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type == "heading_open" and (found := _HEADING_ID.search(inline.content)):
            opening.meta["id"], opening.meta["was"] = found.group(1), found.group(2) or ""
            inline.content = inline.content[: found.start()]


def _role(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    found = _ROLE.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("role", "", 0)
        token.meta = {"name": found.group(1)}
        token.content = found.group(2)
        token.markup = found.group(0)
    state.pos = found.end()
    return True


def _gap(state: StateInline, silent: bool) -> bool:
    if "gaps" not in state.env or state.src[state.pos] != "{":
        return False
    found = _GAP.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("gap", "", 0)
        token.content = found.group(1)
        state.env["gaps"].append(found.group(1))
        token.meta = {"number": len(state.env["gaps"])}
    state.pos = found.end()
    return True


def plain_text(token: Token) -> str:
    """The words of an inline token without markup."""
    parts: list[str] = []
    for child in token.children or ():
        if child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif child.type == "image":
            parts.append(child.content)
        elif child.type == "role":
            parts.append(re.sub(r"\s*<[^>]*>\s*\Z", "", child.content) if child.meta["name"] == "term" else "")
        elif child.type == "gap":
            parts.append("____")
        elif child.type not in {"html_inline", "footnote_ref"}:
            parts.append(child.content)
    return "".join(parts).strip()


def split_front_matter(text: str) -> tuple[str, str, int]:
    """A lesson's text → (front matter, the rest, the file's line on which the rest begins)."""
    lines = text.split("\n")
    if not lines or lines[0].rstrip() != "---":
        return "", text, 1
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in {"---", "..."}:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    return "\n".join(lines[1:]), "", len(lines)


_FENCE = re.compile(r" {0,3}(`{3,}|~{3,}|:{3,})(.*)\Z")
_BREAK = re.compile(r" {0,3}-{3,}[ \t]*\Z")
_HEADING = re.compile(r"## ")


def split_pages(text: str, line: int, mode: str) -> list[tuple[str, int]]:
    """A lesson's text → its pages, each with the file's line on which it begins."""
    pages: list[tuple[list[str], int]] = [([], line)]
    fences: list[str] = []
    for offset, row in enumerate(text.split("\n")):
        _track_fence(row, fences)
        at = line + offset
        if not fences and mode != "none" and _BREAK.match(row):
            pages.append(([], at + 1))
        elif not fences and mode == "heading" and _HEADING.match(row) and _has_text(pages[-1][0]):
            pages.append(([row], at))
        else:
            pages[-1][0].append(row)
    return [("\n".join(rows), at) for rows, at in pages if _has_text(rows)] or [("", line)]


def _has_text(rows: list[str]) -> bool:
    return any(row.strip() for row in rows)


def _track_fence(row: str, fences: list[str]) -> None:
    found = _FENCE.match(row)
    if not found:
        return
    mark, rest = found.group(1), found.group(2).strip()
    if fences and mark[0] == fences[-1][0] and len(mark) >= len(fences[-1]) and not rest:
        fences.pop()
    elif (not fences or fences[-1][0] == ":") and (rest or mark[0] != ":"):
        fences.append(mark)
