"""Gates that never open. Each finding holds whatever a learner and the content do."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Label, Severity
from darslik.inspect.record.model import Activity
from darslik.inspect.record.phrases import clean
from darslik.inspect.record.reach import Waits
from darslik.inspect.rule import Finding, rule
from darslik.inspect.stuck import always, closed
from darslik.inspect.subject import Subject


@rule(Severity.WARNING, "scorm2004", covers="N5")
def activity_always_closed(subject: Subject) -> Iterator[Finding]:
    """A rule disables an activity in any case.

    It stands in the contents and never opens; if it counts for the course, nobody can complete that (SN 3.4.3). A part
    that is not wanted is better left out of the manifest.

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
                <imsss:ruleAction action="disabled"/>
              </imsss:preConditionRule></imsss:sequencingRules>
            </imsss:sequencing>
          </item>
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
                <imsss:ruleConditions><imsss:ruleCondition condition="completed"/></imsss:ruleConditions>
                <imsss:ruleAction action="disabled"/>
              </imsss:preConditionRule></imsss:sequencingRules>
            </imsss:sequencing>
          </item>
        </organization>
    """
    for one, gate in closed(subject):
        if always(gate):
            yield Finding(
                f"`{clean(one.title)}` is disabled in any case",
                gate.span,
                label="this rule holds always",
                help="take the rule away, or the item out of the manifest",
            )


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="N4b N5")
def activity_never_opens(subject: Subject) -> Iterator[Finding]:
    """An activity waits for something that can never happen.

    The rule or prerequisite asks for a status that nothing in the package can bring about: of an activity that never
    starts, of a page that reports nothing, or of an objective that nobody writes. In SCORM 2004 this is reported only
    if the course keeps its objectives for itself (`objectivesGlobalToSystem="false"`), as others could write them
    otherwise (SN 3.4, 3.10; SCORM 1.2 CAM 2.3.2.5.2).

    With: global-objective-never-written
    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1" adlseq:objectivesGlobalToSystem="false">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Basics</title></item>
          <item identifier="item_2" identifierref="resource_1">
            <title>Test</title>
            <imsss:sequencing>
              <imsss:sequencingRules><imsss:preConditionRule>
                <imsss:ruleConditions>
                  <imsss:ruleCondition referencedObjective="basics" operator="not" condition="objectiveStatusKnown"/>
                </imsss:ruleConditions>
                <imsss:ruleAction action="disabled"/>
              </imsss:preConditionRule></imsss:sequencingRules>
              <imsss:objectives>
                <imsss:primaryObjective objectiveID="own"/>
                <imsss:objective objectiveID="basics">
                  <imsss:mapInfo targetObjectiveID="basics-passed"/>
                </imsss:objective>
              </imsss:objectives>
            </imsss:sequencing>
          </item>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1" adlseq:objectivesGlobalToSystem="false">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1">
            <title>Basics</title>
            <imsss:sequencing>
              <imsss:objectives>
                <imsss:primaryObjective objectiveID="own">
                  <imsss:mapInfo targetObjectiveID="basics-passed" readSatisfiedStatus="false"
                      readNormalizedMeasure="false" writeSatisfiedStatus="true"/>
                </imsss:primaryObjective>
              </imsss:objectives>
            </imsss:sequencing>
          </item>
          <item identifier="item_2" identifierref="resource_1">
            <title>Test</title>
            <imsss:sequencing>
              <imsss:sequencingRules><imsss:preConditionRule>
                <imsss:ruleConditions>
                  <imsss:ruleCondition referencedObjective="basics" operator="not" condition="objectiveStatusKnown"/>
                </imsss:ruleConditions>
                <imsss:ruleAction action="disabled"/>
              </imsss:preConditionRule></imsss:sequencingRules>
              <imsss:objectives>
                <imsss:primaryObjective objectiveID="own"/>
                <imsss:objective objectiveID="basics">
                  <imsss:mapInfo targetObjectiveID="basics-passed" readNormalizedMeasure="false"/>
                </imsss:objective>
              </imsss:objectives>
            </imsss:sequencing>
          </item>
        </organization>
    """
    waits = Waits(subject.record, subject.reach)
    for one, gate in closed(subject):
        if always(gate) or one.key in waits.circles:
            continue
        yield Finding(
            f"`{clean(one.title)}` never opens",
            gate.span,
            label=_reason(subject, waits, one),
            help="wait for something that an activity of this package can report, or take the condition away",
            evidence=gate.text,
        )


@rule(Severity.WARNING, "scorm12", "scorm2004", covers="N5")
def activities_wait_for_each_other(subject: Subject) -> Iterator[Finding]:
    """Activities wait for each other, or one for itself: none of them ever opens.

    Each is closed until another of the circle has a status that it can only get once it is open (SCORM 1.2 CAM
    2.3.2.5.2; SCORM 2004 SN 3.4, 3.10). An LMS that ignores such conditions opens them all.

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1">
            <title>Lesson</title>
            <adlcp:prerequisites type="aicc_script">item_2</adlcp:prerequisites>
          </item>
          <item identifier="item_2" identifierref="resource_1">
            <title>Test</title>
            <adlcp:prerequisites type="aicc_script">item_1</adlcp:prerequisites>
          </item>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <item identifier="item_2" identifierref="resource_1">
            <title>Test</title>
            <adlcp:prerequisites type="aicc_script">item_1</adlcp:prerequisites>
          </item>
        </organization>
    """
    waits = Waits(subject.record, subject.reach)
    gates = {one.key: (one, gate) for one, gate in closed(subject)}
    for circle in dict.fromkeys(waits.circles.values()):
        members = [gates[key] for key in circle if key in gates]
        if not members:
            continue
        gate = members[0][1]
        names = ", ".join(f"`{clean(member.title)}`" for member, _ in members[:4])
        yield Finding(
            f"{names} waits for itself" if len(members) == 1 else f"{names} wait for each other",
            gate.span,
            label="this never opens",
            help="let one of them open without the others",
            related=tuple(Label(other.span, "and this waits too") for member, other in members[1:5]),
            evidence=gate.text,
        )


def _reason(subject: Subject, waits: Waits, one: Activity) -> str:
    if missing := waits.missing(one.key):
        return f"nobody writes the objective `{clean(missing[0])}`"
    sources = [subject.record.by_key[key] for key in waits.sources(one.key)]
    stuck = [source for source in sources if source.key not in subject.reach.started and source is not one]
    if stuck:
        return f"it waits for `{clean(stuck[0].title)}`, which never has that status"
    named = next(iter(sources), one)
    return f"`{clean(named.title)}` can never have that status"
