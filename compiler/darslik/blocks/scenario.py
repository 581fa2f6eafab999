"""`::::{scenario} Title` with `:::{node} id`: a situation that goes on as the learner chooses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from darslik.blocks import Block, Difference, Options, same_id
from darslik.blocks.nodes import NodeOptions, ScenarioNode, read_nodes
from darslik.diagnostics import Sink, Span
from darslik.model.base import Slug
from darslik.questions.parts import Rich, inline
from darslik.source.markdown import Directive

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer


class ScenarioOptions(Options):
    """Options of a scenario."""

    id: Slug
    was: Slug | None = None


@dataclass(frozen=True)
class Scenario:
    """A scenario in one language; the first node is where it begins."""

    options: ScenarioOptions
    title: Rich
    nodes: tuple[ScenarioNode, ...]
    span: Span

    @property
    def id(self) -> str:
        """The permanent id."""
        return self.options.id


def _read(directive: Directive, sink: Sink) -> None:
    nodes = read_nodes(directive, sink)
    if directive.data:
        title = inline(directive.argument, directive.span.file)
        directive.data = Scenario(directive.data, title, nodes, directive.span)


def _merge(source: Directive, translated: Directive) -> Iterator[Difference]:
    ours, theirs = source.data, translated.data
    if not isinstance(ours, Scenario) or not isinstance(theirs, Scenario):
        return
    yield from same_id(source, translated, "scenario")
    for one, other in zip(ours.nodes, theirs.nodes, strict=False):
        yield from _differences(one, other)
    nodes = tuple(
        replace(other, options=other.options.model_copy(update={"outcome": one.options.outcome}))
        for one, other in zip(ours.nodes, theirs.nodes, strict=False)
    )
    translated.data = replace(theirs, options=ours.options, nodes=nodes)


def _differences(one: ScenarioNode, other: ScenarioNode) -> Iterator[Difference]:
    if one.id != other.id:
        yield Difference(f"the source has the node `{one.id}` here", other.span, one.span, f"write `{one.id}`")
        return
    leads, theirs = ([choice.to for choice in node.choices] for node in (one, other))
    if leads != theirs:
        advice = f"its choices lead to {', '.join(f'`#{to}`' for to in leads)}" if leads else "it has no choices"
        yield Difference(f"`{one.id}` has other choices than in the source", other.span, one.span, advice)
    if other.options.outcome not in {None, one.options.outcome}:
        message = f"`{one.id}` has another outcome than in the source"
        yield Difference(message, other.span, one.span, "leave the line `:outcome:` out: the source's counts")


def _render(directive: Directive, page: PageRenderer) -> Markup:
    scenario: Scenario = directive.data
    numbers = page.scenarios[scenario.id].nodes
    parts = {node.id: part for part, node in enumerate(scenario.nodes, 1)}
    block = {
        "id": scenario.id,
        "title": page.rich(scenario.title),
        "nodes": [_node(node, numbers, parts, page) for node in scenario.nodes],
    }
    return page.block("scenario", block, None)


def _node(
    node: ScenarioNode, numbers: Mapping[str, int], parts: Mapping[str, int], page: PageRenderer
) -> dict[str, Any]:
    return {
        "id": node.id,
        "number": numbers[node.id],
        "part": parts[node.id],
        "title": node.options.title,
        "outcome": node.options.outcome,
        "body": page.body(node.body),
        "choices": [
            {"text": page.rich(choice.text), "to": numbers[choice.to], "part": parts[choice.to]}
            for choice in node.choices
        ],
    }


def _inner(directive: Directive, page: PageRenderer) -> Markup:
    return page.body(directive.body) if directive.body else Markup("")


BLOCKS = [
    Block(
        "scenario",
        _render,
        ScenarioOptions,
        "required",
        "a title",
        holds=frozenset({"node"}),
        trackable=True,
        read=_read,
        merge=_merge,
    ),
    Block("node", _inner, NodeOptions, "required", "its id", inside="scenario"),
]
