"""Which statuses are possible so far: what may have started may have reported all that it can report."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from darslik.inspect.record.conditions import Test
from darslik.inspect.record.model import Activity, Objective, Record
from darslik.inspect.record.truth import Truth

Values = frozenset[Truth]
ANY: Values = frozenset({True, False, None})
NONE: Values = frozenset({None})


class Facts:
    """Grows from round to round; nothing that was possible becomes impossible."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.started: set[str] = set()
        self.live: set[str] = set()
        """Groups in which something may have started."""
        self._status: dict[str, Values] = {}
        self._scored: set[str] = set()

    def start(self, one: Activity) -> None:
        """An activity may start, and with it the groups around it."""
        self.started.add(one.key)
        above = self.record.parents.get(one.key)
        while above and above.key not in self.live:
            self.live.add(above.key)
            above = self.record.parents.get(above.key)

    @cached_property
    def _named(self) -> dict[tuple[str, str], Objective]:
        found: dict[tuple[str, str], Objective] = {}
        for one in self.record.activities:
            for objective in one.objectives:
                found.setdefault((one.key, objective.name), objective)
                if objective.primary:
                    found[one.key, ""] = objective
        return found

    @cached_property
    def _writers(self) -> list[tuple[Activity, Objective]]:
        return [(one, part) for one in self.record.activities for part in one.objectives if part.writes]

    @cached_property
    def _readers(self) -> list[Activity]:
        """Groups whose parts read something: their own status may change with it."""
        found: dict[str, Activity] = {}
        for one in self.record.activities:
            above = one if any(part.reads for part in one.objectives) else None
            while above and above.key not in found:
                found[above.key] = above
                above = self.record.parents.get(above.key)
        return [one for one in found.values() if one.children]

    def spread(self) -> bool:
        """Let what is reported reach the global objectives; whether there was anything new."""
        before = (sum(map(len, self._status.values())), len(self._scored), len(self.live))
        if self.started:
            self.live |= {one.key for one in self._readers}
        for one, objective in self._writers:
            values, scored = self.status(one, objective), self.scored(one, objective)
            for target, kind in objective.writes:
                if kind == "status":
                    self._status[target] = self._status.get(target, NONE) | values
                elif kind == "score" and scored:
                    self._scored.add(target)
        return before != (sum(map(len, self._status.values())), len(self._scored), len(self.live))

    def status(self, one: Activity, objective: Objective | None) -> Values:
        """Whether an objective may be satisfied, not satisfied, unknown."""
        own = self._own(one, one.success.by, objective is None or objective.primary)
        if objective is None:
            return own
        for target, kind in objective.reads:
            if kind == "status":
                own |= ANY if self.record.shared else self._status.get(target, NONE)
            elif kind == "score" and (self.record.shared or target in self._scored):
                own = ANY
        return own

    def _own(self, one: Activity, by: str, primary: bool) -> Values:
        if one.children:
            return ANY if one.key in self.live else NONE
        if one.key not in self.started:
            return NONE
        if one.role in {"asset", "nothing"}:
            return NONE | {True} if primary and by == "exit" else NONE
        return ANY

    def scored(self, one: Activity, objective: Objective | None) -> bool:
        """Whether an objective may have a score."""
        own = one.key in self.live if one.children else one.key in self.started and one.role == "sco"
        read = objective.reads if objective else ()
        return own or any(kind == "score" and (self.record.shared or name in self._scored) for name, kind in read)

    def _completed(self, one: Activity) -> Values:
        if any(kind in {"completion", "progress"} for part in one.objectives for _, kind in part.reads):
            return ANY
        return self._own(one, one.completion.by, True)

    def of(self, test: Test) -> Iterator[Truth]:
        """Every value that a test may have."""
        one = self.record.by_key.get(test.activity)
        if one is None or test.what in {"unreadable", "timeLimitExceeded", "outsideAvailableTimeRange"}:
            yield from ANY
        elif test.what == "always":
            yield True
        elif test.what in {"done", "status"}:
            yield from self._scorm12(one, test)
        elif test.what in {"completed", "activityProgressKnown"}:
            yield from _known(self._completed(one), test.what == "activityProgressKnown")
        elif test.what in {"attempted", "attemptLimitExceeded"}:
            yield from self._attempts(one, test)
        else:
            yield from self._objective(one, test)

    def _objective(self, one: Activity, test: Test) -> Iterator[Truth]:
        objective = self._named.get((one.key, test.name))
        if objective is None and test.name:
            yield from ANY
        elif test.what in {"satisfied", "objectiveStatusKnown"}:
            yield from _known(self.status(one, objective), test.what == "objectiveStatusKnown")
        else:
            yield from _measured(test, self.scored(one, objective))

    def _attempts(self, one: Activity, test: Test) -> Iterator[Truth]:
        begun = one.key in self.started or one.key in self.live
        yield False
        if test.what == "attempted":
            yield from (True,) if begun else ()
        else:
            yield None
            yield from (True,) if one.limits.attempts == 0 or (begun and one.limits.attempts is not None) else ()

    def _scorm12(self, one: Activity, test: Test) -> Iterator[Truth]:
        """A status of SCORM 1.2; what is a group's is for the LMS to say."""
        begun = one.key in self.live if one.children else one.key in self.started
        if test.what == "status" and test.status == "not attempted":
            yield from (True, False) if begun else (True,)
            return
        able = one.role not in {"asset", "nothing"} or test.what == "done" or test.status == "completed"
        yield False
        yield from (True,) if begun and able else ()


def _known(values: Values, about_knowledge: bool) -> Iterator[Truth]:
    if not about_knowledge:
        yield from values
        return
    yield from (False,) if None in values else ()
    yield from (True,) if values - NONE else ()


def _measured(test: Test, scored: bool) -> Iterator[Truth]:
    """Scores are from -1 to 1."""
    if test.what == "objectiveMeasureKnown":
        yield from (False, True) if scored else (False,)
        return
    yield None
    if scored:
        above = test.what == "objectiveMeasureGreaterThan"
        can = test.measure < 1 if above else test.measure > -1
        cannot = test.measure >= -1 if above else test.measure <= 1
        yield from (True,) if can else ()
        yield from (False,) if cannot else ()
