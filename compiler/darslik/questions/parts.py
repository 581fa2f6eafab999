"""The body of a question directive → stem, items with feedback, explanation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from darslik.diagnostics import Span
from darslik.source.markdown import Body, Directive, parser, plain_text

_TASK = re.compile(r"\[([ xX])\][ \t]+|\[([ xX])\]\Z")


@dataclass(frozen=True)
class Rich:
    """A run of inline Markdown, or of blocks where an author wrote more than one paragraph."""

    tokens: tuple[Token, ...]
    plain: str
    body: Body | None = None
    file: str = ""


@dataclass(frozen=True)
class Item:
    """One list item: `[x]`, `[ ]` or neither, its text and its feedback."""

    marked: bool | None
    text: Rich
    feedback: Body | None
    span: Span


@dataclass(frozen=True)
class Parts:
    """What stands in a question."""

    prompt: Rich
    stem: Body | None
    items: tuple[Item, ...]
    ordered: bool
    explanation: Body | None
    directive: Directive
    leftovers: tuple[Span, ...] = field(default=())


def inline(text: str, file: str = "") -> Rich:
    """A text as inline Markdown."""
    tokens = parser().parseInline(text, {})
    if not tokens:
        return Rich((), "")
    return Rich(tuple(tokens[0].children or ()), plain_text(tokens[0]), file=file)


def read_parts(directive: Directive, body: Body) -> Parts:
    """Take the body of a question apart."""
    stem: list[Token] = []
    items: list[Item] = []
    explanation: list[Token] = []
    leftovers: list[Span] = []
    ordered = False
    for group in groups(body.tokens):
        first = group[0]
        if first.type in {"bullet_list_open", "ordered_list_open"} and not items:
            ordered = first.type == "ordered_list_open"
            items = [_item(body, part) for part in groups(group[1:-1])]
        elif first.type == "blockquote_open":
            explanation += group[1:-1]
        elif items:
            leftovers.append(body.span(first))
        else:
            stem += group
    return Parts(
        inline(directive.argument, body.file),
        part_of(body, stem),
        tuple(items),
        ordered,
        part_of(body, explanation),
        directive,
        tuple(leftovers),
    )


def groups(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Top-level blocks: an opening token with everything up to its closing one."""
    depth, group = 0, list[Token]()
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if not depth:
            yield group
            group = []


def part_of(body: Body, tokens: list[Token]) -> Body | None:
    """Some of the tokens of a body."""
    return Body(tokens, body.file, body.line, body.source, body.env) if tokens else None


def _item(body: Body, tokens: list[Token]) -> Item:
    text: list[Token] = []
    feedback: list[Token] = []
    for group in groups(tokens[1:-1]):
        if group[0].type == "blockquote_open":
            feedback += group[1:-1]
        else:
            text += group
    marked = _take_mark(text)
    span = _item_span(body, tokens[0])
    return Item(marked, _rich(body, text), part_of(body, feedback), span)


def _item_span(body: Body, token: Token) -> Span:
    start = body.span(token)
    row = body.source[start.line - body.line] if start.line - body.line < len(body.source) else ""
    column = len(row) - len(row.lstrip())
    return Span(start.file, start.line, column + 1, max(len(row.strip()), 1))


def _take_mark(tokens: list[Token]) -> bool | None:
    """Read and remove `[x] ` at the beginning of an item."""
    if len(tokens) < 2 or tokens[1].type != "inline" or not tokens[1].children:
        return None
    first = tokens[1].children[0]
    found = _TASK.match(first.content) if first.type == "text" else None
    if not found:
        return None
    first.content = first.content[found.end() :]
    tokens[1].content = tokens[1].content[found.end() :]
    return found.group(0)[1] in "xX"


def _rich(body: Body, tokens: list[Token]) -> Rich:
    plain = " ".join(plain_text(token) for token in tokens if token.type == "inline")
    if len(tokens) == 3 and tokens[0].type == "paragraph_open":
        return Rich(tuple(tokens[1].children or ()), plain, file=body.file)
    return Rich((), plain, part_of(body, tokens), body.file)


def nested(item: Item) -> tuple[Rich | None, tuple[Item, ...]]:
    """An item with a list below it → its words, and the items of that list; no words if it is anything else."""
    body = item.text.body
    if body is None:
        return item.text, ()
    head, *rest = groups(body.tokens)
    if len(rest) != 1 or rest[0][0].type != "bullet_list_open" or len(head) != 3:
        return None, ()
    return _rich(body, head), tuple(_item(body, part) for part in groups(rest[0][1:-1]))


def rich_inline(token: Token, file: str) -> Rich:
    """An inline token as a run of text."""
    return Rich(tuple(token.children or ()), plain_text(token), file=file)


def as_block(rich: Rich, span: Span) -> Body:
    """A run of text as a paragraph."""
    if rich.body:
        return rich.body
    words = Token("inline", "", 0, content=rich.plain, children=list(rich.tokens), map=[0, 1])
    tokens = [Token("paragraph_open", "p", 1), words, Token("paragraph_close", "p", -1)]
    return Body(tokens, rich.file or span.file, span.line, [rich.plain], {})


def split_pair(item: Item) -> tuple[Rich, Rich] | None:
    """`left :: right` as two texts; none if there is no `::`."""
    tokens = list(item.text.tokens)
    for number, token in enumerate(tokens):
        if token.type != "text" or "::" not in token.content:
            continue
        before, _, after = token.content.partition("::")
        left = [*tokens[:number], _text(before.rstrip())]
        right = [_text(after.lstrip()), *tokens[number + 1 :]]
        file = item.text.file
        return _from_tokens(left, file), _from_tokens(right, file)
    return None


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token


def _from_tokens(tokens: list[Token], file: str) -> Rich:
    kept = tuple(token for token in tokens if token.type != "text" or token.content)
    holder = Token("inline", "", 0)
    holder.children = list(kept)
    return Rich(kept, plain_text(holder), file=file)
