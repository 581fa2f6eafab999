"""SCORM 1.2: resources, items' structure, texts of metadata, elements of SCORM 2004 (CAM 1.2, 2.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Severity
from darslik.inspect.manifest import ADLCP12, ADLNAV, ADLSEQ, SS, XML, attribute, children, short
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.inspect.xml import Document, local, space

_NEW = {SS: "imsss", ADLSEQ: "adlseq", ADLNAV: "adlnav"}


@rule(Severity.ERROR, "scorm12", covers="L5")
def scorm12_scormtype(subject: Subject) -> Iterator[Finding]:
    """A resource does not say whether it is a SCO or an asset.

    `adlcp:scormtype`, in small letters, is `sco` or `asset` (CAM 1.2, 2.3.2.7). Most LMSs take a resource without it
    for an asset: the course opens, is complete at once and reports nothing.

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/><file href="lesson.js"/>
        </resource>
    Good:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormtype="sco" href="index.html">
          <file href="index.html"/><file href="lesson.js"/>
        </resource>
    """
    for resource in subject.manifest.resources:
        value = resource.get(f"{{{ADLCP12}}}scormtype")
        if value is None:
            yield _type_missing(subject, resource)
        elif value not in {"sco", "asset"}:
            right = value.strip().lower()
            yield Finding(
                f"`{short(value)}` is no `adlcp:scormtype`",
                subject.xml.span(resource, "scormtype"),
                help=f"write `{right}`" if right in {"sco", "asset"} else "write `sco` or `asset`",
                evidence=short(value),
            )


def _type_missing(subject: Subject, resource: etree._Element) -> Finding:
    name = next((key for key in map(str, resource.attrib) if key.rsplit("}", 1)[-1].lower() == "scormtype"), "")
    plain = name.rsplit("}", 1)[-1]
    if not name:
        return Finding(
            "this resource has no `adlcp:scormtype`",
            subject.xml.span(resource),
            help='write `adlcp:scormtype="sco"` if it talks to the LMS, otherwise `"asset"`',
        )
    wrong = "in SCORM 1.2 it is spelled `scormtype`" if plain != "scormtype" else "it is not in the namespace of ADL"
    return Finding(
        f"`{plain}` is not seen: {wrong}",
        subject.xml.span(resource, plain),
        help=f'write `adlcp:scormtype`, with `xmlns:adlcp="{ADLCP12}"` on the manifest',
        evidence=short(name),
    )


@rule(Severity.HINT, "scorm12", covers="L8")
def scorm12_item_with_items_and_resource(subject: Subject) -> Iterator[Finding]:
    """An item that holds items also launches a resource.

    SCORM 1.2 allows it, SCORM 2004 does not, and LMSs differ in whether the folder can be opened (CAM 1.2, 2.3.2.5).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Part</title>
          <item identifier="item_2" identifierref="resource_1"><title>Lesson</title></item></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1"><title>Part</title>
          <item identifier="item_2" identifierref="resource_1"><title>Lesson</title></item></item>
    """
    for item in subject.manifest.items:
        if item.get("identifierref") and children(item, "item", subject.manifest.cp):
            yield Finding(
                "this item has items in it and a resource",
                subject.xml.span(item, "identifierref"),
                help="give the resource to an item of its own inside this one",
            )


@rule(Severity.HINT, "scorm12", covers="L8")
def scorm12_item_of_nothing(subject: Subject) -> Iterator[Finding]:
    """An item has neither items in it nor a resource.

    It is an entry of the contents that opens nothing (CAM 1.2, 2.3.2.5).

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1"><title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <item identifier="item_2"><title>Farewell</title></item>
        </organization>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
    """
    for item in subject.manifest.items:
        if item.get("identifierref") is None and not children(item, "item", subject.manifest.cp):
            yield Finding(
                "this item opens nothing",
                subject.xml.span(item),
                help="name a resource in `identifierref`, or take the item out",
            )


@rule(Severity.WARNING, "scorm12", covers="L9")
def scorm12_langstring_without_language(subject: Subject) -> Iterator[Finding]:
    """A text of the metadata does not say its language.

    Each `langstring` has `xml:lang` (IMS Learning Resource Metadata 1.2.1, 5.1); catalogues in several languages cannot
    choose otherwise.

    Bad:
        === imsmanifest.xml
        <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>
          <imsmd:lom><imsmd:general><imsmd:title><imsmd:langstring>Course</imsmd:langstring></imsmd:title>
          </imsmd:general></imsmd:lom></metadata>
    Good:
        === imsmanifest.xml
        <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>
          <imsmd:lom><imsmd:general><imsmd:title><imsmd:langstring xml:lang="en">Course</imsmd:langstring></imsmd:title>
          </imsmd:general></imsmd:lom></metadata>
    """
    for document in [subject.xml, *(one.document for one in subject.schemas.metadata)]:
        yield from _languages(document)


def _languages(document: Document) -> Iterator[Finding]:
    for element in document.root.iter("{*}langstring"):
        if not (element.get(f"{{{XML}}}lang") or "").strip():
            instead = attribute(element, "lang")
            yield Finding(
                "this text has no `xml:lang`",
                document.span(element),
                help=f'write `xml:lang="{short(instead)}"`'
                if instead
                else 'write its language, such as `xml:lang="en"`',
            )


@rule(Severity.WARNING, "scorm12", covers="L10")
def scorm12_element_of_2004(subject: Subject) -> Iterator[Finding]:
    """A manifest of SCORM 1.2 uses sequencing or navigation of SCORM 2004.

    LMSs that play it as 1.2 pass over them: what they gate or hide is open from the start (SCORM 2004 SN 1).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <imsss:sequencing xmlns:imsss="http://www.imsglobal.org/xsd/imsss"><imsss:controlMode flow="true"/>
          </imsss:sequencing></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
    """
    first: dict[str, etree._Element] = {}
    count: Counter[str] = Counter()
    for element in subject.xml.root.iter(*(f"{{{name}}}*" for name in _NEW)):
        first.setdefault(space(element), element)
        count[space(element)] += 1
    for name, element in first.items():
        more = f" and {count[name] - 1:,} more" if count[name] > 1 else ""
        yield Finding(
            f"`{_NEW[name]}:{local(element)}`{more} has no meaning in SCORM 1.2",
            subject.xml.span(element),
            help="export the course as SCORM 2004, or take them out; SCORM 1.2 has only `adlcp:prerequisites`",
            evidence=name,
        )
