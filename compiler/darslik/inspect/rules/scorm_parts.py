"""SCORM: parts of the manifest that occur once, and their places."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Label, Severity
from darslik.inspect.manifest import ADLCP, ADLCP12, ADLNAV, ADLSEQ, SS, Manifest, child, text_of
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local, space

_ONCE: dict[str, tuple[tuple[str, str], ...]] = {
    "manifest": (
        ("metadata", ""),
        ("organizations", ""),
        ("resources", ""),
        ("sequencingCollection", SS),
    ),
    "organization": (("title", ""), ("metadata", ""), ("sequencing", SS), ("completionThreshold", ADLCP)),
    "item": (
        ("title", ""),
        ("metadata", ""),
        ("timeLimitAction", ADLCP),
        ("dataFromLMS", ADLCP),
        ("sequencing", SS),
        ("presentation", ADLNAV),
        ("completionThreshold", ADLCP),
        ("data", ADLCP),
    ),
    "resource": (("metadata", ""),),
    "file": (("metadata", ""),),
}
"""Children that may occur once: name and namespace, which is the manifest's own if empty."""


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="M4 M5 O3 I1 I6 R6 I13 L3")
def element_twice(subject: Subject) -> Iterator[Finding]:
    """A part of the manifest occurs twice that may occur only once.

    LMSs take the first, the last, or refuse the import (ADL requirements 30.5 to 30.9, 30.6.3.6.6 to 14, 33).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title><title>Lesson one</title></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson one</title></item>
    """
    manifest = subject.manifest
    for parent, names in _parents(manifest):
        counted: dict[object, etree._Element] = {}
        for one in parent.iterchildren("*"):
            if one.tag in names and (first := counted.setdefault(one.tag, one)) is not one:
                yield Finding(
                    f"the {local(parent)} already has a `{local(one)}`",
                    subject.xml.span(one),
                    related=(Label(subject.xml.span(first), "the first one"),),
                    help="keep one of them",
                )


def _parents(manifest: Manifest) -> Iterator[tuple[etree._Element, set[str]]]:
    """Every element whose children are counted, and the tags of the children that may occur once."""
    for name, once in _ONCE.items():
        tags = {f"{{{namespace or manifest.cp}}}{child}" for child, namespace in once}
        for one in [manifest.root] if name == "manifest" else manifest.each(name):
            yield one, tags
    for metadata in manifest.own("metadata"):
        yield metadata, {f"{{{manifest.cp}}}{name}" for name in ("schema", "schemaversion")}
    for presentation in manifest.each("presentation", ADLNAV):
        yield presentation, {f"{{{ADLNAV}}}navigationInterface"}


@rule(Severity.ERROR, "scorm2004", covers="M5")
def schema_not_first(subject: Subject) -> Iterator[Finding]:
    r"""The manifest's metadata does not begin with `schema` and `schemaversion`.

    LMSs recognise the standard by them. They come first, in this order (ADL requirements 30.5.1 to 30.5.3).

    Bad:
        === imsmanifest.xml
        <metadata>
          <schemaversion>2004 4th Edition</schemaversion>
          <schema>ADL SCORM</schema>
        </metadata>
    Good:
        === imsmanifest.xml
        \base
    """
    manifest = subject.manifest
    for metadata in manifest.own("metadata")[:1]:
        first = list(metadata.iterchildren("*"))[:2]
        parts = {name: child(metadata, name, manifest.cp) for name in ("schema", "schemaversion")}
        for place, (name, found) in enumerate(parts.items()):
            if found is not None and None not in parts.values() and found is not first[place]:
                yield Finding(
                    f"`{name}` is not the {('first', 'second')[place]} element of the metadata",
                    subject.xml.span(found),
                    help="begin the metadata with `<schema>`, then `<schemaversion>`",
                )
                break


@rule(Severity.ERROR, "scorm2004", covers="M6")
def schema_unknown(subject: Subject) -> Iterator[Finding]:
    """The manifest says that it follows another standard than SCORM.

    `schema` is `ADL SCORM` (ADL requirement 30.5.2.1). In a package without a course even spaces around it count. LMSs
    that look for it treat the package as something else.

    Bad:
        === imsmanifest.xml
        <schema>SCORM</schema>
    Good:
        === imsmanifest.xml
        <schema>ADL SCORM</schema>
    """
    manifest = subject.manifest
    metadata = child(manifest.root, "metadata", manifest.cp)
    schema = child(metadata, "schema", manifest.cp)
    if schema is None:
        return
    said = text_of(schema) if manifest.organizations else "".join(schema.itertext())
    if said != "ADL SCORM":
        yield Finding(
            f"`schema` is `{said.strip()[:80]}`" + (" with spaces around it" if said.strip() == "ADL SCORM" else ""),
            subject.xml.inner(schema),
            help="write `<schema>ADL SCORM</schema>`",
            evidence=said[:80],
        )


@rule(Severity.ERROR, "scorm2004", covers="M7")
def schemaversion_unknown(subject: Subject) -> Iterator[Finding]:
    """The manifest names an edition of SCORM 2004 that does not exist.

    LMSs choose by it how they play the course. It is `2004 4th Edition`, `2004 3rd Edition`, or `CAM 1.3` for the 2nd
    edition (ADL requirement 30.5.3.1).

    Bad:
        === imsmanifest.xml
        <schemaversion>SCORM 2004</schemaversion>
    Good:
        === imsmanifest.xml
        <schemaversion>2004 4th Edition</schemaversion>
    """
    manifest = subject.manifest
    version = child(child(manifest.root, "metadata", manifest.cp), "schemaversion", manifest.cp)
    if version is not None and manifest.version not in {"2004 4th Edition", *_OLDER}:
        yield Finding(
            f"`{manifest.version[:80]}` is no edition of SCORM 2004",
            subject.xml.inner(version),
            help=manifest.guess(manifest.version, ["2004 4th Edition", *_OLDER]) or "write `2004 4th Edition`",
            evidence=manifest.version[:80],
        )


_OLDER = {"2004 3rd Edition": "3rd edition (2006)", "CAM 1.3": "2nd edition (2004)"}


@rule(Severity.HINT, "scorm2004", covers="M7")
def schemaversion_older(subject: Subject) -> Iterator[Finding]:
    """The package follows an older edition of SCORM 2004.

    The conformance test of the 4th edition warns, and goes on as if it were one of the 4th. Many LMSs know the 3rd
    edition best, so this is only a hint.

    With: schema-file-of-another-edition

    Bad:
        === imsmanifest.xml
        <schemaversion>2004 3rd Edition</schemaversion>
    Good:
        === imsmanifest.xml
        <schemaversion>2004 4th Edition</schemaversion>
    """
    manifest = subject.manifest
    version = child(child(manifest.root, "metadata", manifest.cp), "schemaversion", manifest.cp)
    if version is not None and manifest.version in _OLDER:
        yield Finding(
            f"the package follows the {_OLDER[manifest.version]} of SCORM 2004",
            subject.xml.inner(version),
            help="export it as 4th edition, if the LMS takes that",
            evidence=manifest.version,
        )


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="M8")
def location_misplaced(subject: Subject) -> Iterator[Finding]:
    """`adlcp:location` is not directly in a `metadata`.

    It names a file of metadata about its parent's parent; elsewhere it means nothing, and its file is not found (ADL
    requirement 30.6.3.7.1).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlcp:location>lesson.js</adlcp:location>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
        </item>
    """
    manifest = subject.manifest
    for one in [*manifest.each("location", ADLCP), *manifest.each("location", ADLCP12)]:
        parent = one.getparent()
        if parent is None or local(parent) != "metadata" or space(parent) != manifest.cp:
            yield Finding(
                f"`location` is in `{local(parent) if parent is not None else 'nothing'}`",
                subject.xml.span(one),
                help="put it into the `<metadata>` of what it describes",
            )


_ONLY_ON = {
    f"{{{ADLCP}}}scormType": "resource",
    f"{{{ADLCP}}}sharedDataGlobalToSystem": "organization",
    f"{{{ADLSEQ}}}objectivesGlobalToSystem": "organization",
}


@rule(Severity.ERROR, "scorm2004", covers="M9")
def attribute_misplaced(subject: Subject) -> Iterator[Finding]:
    """An attribute of SCORM is on an element that does not have it.

    `scormType` belongs to a resource, `objectivesGlobalToSystem` and `sharedDataGlobalToSystem` to an organization (ADL
    requirements 30.7.3.4.2, 30.6.3.3.2, 30.6.3.4.3). Elsewhere LMSs do not see it.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1" adlcp:scormType="sco"><title>Lesson</title></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
    """
    manifest = subject.manifest
    for one in manifest.elements:
        if not one.attrib:
            continue
        for key, name in _ONLY_ON.items():
            if one.get(key) is not None and one.tag != f"{{{manifest.cp}}}{name}":
                attribute = key.rsplit("}", 1)[-1]
                yield Finding(
                    f"`{attribute}` is on `{local(one)[:80]}`",
                    subject.xml.span(one, attribute),
                    help=f"put it on the `<{name}>` that it is about",
                )
