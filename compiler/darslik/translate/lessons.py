"""A lesson or bank → its segments, by the same parser that reads it for a build."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from darslik.blocks import blocks
from darslik.diagnostics import Sink, Span
from darslik.questions import kinds
from darslik.source.lesson import BANK, slug
from darslik.source.markdown import (
    Body,
    Directive,
    parse_markdown,
    plain_text,
    split_front_matter,
    split_pages,
)
from darslik.source.yaml import YamlDocument, read_yaml
from darslik.translate.segments import TITLE, Segment, Stretch

TEXT_OPTIONS = {
    "alt": "what a picture shows, read to those who do not see it",
    "caption": "a caption",
    "credit": "who made a picture",
    "hint": "a hint that the learner may open",
    "levels": "levels of an answer, low to high, divided by bars: keep their number",
    "scale": "steps of a scale, low to high, divided by bars: keep their number",
    "title": "a title",
    "unit": "a unit shown beside a field",
}
"""Options of directives that are words. An option of one of these names is text in every block and question kind."""

_MARK = re.compile(r"\[[ xX]\]\s+")
_REGION = re.compile(r"\s*\{#[^{}]*\}\s*\Z")
_PAIR = re.compile(r"\s*::\s*")
_HARD = re.compile(r"(?:\\|  +)\n")
_SOMETHING = re.compile(r"\w")
_NOTES = {
    "heading": "a heading",
    "text": "running text",
    "item": "an item of a list",
    "cell": "a cell of a table",
    "page": "the title of a page, in the contents",
    "prompt": "a question, as the learner reads it",
    "option": "an answer to choose from",
    "answer": "an answer that is accepted when typed; where several words are right, write them all: one | other",
    "mistake": "a wrong answer that learners are expected to type",
    "feedback": "what the learner reads after this answer",
    "explanation": "what the learner reads when the question is finished",
    "gaps": "a text with gaps {{…}}: keep the gaps and their order; translate the words in them",
    "footnote": "a footnote",
    "code": "code; translate comments and values that readers see, if any",
    "formula": "a formula in LaTeX; translate what stands in \\text{…}",
    "term": "a term that is defined",
    "definition": "a definition",
    "quote": "a quotation",
}


def lesson_segments(file: str, text: str, split: str) -> list[Segment]:
    """All segments of a lesson's text; `split` as in `read_lesson`."""
    front, rest, line = split_front_matter(text)
    document = read_yaml(front, file, Sink(), 2)
    head = document.value if isinstance(document.value, dict) else {}
    found = list(_front(file, document, head))
    own = head.get("split")
    mode = "none" if split == BANK else (own if isinstance(own, str) else "") or split
    reader = _Reader(file, text.split("\n"))
    for number, (page, at) in enumerate(split_pages(rest, line, mode)):
        body = parse_markdown(page, file, at, Sink())
        found += reader.page(body, number)
    return list(_answers(found))


def _answers(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Accepted answers in a row are one text: another language may have more of them, or fewer."""
    pending: Segment | None = None
    for one in segments:
        if pending and pending.stretch and one.stretch and _goes_on(pending, one):
            stretch = replace(pending.stretch, end_line=one.stretch.end_line, end_column=one.stretch.end_column)
            pending = replace(pending, text=f"{pending.text} | {one.text}", stretch=stretch)
            continue
        if pending:
            yield pending
        pending = one if one.role == "answer" else None
        if pending is None:
            yield one
    if pending:
        yield pending


def _goes_on(one: Segment, other: Segment) -> bool:
    together = one.role == other.role == "answer" and one.block == other.block
    return together and bool(one.stretch and other.stretch and other.stretch.line == one.stretch.end_line + 1)


def _front(file: str, document: YamlDocument, head: Mapping[str, Any]) -> Iterator[Segment]:
    if isinstance(head.get("title"), str):
        span = document.span(("title",))
        yield Segment(file, "", "title", head["title"], span, "the title of a lesson", TITLE, route=("title",))
    aims = head.get("objectives")
    for number, aim in enumerate(aims if isinstance(aims, list) else ()):
        if isinstance(aim, str):
            route = ("objectives", number)
            note = "what the learner can do afterwards; completes “After this lesson you can …”"
            yield Segment(file, "", "objective", aim, document.span(route), note, route=route)


@dataclass(frozen=True)
class _Where:
    """What is being read: the block's id, the question kind if it is one."""

    block: str
    kind: str = ""


class _Reader:
    """Walks the tokens of one file. `lines` are those of the whole file."""

    def __init__(self, file: str, lines: Sequence[str]) -> None:
        self.file = file
        self.lines = lines

    def page(self, body: Body, number: int) -> Iterator[Segment]:
        """A page: its heading names it, as in a build."""
        tokens = body.tokens
        titled = len(tokens) > 2 and tokens[0].type == "heading_open" and tokens[0].tag in {"h1", "h2"}
        title = plain_text(tokens[1]) if titled else ""
        explicit = str(tokens[0].meta.get("id", "")) if titled else ""
        made = slug(title) or ("start" if number == 0 else f"page-{number + 1}")
        yield from self.body(body, _Where(explicit or made), first=titled)

    def body(self, body: Body, where: _Where, *, first: bool = False) -> Iterator[Segment]:
        """A run of Markdown. `first`: it begins with the page's own title."""
        trail: list[str] = []
        cells = 0
        for number, token in enumerate(body.tokens):
            if token.nesting:
                _step(trail, token)
                cells = 0 if token.type == "tr_open" else cells
            elif token.type == "inline" and trail and trail[-1] in {"th", "td"}:
                yield from self.cell(body, token, where, cells)
                cells += 1
            elif first and number == 1:
                yield from self.text(body, token, where, "page", most=TITLE)
            else:
                yield from self.one(body, token, where, trail)

    def one(self, body: Body, token: Token, where: _Where, trail: Sequence[str]) -> Iterator[Segment]:
        """A token that begins and ends nothing."""
        if token.type == "colon_fence" and "directive" in token.meta:
            yield from self.directive(token.meta["directive"], where)
        elif token.type in {"fence", "math_block"}:
            yield from self.verbatim(body, token, where)
        elif token.type == "inline":
            yield from self.inline(body, token, where, trail)

    def directive(self, directive: Directive, where: _Where) -> Iterator[Segment]:
        """Its argument and options, then what it holds."""
        name, block = directive.name, blocks().get(directive.name)
        kind = name if name in kinds() else ""
        given = directive.options.get("id")
        inner = _Where(given.value if given else where.block, kind)
        if directive.argument and name not in _NO_WORDS:
            role = "prompt" if kind or name == "reflection" else "caption" if name == "table" else "title"
            yield from self.span(directive.argument, directive.argument_span, inner, role)
        for option, note in TEXT_OPTIONS.items():
            if option in directive.options and directive.options[option].value:
                one = directive.options[option]
                yield from self.span(one.value, one.span, inner, option, note)
        if name == "code" and directive.text.strip():
            yield self.lines_of(directive.line - 1, directive.text.split("\n"), inner, "code")
        if kind or (block and block.body == "markdown"):
            body = parse_markdown(directive.text, self.file, directive.line, Sink())
            yield from self.body(body, inner)

    def verbatim(self, body: Body, token: Token, where: _Where) -> Iterator[Segment]:
        """A fence of code, or a formula that has words in it."""
        role = "code" if token.type == "fence" else "formula"
        if role == "formula" and "\\text" not in token.content:
            return
        first = body.line + (token.map or [0])[0]
        at = self.lines[first - 1].find(token.content)
        if role == "formula" and at >= 0 and "\n" not in token.content:
            span = Span(self.file, first, at + 1, len(token.content))
            yield from self.span(token.content, span, where, role)
            return
        rows = token.content.strip("\n").split("\n")
        if rows == list(self.lines[first : first + len(rows)]):
            yield self.lines_of(first, rows, where, role)

    def lines_of(self, first: int, rows: Sequence[str], where: _Where, role: str) -> Segment:
        """Whole lines, kept as they are."""
        stretch = Stretch(first, 0, first + len(rows) - 1, len(self.lines[first + len(rows) - 1]))
        span = Span(self.file, first + 1, 1, max(len(rows[0]), 1))
        return Segment(self.file, where.block, role, "\n".join(rows), span, _NOTES[role], stretch=stretch)

    def span(self, text: str, span: Span, where: _Where, role: str, note: str = "") -> Iterator[Segment]:
        """A text on one line, whose place is known."""
        if not _SOMETHING.search(text):
            return
        line, column = span.line - 1, span.column - 1
        stretch = Stretch(line, column, line, column + len(text))
        yield Segment(self.file, where.block, role, text, span, note or _NOTES.get(role, role), stretch=stretch)

    def inline(self, body: Body, token: Token, where: _Where, trail: Sequence[str]) -> Iterator[Segment]:
        """A paragraph, heading or item, wherever it stands."""
        role = _role(trail, where.kind)
        content = token.content
        if role != "option":
            yield from self.text(body, token, where, role)
            return
        marked = _MARK.match(content)
        start = marked.end() if marked else 0
        end = len(content)
        if where.kind == "hotspot" and (region := _REGION.search(content)):
            end = region.start()
        words = content[start:end].strip()
        if where.kind == "true-false" or where.kind == "numeric" or words == "*":
            return
        if where.kind == "matching":
            at = start
            for part in _PAIR.split(content[start:end]):
                at = content.index(part, at)
                yield from self.text(body, token, where, "option", (at, at + len(part)))
                at += len(part)
            return
        role = "option" if where.kind != "text" else "answer" if content[:start].strip("[] \t") else "mistake"
        yield from self.text(body, token, where, role, (start, end))

    def text(
        self,
        body: Body,
        token: Token,
        where: _Where,
        role: str,
        part: tuple[int, int] | None = None,
        most: int | None = None,
    ) -> Iterator[Segment]:
        """A part of an inline token (offsets into its content); the whole if none is named."""
        content = token.content
        start, end = part or (0, len(content))
        text = content[start:end]
        if not _SOMETHING.search(text):
            return
        first = body.line - 1 + (token.map or [0])[0]
        rows = content.split("\n")
        begin, finish = _place(rows, start), _place(rows, end)
        columns = [self.column(first + row, rows[row], last=row == len(rows) - 1) for row in (begin[0], finish[0])]
        stretch = Stretch(
            first + begin[0],
            columns[0] + begin[1],
            first + finish[0],
            columns[1] + finish[1],
            _lead(self.lines[first][: self.column(first, rows[0], last=len(rows) == 1)]),
        )
        length = len(rows[begin[0]]) - begin[1] if begin[0] != finish[0] else finish[1] - begin[1]
        span = Span(self.file, stretch.line + 1, stretch.column + 1, max(length, 1))
        yield Segment(self.file, where.block, role, _one_line(text), span, _NOTES.get(role, role), most, stretch)

    def cell(self, body: Body, token: Token, where: _Where, number: int) -> Iterator[Segment]:
        """A cell of a table; the marks of a matrix are keys, not words."""
        text = token.content
        if not _SOMETHING.search(text) or (where.kind == "matrix" and text.strip().lower() == "x"):
            return
        line = body.line - 1 + (token.map or [0])[0]
        start, end = _cells(self.lines[line])[number]
        raw = self.lines[line][start:end]
        column = start + len(raw) - len(raw.lstrip())
        stretch = Stretch(line, column, line, column + len(raw.strip()), cell=True)
        span = Span(self.file, line + 1, column + 1, max(len(raw.strip()), 1))
        yield Segment(self.file, where.block, "cell", text, span, _NOTES["cell"], stretch=stretch)

    def column(self, line: int, text: str, *, last: bool) -> int:
        """Where a line of an inline token's content begins in its line of the file."""
        raw = self.lines[line] if line < len(self.lines) else ""
        bare, wanted = raw.rstrip(), text.rstrip()
        if bare.endswith(wanted):
            return len(bare) - len(wanted)
        return max(raw.find(wanted), 0)


_NO_WORDS = {"node", "code", "figure", "video", "audio", "download"}
"""Directives whose argument is an id, a language or a file."""


def _step(trail: list[str], token: Token) -> None:
    name = token.type.removesuffix("_open").removesuffix("_close")
    if token.nesting > 0:
        trail.append(name)
    elif name in trail:
        del trail[len(trail) - 1 - trail[::-1].index(name) :]


def _role(trail: Sequence[str], kind: str) -> str:
    if "footnote" in trail:
        return "footnote"
    for inner, role in (("dt", "term"), ("dd", "definition"), ("heading", "heading")):
        if inner in trail:
            return role
    if kind:
        if "blockquote" in trail:
            return "feedback" if "list_item" in trail else "explanation"
        if "list_item" in trail:
            return "feedback" if kind in {"cloze", "matrix"} else "option"
        return "gaps" if kind == "cloze" else "text"
    if "list_item" in trail:
        return "item"
    return "quote" if "blockquote" in trail else "text"


def _one_line(text: str) -> str:
    return " ".join(part.strip() if number else part.rstrip() for number, part in enumerate(_soft(text))).strip()


def _soft(text: str) -> list[str]:
    """Split at soft breaks; hard ones stay as a backslash and a line end."""
    return _HARD.sub("\\\\\0", text).replace("\n", "\1").replace("\0", "\n").split("\1")


def _place(rows: Sequence[str], offset: int) -> tuple[int, int]:
    for number, row in enumerate(rows):
        if offset <= len(row):
            return number, offset
        offset -= len(row) + 1
    return len(rows) - 1, len(rows[-1])


def _lead(before: str) -> str:
    """What further lines of the same paragraph begin with: marks of a list are blanks there, those of quotes stay."""
    return re.sub(r"[^>\s]", " ", before)


def _cells(line: str) -> list[tuple[int, int]]:
    """From where to where each cell of a row goes, without the bars; a bar can be escaped."""
    bars = [found.start() for found in re.finditer(r"(?<!\\)\|", line)]
    start = len(line) - len(line.lstrip(" \t>"))
    if not bars or bars[0] != start:
        bars = [start - 1, *bars]
    if line.rstrip() and not line.rstrip().endswith("|"):
        bars.append(len(line.rstrip()))
    return [(one + 1, other) for one, other in pairwise(bars)]
