"""Circles in a graph: its strongly connected parts (Tarjan's algorithm, without recursion)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Graph = Mapping[str, Sequence[str]]
"""Node → nodes that it leads to; every node is a key."""


def circles(graph: Graph) -> list[list[str]]:
    """Parts of more than one node, or of one that leads to itself."""
    search = _Search(graph)
    for node in graph:
        search.start(node)
    return [part for part in search.parts if len(part) > 1 or part[0] in graph[part[0]]]


class _Search:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.parts: list[list[str]] = []
        self.index: dict[str, int] = {}
        self.low: dict[str, int] = {}
        self.stack: list[str] = []
        self.on_stack: set[str] = set()
        self.work: list[tuple[str, Iterator[str]]] = []

    def start(self, node: str) -> None:
        """Go through all that a node leads to, if that was not done yet."""
        if node in self.index:
            return
        self._visit(node)
        while self.work:
            here, rest = self.work[-1]
            following = next(rest, None)
            if following is None:
                self._leave(here)
            elif following not in self.index:
                self._visit(following)
            elif following in self.on_stack:
                self.low[here] = min(self.low[here], self.index[following])

    def _visit(self, node: str) -> None:
        self.index[node] = self.low[node] = len(self.index)
        self.stack.append(node)
        self.on_stack.add(node)
        self.work.append((node, iter(self.graph[node])))

    def _leave(self, node: str) -> None:
        self.work.pop()
        if self.work:
            above = self.work[-1][0]
            self.low[above] = min(self.low[above], self.low[node])
        if self.low[node] != self.index[node]:
            return
        at = _last(self.stack, node)
        part = self.stack[at:]
        del self.stack[at:]
        self.on_stack -= set(part)
        self.parts.append(part)


def _last(stack: list[str], node: str) -> int:
    at = len(stack) - 1
    while stack[at] != node:
        at -= 1
    return at
