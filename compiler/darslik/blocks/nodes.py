"""The body of a scenario → its nodes: the text of each, and the choices that lead to others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it.token import Token

from darslik.blocks import Options
from darslik.diagnostics import Severity, Sink, Span
from darslik.questions import Question
from darslik.questions.parts import Rich, groups
from darslik.rules import define
from darslik.source.markdown import Body, Directive, plain_text

MAX_NODES = 60
MAX_CHOICES = 12
Outcome = Literal["good", "neutral", "bad"]

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
_WORDS = frozenset({"text", "code_inline", "softbreak", "text_special"})
_MARKS = frozenset({"em", "strong", "s", "span"})

define(
    "scenario-malformed",
    Severity.ERROR,
    """
    A scenario that is not made of nodes with a text and, at its end, a list of choices.

    A choice is an item with nothing but a link to a node: `- [Ask for time](#ask)`. A node that ends the scenario has
    `:outcome: good`, `neutral` or `bad` in place of choices. What a learner chose is kept as the node that it led to,
    so the choices of one node lead to different nodes.

    Bad:
    === lessons/01-first.md
    ::::{scenario} A gift
    :id: gift
    :::{node} start
    Someone brings a gift.

    - [Accept it](#accept) and say thank you
    - [Refuse](#refuse)
    :::
    :::{node} accept
    :outcome: bad
    It was a bribe.
    :::
    :::{node} refuse
    :outcome: good
    Well done.
    :::
    ::::
    Good:
    === lessons/01-first.md
    ::::{scenario} A gift
    :id: gift
    :::{node} start
    Someone brings a gift.

    - [Accept it and say thank you](#accept)
    - [Refuse](#refuse)
    :::
    :::{node} accept
    :outcome: bad
    It was a bribe.
    :::
    :::{node} refuse
    :outcome: good
    Well done.
    :::
    ::::
    """,
)


class NodeOptions(Options):
    """Options of a node."""

    title: str = ""
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Choice:
    """Words to press, and the node that they lead to."""

    text: Rich
    to: str
    span: Span


@dataclass(frozen=True)
class ScenarioNode:
    """A node in one language; one with an outcome ends the scenario."""

    id: str
    options: NodeOptions
    body: Body
    choices: tuple[Choice, ...]
    span: Span


def read_nodes(directive: Directive, sink: Sink) -> tuple[ScenarioNode, ...]:
    """The nodes of a scenario whose directives are typed; what is wrong with them goes to `sink`."""
    inner = [part for part in (directive.body.directives() if directive.body else ()) if part.name == "node"]
    if not inner:
        _malformed(
            sink, "this scenario has no nodes", directive.span, "write `:::{node} start` with a text and choices"
        )
    if len(inner) > MAX_NODES:
        message = f"{len(inner)} nodes, and a scenario can have {MAX_NODES}"
        _malformed(sink, message, inner[MAX_NODES].span, "make two scenarios of it")
    return tuple(_node(part, sink) for part in inner if part.data is not None and part.body)


def _node(directive: Directive, sink: Sink) -> ScenarioNode:
    body = directive.body or Body([], directive.span.file, directive.line, [], {})
    if directive.argument and not _SLUG.match(directive.argument):
        _malformed(
            sink,
            f"`{directive.argument[:60]}` cannot be the id of a node",
            directive.argument_span,
            "use a–z, 0–9 and hyphens, a letter first; its title goes into a line `:title: …`",
        )
    _check_inside(body, sink)
    text, choices = _split(body, sink)
    if directive.data.outcome and choices:
        span = directive.options["outcome"].span
        _malformed(
            sink, "a node with an outcome ends the scenario, and this one has choices", span, "keep one of the two"
        )
    _check_choices(directive, choices, sink)
    left = Body(text, body.file, body.line, body.source, body.env)
    return ScenarioNode(directive.argument, directive.data, left, choices, directive.span)


def _check_inside(body: Body, sink: Sink) -> None:
    """What counts must be where every learner passes: nobody sees all nodes."""
    for inner in body.all_directives():
        if isinstance(inner.data, Question) or inner.name in {"reflection", "scenario", "quiz"}:
            advice = "put it before or after the scenario"
            _malformed(sink, f"`{inner.name}` cannot stand in a node: not every learner comes by", inner.span, advice)


def _split(body: Body, sink: Sink) -> tuple[list[Token], tuple[Choice, ...]]:
    """The text of a node, and the list of choices that ends it."""
    text: list[Token] = []
    choices: tuple[Choice, ...] = ()
    for group in groups(body.tokens):
        if not choices and group[0].type == "bullet_list_open" and _leads(group):
            choices = tuple(_choices(body, group, sink))
        elif choices:
            advice = "put the text before the choices"
            _malformed(sink, "what stands after the choices is not shown", body.span(group[0]), advice)
            break
        else:
            text += group
    return text, choices


def _leads(tokens: Sequence[Token]) -> bool:
    """Whether an item of a list begins with a link to a node."""
    starts = [token.children[0] for token in tokens if token.type == "inline" and token.children]
    return any(child.type == "link_open" and str(child.attrGet("href") or "").startswith("#") for child in starts)


def _choices(body: Body, group: Sequence[Token], sink: Sink) -> Iterator[Choice]:
    for item in groups(group[1:-1]):
        line = next((token for token in item if token.type == "inline"), item[0])
        choice = _choice(body, line)
        if choice:
            yield choice
        if not choice or len(item) != 5 or not _is_link(line):
            advice = "write `- [words](#node)`, with plain words alone in the brackets"
            _malformed(sink, "a choice is an item with a link to a node, and nothing else", body.span(line), advice)


def _choice(body: Body, line: Token) -> Choice | None:
    """The link that a line begins with, whatever else is wrong with it."""
    children = line.children or []
    target = str(children[0].attrGet("href") or "") if children and children[0].type == "link_open" else ""
    if not target.startswith("#"):
        return None
    children[0].meta["choice"] = True  # for walks through links: it leads to no place on the page
    ends = next(number for number, token in enumerate(children) if token.type == "link_close")
    holder = Token("inline", "", 0)
    holder.children = children[1:ends]
    return Choice(
        Rich(tuple(children[1:ends]), plain_text(holder), file=body.file), target[1:], body.span(line, target)
    )


def _is_link(line: Token) -> bool:
    """Whether a line is a link around words, and nothing else."""
    children = line.children or []
    words = children[1:-1]
    return children[-1].type == "link_close" and bool(words) and all(_is_plain(token) for token in words)


def _is_plain(token: Token) -> bool:
    return token.type in _WORDS or token.type.rsplit("_", 1)[0] in _MARKS


def _check_choices(directive: Directive, choices: Sequence[Choice], sink: Sink) -> None:
    seen = {directive.argument: "a choice leads to the node that it stands in"}
    for choice in choices:
        if choice.to in seen:
            _malformed(sink, seen[choice.to], choice.span, "let it lead to a node of its own")
        seen[choice.to] = f"another choice of this node leads to `{choice.to}`, too"
    if len(choices) > MAX_CHOICES:
        message = f"{len(choices)} choices, and a node can have {MAX_CHOICES}"
        _malformed(sink, message, choices[MAX_CHOICES].span, "leave the weakest out")


def _malformed(sink: Sink, message: str, span: Span, advice: str) -> None:
    sink.add("scenario-malformed", message, span, help=advice)
