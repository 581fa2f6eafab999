"""SCORM 2004: activities with their sequencing, every default of the standard applied (CAM 5; SN 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from lxml import etree

from darslik.inspect.manifest import ADLCP, ADLNAV, ADLSEQ, Manifest, attribute, child, children, text_of
from darslik.inspect.record import items
from darslik.inspect.record.conditions import Condition, Not, Test, What, every, some
from darslik.inspect.record.model import (
    Activity,
    Control,
    Decision,
    Draw,
    Effect,
    Gate,
    Limits,
    Objective,
    Place,
    Record,
    Role,
    Rollup,
    RollupRule,
    Step,
)
from darslik.inspect.sequencing import Sequencings, parts
from darslik.inspect.sequencing.grammar import CONDITIONS

_EFFECTS: dict[str, Effect] = {
    "skip": "skip",
    "disabled": "disabled",
    "hiddenFromChoice": "hiddenFromChoice",
    "stopForwardTraversal": "stopForwardTraversal",
}
_CONDITIONS: dict[str, What] = {word: word for word in CONDITIONS}
_STATUS, _SCORE = "SatisfiedStatus", "NormalizedMeasure"
LINKED = {
    _STATUS: "status",
    _SCORE: "score",
    "RawScore": "raw score",
    "MinScore": "lowest score",
    "MaxScore": "highest score",
    "CompletionStatus": "completion",
    "ProgressMeasure": "progress",
}
"""What a link to a global objective carries, in our words."""


def read(manifest: Manifest, sequencings: Sequencings, title: str) -> Record:
    """What a manifest of SCORM 2004 says."""
    reader = _Reader(manifest, sequencings)
    roots = tuple(_shared_out(reader.activity(one), 1.0) for one in manifest.organizations)
    edition = re.search(r"(\d)\w\w Edition", title)
    shared = any(
        (attribute(one, "objectivesGlobalToSystem", ADLSEQ) or "true").strip().lower() not in {"false", "0"}
        for one in manifest.organizations
    )
    return Record("scorm2004", title, roots, items.default(manifest), shared, edition[1] if edition else "")


def _shared_out(activity: Activity, share: float) -> Activity:
    """The activity with each one's share of the score: weights count among parts that are tracked (SN 4.6.1)."""
    weighed = [one.rollup.weight if one.tracked else 0.0 for one in activity.children]
    total = sum(weighed)
    shares = [share * weight / total if total else 0.0 for weight in weighed]
    parts_ = tuple(_shared_out(one, part) for one, part in zip(activity.children, shares, strict=True))
    return replace(activity, share=share, children=parts_)


@dataclass(frozen=True)
class _Reader:
    manifest: Manifest
    sequencings: Sequencings

    @cached_property
    def keys(self) -> dict[etree._Element, str]:
        return items.keys(self.manifest)

    def activity(self, element: etree._Element) -> Activity:
        below = tuple(self.activity(one) for one in children(element, "item"))
        key = self.keys[element]
        top = key.isdigit()
        kind: Role = "course" if top else items.role(self.manifest, element, bool(below))
        sequencing = self.sequencings.of(element)
        leaf = not below
        return Activity(
            key=key,
            identifier=element.get("identifier") or "",
            title=items.title(element),
            role=kind,
            place=Place(self.manifest.document, element),
            launch=self.manifest.launch_path(element),
            parameters=element.get("parameters") or "",
            visible=top or items.visible(element),
            tracked=sequencing.delivery.tracked,
            completion=_completion(kind, leaf, sequencing),
            success=_success(kind, leaf, sequencing),
            limits=_limits(element, sequencing.limits),
            gates=_gates(key, sequencing, self.manifest),
            steps=_steps(key, sequencing),
            control=_control(sequencing),
            draw=_draw(sequencing.randomization),
            rollup=_rollup(sequencing),
            objectives=tuple(_objective(one) for one in sequencing.objectives),
            data=text_of(child(element, "dataFromLMS", ADLCP)),
            hidden_buttons=_hidden_buttons(element),
            children=below,
        )


def _completion(kind: Role, leaf: bool, sequencing: parts.Sequencing) -> Decision:
    """SN 4.8 (UP.4): what says nothing is completed by the LMS at its end, unless the content is said to set it."""
    threshold = sequencing.threshold
    if not sequencing.delivery.tracked or kind == "nothing":
        return Decision("nobody")
    if threshold and threshold.completed_by_measure and kind != "asset":
        return Decision("progress", threshold.minimum_progress)
    if not leaf:
        return Decision("rollup")
    return _left_to(kind, sequencing.delivery.completion_set_by_content)


def _success(kind: Role, leaf: bool, sequencing: parts.Sequencing) -> Decision:
    primary = sequencing.primary
    if not sequencing.delivery.tracked or kind == "nothing":
        return Decision("nobody")
    if primary and primary.satisfied_by_measure and kind != "asset":
        return Decision("score", primary.minimum_measure)
    if not leaf:
        return Decision("rollup")
    return _left_to(kind, sequencing.delivery.objective_set_by_content)


def _left_to(kind: Role, content: bool) -> Decision:
    if kind == "asset":
        return Decision("nobody" if content else "exit")
    return Decision("content" if content else "content-or-exit")


def _limits(element: etree._Element, limits: parts.LimitConditions) -> Limits:
    return Limits(
        attempts=limits.attempt_limit,
        duration=limits.attempt_absolute_duration or limits.activity_absolute_duration or "",
        action=text_of(child(element, "timeLimitAction", ADLCP)),
        begin=limits.begin_time or "",
        end=limits.end_time or "",
    )


def _gates(key: str, sequencing: parts.Sequencing, manifest: Manifest) -> tuple[Gate, ...]:
    return tuple(
        Gate(_EFFECTS[rule.action], _condition(key, rule, sequencing), Place(manifest.document, rule.element))
        for rule in sequencing.rules_of("pre")
        if rule.action in _EFFECTS and rule.conditions
    )


def _steps(key: str, sequencing: parts.Sequencing) -> tuple[Step, ...]:
    return tuple(
        Step("exit" if rule.phase == "exit" else "post", rule.action, _condition(key, rule, sequencing))
        for rule in (*sequencing.rules_of("exit"), *sequencing.rules_of("post"))
        if rule.action and rule.conditions
    )


def _condition(key: str, rule: parts.Rule, sequencing: parts.Sequencing) -> Condition:
    named = {one.id: one for one in sequencing.objectives}
    found = tuple(_test(key, one, named, sequencing.primary) for one in rule.conditions)
    return every(found) if rule.combination == "all" else some(found)


def _test(
    key: str, one: parts.Condition, named: dict[str, parts.Objective], primary: parts.Objective | None
) -> Condition:
    objective = named.get(one.objective) if one.objective else primary
    field = _SCORE if "Measure" in one.condition else _STATUS
    about_objective = one.condition == "satisfied" or one.condition.startswith("objective")
    reads = next((m.target for m in objective.maps if field in m.reads), "") if objective and about_objective else ""
    what = _CONDITIONS.get(one.condition, "unreadable")
    name = one.objective if one.objective and about_objective and not (objective and objective.primary) else ""
    test = Test(what, key, name or ("" if what != "unreadable" else one.condition), reads, measure=one.threshold or 0.0)
    return Not(test) if one.negated else test


def _control(sequencing: parts.Sequencing) -> Control:
    control, choice = sequencing.control, sequencing.choice
    return Control(
        control.choice,
        control.choice_exit,
        control.flow,
        control.forward_only,
        choice.prevent_activation,
        choice.constrain_choice,
    )


def _draw(one: parts.Randomization) -> Draw:
    select = one.select_count if one.selection_timing != "never" else None
    return Draw(select, one.selection_timing, one.reorder_children, one.randomization_timing)


def _rollup(sequencing: parts.Sequencing) -> Rollup:
    rollup, considered = sequencing.rollup, sequencing.considerations
    asked = {
        "satisfied": considered.required_for_satisfied,
        "not satisfied": considered.required_for_not_satisfied,
        "completed": considered.required_for_completed,
        "incomplete": considered.required_for_incomplete,
    }
    return Rollup(
        rules=tuple(_rollup_rule(one) for one in rollup.rules),
        gives_success=rollup.objective_satisfied,
        gives_completion=rollup.progress_completion,
        weight=rollup.measure_weight,
        progress_weight=sequencing.threshold.weight if sequencing.threshold else 1.0,
        asked=tuple((status, when) for status, when in asked.items() if when != "always"),
    )


def _rollup_rule(one: parts.RollupRule) -> RollupRule:
    least = {"atLeastCount": float(one.minimum_count), "atLeastPercent": one.minimum_percent}.get(one.child_set, 0.0)
    conditions = tuple((part.condition, not part.negated) for part in one.conditions)
    return RollupRule(one.action, one.child_set, least, conditions, one.combination == "all")


def _objective(one: parts.Objective) -> Objective:
    return Objective(
        one.id,
        one.primary,
        one.satisfied_by_measure,
        one.minimum_measure,
        tuple((m.target, LINKED[field]) for m in one.maps for field in LINKED if field in m.reads and m.target),
        tuple((m.target, LINKED[field]) for m in one.maps for field in LINKED if field in m.writes and m.target),
    )


def _hidden_buttons(element: etree._Element) -> tuple[str, ...]:
    interface = child(child(element, "presentation", ADLNAV), "navigationInterface", ADLNAV)
    found = children(interface, "hideLMSUI", ADLNAV) if interface is not None else []
    return tuple(dict.fromkeys(text_of(one) for one in found))
