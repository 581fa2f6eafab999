"""Elements of sequencing → their typed parts, leniently: nonsense has the value that an LMS falls back to."""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree

from darslik.inspect.manifest import ADLSEQ, SS, child, children, text_of
from darslik.inspect.sequencing.parts import (
    MEASURES,
    PROGRESS,
    CompletionThreshold,
    Condition,
    ConstrainedChoice,
    ControlMode,
    DeliveryControls,
    LimitConditions,
    Map,
    Objective,
    Randomization,
    RollupConsiderations,
    RollupRule,
    RollupRules,
    Rule,
)

PHASES = {"pre": "preConditionRule", "exit": "exitConditionRule", "post": "postConditionRule"}
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_COUNT = re.compile(r"\+?[0-9]{1,15}")


def flag(element: etree._Element, name: str, default: bool) -> bool:
    """A boolean attribute as lenient LMSs read it: `1` and `TRUE` are true."""
    value = (element.get(name) or "").strip().lower()
    return default if value not in {"true", "false", "1", "0"} else value in {"true", "1"}


def number(text: str | None) -> float | None:
    """A decimal; none if it is not one (infinities and exponents are not, XML Schema part 2, 3.2.3)."""
    found = _NUMBER.fullmatch((text or "").strip())
    return float(found[0]) if found else None


def count(text: str | None) -> int | None:
    """A number of things, 0 or more; none if it is not one."""
    found = _COUNT.fullmatch((text or "").strip())
    return int(found[0]) if found else None


def objective_key(text: str | None) -> str:
    """What ids of objectives are compared by: `%20` is a space, and spaces collapse (ADL requirement 31.10.1)."""
    return " ".join((text or "").replace("%20", " ").split())


def control(element: etree._Element | None) -> ControlMode:
    """`controlMode`."""
    if element is None:
        return ControlMode()
    return ControlMode(
        choice=flag(element, "choice", True),
        choice_exit=flag(element, "choiceExit", True),
        flow=flag(element, "flow", False),
        forward_only=flag(element, "forwardOnly", False),
        current_objective_info=flag(element, "useCurrentAttemptObjectiveInfo", True),
        current_progress_info=flag(element, "useCurrentAttemptProgressInfo", True),
        element=element,
    )


def rules(element: etree._Element | None) -> tuple[Rule, ...]:
    """`sequencingRules`: pre, then exit, then post condition rules."""
    if element is None:
        return ()
    return tuple(
        Rule(
            phase=phase,
            action=(_get(child(one, "ruleAction", SS), "action") or "").strip(),
            combination=_combination(child(one, "ruleConditions", SS), "all"),
            conditions=_conditions(child(one, "ruleConditions", SS), "ruleCondition"),
            element=one,
        )
        for phase, name in PHASES.items()
        for one in children(element, name, SS)
    )


def _get(element: etree._Element | None, name: str) -> str | None:
    return None if element is None else element.get(name)


def _combination(element: etree._Element | None, default: str) -> str:
    value = (_get(element, "conditionCombination") or "").strip()
    return value if value in {"all", "any"} else default


def _conditions(element: etree._Element | None, name: str) -> tuple[Condition, ...]:
    return tuple(
        Condition(
            condition=(one.get("condition") or "").strip(),
            negated=(one.get("operator") or "").strip() == "not",
            objective=objective_key(one.get("referencedObjective")) or None,
            threshold=number(one.get("measureThreshold")),
            element=one,
        )
        for one in (children(element, name, SS) if element is not None else ())
    )


def limits(element: etree._Element | None) -> LimitConditions:
    """`limitConditions`."""
    if element is None:
        return LimitConditions()
    return LimitConditions(
        attempt_limit=count(element.get("attemptLimit")),
        attempt_absolute_duration=element.get("attemptAbsoluteDurationLimit"),
        attempt_experienced_duration=element.get("attemptExperiencedDurationLimit"),
        activity_absolute_duration=element.get("activityAbsoluteDurationLimit"),
        activity_experienced_duration=element.get("activityExperiencedDurationLimit"),
        begin_time=element.get("beginTimeLimit"),
        end_time=element.get("endTimeLimit"),
        element=element,
    )


def _within(text: str | None, low: float, high: float, default: float) -> float:
    value = number(text)
    return default if value is None or not low <= value <= high else value


def rollup(element: etree._Element | None) -> RollupRules:
    """`rollupRules`."""
    if element is None:
        return RollupRules()
    return RollupRules(
        objective_satisfied=flag(element, "rollupObjectiveSatisfied", True),
        progress_completion=flag(element, "rollupProgressCompletion", True),
        measure_weight=_within(element.get("objectiveMeasureWeight"), 0, 1, 1),
        rules=tuple(_rollup_rule(one) for one in children(element, "rollupRule", SS)),
        element=element,
    )


def _rollup_rule(element: etree._Element) -> RollupRule:
    conditions = child(element, "rollupConditions", SS)
    return RollupRule(
        child_set=(element.get("childActivitySet") or "all").strip(),
        minimum_count=count(element.get("minimumCount")) or 0,
        minimum_percent=_within(element.get("minimumPercent"), 0, 1, 0),
        combination=_combination(conditions, "any"),
        conditions=_conditions(conditions, "rollupCondition"),
        action=(_get(child(element, "rollupAction", SS), "action") or "").strip(),
        element=element,
    )


def considerations(element: etree._Element | None) -> RollupConsiderations:
    """`adlseq:rollupConsiderations`."""
    if element is None:
        return RollupConsiderations()
    return RollupConsiderations(
        required_for_satisfied=(element.get("requiredForSatisfied") or "always").strip(),
        required_for_not_satisfied=(element.get("requiredForNotSatisfied") or "always").strip(),
        required_for_completed=(element.get("requiredForCompleted") or "always").strip(),
        required_for_incomplete=(element.get("requiredForIncomplete") or "always").strip(),
        measure_satisfaction_if_active=flag(element, "measureSatisfactionIfActive", True),
        element=element,
    )


def objectives(own: etree._Element | None, extra: etree._Element | None) -> tuple[Objective, ...]:
    """`imsss:objectives`, with the maps that `adlseq:objectives` adds to the first of each id."""
    more: dict[str, list[Map]] = defaultdict(list)
    for one in children(extra, "objective", ADLSEQ) if extra is not None else ():
        more[objective_key(one.get("objectiveID"))] += _maps(one, ADLSEQ, PROGRESS)
    found = []
    for one in own if own is not None else ():
        primary = one.tag == f"{{{SS}}}primaryObjective"
        if primary or one.tag == f"{{{SS}}}objective":
            found.append(_objective(one, primary, more))
    return tuple(found)


def _objective(element: etree._Element, primary: bool, more: dict[str, list[Map]]) -> Objective:
    name = objective_key(element.get("objectiveID"))
    return Objective(
        id=name,
        primary=primary,
        satisfied_by_measure=flag(element, "satisfiedByMeasure", False),
        minimum_measure=_within(text_of(child(element, "minNormalizedMeasure", SS)), -1, 1, 1),
        maps=(*_maps(element, SS, MEASURES), *more.pop(name, ())),
        element=element,
    )


def _maps(objective: etree._Element, namespace: str, fields: tuple[str, ...]) -> list[Map]:
    return [
        Map(
            target=objective_key(one.get("targetObjectiveID")),
            reads=frozenset(field for field in fields if flag(one, f"read{field}", True)),
            writes=frozenset(field for field in fields if flag(one, f"write{field}", False)),
            element=one,
        )
        for one in children(objective, "mapInfo", namespace)
    ]


def randomization(element: etree._Element | None) -> Randomization:
    """`randomizationControls`."""
    if element is None:
        return Randomization()
    return Randomization(
        randomization_timing=(element.get("randomizationTiming") or "never").strip(),
        reorder_children=flag(element, "reorderChildren", False),
        selection_timing=(element.get("selectionTiming") or "never").strip(),
        select_count=count(element.get("selectCount")),
        element=element,
    )


def delivery(element: etree._Element | None) -> DeliveryControls:
    """`deliveryControls`."""
    if element is None:
        return DeliveryControls()
    return DeliveryControls(
        tracked=flag(element, "tracked", True),
        completion_set_by_content=flag(element, "completionSetByContent", False),
        objective_set_by_content=flag(element, "objectiveSetByContent", False),
        element=element,
    )


def choice(element: etree._Element | None) -> ConstrainedChoice:
    """`adlseq:constrainedChoiceConsiderations`."""
    if element is None:
        return ConstrainedChoice()
    return ConstrainedChoice(
        prevent_activation=flag(element, "preventActivation", False),
        constrain_choice=flag(element, "constrainChoice", False),
        element=element,
    )


def threshold(element: etree._Element | None) -> CompletionThreshold | None:
    """`adlcp:completionThreshold` of an item or organization."""
    if element is None:
        return None
    text = text_of(element)
    return CompletionThreshold(
        completed_by_measure=bool(text) or flag(element, "completedByMeasure", False),
        minimum_progress=_within(text or element.get("minProgressMeasure"), 0, 1, 1),
        weight=_within(element.get("progressWeight"), 0, 1, 1),
        element=element,
    )
