"""SCORM: the identifiers of a manifest and its parts."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Label, Severity
from darslik.inspect.manifest import IDENTIFIED, short
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="M1 O3 I1 R1")
def identifier_missing(subject: Subject) -> Iterator[Finding]:
    """A manifest, organization, item or resource has no identifier.

    LMSs store progress under it and find resources by it (ADL requirements 30.1, 30.6.3.1, 30.6.3.6.1, 30.7.3.1;
    SCORM 1.2 CAM 2.3.2).

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifierref="resource_1"><title>Lesson</title></item>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
        </organization>
    """
    for name in IDENTIFIED:
        for one in [subject.xml.root] if name == "manifest" else subject.manifest.each(name):
            if not one.get("identifier"):
                yield Finding(
                    f"the {name} has no `identifier`",
                    subject.xml.span(one, "identifier"),
                    help=f'write `<{name} identifier="…">` with a name that occurs only once',
                )


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="M1 O3 I1 R1 L4")
def identifier_twice(subject: Subject) -> Iterator[Finding]:
    """Two of manifest, organizations, items and resources have the same identifier.

    An LMS mixes up their progress, or launches the wrong one. An identifier occurs once in the whole manifest (ADL
    requirement 30.1; SCORM 1.2 CAM 2.3.2).

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <item identifier="item_1" identifierref="resource_1"><title>Test</title></item>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <item identifier="item_2" identifierref="resource_1"><title>Test</title></item>
        </organization>
    """
    first: dict[str, etree._Element] = {}
    for identifier, one in subject.manifest.identifiers:
        other = first.setdefault(identifier, one)
        if other is not one:
            yield Finding(
                f"`{short(identifier)}` is already the identifier of another {local(other)}",
                subject.xml.span(one, "identifier"),
                related=(Label(subject.xml.span(other, "identifier"), "the first one"),),
                help="give this one another identifier, and change what refers to it",
                evidence=short(identifier),
            )
