"""What can never start. Each finding holds whatever a learner and the content do."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity
from darslik.inspect.record.model import Activity
from darslik.inspect.record.phrases import clean
from darslik.inspect.rule import Finding, rule
from darslik.inspect.stuck import dead_roots, root_of, shut, without_ways
from darslik.inspect.subject import Subject


@rule(Severity.ERROR, "scorm2004", covers="N5")
def course_never_starts(subject: Subject) -> Iterator[Finding]:
    """Nothing in the course can ever be started.

    The learner opens the course and gets an empty window or a message: each way to each part is closed, from the
    beginning and for good (SN 4.7: a start, continue or choice request ends in an exception).

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <imsss:sequencing><imsss:controlMode choice="false" flow="false"/></imsss:sequencing>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <imsss:sequencing><imsss:controlMode choice="false" flow="true"/></imsss:sequencing>
        </organization>
    """
    for root in dead_roots(subject).values():
        yield Finding(
            f"nothing in `{clean(root.title)}` can ever be started",
            root.span,
            label=_why_dead(subject, root),
            help='let learners choose or go on: `<imsss:controlMode choice="true" flow="true"/>`, without rules that '
            "disable everything",
        )


@rule(Severity.WARNING, "scorm2004", covers="N5")
def cluster_never_starts(subject: Subject) -> Iterator[Finding]:
    """The parts of a group can be neither chosen nor reached by going on.

    With `choice` and `flow` both `false`, no request of a learner leads to a part of the group (SN 3.2.1, 3.2.2). Only
    content of the 4th edition that asks for a jump could get there. `flow` is `false` if nothing is said.

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <item identifier="item_2">
            <title>Exercises</title>
            <item identifier="item_3" identifierref="resource_1"><title>Exercise</title></item>
            <imsss:sequencing><imsss:controlMode choice="false"/></imsss:sequencing>
          </item>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <item identifier="item_2">
            <title>Exercises</title>
            <item identifier="item_3" identifierref="resource_1"><title>Exercise</title></item>
            <imsss:sequencing><imsss:controlMode choice="false" flow="true"/></imsss:sequencing>
          </item>
        </organization>
    """
    dead = dead_roots(subject)
    for one in subject.record.activities:
        if without_ways(one) and root_of(one) not in dead and any(subject.reach.never(part) for part in one.children):
            yield Finding(
                f"no part of `{clean(one.title)}` can ever be started",
                one.span,
                label="neither `choice` nor `flow` leads to its parts",
                help='add `<imsss:controlMode choice="true" flow="true"/>` to its `imsss:sequencing`',
            )


@rule(Severity.WARNING, "scorm2004", covers="N5")
def activity_never_starts(subject: Subject) -> Iterator[Finding]:
    """No way leads to an activity: it is skipped or hidden, and there is no other way.

    An activity that is always skipped can only be chosen, one that is always hidden from choice can only be reached by
    going on, and a group is entered only by one of the two (SN 3.4.3). Only a jump of content could get there.

    With: activity-always-skipped
    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <item identifier="item_2" identifierref="resource_1">
            <title>Exercise</title>
            <imsss:sequencing>
              <imsss:sequencingRules><imsss:preConditionRule>
                <imsss:ruleConditions><imsss:ruleCondition condition="always"/></imsss:ruleConditions>
                <imsss:ruleAction action="skip"/>
              </imsss:preConditionRule></imsss:sequencingRules>
            </imsss:sequencing>
          </item>
          <imsss:sequencing><imsss:controlMode choice="false" flow="true"/></imsss:sequencing>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <item identifier="item_2" identifierref="resource_1">
            <title>Exercise</title>
            <imsss:sequencing>
              <imsss:sequencingRules><imsss:preConditionRule>
                <imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions>
                <imsss:ruleAction action="skip"/>
              </imsss:preConditionRule></imsss:sequencingRules>
            </imsss:sequencing>
          </item>
          <imsss:sequencing><imsss:controlMode choice="false" flow="true"/></imsss:sequencing>
        </organization>
    """
    dead, in_shut = dead_roots(subject), shut(subject)
    for one in subject.record.activities:
        if not subject.reach.never(one) or one.key in in_shut or root_of(one) in dead:
            continue
        parent = subject.record.parents.get(one.key)
        if parent is None or not without_ways(parent):
            yield Finding(
                f"`{clean(one.title)}` can never be started",
                one.span,
                label="skipped or hidden in any case, and there is no other way",
                help="let it be chosen (`choice` of the group around it), or take away the rule that skips or hides it",
            )


def _why_dead(subject: Subject, root: Activity) -> str:
    if without_ways(root):
        return "neither `choice` nor `flow` leads to its parts"
    if root.key in subject.reach.closed:
        return "a rule disables it in any case"
    return "each of its parts is closed, skipped or hidden in any case"
