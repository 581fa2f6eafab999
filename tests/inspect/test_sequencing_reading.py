"""The sequencing of an activity as a sequencer sees it: defaults, lenient values, own before shared."""

from __future__ import annotations

import pytest

from darslik.inspect.sequencing.parts import (
    MEASURES,
    PROGRESS,
    ConstrainedChoice,
    ControlMode,
    DeliveryControls,
    LimitConditions,
    Randomization,
    RollupConsiderations,
    RollupRules,
    Sequencing,
)
from sequencings import (
    EVERYTHING,
    SHARED,
    additions,
    manifest,
    maps,
    own,
    primary,
    rollup,
    sequencing,
    subject_of,
    when,
)


def read(text: str) -> Sequencing:
    """The sequencing of the first item."""
    subject = subject_of(text)
    assert subject
    return subject.sequencings.of(subject.manifest.items[0])


def test_without_sequencing_an_activity_has_the_defaults() -> None:
    assert read(manifest()) == Sequencing()
    assert read(manifest()).control == ControlMode(
        choice=True,
        choice_exit=True,
        flow=False,
        forward_only=False,
        current_objective_info=True,
        current_progress_info=True,
    )
    assert DeliveryControls() == DeliveryControls(
        tracked=True, completion_set_by_content=False, objective_set_by_content=False
    )
    assert RollupRules() == RollupRules(objective_satisfied=True, progress_completion=True, measure_weight=1)
    assert RollupConsiderations().required_for_completed == "always"
    assert RollupConsiderations().measure_satisfaction_if_active
    assert Randomization() == Randomization("never", False, "never", None)
    assert ConstrainedChoice() == ConstrainedChoice(prevent_activation=False, constrain_choice=False)
    assert LimitConditions().attempt_limit is None


def test_everything_is_read() -> None:
    found = read(own(EVERYTHING))
    assert (found.control.choice_exit, found.control.flow, found.control.current_progress_info) == (False, True, False)
    assert [(one.phase, one.action, one.combination) for one in found.rules] == [
        ("pre", "hiddenFromChoice", "any"),
        ("exit", "exit", "all"),
        ("post", "previous", "all"),
    ]
    [condition] = found.rules[0].conditions
    assert (condition.condition, condition.negated) == ("objectiveMeasureLessThan", True)
    assert (condition.objective, condition.threshold) == ("o", -0.5)
    assert found.limits.attempt_limit == 3
    assert found.limits.attempt_absolute_duration == "PT1H"
    assert (found.rollup.progress_completion, found.rollup.measure_weight) == (False, 0.25)
    [rule] = found.rollup.rules
    assert (rule.child_set, rule.minimum_percent, rule.combination) == ("atLeastPercent", 0.5, "all")
    assert (rule.action, [one.condition for one in rule.conditions]) == ("notSatisfied", ["attempted"])
    assert found.primary
    assert (found.primary.satisfied_by_measure, found.primary.minimum_measure) == (True, 0.8)
    assert [one.id for one in found.objectives] == ["p", "o"]
    assert found.randomization.select_count == 2
    assert found.delivery.completion_set_by_content
    assert found.considerations.required_for_satisfied == "ifAttempted"
    assert found.choice.prevent_activation
    assert [one.action for one in found.rules_of("post")] == ["previous"]


def test_maps_of_both_kinds_belong_to_the_objective() -> None:
    found = read(own(EVERYTHING))
    assert [(one.target, one.reads, one.writes) for one in found.objectives[0].maps] == [
        ("g", frozenset(MEASURES), frozenset({"SatisfiedStatus"}))
    ]
    assert [(one.target, one.reads, one.writes) for one in found.objectives[1].maps] == [
        ("g", frozenset(PROGRESS), frozenset({"RawScore"}))
    ]


def test_reading_can_be_switched_off() -> None:
    found = read(own(primary(maps('targetObjectiveID="g" readSatisfiedStatus="false" readNormalizedMeasure="0"'))))
    assert found.objectives[0].maps[0].reads == frozenset()


@pytest.mark.parametrize(
    ("value", "flow"), [("true", True), ("1", True), (" TRUE ", True), ("false", False), ("yes", False), ("", False)]
)
def test_flags_are_read_as_lenient_lmss_do(value: str, flow: bool) -> None:
    assert read(own(f'<imsss:controlMode flow="{value}"/>')).control.flow is flow


@pytest.mark.parametrize(("value", "limit"), [("3", 3), (" 4 ", 4), ("-1", None), ("many", None), ("9" * 5000, None)])
def test_nonsense_is_no_limit(value: str, limit: int | None) -> None:
    assert read(own(f'<imsss:limitConditions attemptLimit="{value}"/>')).limits.attempt_limit == limit


@pytest.mark.parametrize(("value", "weight"), [("0.5", 0.5), ("2", 1), ("nan", 1), ("", 1), ("0", 0)])
def test_nonsense_is_the_full_weight(value: str, weight: float) -> None:
    assert read(own(f'<imsss:rollupRules objectiveMeasureWeight="{value}"/>')).rollup.measure_weight == weight


def test_combinations_have_a_default_each() -> None:
    assert read(own(when('condition="always"'))).rules[0].combination == "all"
    assert read(own(rollup())).rollup.rules[0].combination == "any"


OTHERS = '<imsss:controlMode flow="true"/><imsss:deliveryControls tracked="false"/>'


def test_own_elements_win_over_shared_ones_each_taken_whole() -> None:
    mine = sequencing('<imsss:controlMode choice="false"/>', 'IDRef="s"')
    found = read(manifest(mine, shared=SHARED.format(OTHERS + primary(""))))
    assert (found.control.choice, found.control.flow) == (False, False), "of the own element alone"
    assert not found.delivery.tracked, "of the shared one"
    assert found.primary
    assert found.primary.id == "p"


def test_a_shared_sequencing_alone() -> None:
    found = read(manifest(sequencing("", 'IDRef="s"'), shared=SHARED.format(OTHERS)))
    assert found.control.flow
    assert not found.delivery.tracked


def test_a_reference_to_nothing_gives_what_is_there() -> None:
    shared = "<imsss:sequencing><imsss:controlMode choice='false'/></imsss:sequencing>"
    found = read(manifest(sequencing('<imsss:controlMode flow="true"/>', 'IDRef=""'), shared=shared))
    assert (found.control.choice, found.control.flow) == (True, True)


def test_an_own_objective_takes_the_shared_maps_of_its_name() -> None:
    shared = SHARED.format(additions('targetObjectiveID="g" writeRawScore="true"'))
    found = read(manifest(sequencing(primary(""), 'IDRef="s"'), shared=shared))
    assert [one.writes for one in found.objectives[0].maps] == [frozenset({"RawScore"})]


def test_shared_parts_are_read_once() -> None:
    use = sequencing("", 'IDRef="s"')
    more = f'<item identifier="j" identifierref="r"><title>Next</title>{use}</item>'
    subject = subject_of(manifest(use, more=more, shared=SHARED.format(EVERYTHING)))
    assert subject
    first, second = (subject.sequencings.of(one) for one in subject.manifest.items)
    assert first.rules is second.rules
    assert first.objectives is second.objectives
    [shared] = subject.sequencings.collected
    assert [one.get("identifier") for one in subject.sequencings.users[shared]] == ["i", "j"]


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("", None),
        ("<adlcp:completionThreshold/>", (False, 1, 1)),
        ('<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.5"/>', (True, 0.5, 1)),
        ('<adlcp:completionThreshold progressWeight="0.2"/>', (False, 1, 0.2)),
        ("<adlcp:completionThreshold>0.75</adlcp:completionThreshold>", (True, 0.75, 1)),
        ("<adlcp:completionThreshold>most</adlcp:completionThreshold>", (True, 1, 1)),
    ],
)
def test_completion_thresholds(element: str, expected: tuple[bool, float, float] | None) -> None:
    found = read(manifest(element)).threshold
    assert (found and (found.completed_by_measure, found.minimum_progress, found.weight)) == expected
