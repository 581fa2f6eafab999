"""Options of questions; again, in plain Python."""

from __future__ import annotations

from collections import Counter

from darslik_xapi.measures.verbs import ANSWERED
from darslik_xapi.plan import Component
from xapi.measures.truth_base import Cells, World, current_values, grouped, order


def _first_responses(world: World, by: str) -> dict[tuple[str, str, str, str], str]:
    """By course, item, value and learner."""
    current = current_values(world, by) if by else {}
    first: dict[tuple[str, str, str, str], tuple[int, str]] = {}
    for one in world.known:
        if one.verb in ANSWERED and one.response is not None and one.object is not None:
            key = str(one.course), one.object, current.get((str(one.course), str(one.learner)), ""), str(one.learner)
            said = (one.timestamp or 0) // 1000, one.response
            first[key] = min(first.get(key, said), said)
    return {key: response for key, (_, response) in first.items()}


def _finding(option: Component, chosen: Counter[str], learners: int, right: list[str]) -> str | None:
    if option.correct is not False or learners < 30:
        return None
    count = chosen[option.id]
    if count == 0:
        return "was never chosen"
    if len(right) == 1 and count > chosen[right[0]]:
        return "was chosen more often than the key"
    return "was hardly ever chosen" if count / learners < 0.02 else None


def distractors(world: World, by: str = "") -> Cells:
    """What was chosen first."""
    first = _first_responses(world, by)
    cells: Cells = []
    for (course, item, value), keys in grouped(first, lambda key: key[:3]).items():
        known = world.activities.get((course, item))
        if not known or known[2].interaction in ("sequencing", "matching", "performance"):
            continue
        plan, place, question = known
        chosen = Counter(part for key in keys for part in set(first[key].split("[,]")))
        options = [(n, one) for n, one in enumerate(question.components) if one.group in ("choices", "scale")]
        right = [option.id for _, option in options if option.correct]
        for position, option in options:
            flag = _finding(option, chosen, len(keys), right)
            file, line = f"{plan.folder}/{option.file or question.file}", option.line or question.line
            suffix = f" ({value})" if by else ""
            own = option.label.get(value) if by else None
            cells.append(
                {
                    "course": course,
                    "id": question.id,
                    "title": question.title[plan.source_language],
                    **({by: value or None} if by else {}),
                    "component": option.id,
                    "label": own or option.label[plan.source_language],
                    "correct": option.correct,
                    "learners": len(keys),
                    "chosen": chosen[option.id],
                    "item": item,
                    "share": chosen[option.id] / len(keys),
                    "flag": flag,
                    "finding": f"{file}:{line} option {option.id} {flag}{suffix}" if flag else None,
                    "file": file,
                    "line": line,
                    "place": place,
                    "position": position,
                }
            )
    return order(cells, "course", "place", "item", *((by,) if by else ()), "position", "component")
