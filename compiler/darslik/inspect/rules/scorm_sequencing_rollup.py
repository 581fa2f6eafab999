"""SCORM 2004: rollup, how clusters come to their status and score."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity
from darslik.inspect.manifest import ADLSEQ, SS, child
from darslik.inspect.rule import Finding, rule
from darslik.inspect.sequencing.findings import listed, missing, not_among, shown
from darslik.inspect.sequencing.grammar import CHILD_SETS, CONSIDERATIONS, REQUIRED_FOR, ROLLUP_ACTIONS
from darslik.inspect.subject import Subject


@rule(Severity.ERROR, "scorm2004", covers="S14")
def rollup_rule_without_conditions(subject: Subject) -> Iterator[Finding]:
    """A rollup rule does not say when it works.

    Each has one `rollupConditions` with at least one `rollupCondition` (ADL requirement 31.9; SN 3.7).

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <imsss:sequencing>
            <imsss:rollupRules>
              <imsss:rollupRule><imsss:rollupAction action="completed"/></imsss:rollupRule>
            </imsss:rollupRules>
          </imsss:sequencing>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <imsss:sequencing>
            <imsss:rollupRules>
              <imsss:rollupRule childActivitySet="any">
                <imsss:rollupConditions><imsss:rollupCondition condition="completed"/></imsss:rollupConditions>
                <imsss:rollupAction action="completed"/>
              </imsss:rollupRule>
            </imsss:rollupRules>
          </imsss:sequencing>
        </organization>
    """
    for holder, held in (("rollupRule", "rollupConditions"), ("rollupConditions", "rollupCondition")):
        for one in subject.sequencings.named(holder):
            if child(one, held, SS) is None:
                yield Finding(
                    f"`{shown(one)}` holds no `imsss:{held}`",
                    subject.xml.span(one),
                    help="say of which condition the children must be, as `completed`",
                )


@rule(Severity.ERROR, "scorm2004", covers="S14")
def unknown_rollup_action(subject: Subject) -> Iterator[Finding]:
    """What a rollup rule does is missing, or none of what such a rule can do.

    Each has one `rollupAction`: `satisfied`, `notSatisfied`, `completed` or `incomplete` (ADL requirement 31.9; SN
    3.7.4). Otherwise the rule does nothing, and the cluster keeps its status.

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <imsss:sequencing>
            <imsss:rollupRules>
              <imsss:rollupRule>
                <imsss:rollupConditions><imsss:rollupCondition condition="completed"/></imsss:rollupConditions>
                <imsss:rollupAction action="complete"/>
              </imsss:rollupRule>
            </imsss:rollupRules>
          </imsss:sequencing>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <imsss:sequencing>
            <imsss:rollupRules>
              <imsss:rollupRule>
                <imsss:rollupConditions><imsss:rollupCondition condition="completed"/></imsss:rollupConditions>
                <imsss:rollupAction action="completed"/>
              </imsss:rollupRule>
            </imsss:rollupRules>
          </imsss:sequencing>
        </organization>
    """
    for one in subject.sequencings.named("rollupRule"):
        if child(one, "rollupAction", SS) is None:
            yield Finding(
                "`imsss:rollupRule` has no `imsss:rollupAction`",
                subject.xml.span(one),
                help=f"add one, with {listed(ROLLUP_ACTIONS)} as its `action`",
            )
    actions = subject.sequencings.named("rollupAction")
    yield from missing(subject, actions, "action", f"write {listed(ROLLUP_ACTIONS)} as its `action`")
    yield from not_among(subject, actions, "action", ROLLUP_ACTIONS, label="this rule does nothing")


@rule(Severity.ERROR, "scorm2004", covers="S14")
def unknown_child_activity_set(subject: Subject) -> Iterator[Finding]:
    """How many children a rollup rule asks for is none of the known words.

    `all`, `any`, `none`, `atLeastCount` or `atLeastPercent`, letter by letter (ADL requirement 31.9; SN 3.7.1). LMSs
    take anything else for `all`, or refuse the package.

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <imsss:sequencing>
            <imsss:rollupRules>
              <imsss:rollupRule childActivitySet="atleastcount" minimumCount="1">
                <imsss:rollupConditions><imsss:rollupCondition condition="completed"/></imsss:rollupConditions>
                <imsss:rollupAction action="completed"/>
              </imsss:rollupRule>
            </imsss:rollupRules>
          </imsss:sequencing>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <imsss:sequencing>
            <imsss:rollupRules>
              <imsss:rollupRule childActivitySet="atLeastCount" minimumCount="1">
                <imsss:rollupConditions><imsss:rollupCondition condition="completed"/></imsss:rollupConditions>
                <imsss:rollupAction action="completed"/>
              </imsss:rollupRule>
            </imsss:rollupRules>
          </imsss:sequencing>
        </organization>
    """
    yield from not_among(subject, subject.sequencings.named("rollupRule"), "childActivitySet", CHILD_SETS)


@rule(Severity.ERROR, "scorm2004", covers="S20")
def unknown_rollup_consideration(subject: Subject) -> Iterator[Finding]:
    """When an activity counts for its parent is none of the known words.

    `requiredForSatisfied` and its three fellows are `always`, `ifAttempted`, `ifNotSkipped` or `ifNotSuspended` (SN
    3.9; ADL requirement 31.14). LMSs take anything else for `always`: a cluster then waits for what nobody need do.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><adlseq:rollupConsiderations requiredForCompleted="never"/></imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><adlseq:rollupConsiderations requiredForCompleted="ifAttempted"/></imsss:sequencing>
        </item>
    """
    elements = subject.sequencings.named("rollupConsiderations", namespace=ADLSEQ)
    for name in CONSIDERATIONS:
        yield from not_among(subject, elements, name, REQUIRED_FOR)
