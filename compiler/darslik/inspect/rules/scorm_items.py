"""SCORM: items of an organization."""

from __future__ import annotations

import re
from collections.abc import Iterator

from darslik.diagnostics import Severity
from darslik.inspect.manifest import children, short
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="I3 L4 N2")
def item_without_resource(subject: Subject) -> Iterator[Finding]:
    """An item refers to a resource that the manifest does not have.

    The LMS has nothing to launch: the entry of the contents does nothing, or the import fails. The reference must equal
    the identifier letter by letter (SCORM 2004 CAM 3.4.1.9; ADL requirement 30.6.3.6.2.2; SCORM 1.2 CAM 2.3.2.5).

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <item identifier="item_2" identifierref="resource_2"><title>Test</title></item>
        </organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <item identifier="item_2" identifierref="resource_1"><title>Test</title></item>
        </organization>
    """
    manifest = subject.manifest
    for item in manifest.items:
        wanted = item.get("identifierref")
        if wanted is None or wanted in manifest.resource or wanted in manifest.nested_identifiers:
            continue
        yield Finding(
            f"there is no resource `{short(wanted)}`",
            subject.xml.span(item, "identifierref"),
            label="this item launches nothing",
            help=_nearest(subject, wanted),
            evidence=short(wanted),
        )


def _nearest(subject: Subject, wanted: str) -> str:
    manifest = subject.manifest
    if wanted.strip() in manifest.resource:
        return f"write `{short(wanted.strip())}` without spaces around it"
    return manifest.guess(wanted, manifest.resource) or "name the identifier of a resource"


@rule(Severity.ERROR, "scorm2004", covers="I2")
def leaf_without_resource(subject: Subject) -> Iterator[Finding]:
    """An item has neither items in it nor a resource.

    It stands in the contents and nothing happens; a sequencer stops there. An item without items launches a resource
    (ADL requirement 30.6.3.6.2.3).

    With: resource-unused

    Bad:
        === imsmanifest.xml
        <item identifier="item_1"><title>Lesson</title></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
    """
    manifest = subject.manifest
    for item in manifest.items:
        if item.get("identifierref") is None and not children(item, "item", manifest.cp):
            yield Finding(
                f"the item `{short(item.get('identifier') or '')}` launches nothing",
                subject.xml.span(item),
                help="add `identifierref` with the identifier of a resource, or leave the item out",
            )


@rule(Severity.ERROR, "scorm2004", covers="I2")
def cluster_with_resource(subject: Subject) -> Iterator[Finding]:
    """An item has items in it and a resource as well.

    In SCORM 2004 only a leaf is launched: the resource is never shown, or the import fails (ADL requirement
    30.6.3.6.2.4).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Chapter</title>
          <item identifier="item_2" identifierref="resource_1"><title>Lesson</title></item>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1">
          <title>Chapter</title>
          <item identifier="item_2" identifierref="resource_1"><title>Lesson</title></item>
        </item>
    """
    manifest = subject.manifest
    for item in manifest.items:
        if item.get("identifierref") is not None and children(item, "item", manifest.cp):
            yield Finding(
                f"the item `{short(item.get('identifier') or '')}` has items in it and launches a resource",
                subject.xml.span(item, "identifierref"),
                help="move the resource to an item of its own, the first in it",
            )


_TEXT = r"[A-Za-z0-9\-_.!*'()%|]"
_PAIR = rf"{_TEXT}+={_TEXT}+"
_PARAMETERS = re.compile(rf"\??{_PAIR}(?:&{_PAIR})*(?:#{_TEXT}*)?|#{_TEXT}*")
_OTHER = re.compile(r"[^A-Za-z0-9\-_.!*'()%|=&#?]")


@rule(Severity.ERROR, "scorm2004", covers="I4")
def parameters_malformed(subject: Subject) -> Iterator[Finding]:
    """The parameters of an item are not names with values, or a fragment.

    LMSs put them behind the address of the resource. They have the form `?name=value&name=value#fragment`, of which the
    `?` and either part may be missing, with letters, digits and `-_.!*'()%|` only: a `/` is written `%2F`, a `:` `%3A`
    (ADL requirement 30.6.3.6.4.2).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1" parameters="?back=/home"><title>Lesson</title></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1" parameters="?back=%2Fhome"><title>Lesson</title></item>
    """
    for item in subject.manifest.items:
        value = item.get("parameters")
        if value is not None and not _PARAMETERS.fullmatch(value):
            yield Finding(
                f"the parameters `{short(value)}` {_reason(value)}",
                subject.xml.span(item, "parameters"),
                help=_spelling(value),
                evidence=short(value),
            )


def _reason(value: str) -> str:
    if not value.strip():
        return "are blank"
    wrong = _OTHER.search(value)
    return f"have `{wrong[0]}`" if wrong else "are not pairs of `name=value`"


def _spelling(value: str) -> str:
    wrong = _OTHER.search(value)
    if not value.strip():
        return "leave the attribute out"
    if wrong:
        return f"write `{''.join(f'%{byte:02X}' for byte in wrong[0].encode('utf-8', 'replace'))}` for `{wrong[0]}`"
    return "write `?name=value&amp;name=value#fragment`"


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="I5")
def parameters_without_resource(subject: Subject) -> Iterator[Finding]:
    """An item has parameters, but launches nothing to give them to.

    LMSs ignore them; perhaps they belong to another item (SCORM 2004 CAM 3.4.1.9).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" parameters="?page=1">
          <title>Chapter</title>
          <item identifier="item_2" identifierref="resource_1"><title>Lesson</title></item>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1">
          <title>Chapter</title>
          <item identifier="item_2" identifierref="resource_1" parameters="?page=1"><title>Lesson</title></item>
        </item>
    """
    for item in subject.manifest.items:
        if item.get("parameters") is not None and item.get("identifierref") is None:
            yield Finding(
                f"the item `{short(item.get('identifier') or '')}` launches nothing that could take parameters",
                subject.xml.span(item, "parameters"),
                help="move them to the item that launches the resource",
            )
