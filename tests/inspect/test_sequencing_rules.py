"""Sequencing and rollup rules, values and limits: every branch, with the text that each finding marks."""

from __future__ import annotations

import pytest

from darslik.inspect.sequencing.grammar import (
    ACTIONS,
    BOOLEANS,
    CHILD_SETS,
    CONDITIONS,
    CONSIDERATIONS,
    REQUIRED_FOR,
    ROLLUP_ACTIONS,
    ROLLUP_CONDITIONS,
    TIMINGS,
)
from sequencings import (
    SHARED,
    helped,
    manifest,
    objectives,
    own,
    primary,
    rollup,
    rule,
    said,
    sequencing,
    when,
)

PHASES = ["pre", "exit", "post"]
OF_TIME = {"timeLimitExceeded", "outsideAvailableTimeRange"}

# Rules (S7)


@pytest.mark.parametrize("phase", PHASES)
def test_a_rule_has_conditions(phase: str) -> None:
    action = ACTIONS[f"{phase}ConditionRule"][0]
    assert said(own(rule(phase, action))) == []
    start = f"<imsss:{phase}ConditionRule"
    assert said(own(rule(phase, action, ""))) == [("sequencing-rule-without-conditions", start)]
    empty = rule(phase, action, "<imsss:ruleConditions/>")
    assert said(own(empty)) == [("sequencing-rule-without-conditions", "<imsss:ruleConditions")]


@pytest.mark.parametrize("phase", PHASES)
def test_a_rule_has_an_action(phase: str) -> None:
    text = rule(phase, "exit").replace('<imsss:ruleAction action="exit"/>', "")
    assert said(own(text)) == [("sequencing-rule-without-action", f"<imsss:{phase}ConditionRule")]
    assert f"`{ACTIONS[f'{phase}ConditionRule'][0]}`" in helped(own(text))[0]


@pytest.mark.parametrize("value", ["all", "any"])
def test_conditions_are_combined_by_all_or_any(value: str) -> None:
    assert said(own(rule("pre", "skip").replace("Conditions>", f'Conditions conditionCombination="{value}">', 1))) == []
    text = rollup().replace("<imsss:rollupConditions>", f'<imsss:rollupConditions conditionCombination="{value}">')
    assert said(own(text)) == []


@pytest.mark.parametrize("value", ["", "or", "All", " any"])
def test_nothing_else_combines_conditions(value: str) -> None:
    attribute = f'conditionCombination="{value}"'
    for text, name in ((rule("pre", "skip"), "ruleConditions"), (rollup(), "rollupConditions")):
        changed = text.replace(f"<imsss:{name}>", f"<imsss:{name} {attribute}>")
        assert said(own(changed)) == [("unknown-condition-combination", attribute)]


# Conditions (S8, S9, S14)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_the_conditions_of_sequencing_rules(condition: str) -> None:
    warned = [("time-condition-used", f'condition="{condition}"')] if condition in OF_TIME else []
    assert said(own(when(f'condition="{condition}"'))) == warned


@pytest.mark.parametrize("condition", CONDITIONS)
def test_the_conditions_of_rollup_rules(condition: str) -> None:
    found = said(own(rollup(condition=f'condition="{condition}"')))
    marked_text = f'condition="{condition}"'
    if condition in OF_TIME:
        assert found == [("time-condition-used", marked_text)]
    elif condition in ROLLUP_CONDITIONS:
        assert found == []
    else:
        assert condition in {"objectiveMeasureGreaterThan", "objectiveMeasureLessThan", "always"}
        assert found == [("unknown-condition", marked_text)]


@pytest.mark.parametrize("value", ["", "passed", "Satisfied", "satisfied "])
def test_no_other_conditions(value: str) -> None:
    attribute = f'condition="{value}"'
    assert said(own(when(attribute))) == [("unknown-condition", attribute)]
    assert said(own(rollup(condition=attribute))) == [("unknown-condition", attribute)]


def test_a_condition_is_required() -> None:
    assert said(own(when('operator="not"'))) == [("unknown-condition", "<imsss:ruleCondition")]
    assert said(own(rollup(condition='operator="not"'))) == [("unknown-condition", "<imsss:rollupCondition")]


@pytest.mark.parametrize("value", ["not", "noOp"])
def test_the_operators(value: str) -> None:
    assert said(own(when(f'condition="always" operator="{value}"'))) == []
    assert said(own(rollup(condition=f'condition="completed" operator="{value}"'))) == []


@pytest.mark.parametrize("value", ["", "noop", "NOT", "and"])
def test_no_other_operators(value: str) -> None:
    attribute = f'operator="{value}"'
    assert said(own(when(f'condition="always" {attribute}'))) == [("unknown-condition-operator", attribute)]
    found = said(own(rollup(condition=f'condition="completed" {attribute}')))
    assert found == [("unknown-condition-operator", attribute)]


def test_a_wrong_case_is_put_right() -> None:
    assert helped(own(when('condition="always" operator="NOT"'))) == ["write `not`"]
    assert helped(own(when('condition="objectivestatusknown"'))) == ["write `objectiveStatusKnown`"]
    assert helped(own(when('condition="satisfed"'))) == ["did you mean `satisfied`?"]


# Actions (S11, S12)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("action", [action for actions in ACTIONS.values() for action in actions])
def test_each_action_is_for_rules_of_one_kind(phase: str, action: str) -> None:
    found = said(own(rule(phase, action)))
    right = action in ACTIONS[f"{phase}ConditionRule"]
    assert found == ([] if right else [("unknown-rule-action", f'action="{action}"')])


@pytest.mark.parametrize("value", ["", "stop", "Skip", "skip "])
def test_no_other_actions(value: str) -> None:
    assert said(own(rule("pre", value))) == [("unknown-rule-action", f'action="{value}"')]


def test_an_action_is_required() -> None:
    text = rule("pre", "skip").replace(' action="skip"', "")
    assert said(own(text)) == [("unknown-rule-action", "<imsss:ruleAction")]


def test_an_action_of_another_kind_of_rule_is_told_where_it_belongs() -> None:
    assert helped(own(rule("pre", "retry"))) == ["put it into an `imsss:postConditionRule`, or write another action"]


@pytest.mark.parametrize("action", ACTIONS["postConditionRule"])
def test_what_an_organization_can_do(action: str) -> None:
    text = manifest(organization=sequencing(rule("post", action)))
    wrong = [("organization-leaves-its-parent", f'action="{action}"')] if action in {"exitParent", "previous"} else []
    assert said(text) == wrong
    assert said(own(rule("post", action))) == []


def test_an_organization_is_judged_by_the_sequencing_that_it_takes_over() -> None:
    shared, use = SHARED.format(rule("post", "previous")), sequencing("", 'IDRef="s"')
    assert said(manifest(organization=use, shared=shared)) == [("organization-leaves-its-parent", 'action="previous"')]
    assert said(manifest(use, shared=shared)) == []
    overruled = sequencing(rule("post", "retryAll"), 'IDRef="s"')
    assert said(manifest(organization=overruled, shared=shared)) == []


# Rollup (S14, S20)


@pytest.mark.parametrize("value", CHILD_SETS)
def test_the_sets_of_children(value: str) -> None:
    assert said(own(rollup(f'childActivitySet="{value}"'))) == []


@pytest.mark.parametrize("value", ["", "some", "atleastcount"])
def test_no_other_sets_of_children(value: str) -> None:
    attribute = f'childActivitySet="{value}"'
    assert said(own(rollup(attribute))) == [("unknown-child-activity-set", attribute)]


@pytest.mark.parametrize("value", ROLLUP_ACTIONS)
def test_what_rollup_rules_do(value: str) -> None:
    assert said(own(rollup(action=f'action="{value}"'))) == []


@pytest.mark.parametrize("value", ["", "passed", "notsatisfied"])
def test_rollup_rules_do_nothing_else(value: str) -> None:
    attribute = f'action="{value}"'
    assert said(own(rollup(action=attribute))) == [("unknown-rollup-action", attribute)]


def test_a_rollup_rule_is_whole() -> None:
    start = "<imsss:rollupRules><imsss:rollupRule>"
    end = "</imsss:rollupRule></imsss:rollupRules>"
    conditions = '<imsss:rollupConditions><imsss:rollupCondition condition="completed"/></imsss:rollupConditions>'
    action = '<imsss:rollupAction action="completed"/>'
    whole = [("rollup-rule-without-conditions", "<imsss:rollupRule"), ("unknown-rollup-action", "<imsss:rollupRule")]
    assert said(own(start + end)) == whole
    assert said(own(start + action + end)) == whole[:1]
    assert said(own(start + conditions + end)) == whole[1:]
    assert said(own(f"{start}<imsss:rollupConditions/>{action}{end}")) == [
        ("rollup-rule-without-conditions", "<imsss:rollupConditions")
    ]
    assert said(own(rollup(action=""))) == [("unknown-rollup-action", "<imsss:rollupAction")]


@pytest.mark.parametrize("name", CONSIDERATIONS)
@pytest.mark.parametrize("value", [*REQUIRED_FOR, "", "never", "IfAttempted"])
def test_rollup_considerations(name: str, value: str) -> None:
    attribute = f'{name}="{value}"'
    found = said(own(f"<adlseq:rollupConsiderations {attribute}/>"))
    assert found == ([] if value in REQUIRED_FOR else [("unknown-rollup-consideration", attribute)])


@pytest.mark.parametrize("name", ["randomizationTiming", "selectionTiming"])
@pytest.mark.parametrize("value", [*TIMINGS, "", "always", "Once"])
def test_random_timing(name: str, value: str) -> None:
    attribute = f'{name}="{value}"'
    found = said(own(f"<imsss:randomizationControls {attribute}/>"))
    assert found == ([] if value in TIMINGS else [("unknown-random-timing", attribute)])


# True and false (S6)

FLAGS = [(tag, name) for tag, names in BOOLEANS.items() for name in names]


def with_flag(tag: str, attribute: str) -> str:
    """A manifest with this attribute on such an element."""
    prefix, name = ("imsss" if "imsss" in tag else "adlseq", tag.split("}")[1])
    target = 'targetObjectiveID="g" ' if name == "mapInfo" else ""
    identifier = 'objectiveID="x" ' if name == "objective" else ""
    element = f"<{prefix}:{name} {identifier}{target}{attribute}/>"
    if name == "primaryObjective":
        return own(objectives(element))
    if name == "objective":
        return own(objectives(f"<imsss:primaryObjective/>{element}"))
    if name == "mapInfo" and prefix == "imsss":
        return own(primary(element))
    if name == "mapInfo":
        holder = (
            f'<adlseq:objectives><adlseq:objective objectiveID="p">{element}</adlseq:objective></adlseq:objectives>'
        )
        return own(primary("") + holder)
    return own(element)


@pytest.mark.parametrize(("tag", "name"), FLAGS, ids=[f"{tag.split('/')[-1]}-{name}" for tag, name in FLAGS])
@pytest.mark.parametrize("value", ["1", "0", "True", "yes", "", " true"])
def test_true_and_false_are_written_out(tag: str, name: str, value: str) -> None:
    attribute = f'{name}="{value}"'
    assert said(with_flag(tag, attribute)) == [("sequencing-flag-not-true-or-false", attribute)]
    for right in ("true", "false"):
        assert said(with_flag(tag, f'{name}="{right}"')) == []


def test_the_list_of_flags_is_whole() -> None:
    names = sorted({name for _, name in FLAGS})
    assert names == sorted(
        "choice choiceExit flow forwardOnly useCurrentAttemptObjectiveInfo useCurrentAttemptProgressInfo"
        " preventActivation constrainChoice rollupObjectiveSatisfied rollupProgressCompletion satisfiedByMeasure"
        " readSatisfiedStatus readNormalizedMeasure writeSatisfiedStatus writeNormalizedMeasure readRawScore"
        " readMinScore readMaxScore readCompletionStatus readProgressMeasure writeRawScore writeMinScore writeMaxScore"
        " writeCompletionStatus writeProgressMeasure reorderChildren tracked completionSetByContent"
        " objectiveSetByContent measureSatisfactionIfActive".split()
    )


@pytest.mark.parametrize(
    ("value", "advice"),
    [("1", "write `true`"), ("YES", "write `true`"), ("off", "write `false`"), ("x", "write `true` or `false`")],
)
def test_what_was_meant_by_a_flag(value: str, advice: str) -> None:
    assert helped(own(f'<imsss:controlMode flow="{value}"/>')) == [advice]
