"""SCORM 2004: what sequencing rules do."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Label, Severity
from darslik.inspect.manifest import SS, children
from darslik.inspect.rule import Finding, rule
from darslik.inspect.sequencing.findings import instead, listed, missing, shown
from darslik.inspect.sequencing.grammar import ACTIONS
from darslik.inspect.subject import Subject


@rule(Severity.ERROR, "scorm2004", covers="S11")
def unknown_rule_action(subject: Subject) -> Iterator[Finding]:
    """What a sequencing rule does is missing, or none of what such a rule can do.

    Before an activity: `skip`, `disabled`, `hiddenFromChoice`, `stopForwardTraversal`. At its end: `exit`. After it:
    `exitParent`, `exitAll`, `retry`, `retryAll`, `continue`, `previous` (SN 3.4.3; ADL requirement 31.6.1.2). An LMS
    does nothing for any other, or refuses the package.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:preConditionRule>
                <imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions>
                <imsss:ruleAction action="exitParent"/>
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
              <imsss:postConditionRule>
                <imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions>
                <imsss:ruleAction action="exitParent"/>
              </imsss:postConditionRule>
            </imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    """
    for name, allowed in ACTIONS.items():
        for parent in subject.sequencings.named(name):
            actions = children(parent, "ruleAction", SS)
            yield from missing(subject, actions, "action", f"write {listed(allowed)} as its `action`")
            for one in actions:
                value = one.get("action")
                if value is not None and value not in allowed:
                    yield Finding(
                        f"`{shown(parent)}` cannot do `{value}`, only {listed(allowed)}",
                        subject.xml.span(one, "action"),
                        help=_where(value) or instead(value, allowed),
                        evidence=value,
                    )


def _where(action: str) -> str:
    rule_of = next((name for name, allowed in ACTIONS.items() if action in allowed), None)
    return f"put it into an `imsss:{rule_of}`, or write another action" if rule_of else ""


@rule(Severity.ERROR, "scorm2004", covers="S12")
def organization_leaves_its_parent(subject: Subject) -> Iterator[Finding]:
    """A rule of the organization goes to its parent or to what comes before it.

    An organization has neither: `exitParent` and `previous` are for items only (ADL requirement 31.6.3.2.1.1.2). An LMS
    ends the course with an error, or does nothing.

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:postConditionRule>
                <imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions>
                <imsss:ruleAction action="exitParent"/>
              </imsss:postConditionRule>
            </imsss:sequencingRules>
          </imsss:sequencing>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:postConditionRule>
                <imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions>
                <imsss:ruleAction action="exitAll"/>
              </imsss:postConditionRule>
            </imsss:sequencingRules>
          </imsss:sequencing>
        </organization>
    """
    seen = set()
    for organization in subject.manifest.organizations:
        for one in subject.sequencings.of(organization).rules_of("post"):
            if one.action not in {"exitParent", "previous"} or one.element in seen:
                continue
            seen.add(one.element)
            action = children(one.element, "ruleAction", SS)[0]
            yield Finding(
                f"an organization cannot do `{one.action}`",
                subject.xml.span(action, "action"),
                label="there is nothing above or before it",
                related=(Label(subject.xml.span(organization), "this has the rule"),),
                help="write `exitAll` to end the course" if one.action == "exitParent" else "write another action",
                evidence=one.action,
            )
