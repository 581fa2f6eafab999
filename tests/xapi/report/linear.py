"""An attacker who can solve linear programmes: the least and the greatest value of a figure that is not shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Terms = Mapping[str, float]
Equation = tuple[dict[str, float], float]
Prepared = tuple[dict[str, int], list[list[float]], list[int]]
_EPS = 1e-7


class System:
    """Unknowns of at least `floor` (0 if nothing is said), and what is known of their sums."""

    def __init__(self) -> None:
        self.floor: dict[str, float] = {}
        self.equations: list[Equation] = []
        self._ready: dict[frozenset[int], Prepared] = {}
        self._solved: tuple[dict[str, float], list[Equation]] | None = None

    def least(self, name: str, value: float) -> None:
        """Say that an unknown is at least so much."""
        self.floor[name] = max(value, self.floor.get(name, 0.0))

    def equal(self, terms: Terms, value: float) -> None:
        """Say that a sum has a value."""
        self.equations.append((dict(terms), value))
        for name in terms:
            self.floor.setdefault(name, 0.0)

    def less(self, small: Terms, great: Terms, slack: str) -> None:
        """Say that a sum is not more than another one."""
        terms = dict(small)
        for name, factor in great.items():
            terms[name] = terms.get(name, 0.0) - factor
        self.equal({**terms, slack: 1.0}, 0.0)

    def range(self, name: str) -> tuple[float, float]:
        """The least and the greatest value that an unknown can have; infinite if nothing bounds it."""
        known, left = self._reduced()
        if name in known:
            return known[name], known[name]
        near = _connected(name, left)
        key = frozenset(map(id, near))
        if key not in self._ready:
            self._ready[key] = self._prepared(near)
        return -self._most(name, -1.0, self._ready[key]), self._most(name, 1.0, self._ready[key])

    def _reduced(self) -> tuple[dict[str, float], list[Equation]]:
        """What follows by mere subtraction, and the equations that are left; computed once."""
        if self._solved is None:
            self._solved = _subtract(self.equations)
        return self._solved

    def _prepared(self, equations: list[Equation]) -> Prepared:
        names = sorted({one for terms, _ in equations for one in terms})
        place = {one: number for number, one in enumerate(names)}
        rows = []
        for terms, value in equations:
            row = [0.0] * len(names)
            right = value
            for one, factor in terms.items():
                row[place[one]] += factor
                right -= factor * self.floor[one]  # unknowns are counted from their floors
            rows.append([*(-cell for cell in row), -right] if right < 0 else [*row, right])
        return place, *_feasible(rows, len(names))

    def _most(self, name: str, sign: float, prepared: Prepared) -> float:
        place, table, basis = prepared
        if name not in place:
            return float("inf") if sign > 0 else -self.floor[name]
        goal = [0.0] * len(place)
        goal[place[name]] = sign
        return _maximise([row[:] for row in table], basis[:], goal) + sign * self.floor[name]


def _subtract(equations: list[Equation]) -> tuple[dict[str, float], list[Equation]]:
    known: dict[str, float] = {}
    left = equations
    while True:
        before, rest = len(known), []
        for terms, value in left:
            unknown = {one: factor for one, factor in terms.items() if one not in known and factor}
            value -= sum(factor * known[one] for one, factor in terms.items() if one in known)  # noqa: PLW2901
            if len(unknown) == 1:
                ((one, factor),) = unknown.items()
                known[one] = value / factor
            elif unknown:
                rest.append((unknown, value))
        if len(known) == before:
            return known, rest
        left = rest


def _connected(name: str, equations: list[Equation]) -> list[Equation]:
    """The equations that can tell something about an unknown."""
    names, found, left = {name}, list[Equation](), equations
    while True:
        more = [one for one in left if not names.isdisjoint(one[0])]
        if not more:
            return found
        left = [one for one in left if names.isdisjoint(one[0])]
        found += more
        names.update(*(terms for terms, _ in more))


def _feasible(rows: list[list[float]], width: int) -> tuple[list[list[float]], list[int]]:
    """Phase one: a basis of the unknowns alone. Rows end with their right side."""
    height = len(rows)
    table = [[*row[:-1], *(float(at == one) for at in range(height)), row[-1]] for one, row in enumerate(rows)]
    basis = list(range(width, width + height))
    left = _maximise(table, basis, [0.0] * width + [-1.0] * height)
    assert left > -1e-5, "what is shown contradicts itself"
    for one in range(height):
        if basis[one] >= width:
            at = next((at for at in range(width) if abs(table[one][at]) > _EPS), None)
            if at is not None:
                _pivot(table, basis, one, at)
    kept = [one for one in range(height) if basis[one] < width]
    return [[*table[one][:width], table[one][-1]] for one in kept], [basis[one] for one in kept]


def _maximise(table: list[list[float]], basis: list[int], goal: list[float]) -> float:
    """The simplex method by Bland's rule, which never runs in circles."""
    while True:
        prices = [goal[one] for one in basis]
        enter = next((at for at in range(len(goal)) if goal[at] - _dot(prices, table, at) > _EPS), None)
        if enter is None:
            return _dot(prices, table, -1)
        ratios = [(row[-1] / row[enter], basis[one], one) for one, row in enumerate(table) if row[enter] > _EPS]
        if not ratios:
            return float("inf")
        least = min(ratio for ratio, _, _ in ratios)
        leave = min((who, one) for ratio, who, one in ratios if ratio <= least + _EPS)[1]
        _pivot(table, basis, leave, enter)


def _dot(prices: Iterable[float], table: list[list[float]], at: int) -> float:
    return sum(price * row[at] for price, row in zip(prices, table, strict=True) if price)


def _pivot(table: list[list[float]], basis: list[int], one: int, at: int) -> None:
    top = table[one][at]
    table[one] = [cell / top for cell in table[one]]
    for other, row in enumerate(table):
        if other != one and abs(row[at]) > _EPS:
            factor = row[at]
            table[other] = [cell - factor * by for cell, by in zip(row, table[one], strict=True)]
    basis[one] = at
