"""What an older build kept → what this one makes of it: the twin of `themes/runtime/src/migrate.ts`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from darslik.scoring import after_hint, mark
from darslik.state.model import Answer, State, is_answered, round_score

Data = Mapping[str, Any]
"""A part of `course.js`."""


@dataclass(frozen=True)
class Migrated:
    """A state in the terms of this build."""

    state: State
    reset: list[int] = field(default_factory=list)
    """Slots of questions whose answers were taken away."""
    regraded: list[int] = field(default_factory=list)
    """Slots of those whose answers were marked again, with another score."""


def question_refs(course: Data) -> Iterator[Data]:
    """All questions of `course.js`."""
    for module in course["modules"]:
        for lesson in module["lessons"]:
            for page in lesson["pages"]:
                yield from page["questions"]


def migrate(state: State, course: Data) -> Migrated:
    """Answers to an older revision go by the policies of the changes since.

    `reset-item` outweighs `regrade`, that outweighs `keep`. What the course no longer has stays where it is and counts
    nowhere; `completed` and `passed` are never taken back.
    """
    result = Migrated(replace(state, answers=dict(state.answers)))
    answers = result.state.answers
    for ref in question_refs(course):
        answer = answers.get(ref["slot"])
        policies = {one["policy"] for one in ref.get("history", ()) if answer and one["rev"] > answer.rev}
        if answer is None or not policies:
            continue
        if "reset-item" in policies:
            del answers[ref["slot"]]
            if is_answered(answer):
                result.reset.append(ref["slot"])
        elif "regrade" in policies or not is_answered(answer):
            now = _regrade(answer, ref) if "regrade" in policies else replace(answer, rev=ref.get("rev", 1))
            answers[ref["slot"]] = now
            if now.score != answer.score:
                result.regraded.append(ref["slot"])
    return result


def _regrade(answer: Answer, ref: Data) -> Answer:
    """Without the response that was marked (dropped, or a draft took its place), the score stays."""
    now = replace(answer, rev=ref.get("rev", 1))
    if not answer.response or not ref.get("rule") or answer.draft or not is_answered(answer):
        return now
    found = mark(ref["rule"], ref.get("partial", True), answer.response).score
    score = round_score(after_hint(found, ref.get("hintCost", 0)) if answer.hinted else found)
    # Who had it right and no longer has, may try once more.
    done = found == 1 or (answer.done and round_score(answer.score) < 1)
    return replace(now, score=score, done=done)
