"""SCORM 2004: sequencing rules, before, at the end of and after an activity."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity
from darslik.inspect.manifest import SS, child
from darslik.inspect.rule import Finding, rule
from darslik.inspect.sequencing.findings import listed, missing, not_among, shown
from darslik.inspect.sequencing.grammar import (
    ACTIONS,
    COMBINATIONS,
    CONDITIONS,
    OPERATORS,
    ROLLUP_CONDITIONS,
    RULES,
    TIME_CONDITIONS,
)
from darslik.inspect.subject import Subject


@rule(Severity.ERROR, "scorm2004", covers="S7")
def sequencing_rule_without_conditions(subject: Subject) -> Iterator[Finding]:
    """A sequencing rule does not say when it works.

    Each has one `ruleConditions` with at least one `ruleCondition` (ADL requirement 31.6; SN 3.4). Some LMSs then never
    use the rule, others always. For a rule that always works there is the condition `always`.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:preConditionRule><imsss:ruleAction action="disabled"/></imsss:preConditionRule>
            </imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:preConditionRule>
                <imsss:ruleConditions><imsss:ruleCondition condition="attemptLimitExceeded"/></imsss:ruleConditions>
                <imsss:ruleAction action="disabled"/>
              </imsss:preConditionRule>
            </imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    """
    for one in subject.sequencings.named(*RULES):
        if child(one, "ruleConditions", SS) is None:
            yield Finding(
                f"`{shown(one)}` has no `imsss:ruleConditions`",
                subject.xml.span(one),
                help="add one, with the condition `always` if it should always work",
            )
    for one in subject.sequencings.named("ruleConditions"):
        if child(one, "ruleCondition", SS) is None:
            yield Finding(
                "`imsss:ruleConditions` holds no `imsss:ruleCondition`",
                subject.xml.span(one),
                help="add one, with the condition `always` if it should always work",
            )


@rule(Severity.ERROR, "scorm2004", covers="S7")
def sequencing_rule_without_action(subject: Subject) -> Iterator[Finding]:
    """A sequencing rule does not say what it does.

    Each has one `ruleAction` (ADL requirement 31.6); without one it does nothing, or the LMS refuses the package.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:postConditionRule>
                <imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions>
              </imsss:postConditionRule>
            </imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:postConditionRule>
                <imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions>
                <imsss:ruleAction action="continue"/>
              </imsss:postConditionRule>
            </imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    """
    for name in RULES:
        for one in subject.sequencings.named(name):
            if child(one, "ruleAction", SS) is None:
                yield Finding(
                    f"`{shown(one)}` has no `imsss:ruleAction`",
                    subject.xml.span(one),
                    help=f"add one, with {listed(ACTIONS[name])} as its `action`",
                )


@rule(Severity.ERROR, "scorm2004", covers="S7 S14")
def unknown_condition_combination(subject: Subject) -> Iterator[Finding]:
    """How conditions are combined is neither `all` nor `any`.

    Nothing else is allowed, letter by letter (ADL requirements 31.6, 31.9). LMSs fall back to `all` in sequencing rules
    and to `any` in rollup rules.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:preConditionRule>
                <imsss:ruleConditions conditionCombination="or">
                  <imsss:ruleCondition condition="satisfied"/>
                  <imsss:ruleCondition condition="completed"/>
                </imsss:ruleConditions>
                <imsss:ruleAction action="skip"/>
              </imsss:preConditionRule>
            </imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:preConditionRule>
                <imsss:ruleConditions conditionCombination="any">
                  <imsss:ruleCondition condition="satisfied"/>
                  <imsss:ruleCondition condition="completed"/>
                </imsss:ruleConditions>
                <imsss:ruleAction action="skip"/>
              </imsss:preConditionRule>
            </imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    """
    holders = subject.sequencings.named("ruleConditions", "rollupConditions")
    yield from not_among(subject, holders, "conditionCombination", COMBINATIONS)


@rule(Severity.ERROR, "scorm2004", covers="S8 S14")
def unknown_condition(subject: Subject) -> Iterator[Finding]:
    """A condition is missing, or none that sequencing knows.

    Each `ruleCondition` and `rollupCondition` has one of the standard's list, letter by letter (SN 3.4.2, 3.7.3; ADL
    requirements 31.6.3.1.2, 31.9). A comparison with a measure, and `always`, are for sequencing rules only. An LMS
    takes an unknown condition for one that is never met, so that the rule does nothing.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:preConditionRule>
                <imsss:ruleConditions><imsss:ruleCondition condition="passed"/></imsss:ruleConditions>
                <imsss:ruleAction action="skip"/>
              </imsss:preConditionRule>
            </imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:preConditionRule>
                <imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions>
                <imsss:ruleAction action="skip"/>
              </imsss:preConditionRule>
            </imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    """
    for name, allowed in (("ruleCondition", CONDITIONS), ("rollupCondition", ROLLUP_CONDITIONS)):
        elements = subject.sequencings.named(name)
        yield from missing(subject, elements, "condition", f"write {listed(allowed)} as its `condition`")
        yield from not_among(subject, elements, "condition", allowed, label="LMSs take this for never met")


@rule(Severity.ERROR, "scorm2004", covers="S8 S14")
def unknown_condition_operator(subject: Subject) -> Iterator[Finding]:
    """The operator of a condition is neither `not` nor `noOp`.

    LMSs take anything else for no operator, so that the rule works when it should not (ADL requirements 31.6.3.1.2,
    31.9).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:preConditionRule>
                <imsss:ruleConditions><imsss:ruleCondition operator="NOT" condition="attempted"/></imsss:ruleConditions>
                <imsss:ruleAction action="skip"/>
              </imsss:preConditionRule>
            </imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:preConditionRule>
                <imsss:ruleConditions><imsss:ruleCondition operator="not" condition="attempted"/></imsss:ruleConditions>
                <imsss:ruleAction action="skip"/>
              </imsss:preConditionRule>
            </imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    """
    yield from not_among(subject, subject.sequencings.named("ruleCondition", "rollupCondition"), "operator", OPERATORS)


@rule(Severity.WARNING, "scorm2004", covers="S9")
def time_condition_used(subject: Subject) -> Iterator[Finding]:
    """A rule depends on time, which SCORM LMSs need not measure.

    `timeLimitExceeded` and `outsideAvailableTimeRange` are optional for an LMS (SN 3.5; ADL requirements 31.6, 31.9);
    where they are not kept, they are never true.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:exitConditionRule>
                <imsss:ruleConditions><imsss:ruleCondition condition="timeLimitExceeded"/></imsss:ruleConditions>
                <imsss:ruleAction action="exit"/>
              </imsss:exitConditionRule>
            </imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:exitConditionRule>
                <imsss:ruleConditions><imsss:ruleCondition condition="completed"/></imsss:ruleConditions>
                <imsss:ruleAction action="exit"/>
              </imsss:exitConditionRule>
            </imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    """
    for one in subject.sequencings.named("ruleCondition", "rollupCondition"):
        if one.get("condition") in TIME_CONDITIONS:
            yield Finding(
                f"many LMSs never find `{one.get('condition')}` true",
                subject.xml.span(one, "condition"),
                help="let the content watch the time, and report what follows",
                evidence=one.get("condition") or "",
            )
