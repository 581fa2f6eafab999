"""SCORM: files that are listed more than once."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Label, Severity
from darslik.inspect.manifest import short
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="N3")
def file_listed_twice(subject: Subject) -> Iterator[Finding]:
    r"""A resource lists the same file twice.

    It does no harm in most LMSs; some fail on copying it a second time. Often another file was meant, which is then
    missing from the list.

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
          <file href="lesson.js"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    manifest = subject.manifest
    for resource in manifest.resources:
        first: dict[int, etree._Element] = {}
        for file in manifest.files_of(resource):
            other = first.setdefault(hash(file.address), file.element)
            if other is not file.element:
                yield Finding(
                    f"the file `{short(file.href)}` is already listed",
                    subject.xml.span(file.element, "href"),
                    related=(Label(subject.xml.span(other, "href"), "the first one"),),
                    help="keep one of them",
                )


@rule(Severity.HINT, "scorm2004", "scorm12", covers="N3")
def file_in_several_resources(subject: Subject) -> Iterator[Finding]:
    r"""A resource lists files that another lists as well.

    That is allowed. A resource of the shared files, on which the others depend, says it once and keeps the lists in
    step (SCORM 2004 CAM 3.4.2.4).

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <item identifier="item_2" identifierref="resource_2"><title>Test</title></item>
        </organization>
        <resources>
          <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
            <file href="index.html"/>
            <file href="lesson.js"/>
          </resource>
          <resource identifier="resource_2" type="webcontent" adlcp:scormType="sco" href="test.html">
            <file href="test.html"/>
            <file href="lesson.js"/>
          </resource>
        </resources>
        === test.html
        \base index.html
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <item identifier="item_2" identifierref="resource_2"><title>Test</title></item>
        </organization>
        <resources>
          <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
            <file href="index.html"/>
            <dependency identifierref="common"/>
          </resource>
          <resource identifier="resource_2" type="webcontent" adlcp:scormType="sco" href="test.html">
            <file href="test.html"/>
            <dependency identifierref="common"/>
          </resource>
          <resource identifier="common" type="webcontent" adlcp:scormType="asset">
            <file href="lesson.js"/>
          </resource>
        </resources>
        === test.html
        \base index.html
    """
    manifest = subject.manifest
    first: dict[int, etree._Element] = {}
    for resource in manifest.resources:
        shared = [
            file for file in manifest.files_of(resource) if first.setdefault(hash(file.address), resource) != resource
        ]
        if shared:
            other = first[hash(shared[0].address)]
            more = f" and {len(shared) - 1:,} more" if len(shared) > 1 else ""
            yield Finding(
                f"the file `{short(shared[0].href)}`{more} is also in `{short(other.get('identifier') or '')}`",
                subject.xml.span(shared[0].element, "href"),
                related=(Label(subject.xml.span(other, "identifier"), "which lists it first"),),
                help="put what they share into an asset, and let both depend on it",
            )
