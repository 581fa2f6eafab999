"""Small cells are not published, and nothing that is published gives them away.

What a reader may try, and what is promised against it, is in `xapi/docs/privacy.md`. In short: a reader knows every
figure that is written, every total (whether written or not), and that the rows of a line add up to its total. Then

1. no row of 1 to k - 1 learners is shown, nor any figure of it;
2. within a row, a part of its learners (passed) is shown only if each of the parts *and what remains* is 0 or at
   least k learners; else the parts go, and the figures that are made of them;
3. along a line (the teams of a course, the options of a question) what is hidden is never one row alone: together the
   hidden rows leave at least k whole numbers possible for each of them, and their parts add up to 0 or at least k. If
   that cannot be had, the line is left out, names and all;
4. along steps (page after page) a count is shown only if it equals the count shown before it or differs by at least k;
5. a count that is hidden in one table is hidden in all that have it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from darslik_xapi.engines.engine import Result
from darslik_xapi.errors import XapiError

from .shape import CLASSES, HIDDEN, Line, Shape

K: Final = 5
"""Learners that a published row has at least."""


@dataclass(frozen=True)
class Published:
    """A table that may be shown.

    Attributes:
        result: the rows; `HIDDEN` stands in cells that are not shown.
        rows: how many rows are hidden.
        cells: how many rows have hidden parts.
        dropped: how many rows are left out altogether.
    """

    result: Result
    rows: int = 0
    cells: int = 0
    dropped: int = 0

    @property
    def touched(self) -> bool:
        """Whether anything is hidden."""
        return bool(self.rows or self.cells or self.dropped)


def check_k(k: int) -> None:
    """Refuse a `k` that is no number of learners.

    Raises:
        XapiError: below 1.
    """
    if k < 1:
        raise XapiError(f"--k {k} is no number of learners", "1 shows everything; 5 is usual")


def suppress(result: Result, shape: Shape, k: int = K) -> Published:
    """Hide the small cells of one table, and what would give them away."""
    return suppress_all({"": (result, shape)}, k)[""]


def suppress_all(tables: Mapping[str, tuple[Result, Shape]], k: int = K) -> dict[str, Published]:
    """Hide small cells in tables that are published together.

    Raises:
        XapiError: if `k` is below 1.
    """
    check_k(k)
    states = {name: _State(result, shape, k) for name, (result, shape) in tables.items()}
    known = {quantity: count for state in states.values() for quantity, count in state.quantities()}
    for state in states.values():
        state.known = known
    while True:
        for state in states.values():
            state.settle()
        if not _spread(states.values()):
            return {name: state.published() for name, state in states.items()}


def _spread(states: Iterable[_State]) -> bool:
    """Hide everywhere the counts that are hidden somewhere; whether that changed anything."""
    states = list(states)
    hidden = {name for state in states for name in state.hidden_quantities()}
    return sum(state.hide_quantities(hidden) for state in states) > 0  # in each of them


_Quantity = tuple[str, tuple[tuple[str, Any], ...]]  # its name, and whose it is


@dataclass
class _State:
    result: Result
    shape: Shape
    k: int
    hidden: set[int] = field(default_factory=set)  # rows
    veiled: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # of Parts by number: rows
    unsteady: set[int] = field(default_factory=set)  # rows whose count is too near to the one before
    dropped: set[int] = field(default_factory=set)
    known: Mapping[_Quantity, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.index = {name: number for number, name in enumerate(self.result.columns)}
        self.rows = [*map(list, self.result.rows)]
        for name, compute in self.shape.derived.items():
            self.index[name] = len(self.index)
            for row, values in zip(self.rows, self.result.dicts(), strict=True):
                row.append(compute(values))
        self.lines = [(line.count, self._line_groups(line)) for line in self.shape.lines]
        self.blocks = list(self._groups(self.shape.together).values()) if self.shape.together else []
        self._primary()

    def settle(self) -> None:
        """Complementary suppression until nothing changes."""
        while True:
            before = self._size()
            self._steps()
            for count, groups in self.lines:
                for group in groups:
                    self._line(count, group)
            self._together()
            if self._size() == before:
                return

    def quantities(self) -> Iterator[tuple[_Quantity, int]]:
        """The counts that other tables may have too."""
        for column, name in self.shape.quantities.items():
            for number in range(len(self.rows)):
                yield (name, self._population(number)), self._count(column, number)

    def published(self) -> Published:
        """The table as it may be shown."""
        rows = tuple(self._shown(number) for number in range(len(self.rows)) if number not in self.dropped)
        gone = self.hidden - self.dropped
        veiled = set().union(*self.veiled.values(), self.unsteady) - gone - self.dropped
        return Published(Result(self.result.columns, rows), len(gone), len(veiled), len(self.dropped))

    def hidden_quantities(self) -> set[_Quantity]:
        """Counts that are not shown here."""
        return {
            (name, self._population(number))
            for column, name in self.shape.quantities.items()
            for number in range(len(self.rows))
            if number in self.hidden or number in self.unsteady or number in self._veiled_with(column)
        }

    def hide_quantities(self, hidden: set[_Quantity]) -> bool:
        """Hide these here too; whether one was not hidden before."""
        before = self._size()
        for column, name in self.shape.quantities.items():
            for number in range(len(self.rows)):
                if (name, self._population(number)) in hidden:
                    self._hide(column, number)
        return self._size() > before

    def _hide(self, column: str, number: int) -> None:
        several = [which for which, parts in enumerate(self.shape.parts) if column in parts.parts]
        for which in several:
            self.veiled[which].add(number)
        if not several and self._count(column, number):
            self.hidden.add(number)

    def _veiled_with(self, column: str) -> set[int]:
        found = [self.veiled[which] for which, parts in enumerate(self.shape.parts) if column in parts.parts]
        return set().union(*found)

    def learners(self, row: int) -> int:
        """Behind a row."""
        return self._count(self.shape.learners, row)

    def _count(self, column: str, row: int) -> int:
        return int(self.rows[row][self.index[column]] or 0)

    def _population(self, row: int) -> tuple[tuple[str, Any], ...]:
        return tuple((name, self.rows[row][self.index[name]]) for name in self.shape.population)

    def _groups(self, within: Sequence[str]) -> dict[tuple[Any, ...], list[int]]:
        groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for number, row in enumerate(self.rows):
            groups[tuple(row[self.index[name]] for name in within)].append(number)
        return groups

    def _line_groups(self, line: Line) -> list[list[int]]:
        groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for number, row in enumerate(self.result.dicts()):
            common = line.by(row) if line.by else ""
            if common is not None:
                groups[*(row[name] for name in line.within), common].append(number)
        return list(groups.values())

    def _size(self) -> int:
        return len(self.hidden) + len(self.dropped) + len(self.unsteady) + sum(map(len, self.veiled.values()))

    def _primary(self) -> None:
        for number in range(len(self.rows)):
            if 0 < self.learners(number) < self.k:
                self.hidden.add(number)
            for which in range(len(self.shape.parts)):
                if self._small(self._atoms(which, [number])):
                    self.veiled[which].add(number)

    def _atoms(self, which: int, rows: Sequence[int]) -> list[int]:
        """The parts of these rows together, and what remains of the whole."""
        parts = self.shape.parts[which]
        sums = [sum(self._count(name, number) for number in rows) for name in parts.parts]
        return [*sums, sum(self._count(parts.whole, number) for number in rows) - sum(sums)]

    def _small(self, counts: Iterable[int]) -> bool:
        return any(0 < abs(count) < self.k for count in counts)

    def _line(self, count: str, group: list[int]) -> None:
        if self.dropped.issuperset(group):
            return
        if count == self.shape.learners:
            self._rows(group)
        for which, parts in enumerate(self.shape.parts):
            if count in (self.shape.learners, *parts.parts):
                self._veil(which, count, group)

    def _rows(self, group: list[int]) -> None:
        gone = [number for number in group if number in self.hidden]
        while gone and not self._ambiguous(gone):
            if not (more := self._least(group, gone, self.shape.learners)):
                self.dropped.update(group)
                self.hidden.update(group)
                return
            self.hidden.add(more[0])
            gone.append(more[0])

    def _ambiguous(self, rows: list[int]) -> bool:
        """Whether each of these, of at least one learner, can have k sizes or more, as far as their sum tells."""
        return len(rows) > 1 and sum(map(self.learners, rows)) - len(rows) + 1 >= self.k

    def _least(self, group: list[int], taken: list[int], count: str) -> list[int]:
        """The row with the smallest count that is left, if there is one; rows of nobody hide nothing."""
        left = [number for number in group if number not in taken and self._count(count, number)]
        return sorted(left, key=lambda number: (self._count(count, number), number))[:1]

    def _veil(self, which: int, count: str, group: list[int]) -> None:
        """Parts: the rows without them, hidden ones among them, are none, or several that do not give them away."""
        unseen = self.hidden | self.unsteady | self.veiled[which]
        taken = [number for number in group if number in unseen]
        while taken and (len(taken) < 2 or self._small(self._sums(which, count, taken))):
            if not (more := self._least(group, taken, count)):
                return  # all of them: the parts of the total tell no more than the total does
            self.veiled[which].add(more[0])
            taken.append(more[0])

    def _together(self) -> None:
        for block in self.blocks:
            for which in range(len(self.shape.parts)):
                if not (self.hidden | self.veiled[which]).isdisjoint(block):
                    self.veiled[which].update(block)

    def _sums(self, which: int, count: str, rows: list[int]) -> list[int]:
        if count == self.shape.learners:
            return self._atoms(which, rows)
        return [sum(self._count(count, number) for number in rows)]

    def _steps(self) -> None:
        if self.shape.steps is None:
            return
        within = self.shape.steps.within
        for values, group in self._groups(within).items():
            last = self.known.get((self.shape.steps.first, tuple(zip(within, values, strict=True))))
            for number in group:
                if number in self.hidden or number in self.unsteady:
                    continue
                count = self.learners(number)
                if last is not None and 0 < abs(last - count) < self.k:
                    self.unsteady.add(number)
                else:
                    last = count

    def _shown(self, number: int) -> tuple[Any, ...]:
        row = self.result.rows[number]
        if number in self.hidden or number in self.unsteady:
            return tuple(
                value if name in self.shape.keys else HIDDEN
                for name, value in zip(self.result.columns, row, strict=True)
            )
        veiled = {
            name
            for which, parts in enumerate(self.shape.parts)
            if number in self.veiled[which]
            for name in (*parts.parts, *parts.figures)
            if name not in parts.keep
        }
        if self._size():
            veiled.update(self.shape.running)
        return tuple(
            HIDDEN if name in veiled else self._rough(value) if name in self.shape.coarse else value
            for name, value in zip(self.result.columns, row, strict=True)
        )

    @staticmethod
    def _rough(value: int) -> int:
        return max((size for size in CLASSES if size <= value), default=0)
