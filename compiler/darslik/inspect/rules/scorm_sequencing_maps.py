"""SCORM 2004: the maps of objectives, which link them to global ones."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Label, Severity
from darslik.inspect.manifest import ADLSEQ, SS, children
from darslik.inspect.rule import Finding, rule
from darslik.inspect.sequencing.findings import shown
from darslik.inspect.sequencing.parts import MEASURES, PROGRESS
from darslik.inspect.sequencing.reading import flag, objective_key
from darslik.inspect.subject import Subject

_FIELDS = {SS: MEASURES, ADLSEQ: PROGRESS}


@rule(Severity.ERROR, "scorm2004", covers="S17 S19")
def objective_map_without_target(subject: Subject) -> Iterator[Finding]:
    """A map of an objective does not say to which global objective.

    Each `mapInfo` has a `targetObjectiveID` that is not blank (ADL requirements 31.10.1.4.6, 31.15). Otherwise nothing
    is read or written, and what waits for it waits for ever.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="lesson">
                <imsss:mapInfo targetObjectiveID="" writeSatisfiedStatus="true"/>
              </imsss:primaryObjective>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="lesson">
                <imsss:mapInfo targetObjectiveID="urn:example:passed" writeSatisfiedStatus="true"/>
              </imsss:primaryObjective>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    """
    for namespace in _FIELDS:
        for one in subject.sequencings.named("mapInfo", namespace=namespace):
            target = one.get("targetObjectiveID")
            if target is None or not objective_key(target):
                yield Finding(
                    f"`{shown(one)}` has no `targetObjectiveID`"
                    if target is None
                    else f"the `targetObjectiveID` of `{shown(one)}` is blank",
                    subject.xml.span(one, "targetObjectiveID"),
                    help="write the id of the global objective, which is the same in every activity that shares it",
                    evidence=target or "",
                )


@rule(Severity.ERROR, "scorm2004", covers="S17 S19")
def objective_reads_twice(subject: Subject) -> Iterator[Finding]:
    """An objective reads the same value from two global objectives.

    Of all its maps, at most one says that it reads the satisfied status, one the normalized measure, and so for score,
    completion and progress (ADL requirements 31.10.1.4.6, 31.15). Which of the two an LMS takes is chance.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="lesson">
                <imsss:mapInfo targetObjectiveID="urn:one" readSatisfiedStatus="true" writeSatisfiedStatus="true"/>
                <imsss:mapInfo targetObjectiveID="urn:two" readSatisfiedStatus="true" writeSatisfiedStatus="true"/>
              </imsss:primaryObjective>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="lesson">
                <imsss:mapInfo targetObjectiveID="urn:one" readSatisfiedStatus="true" writeSatisfiedStatus="true"/>
                <imsss:mapInfo targetObjectiveID="urn:two" readSatisfiedStatus="false" writeSatisfiedStatus="true"/>
              </imsss:primaryObjective>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    """
    for namespace, fields in _FIELDS.items():
        for objective in subject.sequencings.named("primaryObjective", "objective", namespace=namespace):
            readers: dict[str, etree._Element] = {}
            for one, field in _saying(children(objective, "mapInfo", namespace), "read", fields):
                first = readers.setdefault(field, one)
                if first is not one:
                    yield Finding(
                        f"the objective reads its {_WORDS[field]} from two global objectives",
                        subject.xml.span(one, f"read{field}"),
                        related=(Label(subject.xml.span(first, f"read{field}"), "the first one"),),
                        help=f'write `read{field}="false"` in all but one',
                        evidence=one.get("targetObjectiveID") or "",
                    )


@rule(Severity.ERROR, "scorm2004", covers="S18 S19")
def global_objective_written_twice(subject: Subject) -> Iterator[Finding]:
    """An activity writes the same value of a global objective twice.

    Within an activity, at most one map to a global objective writes its satisfied status, one its normalized measure,
    and so for score, completion and progress (ADL requirements 31.10.1.4.7, 31.15). What comes last wins, in an order
    that the standard does not fix.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="lesson">
                <imsss:mapInfo targetObjectiveID="urn:example:passed" writeSatisfiedStatus="true"/>
              </imsss:primaryObjective>
              <imsss:objective objectiveID="reading">
                <imsss:mapInfo targetObjectiveID="urn:example:passed" writeSatisfiedStatus="true"/>
              </imsss:objective>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="lesson">
                <imsss:mapInfo targetObjectiveID="urn:example:passed" writeSatisfiedStatus="true"/>
              </imsss:primaryObjective>
              <imsss:objective objectiveID="reading">
                <imsss:mapInfo targetObjectiveID="urn:example:read" writeSatisfiedStatus="true"/>
              </imsss:objective>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    """
    for sequencing in subject.sequencings.named("sequencing"):
        writers: dict[tuple[str, str], etree._Element] = {}
        for namespace, fields in _FIELDS.items():
            for one, field in _saying(_maps_of(sequencing, namespace), "write", fields):
                target = objective_key(one.get("targetObjectiveID"))
                first = writers.setdefault((target, field), one)
                if target and first is not one:
                    yield Finding(
                        f"the activity writes the {_WORDS[field]} of `{target}` twice",
                        subject.xml.span(one, f"write{field}"),
                        related=(Label(subject.xml.span(first, f"write{field}"), "the first time"),),
                        help=f'write `write{field}="false"` in all but one, or map to another global objective',
                        evidence=target,
                    )


def _maps_of(sequencing: etree._Element, namespace: str) -> Iterator[etree._Element]:
    for holder in children(sequencing, "objectives", namespace):
        for objective in holder.iterchildren(f"{{{namespace}}}primaryObjective", f"{{{namespace}}}objective"):
            yield from children(objective, "mapInfo", namespace)


def _saying(
    maps: Iterator[etree._Element] | list[etree._Element], way: str, fields: tuple[str, ...]
) -> Iterator[tuple[etree._Element, str]]:
    """Maps and the fields that they read or write because they say so, not by default."""
    for one in maps:
        for field in fields:
            if flag(one, f"{way}{field}", False):
                yield one, field


_WORDS = {
    "SatisfiedStatus": "satisfied status",
    "NormalizedMeasure": "normalized measure",
    "RawScore": "raw score",
    "MinScore": "minimum score",
    "MaxScore": "maximum score",
    "CompletionStatus": "completion status",
    "ProgressMeasure": "progress measure",
}
