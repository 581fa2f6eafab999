"""SCORM 2004: what refers to objectives by id, in the activity itself or in a sequencing that it shares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator

from lxml import etree

from darslik.diagnostics import Label, Severity
from darslik.inspect.manifest import ADLSEQ, SS, child, children
from darslik.inspect.rule import Finding, rule
from darslik.inspect.sequencing.findings import suggested
from darslik.inspect.sequencing.grammar import RULES, ss
from darslik.inspect.sequencing.reading import objective_key
from darslik.inspect.subject import Subject


@rule(Severity.ERROR, "scorm2004", covers="S10")
def unknown_referenced_objective(subject: Subject) -> Iterator[Finding]:
    """A condition refers to an objective that its activity does not have.

    `referencedObjective` is the `objectiveID` of an objective of the same activity, not of a global one: of its own
    `objectives` if it has any, otherwise of the shared sequencing that it refers to. A condition in a shared sequencing
    must hold for each activity that refers to it (ADL requirement 31.6.3.1.2.1; SN 3.4.2). It is otherwise never met.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:preConditionRule>
                <imsss:ruleConditions>
                  <imsss:ruleCondition referencedObjective="read" condition="satisfied"/>
                </imsss:ruleConditions>
                <imsss:ruleAction action="skip"/>
              </imsss:preConditionRule>
            </imsss:sequencingRules>
            <imsss:objectives><imsss:primaryObjective objectiveID="reading"/></imsss:objectives>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:preConditionRule>
                <imsss:ruleConditions>
                  <imsss:ruleCondition referencedObjective="reading" condition="satisfied"/>
                </imsss:ruleConditions>
                <imsss:ruleAction action="skip"/>
              </imsss:preConditionRule>
            </imsss:sequencingRules>
            <imsss:objectives><imsss:primaryObjective objectiveID="reading"/></imsss:objectives>
          </imsss:sequencing>
        </item>
    """
    yield from _lost(subject, "referencedObjective", _conditions)


@rule(Severity.ERROR, "scorm2004", covers="S10")
def referenced_objective_blank(subject: Subject) -> Iterator[Finding]:
    """A condition refers to an objective without a name.

    `referencedObjective` is not blank (ADL requirement 31.6.3.1.2.1); without the attribute the condition is about the
    primary objective.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:sequencingRules>
              <imsss:preConditionRule>
                <imsss:ruleConditions>
                  <imsss:ruleCondition referencedObjective="" condition="satisfied"/>
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
                <imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions>
                <imsss:ruleAction action="skip"/>
              </imsss:preConditionRule>
            </imsss:sequencingRules>
          </imsss:sequencing>
        </item>
    """
    for one in subject.sequencings.named("ruleCondition"):
        wanted = one.get("referencedObjective")
        if wanted is not None and not objective_key(wanted):
            yield Finding(
                "`referencedObjective` is blank",
                subject.xml.span(one, "referencedObjective"),
                help="delete it if the primary objective is meant, otherwise name the objective",
                evidence=wanted,
            )


@rule(Severity.ERROR, "scorm2004", covers="S19")
def adl_objective_of_no_objective(subject: Subject) -> Iterator[Finding]:
    """An objective of ADL's is about an objective that the activity does not have.

    An `adlseq:objective` has the `objectiveID` of an `imsss:objective` or `imsss:primaryObjective` of the same activity
    (ADL requirement 31.15), found in the same way as that of a condition. Nothing is read or written otherwise.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:objectives><imsss:primaryObjective objectiveID="lesson"/></imsss:objectives>
            <adlseq:objectives>
              <adlseq:objective objectiveID="score">
                <adlseq:mapInfo targetObjectiveID="urn:example:score" writeRawScore="true"/>
              </adlseq:objective>
            </adlseq:objectives>
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
    yield from _lost(subject, "objectiveID", _additions)


def _conditions(sequencing: etree._Element) -> Iterator[etree._Element]:
    for rules in children(sequencing, "sequencingRules", SS):
        for one in rules.iterchildren(*ss(*RULES)):
            for conditions in children(one, "ruleConditions", SS):
                yield from children(conditions, "ruleCondition", SS)


def _additions(sequencing: etree._Element) -> Iterator[etree._Element]:
    for holder in children(sequencing, "objectives", ADLSEQ):
        yield from children(holder, "objective", ADLSEQ)


_Referring = Callable[[etree._Element], Iterator[etree._Element]]


def _lost(subject: Subject, attribute: str, referring: _Referring) -> Iterator[Finding]:
    """References that lead nowhere: in activities, then in what they share."""
    ids = _Ids()
    for activity in subject.manifest.activities:
        sources = subject.sequencings.sources(activity)
        if sources and (len(sources) > 1 or sources[0].get("IDRef") is None):  # a missing one is said elsewhere
            wanted = _wanted(referring(sources[0]), attribute)
            known = ids.of(subject.sequencings.part(sources, "objectives")) if wanted else {}
            for place in (one for name, places in wanted.items() if name not in known for one in places):
                yield _finding(subject, place, attribute, sources[0], known)
    for shared in subject.sequencings.users:
        wanted = _wanted(referring(shared), attribute)
        for name, user in _lacking(subject, shared, wanted, ids):
            known = ids.of(subject.sequencings.part((user, shared), "objectives"))
            for place in wanted[name]:
                yield _finding(subject, place, attribute, user, known)


def _lacking(
    subject: Subject, shared: etree._Element, wanted: Collection[str], ids: _Ids
) -> Iterator[tuple[str, etree._Element]]:
    """Each name that is not an objective of every activity that refers to `shared`, with one whose it is not.

    One pass over the objectives: a name is lacking from the first activity on that breaks the row of those having it.
    """
    users = [subject.sequencings.sources(activity)[0] for activity in subject.sequencings.users[shared]]
    own = [user for user in users if child(user, "objectives", SS) is not None]
    others = [user for user in users if child(user, "objectives", SS) is None]
    row = dict.fromkeys(wanted, 0)
    for number, user in enumerate(own):
        for name in ids.of(child(user, "objectives", SS)):
            if row.get(name) == number:
                row[name] = number + 1
    known = ids.of(child(shared, "objectives", SS))
    for name in wanted:
        if others and name not in known:
            yield name, others[0]
        elif row[name] < len(own):
            yield name, own[row[name]]


class _Ids:
    """The ids of the objectives that an `objectives` element holds, each element read once."""

    def __init__(self) -> None:
        self._read: dict[etree._Element, dict[str, etree._Element]] = {}

    def of(self, holder: etree._Element | None) -> dict[str, etree._Element]:
        if holder is None:
            return {}
        if holder not in self._read:
            found = holder.iterchildren(*ss("primaryObjective", "objective"))
            self._read[holder] = {key: one for one in found if (key := objective_key(one.get("objectiveID")))}
        return self._read[holder]


def _wanted(referring: Iterable[etree._Element], attribute: str) -> dict[str, list[etree._Element]]:
    """Names that are referred to, and by which elements; blank ones are said elsewhere."""
    found: dict[str, list[etree._Element]] = defaultdict(list)
    for one in referring:
        if name := objective_key(one.get(attribute)):
            found[name].append(one)
    return found


def _finding(
    subject: Subject, place: etree._Element, attribute: str, user: etree._Element, known: dict[str, etree._Element]
) -> Finding:
    name = place.get(attribute) or ""
    return Finding(
        f"the activity has no objective `{name}`",
        subject.xml.span(place, attribute),
        related=(Label(subject.xml.span(user), "the sequencing of this activity"),),
        help=suggested(name, known) or "write the `objectiveID` of an objective of the activity, or add one",
        evidence=name,
    )
