"""How an LMS of a profile differs from one that follows the standard to the letter: `simulate` in its YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from darslik.profiles.model import Simulate

    from .attempts import Attempt

STATUS = "cmi.core.lesson_status"
FINAL = {"completed", "passed", "failed"}


def faults_of(behaviour: Simulate) -> dict[str, Any]:
    """What its API does: the arguments of `Faults`."""
    return {
        "empty": behaviour.empty,
        "both_apis": behaviour.both_apis,
        "set_false": behaviour.says_false,
        "refuse_values": tuple((one.element, one.value) for one in behaviour.refuses),
        "state_limit": behaviour.state or 0,
        "leaving_lost": behaviour.leaving_lost,
        "mastery_overrides": behaviour.mastery_overrides,
    }


def mode_of(behaviour: Simulate, attempt: Attempt) -> str:
    """The mode of the next session."""
    final = status_of(attempt.model.standard, attempt.stored) in FINAL
    return "review" if behaviour.review_when_final and final else "normal"


def status_of(standard: str, stored: Mapping[str, str]) -> str:
    """The status that decides about completion."""
    return stored.get(STATUS if standard == "1.2" else "cmi.completion_status", "")


def settle(attempt: Attempt, behaviour: Simulate, *, ended: bool) -> None:
    """What it makes of a commit; `ended`: the session ended with it."""
    standard = attempt.model.standard
    if standard == "1.2" and ended and behaviour.completes_untouched and STATUS not in attempt.values:
        attempt.stored[STATUS] = "completed"
    for kept in (attempt.stored, attempt.values):
        for name in [name for name in kept if any(part in name for part in behaviour.drops)]:
            del kept[name]
    status = status_of(standard, attempt.stored)
    attempt.completed |= status in (behaviour.completed_by if standard == "1.2" else {"completed"})
    if attempt.completed and behaviour.wipes_state:
        for kept in (attempt.stored, attempt.values):
            kept.pop("cmi.suspend_data", None)
