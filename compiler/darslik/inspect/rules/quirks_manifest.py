"""What single LMSs mind in a SCORM manifest that other LMSs, and the standard, allow: editions, names, mastery."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from darslik.inspect.manifest import ADLCP, ADLCP12, ADLNAV, ADLSEQ, SS, child, short, text_of
from darslik.inspect.quirk import names_of, quirk
from darslik.inspect.rule import Finding
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local, space
from darslik.profiles.model import Settings

USUAL = {ADLCP12: "adlcp", ADLCP: "adlcp", ADLSEQ: "adlseq", ADLNAV: "adlnav", SS: "imsss"}
_SAFE = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")


@quirk("scorm12", "scorm2004", covers="Q2 Q35")
def manifest_mastery_score(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """The manifest has a mastery score, by which this LMS judges instead of the content.

    Moodle compares the raw score with it at each end of a session (`adlcp:masteryscore` of SCORM 1.2, on by default):
    a learner who is half-way through becomes `failed`, whatever the content said. Other LMSs refuse such a package.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlcp:masteryscore>80</adlcp:masteryscore>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
    """
    del settings
    names = {f"{{{ADLCP12}}}masteryscore", f"{{{SS}}}minNormalizedMeasure"}
    for activity in subject.manifest.activities:
        for element in _within(activity):
            if element.tag in names:
                yield Finding(
                    f"the manifest has a mastery score of `{short(text_of(element))}`",
                    subject.xml.inner(element),
                    help=f"take `{local(element)}` out, and let the content send `passed` or `failed`",
                )


@quirk("scorm12", "scorm2004", "cmi5", "xapi", covers="Q26 Q34 Q35 Q62", needs="takes")
def standard_not_taken(subject: Subject, settings: Settings) -> Iterator[Finding]:
    r"""The package is of a standard, or an edition of it, that this LMS does not play.

    It is refused at the import, or imported and played by the rules of another edition, so that results are lost.

    Settings: {takes: [cmi5]}
    Bad:
        === imsmanifest.xml
        \base
    Good:
        === cmi5.xml
        <?xml version="1.0" encoding="UTF-8"?>
        <courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
          <course id="https://example.org/course">
            <title><langstring lang="en">Course</langstring></title>
            <description><langstring lang="en">About the course.</langstring></description>
          </course>
          <au id="https://example.org/course/au-1" moveOn="CompletedOrPassed" masteryScore="0.8">
            <title><langstring lang="en">Lesson</langstring></title>
            <description><langstring lang="en">About the lesson.</langstring></description>
            <url>index.html</url>
          </au>
        </courseStructure>
        === lesson.js
        const endpoint = new URLSearchParams(location.search).get("endpoint");
        const verbs = ["http://adlnet.gov/expapi/verbs/completed", "http://adlnet.gov/expapi/verbs/passed"];
        === imsmanifest.xml
        \delete
    """
    kind = subject.kind
    if kind is None or names_of([kind]) & set(settings.takes):
        return
    manifest = subject.manifest if kind.standard.startswith("scorm") else None
    place = child(child(manifest.root, "metadata"), "schemaversion") if manifest else None
    yield Finding(
        f"{kind.title} is not played",
        subject.xml.inner(place) if place is not None else subject.xml.span(),
        help=f"export it as {' or '.join(f'`{name}`' for name in settings.takes)}",
    )


@quirk("scorm2004", "scorm12", covers="Q17 Q39", needs="words")
def schema_version_not_literal(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """The version of the standard is not written in the exact words that this LMS knows.

    It compares letter by letter, white space and all. Whatever it does not know it plays as the edition that it falls
    back to: Moodle takes it for SCORM 1.2, and a 2004 course finds no API.

    Settings: {words: ["1.2", "2004 4th Edition"]}
    Bad:
        === imsmanifest.xml
        <schemaversion>
          2004 4th Edition
        </schemaversion>
    Good:
        === imsmanifest.xml
        <schemaversion>2004 4th Edition</schemaversion>
    """
    element = child(child(subject.manifest.root, "metadata"), "schemaversion")
    if element is None:
        yield Finding("the manifest does not say its version", subject.xml.span(), help=_one_of(settings.words))
    elif (element.text or "") not in settings.words:
        seen = element.text or ""
        what = "has white space around it" if seen.strip() in settings.words else "is not known"
        yield Finding(
            f"the schema version `{short(seen.strip())}` {what}",
            subject.xml.inner(element),
            help=_one_of(settings.words),
        )


@quirk("scorm12", "scorm2004", covers="Q58")
def identifier_with_other_signs(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """An identifier has other signs than letters, digits, `_`, `-` and `.`, or begins with a digit.

    Importers put identifiers into queries, file names and addresses, some without escaping; an apostrophe, an accent or
    a digit in front has broken imports.

    Bad:
        === imsmanifest.xml
        <item identifier="lección_1" identifierref="resource_1"><title>Lesson</title></item>
    Good:
        === imsmanifest.xml
        <item identifier="lesson_1" identifierref="resource_1"><title>Lesson</title></item>
    """
    del settings
    manifest = subject.manifest
    for element in (manifest.root, *manifest.activities, *manifest.resources):
        identifier = element.get("identifier")
        if identifier and not _SAFE.match(identifier):
            yield Finding(
                f"the identifier `{short(identifier)}` has signs that some importers do not bear",
                subject.xml.span(element, "identifier"),
                help="use ASCII letters, digits and `_`, and a letter in front",
            )


@quirk("scorm12", "scorm2004", covers="Q-Moodle")
def namespace_prefix_unusual(subject: Subject, settings: Settings) -> Iterator[Finding]:
    r"""A namespace of SCORM has another prefix than the usual one.

    To XML a prefix is arbitrary; this LMS looks for the literal `adlcp:`, `imsss:`, `adlseq:` and `adlnav:`. With
    another prefix `scormType` is not seen, the SCO becomes an asset, and opening it completes it.

    Bad:
        === imsmanifest.xml
        <manifest-attributes xmlns:adlcp="\none" xmlns:a="http://www.adlnet.org/xsd/adlcp_rootv1p2"/>
        <resource identifier="resource_1" type="webcontent" a:scormtype="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    del settings
    seen: set[tuple[str, str]] = set()
    for element in subject.manifest.root.iter("*"):
        for name in (element.tag, *element.attrib):
            namespace = etree.QName(str(name)).namespace or ""
            if namespace not in USUAL:
                continue
            prefix = _prefix(element, namespace, usual=USUAL[namespace], attribute=name is not element.tag)
            if prefix != USUAL[namespace] and (prefix, namespace) not in seen:
                seen.add((prefix, namespace))
                yield Finding(
                    f"the prefix of `{namespace}` is `{prefix}`, not `{USUAL[namespace]}`",
                    subject.xml.span(element),
                    help=f'write `xmlns:{USUAL[namespace]}="{namespace}"`, and the prefix `{USUAL[namespace]}:`',
                )


def _prefix(element: etree._Element, namespace: str, *, usual: str, attribute: bool) -> str:
    """What is written before a name; attributes need a prefix, and lxml keeps only that of elements."""
    if not attribute:
        return element.prefix or ""
    if element.nsmap.get(usual) == namespace:
        return usual
    return next((prefix for prefix, uri in element.nsmap.items() if uri == namespace and prefix), "")


def _within(activity: etree._Element) -> Iterator[etree._Element]:
    """The elements of an activity that are not of an activity below it."""
    stack = [one for one in activity if isinstance(one.tag, str)]
    while stack:
        one = stack.pop()
        if local(one) == "item" and space(one) == space(activity):
            continue
        yield one
        stack.extend(other for other in one if isinstance(other.tag, str))


def _one_of(words: tuple[str, ...]) -> str:
    return f"write one of {', '.join(f'`{word}`' for word in words)}"
