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
from typing import Any

from darslik_xapi.engines.engine import Result

from .shape import CLASSES, HIDDEN, K, Line, Published, Shape, check_k


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
    size = -1
    while size != (size := sum(state.size() for state in states.values())):
        for state in states.values():
            state.settle()
        hidden = {name for state in states.values() for name in state.hidden_quantities()}
        for state in states.values():
            state.hide_quantities(hidden)
    return {name: state.published() for name, state in states.items()}


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
    unseen: set[_Quantity] = field(default_factory=set)  # that some table does not show

    def __post_init__(self) -> None:
        self.index = {name: number for number, name in enumerate(self.result.columns)}
        self.rows = [*map(list, self.result.rows)]
        for name, compute in self.shape.derived.items():
            self.index[name] = len(self.index)
            for row, values in zip(self.rows, self.result.dicts(), strict=True):
                row.append(compute(values))
        self.lines = [(line, self._line_groups(line)) for line in self.shape.lines]
        self.blocks = list(self._groups(self.shape.together).values()) if self.shape.together else []
        self._quantities = list(self._named())
        self._primary()

    def settle(self) -> None:
        """Complementary suppression until nothing changes."""
        while True:
            before = self.size()
            self._steps()
            for line, groups in self.lines:
                for common, group in groups.items():
                    self._line(line.count, group, *self._rest(line, common, group))
            self._together()
            self._follow()
            if self.size() == before:
                return

    def quantities(self) -> Iterator[tuple[_Quantity, int]]:
        """The counts that other tables may have too."""
        for column, number, quantity in self._quantities:
            yield quantity, self._count(column, number)

    def published(self) -> Published:
        """The table as it may be shown."""
        rows = tuple(self._shown(number) for number in range(len(self.rows)) if number not in self.dropped)
        gone = self.hidden - self.dropped
        veiled = set().union(*self.veiled.values(), self.unsteady) - gone - self.dropped
        return Published(Result(self.result.columns, rows), len(gone), len(veiled), len(self.dropped))

    def hidden_quantities(self) -> set[_Quantity]:
        """Counts that are not shown here."""
        unseen = self.hidden | self.unsteady
        return {
            quantity
            for column, number, quantity in self._quantities
            if number in unseen or number in self._veiled_with(column)
        }

    def hide_quantities(self, hidden: set[_Quantity]) -> None:
        """Hide these here too."""
        self.unseen = hidden
        for column, number, quantity in self._quantities:
            if quantity in hidden:
                self._hide(column, number)

    def _named(self) -> Iterator[tuple[str, int, _Quantity]]:
        """Columns and rows whose counts other tables may have too, and what they are called."""
        values = self.result.dicts() if self.shape.named else []
        for number in range(len(self.rows)):
            names = dict(self.shape.quantities)
            if self.shape.named and (name := self.shape.named(values[number])):
                names[self.shape.learners] = name
            for column, name in names.items():
                yield column, number, (name, self._population(number))

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

    def _line_groups(self, line: Line) -> dict[tuple[Any, ...], list[int]]:
        groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for number, row in enumerate(self.result.dicts()):
            common = line.by(row) if line.by else ""
            if common is not None:
                groups[*(row[name] for name in line.within), common].append(number)
        return groups

    def _rest(self, line: Line, common: tuple[Any, ...], group: list[int]) -> tuple[int, bool]:
        """What is missing to a line's total, if it is small: a row of a few that is not shown.

        Also whether the total is hidden elsewhere: then the rows must not tell it.
        """
        *values, kind = common
        total = line.total.get(kind, ""), tuple(zip(line.within, values, strict=True))
        rest = self.known.get(total, 0) - sum(self._count(line.count, number) for number in group)
        return rest if 0 < rest < self.k else 0, total in self.unseen

    def size(self) -> int:
        """How much is hidden."""
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

    def _line(self, count: str, group: list[int], rest: int, secret: bool) -> None:
        if self.dropped.issuperset(group):
            return
        if count == self.shape.learners:
            self._rows(group, rest, secret=secret)
        for which, parts in enumerate(self.shape.parts):
            if count in (self.shape.learners, *parts.parts):
                self._veil(which, count, group)

    def _rows(self, group: list[int], rest: int, *, secret: bool) -> None:
        gone = [number for number in group if number in self.hidden]
        while (gone or rest or secret) and not self._ambiguous(gone, rest, secret=secret):
            if not (more := self._least(group, gone, self.shape.learners)):
                self.dropped.update(group)
                self.hidden.update(group)
                return
            self.hidden.add(more[0])
            gone.append(more[0])

    def _ambiguous(self, rows: list[int], rest: int, *, secret: bool) -> bool:
        """Whether each of these, of at least one learner, can have k sizes or more, as far as their sum tells."""
        several = len(rows) + (rest > 0 or secret)
        return several > 1 and sum(map(self.learners, rows)) + rest - several + 1 >= self.k

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

    def _follow(self) -> None:
        """Hide what stands under a head that is hidden."""
        if not (head := self.shape.head):
            return
        values = self.result.dicts()
        gone = {self._population(number) for number in self.hidden if head(values[number])}
        self.hidden.update(n for n in range(len(self.rows)) if self.learners(n) and self._population(n) in gone)

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
        if self.size():
            veiled.update(self.shape.running)
        return tuple(
            HIDDEN if name in veiled else self._rough(value) if name in self.shape.coarse else value
            for name, value in zip(self.result.columns, row, strict=True)
        )

    @staticmethod
    def _rough(value: int) -> int:
        return max((size for size in CLASSES if size <= value), default=0)
