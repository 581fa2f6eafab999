"""Sequencing of SCORM 2004 in sentences: ways through the parts, rollup, chance, shared objectives."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.inspect.record.model import Activity, Draw, Objective, Record, RollupRule, Step
from darslik.inspect.record.phrases import Phrases, clean, number, percent, quoted

_WAYS = {
    (True, True): "Learners choose its parts in any order, or go through them with “Continue” and “Previous”.",
    (True, False): "Learners choose its parts in any order; there is no “Continue”.",
    (False, True): "Learners go through its parts in their order with “Continue” and “Previous”.",
    (False, False): "Its parts can be neither chosen nor reached with “Continue”.",
}
_STEPS = {
    "exit": "it ends",
    "exitParent": "the group around it ends",
    "exitAll": "the whole course ends",
    "retry": "it starts again",
    "retryAll": "the whole course starts again",
    "continue": "the LMS goes on to the next part",
    "previous": "the LMS goes back to the part before",
}
_TIMING = {"once": "once for each learner", "onEachNewAttempt": "anew for each attempt"}
_ASKED = {
    "ifAttempted": "if it was opened",
    "ifNotSkipped": "if it was not skipped",
    "ifNotSuspended": "if it was not left to be continued later",
}
_STATES = {"satisfied": "passed", "not satisfied": "failed", "completed": "completed", "incomplete": "not completed"}
_ACTIONS = {"satisfied": "Passed", "notSatisfied": "Failed", "completed": "Completed", "incomplete": "Not completed"}
_PARTS = {
    "satisfied": ("passed", "not passed"),
    "objectiveStatusKnown": ("judged", "not judged yet"),
    "objectiveMeasureKnown": ("given a score", "without a score"),
    "completed": ("completed", "not completed"),
    "activityProgressKnown": ("reported on", "not reported on"),
    "attempted": ("opened", "not opened"),
    "attemptLimitExceeded": ("out of attempts", "not out of attempts"),
    "timeLimitExceeded": ("out of time", "not out of time"),
    "outsideAvailableTimeRange": ("out of their period", "in their period"),
}


def sentences(record: Record, phrases: Phrases, one: Activity) -> Iterator[str]:
    """What the sequencing of an activity means."""
    if one.control is None:
        return
    if one.children:
        yield from _ways(one)
        yield from _draw(one.draw, len(one.children))
    for step in one.steps:
        yield _step(step, phrases, one)
    yield from _gives(record, one)
    yield from _links(record, one)


def _ways(one: Activity) -> Iterator[str]:
    control = one.control
    if control is None:
        return
    ways = _WAYS[control.choice, control.flow]
    yield ways.replace(" and “Previous”", "") if control.forward_only else ways
    if control.forward_only:
        yield "Learners cannot go back in it."
    if not control.choice_exit and "." in one.key:
        yield "While learners are in it, they cannot choose anything outside of it."
    if control.prevent_activation:
        yield "Its parts cannot be chosen from outside before it has begun."
    if control.constrain_choice:
        yield "From a part of it, learners can choose only what comes next or before."


def _draw(draw: Draw, count: int) -> Iterator[str]:
    if draw.select is not None:
        timing = _TIMING.get(draw.select_timing, "")
        yield f"The LMS draws {draw.select} of its {number(count, 'part')}, {timing}.".replace(", .", ".")
    if draw.reorder and draw.reorder_timing in _TIMING:
        yield f"The LMS shuffles its parts, {_TIMING[draw.reorder_timing]}."


def _step(step: Step, phrases: Phrases, one: Activity) -> str:
    action = _STEPS.get(step.action, f"`{clean(step.action)}` happens")
    condition = phrases.condition(step.when, one)
    when = "" if condition == "in any case" else f" if {condition}"
    if step.moment == "exit" and not one.children:
        return "Its exit rule has no effect: such rules work on groups."
    if step.moment == "exit":
        return f"It ends when a part of it ends{when.replace(' if ', ' and ', 1)}."
    return f"When it ends, {action}{when}."


def _gives(record: Record, one: Activity) -> Iterator[str]:
    parent = record.parents.get(one.key)
    if parent is None or not one.tracked:
        return
    if not one.rollup.gives_completion:
        yield f"Does not have to be completed for {quoted(parent.title)} to be completed."
    if not one.rollup.gives_success:
        yield f"Does not have to be passed for {quoted(parent.title)} to be passed."
    for status, when in one.rollup.asked:
        if when in _ASKED:
            yield f"Counts for whether {quoted(parent.title)} is {_STATES[status]} only {_ASKED[when]}."


def _links(record: Record, one: Activity) -> Iterator[str]:
    for objective in one.objectives:
        for target in dict.fromkeys(name for name, _ in objective.writes):
            what = _what(objective, [kind for name, kind in objective.writes if name == target])
            readers = _who(record, record.links[target].readers, one)
            yield f"Passes on {what} as the shared objective {quoted(target)}{readers}."
        for target in dict.fromkeys(name for name, _ in objective.reads):
            what = _what(objective, [kind for name, kind in objective.reads if name == target])
            writers = _whose(record, record.links[target].writers, one)
            yield f"Takes {what} from the shared objective {quoted(target)}{writers}."


def _what(objective: Objective, kinds: list[str]) -> str:
    """Status and so on, of the activity itself or of an objective that it has besides."""
    said = _listed(list(dict.fromkeys(kinds)))
    return f"its {said}" if objective.primary else f"the {said} of its objective {quoted(objective.name)}"


def _who(record: Record, keys: tuple[str, ...], me: Activity) -> str:
    others = [record.by_key[key].title for key in keys if key != me.key]
    return f", for {_titles(others)}" if others else ", which nothing else reads"


def _whose(record: Record, keys: tuple[str, ...], me: Activity) -> str:
    others = [record.by_key[key].title for key in keys if key != me.key]
    if others:
        return f", set by {_titles(others)}"
    return ", which it sets itself" if keys else ", which no part of this package sets"


def _titles(titles: list[str]) -> str:
    shown = [quoted(title) for title in titles[:3]]
    more = len(titles) - len(shown)
    return _listed([*shown, f"{more} more"] if more else shown)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def rollup(one: Activity, status: str) -> str:
    """When a group has a status, `completed` or `satisfied`, by its parts."""
    actions = {"completed": ("completed", "incomplete"), "satisfied": ("satisfied", "notSatisfied")}[status]
    rules = [rule for rule in one.rollup.rules if rule.action in actions]
    if rules:
        return " ".join(f"{_ACTIONS[rule.action]} when {_rule(rule)}." for rule in rules)
    parts = [part for part in one.children if part.tracked]
    completed = status == "completed"
    counted = [one for one in parts if (one.rollup.gives_completion if completed else one.rollup.gives_success)]
    word = "completed" if completed else "passed"
    if not counted:
        return f"Never {word}: none of its parts counts for that."
    if len(counted) == len(one.children) == 1:
        return f"{word.capitalize()} when its only part is {word}."
    if len(counted) == len(one.children):
        return f"{word.capitalize()} when all of its parts are {word}."
    if len(counted) <= 3:
        return f"{word.capitalize()} when {_titles([part.title for part in counted])} {_are(counted)} {word}."
    return f"{word.capitalize()} when the {len(counted)} of its {len(one.children)} parts that count are {word}."


def _are(parts: list[Activity]) -> str:
    return "is" if len(parts) == 1 else "are"


def _rule(rule: RollupRule) -> str:
    words = [
        _PARTS[what][0 if holds else 1] if what in _PARTS else f"`{clean(what)}`" for what, holds in rule.conditions
    ]
    said = (" and " if rule.together else " or ").join(words) or "whatever they are"
    match rule.children:
        case "all":
            return f"all of its parts are {said}"
        case "any":
            return f"any of its parts is {said}"
        case "none":
            return f"none of its parts is {said}"
        case "atLeastCount":
            return f"at least {rule.least:g} of its parts {'is' if rule.least == 1 else 'are'} {said}"
        case "atLeastPercent":
            return f"at least {percent(rule.least)} of its parts are {said}"
        case _:
            return f"`{clean(rule.children)}` of its parts are {said}"
