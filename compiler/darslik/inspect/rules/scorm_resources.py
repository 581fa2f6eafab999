"""SCORM: resources."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity
from darslik.inspect.manifest import ADLCP, children, short
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="R1")
def resource_type_missing(subject: Subject) -> Iterator[Finding]:
    r"""A resource has no type.

    The schema demands one; `webcontent` is right for whatever a browser shows (ADL requirement 30.7.3.2; SCORM 1.2 CAM
    2.3.2.5).

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    for one in subject.manifest.resources:
        if not one.get("type"):
            yield Finding(
                f"the resource `{short(one.get('identifier') or '')}` has no `type`",
                subject.xml.span(one, "type"),
                help='write `type="webcontent"`',
            )


@rule(Severity.ERROR, "scorm2004", covers="R2")
def scorm_type_missing(subject: Subject) -> Iterator[Finding]:
    r"""A resource does not say whether it talks to the LMS.

    `adlcp:scormType` is `sco` if it does and `asset` if not (ADL requirement 30.7.3.4); an LMS that guesses tracks
    nothing, or waits for ever. The capital T counts: SCORM 1.2 writes it small.

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormtype="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    for one in subject.manifest.resources:
        if one.get(f"{{{ADLCP}}}scormType") is not None:
            continue
        other = next((str(key) for key in one.attrib if str(key).rpartition("}")[2].lower() == "scormtype"), "")
        name = other.rpartition("}")[2]
        yield Finding(
            f"the resource `{short(one.get('identifier') or '')}` has no `adlcp:scormType`",
            subject.xml.span(one, name),
            label=_misspelt(other, name),
            help='write `adlcp:scormType="sco"`, or `"asset"` if it does not talk to the LMS',
            evidence=name,
        )


def _misspelt(other: str, name: str) -> str:
    if not other:
        return ""
    if name != "scormType":
        return "`scormType` is written with a capital T"
    return "it needs the prefix of the namespace" if "}" not in other else "it is of another namespace"


@rule(Severity.ERROR, "scorm2004", covers="R2")
def scorm_type_unknown(subject: Subject) -> Iterator[Finding]:
    r"""A resource is neither a SCO nor an asset.

    `adlcp:scormType` is `sco` or `asset`, in small letters (ADL requirement 30.7.3.4).

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="SCO" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    for one in subject.manifest.resources:
        value = one.get(f"{{{ADLCP}}}scormType")
        if value is not None and value not in {"sco", "asset"}:
            yield Finding(
                f"`{short(value)}` is no type of resource",
                subject.xml.span(one, "scormType"),
                help=f"write `{value.strip().lower()}`"
                if value.strip().lower() in {"sco", "asset"}
                else "write `sco` if it talks to the LMS, otherwise `asset`",
                evidence=short(value),
            )


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="R4 L5")
def launch_without_href(subject: Subject) -> Iterator[Finding]:
    r"""An item launches a resource that has no address.

    The LMS has nothing to open: `href` of the resource is the page that is shown (ADL requirement 30.7.3.3; SCORM 1.2
    CAM 2.3.2.5).

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco">
          <file href="index.html"/>
          <file href="lesson.js"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    manifest = subject.manifest
    launched = {item.get("identifierref") for item in manifest.items}
    for identifier, one in manifest.resource.items():
        if identifier in launched and one.get("href") is None:
            first = next(iter(manifest.files_of(one)), None)
            yield Finding(
                f"the resource `{short(identifier)}` is launched, but has no `href`",
                subject.xml.span(one),
                help=f'write `href="{short(first.href)}"`, if that is its first page'
                if first
                else "add its first page",
            )


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="R6")
def file_without_href(subject: Subject) -> Iterator[Finding]:
    r"""A file of a resource has no address.

    Nothing is listed by it (ADL requirement 30.7.3.9.2; SCORM 1.2 CAM 2.3.2.5).

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
          <file/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    manifest = subject.manifest
    for resource in manifest.resources:
        for one in children(resource, "file", manifest.cp):
            if one.get("href") is None:
                yield Finding(
                    "the file has no `href`", subject.xml.span(one), help='write `<file href="…"/>`, or leave it out'
                )


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="R6")
def metadata_not_first(subject: Subject) -> Iterator[Finding]:
    """The metadata of a resource or file is not its first element.

    The schema has it first; LMSs that validate refuse the import (ADL requirement 30.7.3.8).

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <metadata/>
          <file href="lesson.js"/>
        </resource>
    Good:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <metadata/>
          <file href="index.html"/>
          <file href="lesson.js"/>
        </resource>
    """
    manifest = subject.manifest
    for parent in [*manifest.each("resource"), *manifest.each("file")]:
        found = next(iter(children(parent, "metadata", manifest.cp)), None)
        if found is not None and next(parent.iterchildren("*")) is not found:
            yield Finding(
                f"`metadata` is not the first element of the {local(parent)}",
                subject.xml.span(found),
                help=f"move it to the beginning of the `<{local(parent)}>`",
            )
