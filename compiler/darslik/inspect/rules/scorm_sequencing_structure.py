"""SCORM 2004: which elements sequencing has, where they stand, how often and in which order."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Label, Severity
from darslik.inspect.manifest import ADLSEQ, CP2004, SS, XML
from darslik.inspect.rule import Finding, rule
from darslik.inspect.sequencing.findings import listed, shown, suggested
from darslik.inspect.sequencing.grammar import ATTRIBUTES, EXTENSIONS, ONCE, ORDER, PARENTS
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local, space

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NAMES = {str(etree.QName(name).localname): name for name in reversed(PARENTS)}


@rule(Severity.ERROR, "scorm2004", covers="S3 S7 S14 S15 S16")
def sequencing_element_repeated(subject: Subject) -> Iterator[Finding]:
    """An element of sequencing is there twice where one is allowed.

    A `sequencing` has at most one of each of its parts, a rule one `ruleConditions` and one `ruleAction`, `objectives`
    one `primaryObjective`, an objective one `minNormalizedMeasure` (ADL requirements 31.5 to 31.15). LMSs read the
    first or the last, so that the package works differently in each.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:controlMode choice="true"/>
            <imsss:controlMode flow="true"/>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>
        </item>
    """
    for parent in _known(subject):
        seen: dict[str, etree._Element] = {}
        for one in parent:
            first = seen.setdefault(str(one.tag), one)
            if one.tag in ONCE and one.tag in ORDER.get(str(parent.tag), ()) and first is not one:
                yield Finding(
                    f"`{shown(parent)}` has a second `{shown(one)}`",
                    subject.xml.span(one),
                    related=(Label(subject.xml.span(first), "the first one"),),
                    help="put both into one, or delete one",
                )


@rule(Severity.ERROR, "scorm2004", covers="S3")
def sequencing_elements_out_of_order(subject: Subject) -> Iterator[Finding]:
    """The elements of sequencing stand in the wrong order.

    The binding fixes it (imsss_v1p0.xsd; ADL requirements 31.5 to 31.15), and LMSs that validate refuse the package:
    controlMode, sequencingRules, limitConditions, auxiliaryResources, rollupRules, objectives, randomizationControls,
    deliveryControls, then those of ADL.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:deliveryControls tracked="true"/>
            <imsss:controlMode choice="true"/>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:controlMode choice="true"/>
            <imsss:deliveryControls tracked="true"/>
          </imsss:sequencing>
        </item>
    """
    for parent in _known(subject):
        ranks = _RANKS.get(str(parent.tag), {})
        latest: etree._Element | None = None
        seen = set()
        for one in parent:
            if one.tag not in ranks or (one.tag in ONCE and one.tag in seen):
                continue
            seen.add(one.tag)
            if latest is not None and ranks[str(one.tag)] < ranks[str(latest.tag)]:
                yield Finding(
                    f"`{shown(one)}` comes after `{shown(latest)}`",
                    subject.xml.span(one),
                    related=(Label(subject.xml.span(latest), "this comes later"),),
                    help=f"move it before `{shown(latest)}`",
                )
            else:
                latest = one


_RANKS = {
    parent: {name: len(held) if name in EXTENSIONS else rank for rank, name in enumerate(held)}
    for parent, held in ORDER.items()
}


@rule(Severity.ERROR, "scorm2004", covers="S4 S16")
def misplaced_sequencing_element(subject: Subject) -> Iterator[Finding]:
    """An element of sequencing stands in an element to which it does not belong.

    Each has its place: `controlMode` in `sequencing`, `ruleCondition` in `ruleConditions`, and so on (ADL requirements
    31.4 to 31.15). Elsewhere an LMS does not see it, or refuses the package.

    Bad:
        === imsmanifest.xml
        <imsss:sequencingCollection>
          <imsss:sequencing ID="shared"/>
          <imsss:controlMode flow="true"/>
        </imsss:sequencingCollection>
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing IDRef="shared"/>
        </item>
    Good:
        === imsmanifest.xml
        <imsss:sequencingCollection>
          <imsss:sequencing ID="shared"><imsss:controlMode flow="true"/></imsss:sequencing>
        </imsss:sequencingCollection>
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing IDRef="shared"/>
        </item>
    """
    for one in _known(subject):
        parent = one.getparent()
        allowed = PARENTS[str(one.tag)]
        stands = "nowhere" if parent is None else f"in `{shown(parent)}`"
        if parent is None or (parent.tag not in allowed and not _unknown(parent)):
            yield Finding(
                f"`{shown(one)}` stands {stands}",
                subject.xml.span(one),
                help=f"move it into {listed(shown(name) for name in allowed)}",
            )


@rule(Severity.ERROR, "scorm2004", covers="S4")
def unknown_sequencing_element(subject: Subject) -> Iterator[Finding]:
    """Sequencing has no element of this name in this namespace.

    LMSs pass over it, so what it says does not work, or they refuse the package as invalid. Names count letter by
    letter, and ADL's elements are in its own namespace (imsss_v1p0.xsd, adlseq_v1p3.xsd).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:controlmode flow="true"/></imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:controlMode flow="true"/></imsss:sequencing>
        </item>
    """
    for one in subject.manifest.root.iter(f"{{{SS}}}*", f"{{{ADLSEQ}}}*", f"{{{CP2004}}}*"):
        name, parent = local(one), one.getparent()
        stray = space(one) == CP2004 and name in _NAMES and not (parent is not None and local(parent) in _NAMES)
        if _unknown(one) or stray:
            right = next((known for known in _NAMES if known.lower() == name.lower()), None)
            yield Finding(
                f"there is no element `{name}` in the namespace `{space(one)}`",
                subject.xml.span(one),
                label="LMSs pass over this",
                help=f"write `{shown(_NAMES[right])}`" if right else suggested(name, _NAMES) or "delete it",
                evidence=name,
            )


@rule(Severity.ERROR, "scorm2004", covers="S4")
def unknown_sequencing_attribute(subject: Subject) -> Iterator[Finding]:
    """An element of sequencing has no attribute of this name.

    LMSs pass over it and take the default instead, or they refuse the package as invalid. Names count letter by letter
    and have no prefix (imsss_v1p0.xsd, adlseq_v1p3.xsd).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:controlMode choiceexit="false"/></imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing><imsss:controlMode choiceExit="false"/></imsss:sequencing>
        </item>
    """
    for one in _known(subject):
        allowed = ATTRIBUTES[str(one.tag)]
        for key in one.attrib:
            name = etree.QName(key)
            if key in allowed or name.namespace in {XML, _XSI}:
                continue
            right = next((known for known in allowed if known.lower() == name.localname.lower()), None)
            prefix = next((f"{known}:" for known, uri in one.nsmap.items() if known and uri == name.namespace), "")
            yield Finding(
                f"`{shown(one)}` has no attribute `{prefix}{name.localname}`",
                subject.xml.span(one, f"{prefix}{name.localname}"),
                label="LMSs pass over this",
                help=f"write `{right}`" if right else suggested(str(name.localname), allowed) or "delete it",
                evidence=str(name.localname),
            )


@rule(Severity.WARNING, "scorm2004", covers="S5")
def auxiliary_resources_used(subject: Subject) -> Iterator[Finding]:
    """The manifest lists auxiliary resources.

    SCORM 2004 does not say what an LMS does with them, and warns against their use (SN 3.6; ADL requirement 31.8).
    Learners will not see them.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:auxiliaryResources>
              <imsss:auxiliaryResource auxiliaryResourceID="glossary" purpose="glossary"/>
            </imsss:auxiliaryResources>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing/>
        </item>
    """
    for one in subject.sequencings.named("auxiliaryResources"):
        yield Finding(
            "`imsss:auxiliaryResources` does nothing in SCORM",
            subject.xml.span(one),
            help="delete it, and link to such resources from the content",
        )


def _known(subject: Subject) -> Iterator[etree._Element]:
    """Every element of sequencing, wherever it is."""
    for name in PARENTS:
        yield from subject.sequencings.elements.get(name, ())


def _unknown(one: etree._Element) -> bool:
    return space(one) in {SS, ADLSEQ} and one.tag not in PARENTS
