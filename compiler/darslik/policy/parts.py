"""What the parts of a package (SCOs, AUs) can be asked for: a pass mark, a judgement, a weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from darslik.policy.outcome import outcome, pass_mark
from darslik.policy.scope import Scope, points_of
from darslik.render.scripts import structure
from darslik.state.model import State

if TYPE_CHECKING:
    from darslik.plan.plan import Plan


@dataclass(frozen=True)
class Part:
    """`judged`: it can be passed or failed. `mark`: the score that passes it, 0..1; none where nothing scores."""

    judged: bool
    mark: float | None
    points: float


class Parts:
    """What the rules make of the whole course (an empty scope), or of a module that is packed by itself."""

    def __init__(self, plan: Plan) -> None:
        self.course: Mapping[str, Any] = structure(plan, plan.languages[0])
        self._known: dict[str, Part] = {}

    def of(self, scope: str) -> Part:
        """One of them."""
        if scope not in self._known:
            self._known[scope] = self._judge(scope)
        return self._known[scope]

    def _judge(self, scope: str) -> Part:
        mark = pass_mark(self.course, scope)
        found = outcome(self.course, State(), mark, scope)
        inside = Scope(self.course, scope, State())
        points = sum(points_of(ref, None) for ref, _ in inside.free) + sum(ref["points"] for ref, _ in inside.quizzes)
        return Part(found.judged, mark if found.judged and found.score is not None else None, points)

    def weight(self, scope: str) -> float:
        """What a module counts beside the others: 1 for the one with most points."""
        most = max(self.of(module["id"]).points for module in self.course["modules"])
        return self.of(scope).points / most if most else 0.0
