"""Sequencing that defeats itself: everything hidden, always skipped, a gate that is open too early."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity
from darslik.inspect.record.phrases import clean
from darslik.inspect.record.truth import closed_by_some
from darslik.inspect.rule import Finding, rule
from darslik.inspect.stuck import always
from darslik.inspect.subject import Subject


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="N5")
def all_items_hidden(subject: Subject) -> Iterator[Finding]:
    """The contents show nothing that can be started.

    Every item that launches something has `isvisible="false"` (SCORM 2004 CAM 3.4.1.9; SCORM 1.2 CAM 2.3.2.5). An LMS
    that does not start one by itself shows an empty list. Nothing is said if there is only one item, or if learners of
    SCORM 2004 can go on from one to the next.

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1" isvisible="false"><title>Lesson</title></item>
          <item identifier="item_2" identifierref="resource_1" isvisible="false"><title>Exercise</title></item>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1" isvisible="true"><title>Lesson</title></item>
          <item identifier="item_2" identifierref="resource_1" isvisible="false"><title>Exercise</title></item>
        </organization>
    """
    for root in subject.record.roots:
        launched = [one for one in root.walk() if one.launch]
        flows = any(one.control and one.control.flow for one in root.walk() if one.children)
        if len(launched) > 1 and not flows and not any(one.visible for one in launched):
            yield Finding(
                f"all {len(launched)} items of `{clean(root.title)}` that can be started are hidden",
                root.span,
                label="the contents show nothing to choose",
                help='take `isvisible="false"` away from what learners should see',
            )


@rule(Severity.HINT, "scorm2004", covers="N5")
def activity_always_skipped(subject: Subject) -> Iterator[Finding]:
    """A rule skips an activity in any case.

    “Continue” passes it by; it can only be chosen, if the group around it allows that (SN 3.4.3). Often a test of the
    author was left in.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules><imsss:preConditionRule>
              <imsss:ruleConditions><imsss:ruleCondition condition="always"/></imsss:ruleConditions>
              <imsss:ruleAction action="skip"/>
            </imsss:preConditionRule></imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules><imsss:preConditionRule>
              <imsss:ruleConditions><imsss:ruleCondition condition="completed"/></imsss:ruleConditions>
              <imsss:ruleAction action="skip"/>
            </imsss:preConditionRule></imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    """
    for one in subject.record.activities:
        for gate in one.gates:
            if gate.effect == "skip" and always(gate):
                yield Finding(
                    f"`{clean(one.title)}` is skipped in any case",
                    gate.span,
                    label="this rule holds always",
                    help="take the rule away, or say when to skip",
                )


@rule(Severity.HINT, "scorm2004", covers="N5")
def stop_rule_without_choice(subject: Subject) -> Iterator[Finding]:
    """A rule stops forward traversal where nothing can be chosen.

    By the standard `stopForwardTraversal` limits choosing alone (SN 4.7, SB.2.4): “Continue” passes it by. Some LMSs
    stop “Continue”, too, so the same course is open in one LMS and closed in another.

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1">
            <title>Lesson</title>
            <imsss:sequencing>
              <imsss:sequencingRules><imsss:preConditionRule>
                <imsss:ruleConditions>
                  <imsss:ruleCondition operator="not" condition="completed"/>
                </imsss:ruleConditions>
                <imsss:ruleAction action="stopForwardTraversal"/>
              </imsss:preConditionRule></imsss:sequencingRules>
            </imsss:sequencing>
          </item>
          <imsss:sequencing><imsss:controlMode choice="false" flow="true"/></imsss:sequencing>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1">
            <title>Lesson</title>
            <imsss:sequencing>
              <imsss:sequencingRules><imsss:preConditionRule>
                <imsss:ruleConditions>
                  <imsss:ruleCondition operator="not" condition="completed"/>
                </imsss:ruleConditions>
                <imsss:ruleAction action="stopForwardTraversal"/>
              </imsss:preConditionRule></imsss:sequencingRules>
            </imsss:sequencing>
          </item>
          <imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>
        </organization>
    """
    for root in subject.record.roots:
        if any(group.control and group.control.choice for group in root.walk() if group.children):
            continue
        for one, gate in ((part, gate) for part in root.walk() for gate in part.gates):
            if gate.effect == "stopForwardTraversal":
                yield Finding(
                    f"the rule that stops learners at `{clean(one.title)}` has nothing to stop",
                    gate.span,
                    label="nothing in this course can be chosen",
                    help="disable what comes after it, as long as it should be closed",
                )


@rule(Severity.HINT, "scorm2004", covers="N5")
def gate_open_while_unknown(subject: Subject) -> Iterator[Finding]:
    """A gate that waits for a result is open as long as nothing is known of it.

    `not satisfied` is neither true nor false before there is a result, and a rule works only when it is true (SN 3.4.2,
    UP.2.1): an LMS that follows this leaves the activity open from the start, others close it. A second condition,
    `not objectiveStatusKnown`, combined by `any`, closes it everywhere.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules><imsss:preConditionRule>
              <imsss:ruleConditions>
                <imsss:ruleCondition operator="not" condition="satisfied"/>
              </imsss:ruleConditions>
              <imsss:ruleAction action="disabled"/>
            </imsss:preConditionRule></imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules><imsss:preConditionRule>
              <imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions>
              <imsss:ruleAction action="disabled"/>
            </imsss:preConditionRule></imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    """
    for one in subject.record.activities:
        for gate in one.gates:
            if gate.effect == "disabled" and closed_by_some(gate.when):
                yield Finding(
                    f"`{clean(one.title)}` is open until something is known of what it waits for",
                    gate.span,
                    label="not yet true at the beginning",
                    help='add `<imsss:ruleCondition operator="not" condition="objectiveStatusKnown"/>` with the same '
                    '`referencedObjective`, and `conditionCombination="any"`',
                )
