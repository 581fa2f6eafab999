"""Limits of attempts that cannot work."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity
from darslik.inspect.rule import Finding, rule
from darslik.inspect.sequencing.parts import Rule, Sequencing
from darslik.inspect.subject import Subject


@rule(Severity.WARNING, "scorm2004", covers="N5")
def attempt_limit_against_retry(subject: Subject) -> Iterator[Finding]:
    """A rule starts an activity again although its attempts are used up.

    The retry is refused by the attempt limit (SN 3.5.1, UP.1, SB.2.10): the learner ends at a message of the LMS, or
    nowhere. A rule before it that looks at `attemptLimitExceeded` can send them on.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules><imsss:postConditionRule>
              <imsss:ruleConditions>
                <imsss:ruleCondition operator="not" condition="satisfied"/>
              </imsss:ruleConditions>
              <imsss:ruleAction action="retry"/>
            </imsss:postConditionRule></imsss:sequencingRules>
            <imsss:limitConditions attemptLimit="1"/>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules><imsss:postConditionRule>
              <imsss:ruleConditions>
                <imsss:ruleCondition operator="not" condition="satisfied"/>
                <imsss:ruleCondition operator="not" condition="attemptLimitExceeded"/>
              </imsss:ruleConditions>
              <imsss:ruleAction action="retry"/>
            </imsss:postConditionRule></imsss:sequencingRules>
            <imsss:limitConditions attemptLimit="3"/>
          </imsss:sequencing>
        </item>
    """
    for element in subject.manifest.activities:
        sequencing = subject.sequencings.of(element)
        limit = sequencing.limits.attempt_limit
        retry = _unguarded_retry(sequencing)
        if limit is not None and retry is not None and sequencing.delivery.tracked:
            yield Finding(
                f"after {'its only attempt' if limit < 2 else f'attempt {limit:,}'} this is refused by the limit",
                subject.xml.span(retry.element),
                label=f"starts the activity again; `attemptLimit` is {limit:,}",
                help='add `<imsss:ruleCondition operator="not" condition="attemptLimitExceeded"/>` to the rule, with '
                '`conditionCombination="all"`',
                evidence=str(limit),
            )


def _unguarded_retry(sequencing: Sequencing) -> Rule | None:
    """A rule that starts the activity again and does not look at the limit, nor does another rule before it."""
    for one in sequencing.rules_of("post"):
        if any(condition.condition in {"attemptLimitExceeded", "attempted"} for condition in one.conditions):
            return None
        if one.action == "retry" and one.conditions:
            return one
    return None


@rule(Severity.WARNING, "scorm2004", covers="N5")
def attempt_limit_zero(subject: Subject) -> Iterator[Finding]:
    """An activity may be attempted no times.

    Some LMSs let nobody in, some take 0 for no limit, and by the letter of the standard the first attempt is free, as
    nothing is known of the activity before it (SN 3.5.1, UP.1).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:limitConditions attemptLimit="0"/></imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:limitConditions attemptLimit="2"/></imsss:sequencing>
        </item>
    """
    for element in subject.manifest.activities:
        limits = subject.sequencings.of(element).limits
        if limits.attempt_limit == 0 and limits.element is not None:
            yield Finding(
                "an attempt limit of 0",
                subject.xml.span(limits.element, "attemptLimit"),
                label="no attempt, or no limit: LMSs differ",
                help="leave `attemptLimit` out for no limit",
                evidence="0",
            )
