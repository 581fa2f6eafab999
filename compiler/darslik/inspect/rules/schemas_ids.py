"""SCORM: identifiers as XML Schema has them (xs:ID): their form, and that the whole document has each once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Label, Severity
from darslik.inspect.manifest import IDENTIFIED, SS, short
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject

_WRONG = re.compile(r"[\s!-,/:-@\[-^`{-~]")
_NOT_FIRST = re.compile(r"[0-9.-]")


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="P13 L4")
def identifier_malformed(subject: Subject) -> Iterator[Finding]:
    """An identifier is not a name as XML has them.

    It begins with a letter or `_` and has only letters, digits, `.`, `-` and `_` (XML Schema 2, 3.3.8; the type of
    identifiers is `xs:ID`). Validators refuse it, and some LMSs break on digits at its beginning or on apostrophes.

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1"><title>Course</title>
          <item identifier="1st lesson" identifierref="resource_1"><title>Lesson</title></item></organization>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1"><title>Course</title>
          <item identifier="lesson-1" identifierref="resource_1"><title>Lesson</title></item></organization>
    """
    for attribute, element in _ids(subject):
        value = (element.get(attribute) or "").strip()
        if _WRONG.search(value) or _NOT_FIRST.match(value):
            right = re.sub(r"[^\w.-]+", "_", value[:60])
            right = right if right[:1].isalpha() or right[:1] == "_" else f"_{right}"
            yield Finding(
                f"`{short(value)}` is no identifier: {_why(value)}",
                subject.xml.span(element, attribute),
                help=f"write `{right}`, here and wherever it is referred to",
                evidence=short(value),
            )


def _why(value: str) -> str:
    if wrong := _WRONG.search(value):
        return f"it contains {'a blank' if wrong[0].isspace() else f'`{wrong[0]}`'}"
    return f"it begins with `{value[0]}`"


@rule(Severity.ERROR, "scorm2004", covers="P13 N2")
def identifier_of_two_kinds(subject: Subject) -> Iterator[Finding]:
    """A sequencing of the collection has the identifier of another element.

    Identifiers are unique in the whole document, whatever they identify (XML Schema 1, 3.15.4). Validators refuse the
    manifest.

    Bad:
        === imsmanifest.xml
        <resources>
          <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
            <file href="index.html"/><file href="lesson.js"/></resource>
        </resources>
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <imsss:sequencing IDRef="resource_1"/></item>
        <imsss:sequencingCollection><imsss:sequencing ID="resource_1"><imsss:controlMode choice="true"/>
          </imsss:sequencing></imsss:sequencingCollection>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <imsss:sequencing IDRef="shared"/></item>
        <imsss:sequencingCollection><imsss:sequencing ID="shared"><imsss:controlMode choice="true"/>
          </imsss:sequencing></imsss:sequencingCollection>
    """
    taken = dict(reversed(subject.manifest.identifiers))
    for element in subject.manifest.each("sequencing", SS):
        value = element.get("ID") or ""
        if value in taken:
            yield Finding(
                f"`{short(value)}` already identifies another element",
                subject.xml.span(element, "ID"),
                label="taken",
                help="give it a name of its own, and the same to the `IDRef` of items",
                related=(Label(subject.xml.span(taken[value], "identifier"), "it is here"),),
                evidence=short(value),
            )


def _ids(subject: Subject) -> Iterator[tuple[str, etree._Element]]:
    for name in IDENTIFIED:
        elements = [subject.xml.root] if name == "manifest" else subject.manifest.each(name)
        yield from (("identifier", element) for element in elements if element.get("identifier"))
    yield from (("ID", element) for element in subject.manifest.each("sequencing", SS) if element.get("ID"))
