"""Global objectives: what activities tell each other, and what nobody says or hears."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Label, Severity
from darslik.inspect.record.phrases import clean
from darslik.inspect.rule import Finding, rule
from darslik.inspect.sequencing.parts import Map
from darslik.inspect.subject import Subject

Uses = dict[str, list[tuple[etree._Element, etree._Element]]]
"""Global objective → activities that use it, with the map that does."""


@rule(Severity.WARNING, "scorm2004", covers="N4b")
def global_objective_never_written(subject: Subject) -> Iterator[Finding]:
    """An activity reads a global objective that no activity of the package writes.

    Its status is unknown for ever, unless another course of the LMS writes it (`objectivesGlobalToSystem`), and what
    waits for it never happens (SN 3.10.3). Mostly a name is spelled in two ways, or `writeSatisfiedStatus="true"` is
    missing where it should be set: writing is off if nothing is said, reading is on.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="own"/>
              <imsss:objective objectiveID="basics">
                <imsss:mapInfo targetObjectiveID="basics-passed"/>
              </imsss:objective>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
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
            <title>Lesson</title>
            <imsss:sequencing>
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
    writers, readers = _uses(subject)
    similar = {_plain(name): name for name in writers}
    for name, uses in readers.items():
        if name not in writers:
            other = similar.get(_plain(name))
            yield Finding(
                f"nobody writes the global objective `{clean(name)}`",
                subject.xml.span(uses[0][1], "targetObjectiveID"),
                label="its status stays unknown",
                help=f"`{clean(other)}` is written: spell both alike"
                if other
                else 'add a `mapInfo` with `writeSatisfiedStatus="true"` to the activity whose result it is',
                related=tuple(
                    Label(subject.xml.span(one, "targetObjectiveID"), "read here, too") for _, one in uses[1:4]
                ),
                evidence=name,
            )


@rule(Severity.HINT, "scorm2004", covers="N4b")
def global_objective_never_read(subject: Subject) -> Iterator[Finding]:
    """An activity writes a global objective that no activity of the package reads.

    It costs nothing, but perhaps a reader is spelled differently or was forgotten (SN 3.10.3). Other courses of the LMS
    may read it if `objectivesGlobalToSystem` is not `false`.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="own">
                <imsss:mapInfo targetObjectiveID="passed" readSatisfiedStatus="false" readNormalizedMeasure="false"
                    writeSatisfiedStatus="true"/>
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
              <imsss:primaryObjective objectiveID="own">
                <imsss:mapInfo targetObjectiveID="passed" readNormalizedMeasure="false" writeSatisfiedStatus="true"/>
              </imsss:primaryObjective>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    """
    writers, readers = _uses(subject)
    for name, uses in writers.items():
        if name not in readers:
            yield Finding(
                f"nobody reads the global objective `{clean(name)}`",
                subject.xml.span(uses[0][1], "targetObjectiveID"),
                label="written here, used nowhere in this package",
                help="read it where it should open or count, or leave it out",
                evidence=name,
            )


@rule(Severity.HINT, "scorm2004", covers="N4b")
def global_objective_with_several_writers(subject: Subject) -> Iterator[Finding]:
    """Several activities write the same of one global objective: the last one wins.

    A test that was passed can become not passed by another one, and what had opened closes again (SN 3.10.3). It is
    right where one result replaces another, such as a test at the end that of a test before.

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1">
            <title>Before</title>
            <imsss:sequencing>
              <imsss:objectives>
                <imsss:primaryObjective objectiveID="own">
                  <imsss:mapInfo targetObjectiveID="passed" readNormalizedMeasure="false" writeSatisfiedStatus="true"/>
                </imsss:primaryObjective>
              </imsss:objectives>
            </imsss:sequencing>
          </item>
          <item identifier="item_2" identifierref="resource_1">
            <title>After</title>
            <imsss:sequencing>
              <imsss:objectives>
                <imsss:primaryObjective objectiveID="own">
                  <imsss:mapInfo targetObjectiveID="passed" readNormalizedMeasure="false" writeSatisfiedStatus="true"/>
                </imsss:primaryObjective>
              </imsss:objectives>
            </imsss:sequencing>
          </item>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1">
            <title>Before</title>
            <imsss:sequencing>
              <imsss:objectives>
                <imsss:primaryObjective objectiveID="own">
                  <imsss:mapInfo targetObjectiveID="passed" readNormalizedMeasure="false" writeSatisfiedStatus="true"/>
                </imsss:primaryObjective>
              </imsss:objectives>
            </imsss:sequencing>
          </item>
          <item identifier="item_2" identifierref="resource_1">
            <title>After</title>
            <imsss:sequencing>
              <imsss:objectives>
                <imsss:primaryObjective objectiveID="own">
                  <imsss:mapInfo targetObjectiveID="passed" readNormalizedMeasure="false"/>
                </imsss:primaryObjective>
              </imsss:objectives>
            </imsss:sequencing>
          </item>
        </organization>
    """
    seen: dict[tuple[str, str], tuple[etree._Element, etree._Element]] = {}
    said: set[str] = set()
    for activity, one in _maps(subject):
        firsts = [seen.setdefault((one.target, field), (activity, one.element)) for field in sorted(one.writes)]
        first = next((first for first in firsts if first[0] is not activity), None)
        if first is not None and one.target not in said:
            said.add(one.target)
            yield Finding(
                f"several activities write the global objective `{clean(one.target)}`",
                subject.xml.span(one.element, "targetObjectiveID"),
                label="who writes last wins",
                help="give each its own objective, if one must not undo the other",
                related=(Label(subject.xml.span(first[1], "targetObjectiveID"), "written here, too"),),
                evidence=one.target,
            )


def _uses(subject: Subject) -> tuple[Uses, Uses]:
    """Who writes and who reads each global objective."""
    writers: Uses = defaultdict(list)
    readers: Uses = defaultdict(list)
    for activity, one in _maps(subject):
        if one.writes:
            writers[one.target].append((activity, one.element))
        if one.reads:
            readers[one.target].append((activity, one.element))
    return writers, readers


def _maps(subject: Subject) -> Iterator[tuple[etree._Element, Map]]:
    for activity in subject.manifest.activities:
        for objective in subject.sequencings.of(activity).objectives:
            yield from ((activity, one) for one in objective.maps if one.target)


def _plain(name: str) -> str:
    """The letters and digits of a name, to compare spellings."""
    return "".join(letter for letter in name.lower() if letter.isalnum())
