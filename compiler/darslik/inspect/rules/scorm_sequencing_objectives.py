"""SCORM 2004: the objectives of an activity and their ids."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Label, Severity
from darslik.inspect.manifest import ADLSEQ, SS, child, children
from darslik.inspect.rule import Finding, rule
from darslik.inspect.sequencing.findings import shown
from darslik.inspect.sequencing.grammar import ss
from darslik.inspect.sequencing.reading import objective_key
from darslik.inspect.subject import Subject


@rule(Severity.ERROR, "scorm2004", covers="S15")
def objectives_without_primary(subject: Subject) -> Iterator[Finding]:
    """The objectives of an activity have no primary one.

    `objectives` holds exactly one `primaryObjective`, the one that counts for the parent (ADL requirement 31.10.1; SN
    3.10). Without it an LMS refuses the package, or makes one up that nothing refers to.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives><imsss:objective objectiveID="reading"/></imsss:objectives>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="lesson"/>
              <imsss:objective objectiveID="reading"/>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    """
    for one in subject.sequencings.named("objectives"):
        if child(one, "primaryObjective", SS) is None:
            yield Finding(
                "`imsss:objectives` has no `imsss:primaryObjective`",
                subject.xml.span(one),
                help="add `<imsss:primaryObjective/>` as the first, or make the one that counts the primary one",
            )


@rule(Severity.ERROR, "scorm2004", covers="S16 S19")
def objective_without_id(subject: Subject) -> Iterator[Finding]:
    """An objective has no name, or a blank one.

    Every `objective` has an `objectiveID`, and so has a `primaryObjective` that is mapped to a global objective (ADL
    requirements 31.10.1, 31.15). Content finds its objectives in `cmi.objectives` by this id; a map without one is not
    used.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective>
                <imsss:mapInfo targetObjectiveID="urn:example:passed" writeSatisfiedStatus="true"/>
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
    for one in _objectives(subject):
        name = one.get("objectiveID")
        needed = one.tag not in ss("primaryObjective") or child(one, "mapInfo", SS) is not None
        if name is None and needed:
            mapped = ", but is mapped to a global objective" if one.tag in ss("primaryObjective") else ""
            yield Finding(
                f"`{shown(one)}` has no `objectiveID`{mapped}",
                subject.xml.span(one),
                help='name it, as `objectiveID="lesson"`',
            )
        elif name is not None and not objective_key(name):
            yield Finding(
                f"the `objectiveID` of `{shown(one)}` is blank",
                subject.xml.span(one, "objectiveID"),
                help='name it, as `objectiveID="lesson"`',
                evidence=name,
            )


@rule(Severity.ERROR, "scorm2004", covers="S16 S19")
def objective_id_repeated(subject: Subject) -> Iterator[Finding]:
    """Two objectives of an activity have the same name.

    Ids are unique within an activity, and are compared with `%20` as a space and with runs of spaces as one (ADL
    requirements 31.10.1, 31.15). Rules and content then reach only one of them.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="lesson"/>
              <imsss:objective objectiveID="lesson"/>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="lesson"/>
              <imsss:objective objectiveID="reading"/>
            </imsss:objectives>
          </imsss:sequencing>
        </item>
    """
    for sequencing in subject.sequencings.named("sequencing"):
        for namespace in (SS, ADLSEQ):
            seen: dict[str, etree._Element] = {}
            for holder in children(sequencing, "objectives", namespace):
                for one in holder.iterchildren(f"{{{namespace}}}primaryObjective", f"{{{namespace}}}objective"):
                    name = objective_key(one.get("objectiveID"))
                    first = seen.setdefault(name, one)
                    if name and first is not one:
                        yield Finding(
                            f"there are two objectives `{name}`",
                            subject.xml.span(one, "objectiveID"),
                            related=(Label(subject.xml.span(first, "objectiveID"), "the first one"),),
                            help="give each a name of its own",
                            evidence=one.get("objectiveID") or "",
                        )


@rule(Severity.ERROR, "scorm2004", covers="S19")
def adl_objectives_empty(subject: Subject) -> Iterator[Finding]:
    """ADL's objectives of an activity are empty, or one of them maps nothing.

    `adlseq:objectives` holds at least one `objective`, each with at least one `mapInfo` (ADL requirement 31.15); they
    are there for nothing else.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives><imsss:primaryObjective objectiveID="lesson"/></imsss:objectives>
            <adlseq:objectives><adlseq:objective objectiveID="lesson"/></adlseq:objectives>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives><imsss:primaryObjective objectiveID="lesson"/></imsss:objectives>
            <adlseq:objectives>
              <adlseq:objective objectiveID="lesson">
                <adlseq:mapInfo targetObjectiveID="urn:example:score" writeRawScore="true"/>
              </adlseq:objective>
            </adlseq:objectives>
          </imsss:sequencing>
        </item>
    """
    for holder, held in (("objectives", "objective"), ("objective", "mapInfo")):
        for one in subject.sequencings.named(holder, namespace=ADLSEQ):
            if child(one, held, ADLSEQ) is None:
                yield Finding(
                    f"`{shown(one)}` holds no `adlseq:{held}`",
                    subject.xml.span(one),
                    help="say what is read or written, or delete it",
                )


def _objectives(subject: Subject) -> Iterator[etree._Element]:
    yield from subject.sequencings.named("primaryObjective", "objective")
    yield from subject.sequencings.named("objective", namespace=ADLSEQ)
