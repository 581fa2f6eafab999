"""SCORM 2004: items of an organization."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.suggest import did_you_mean


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="I3 L4")
def item_without_resource(subject: Subject) -> Iterator[Finding]:
    """An item refers to a resource that the manifest does not have.

    The LMS has nothing to launch: the entry of the contents does nothing, or the import fails. The reference must equal
    the identifier letter by letter (SCORM 2004 CAM 3.4.1.9; ADL requirement 30.6.3.6.2.2; SCORM 1.2 CAM 2.3.2.5).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_9"><title>Lesson</title></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
    """
    manifest = subject.manifest
    for item in manifest.items:
        wanted = item.get("identifierref")
        if wanted is not None and wanted not in manifest.resource:
            yield Finding(
                f"there is no resource `{wanted}`",
                subject.xml.span(item, "identifierref"),
                label="this item launches nothing",
                help=did_you_mean(wanted, manifest.resource) or "name the identifier of a resource",
                evidence=wanted,
            )
