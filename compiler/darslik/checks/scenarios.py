"""Scenarios: every choice leads somewhere, every node can be reached, every way comes to an end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from darslik.blocks.nodes import ScenarioNode
from darslik.blocks.scenario import Scenario
from darslik.checks import Finding, Subject, check
from darslik.diagnostics import Severity
from darslik.suggest import did_you_mean


def _scenarios(subject: Subject) -> Iterator[Scenario]:
    """In the source language; translations are compared with it."""
    for _, page in subject.course.source_pages():
        yield from page.scenarios


def _reached(starts: Iterable[str], steps: Mapping[str, Iterable[str]]) -> set[str]:
    """Everything that steps lead to from the starts."""
    found, waiting = set[str](), list(starts)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += steps.get(node, ())
    return found


def _steps(scenario: Scenario) -> dict[str, list[str]]:
    return {node.id: [choice.to for choice in node.choices] for node in scenario.nodes}


@check(Severity.ERROR)
def unknown_node(subject: Subject) -> Iterator[Finding]:
    """A choice of a scenario leads to a node that is not there.

    The learner would choose and see nothing.

    Bad:
    === lessons/01-first.md
    ::::{scenario} A gift
    :id: gift
    :::{node} start
    Someone brings a gift.

    - [Refuse](#refuse)
    - [Accept it](#acept)
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

    - [Refuse](#refuse)
    :::
    :::{node} refuse
    :outcome: good
    Well done.
    :::
    ::::
    """
    for scenario in _scenarios(subject):
        ids = [node.id for node in scenario.nodes]
        for node in scenario.nodes:
            for choice in node.choices:
                if choice.to not in ids:
                    yield Finding(
                        f"this scenario has no node `{choice.to}`",
                        choice.span,
                        did_you_mean(choice.to, ids),
                        f"its nodes: {', '.join(f'`{name}`' for name in ids)}",
                    )


@check(Severity.ERROR)
def unreachable_node(subject: Subject) -> Iterator[Finding]:
    """No choice of a scenario leads to a node, so no learner will ever see it.

    A scenario begins with its first node; every other one must be reached from there.

    Bad:
    === lessons/01-first.md
    ::::{scenario} A gift
    :id: gift
    :::{node} start
    Someone brings a gift.

    - [Refuse](#refuse)
    :::
    :::{node} refuse
    :outcome: good
    Well done.
    :::
    :::{node} accept
    :outcome: bad
    It was a bribe.
    :::
    ::::
    Good:
    === lessons/01-first.md
    ::::{scenario} A gift
    :id: gift
    :::{node} start
    Someone brings a gift.

    - [Refuse](#refuse)
    - [Accept it](#accept)
    :::
    :::{node} refuse
    :outcome: good
    Well done.
    :::
    :::{node} accept
    :outcome: bad
    It was a bribe.
    :::
    ::::
    """
    for scenario in _scenarios(subject):
        steps = _steps(scenario)
        ids = set(steps)
        if any(to not in ids for leads in steps.values() for to in leads):
            continue  # a misspelt choice: `unknown-node` says so
        reached = _reached([node.id for node in scenario.nodes[:1]], steps)
        for node in scenario.nodes:
            if node.id not in reached:
                yield Finding(
                    f"nothing leads to the node `{node.id}`",
                    node.span,
                    help=f"add a choice `- [words](#{node.id})` to a node that is reached, or delete this one",
                )


@check(Severity.ERROR)
def dead_end(subject: Subject) -> Iterator[Finding]:
    """A node of a scenario from which the learner cannot come to an end.

    Either it has neither choices nor an outcome, or its choices lead round in a circle for ever. A learner would not
    know whether there is more to come.

    Bad:
    === lessons/01-first.md
    ::::{scenario} A gift
    :id: gift
    :::{node} start
    Someone brings a gift.

    - [Refuse](#refuse)
    - [Accept it](#accept)
    :::
    :::{node} refuse
    :outcome: good
    Well done.
    :::
    :::{node} accept
    It was a bribe.
    :::
    ::::
    Good:
    === lessons/01-first.md
    ::::{scenario} A gift
    :id: gift
    :::{node} start
    Someone brings a gift.

    - [Refuse](#refuse)
    - [Accept it](#accept)
    :::
    :::{node} refuse
    :outcome: good
    Well done.
    :::
    :::{node} accept
    :outcome: bad
    It was a bribe.
    :::
    ::::
    """
    for scenario in _scenarios(subject):
        back: dict[str, list[str]] = {}
        for name, leads in _steps(scenario).items():
            for to in leads:
                back.setdefault(to, []).append(name)
        ids = {node.id for node in scenario.nodes}
        open_ends = [node.id for node in scenario.nodes if node.options.outcome]
        strays = [name for name in back if name not in ids]  # `unknown-node` speaks of them
        stops = [node.id for node in scenario.nodes if not node.choices]
        ending = _reached([*open_ends, *strays, *stops], back)
        for node in scenario.nodes:
            yield from _dead(node, node.id in ending)


def _dead(node: ScenarioNode, ends: bool) -> Iterator[Finding]:
    if not node.choices and not node.options.outcome:
        yield Finding(
            f"the node `{node.id}` has neither choices nor an outcome",
            node.span,
            help=("end the scenario here: `:outcome: good`, `neutral` or `bad`", "or add choices: `- [words](#node)`"),
        )
    elif not ends:
        yield Finding(
            f"from the node `{node.id}` no end can be reached",
            node.span,
            help="let a choice lead to a node with an outcome",
        )
