"""What can never start, whatever a learner and the content do: found by assuming that everything else can happen.

It starts from nothing known and lets each activity that may start report anything that it is able to report, until
nothing new can happen (a fixed point). Only what is then still closed is reported, so a finding holds in every LMS
that follows SN 4.7 (sequencing requests) and DB.1.1; requests to *jump*, which the 4th edition allows content, pass by
choice and flow, but not by a rule that disables. Where the standard leaves room, more can start, not less.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from darslik.inspect.record.circles import circles
from darslik.inspect.record.conditions import Test, tests
from darslik.inspect.record.facts import ANY, Facts
from darslik.inspect.record.model import Activity, Gate, Record
from darslik.inspect.record.truth import outcomes

BUDGET = 150_000
"""Activities looked at, in all rounds together; after that nothing is claimed."""
MOST_BELOW = 100


@dataclass(frozen=True)
class Reach:
    """`started`: keys of what may start. `sure`: whether all was gone through; if not, everything may start."""

    started: frozenset[str]
    closed: dict[str, Gate]
    """Activities whose own gate never opens, with the gate."""
    sure: bool

    def never(self, activity: Activity) -> bool:
        """Whether it is something to launch that never starts."""
        return self.sure and not activity.children and activity.key not in self.started


def reach(record: Record) -> Reach:
    """What may start."""
    walk = _Walk(record)
    for _ in range(max(3, BUDGET // max(1, len(record.activities)))):
        if not walk.round():
            return Reach(frozenset(walk.facts.started), dict(walk.closed()), True)
    return Reach(frozenset(one.key for one in record.activities), {}, False)


class _Walk:
    """Rounds over the tree, each from what may have happened so far."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.facts = Facts(record)
        self.entered: set[str] = set()
        """Groups that “Continue” may be moving in."""

    def round(self) -> bool:
        """Whether anything new can happen."""
        before = (len(self.facts.started), len(self.entered))
        known = self.facts.spread()
        for root in self.record.roots:
            self._tree(root)
        return known or before != (len(self.facts.started), len(self.entered))

    def _tree(self, root: Activity) -> None:
        waiting = [(root, True, True, False, False)]
        self.entered.add(root.key)
        while waiting:
            one, opened, shown, chosen, flowed = waiting.pop()
            opened = opened and not self.shut(one)
            shown = shown and not self._always(one, "hiddenFromChoice")
            chosen = chosen and shown
            flowed = flowed and not self._always(one, "skip")
            if chosen:
                self._enter(self.record.parents[one.key])
            if not one.children:
                if opened and (chosen or flowed or one is root or one.control is None):
                    self.facts.start(one)
                continue
            if chosen or flowed:
                self.entered.add(one.key)
            choice = one.control.choice if one.control else True
            flow = bool(one.control and one.control.flow and one.key in self.entered)
            waiting += [(part, opened or one.control is None, shown, choice, flow) for part in reversed(one.children)]

    def _enter(self, one: Activity | None) -> None:
        """Whoever is in a part is in all the groups around it."""
        while one and one.key not in self.entered:
            self.entered.add(one.key)
            one = self.record.parents.get(one.key)

    def shut(self, one: Activity) -> Gate | None:
        """A gate of an activity that cannot be open, whatever has happened so far."""
        for gate in one.gates:
            found = outcomes(gate.when, self.facts.of) if gate.effect in {"disabled", "prerequisite"} else ANY
            if (gate.effect == "disabled" and found == {True}) or (gate.effect == "prerequisite" and True not in found):
                return gate
        return None

    def _always(self, one: Activity, effect: str) -> bool:
        return any(gate.effect == effect and outcomes(gate.when, self.facts.of) == {True} for gate in one.gates)

    def closed(self) -> Iterator[tuple[str, Gate]]:
        """Every activity with a gate that never opens."""
        for one in self.record.activities:
            if one.gates and (gate := self.shut(one)):
                yield one.key, gate


class Waits:
    """Who waits for whom, among gates that never open."""

    def __init__(self, record: Record, found: Reach) -> None:
        self.record = record
        self.found = found
        self._seen_below: dict[str, tuple[str, ...]] = {}

    def sources(self, key: str) -> tuple[str, ...]:
        """Activities whose result a closed gate waits for, in order, each once."""
        gate = self.found.closed[key]
        return tuple(dict.fromkeys(source for test in _waited(gate) for source in self._of(test)))

    def missing(self, key: str) -> tuple[str, ...]:
        """Global objectives that a closed gate waits for and that nobody writes."""
        gate = self.found.closed[key]
        wanted = (test.reads for test in _waited(gate) if test.reads)
        return tuple(dict.fromkeys(name for name in wanted if not self.record.links[name].writers))

    def _of(self, test: Test) -> tuple[str, ...]:
        if test.reads:
            return self.record.links[test.reads].writers
        return (test.activity,) if test.activity else ()

    @cached_property
    def circles(self) -> dict[str, tuple[str, ...]]:
        """Activities that wait for themselves, each with the others of its circle, in order.

        Whoever waits for a group waits for its parts, and parts wait with the group around them.
        """
        found: dict[str, tuple[str, ...]] = {}
        for circle in circles({key: self._next(key) for key in self.found.closed}):
            members = tuple(sorted(circle, key=_place))
            found |= dict.fromkeys(members, members)
        return found

    def _next(self, key: str) -> tuple[str, ...]:
        """Closed activities that must be open before this one: sources, what is in them, what is around them."""
        found: dict[str, None] = {}
        for source in self.sources(key):
            found |= dict.fromkeys(self._below(source))
            one: Activity | None = self.record.by_key.get(source)
            while one:
                if one.key in self.found.closed:
                    found[one.key] = None
                one = self.record.parents.get(one.key)
        return tuple(found)

    def _below(self, key: str) -> tuple[str, ...]:
        """The first closed activities in a group; a few are enough to see a circle."""
        if key not in self._seen_below:
            parts = islice(self.record.by_key[key].walk(), MOST_BELOW)
            self._seen_below[key] = tuple(one.key for one in parts if one.key in self.found.closed)
        return self._seen_below[key]


def _waited(gate: Gate) -> Iterator[Test]:
    return (test for test in tests(gate.when) if test.what != "always")


def _place(key: str) -> tuple[int, ...]:
    return tuple(int(part) for part in key.split("."))
