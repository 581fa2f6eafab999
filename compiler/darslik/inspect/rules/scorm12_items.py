"""SCORM 1.2: what ADL added to items: order, times, launch data, mastery score (CAM 1.2, 2.3.2.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Label, Severity
from darslik.inspect.manifest import ADLCP12, short, text_of
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local

_ORDER = ("prerequisites", "maxtimeallowed", "timelimitaction", "datafromlms", "masteryscore")
_ACTIONS = ("exit,message", "exit,no message", "continue,message", "continue,no message")
_TIME = re.compile(r"\d{2,4}:\d\d:\d\d(?:\.\d{1,2})?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LAUNCH_DATA = 255


@rule(Severity.ERROR, "scorm12", covers="L6")
def scorm12_element_out_of_order(subject: Subject) -> Iterator[Finding]:
    """ADL's elements of an item are not in their order.

    It is `prerequisites`, `maxtimeallowed`, `timelimitaction`, `datafromlms`, `masteryscore` (CAM 1.2, 2.3.2.5.2). An
    importer that validates refuses the manifest.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <adlcp:masteryscore>80</adlcp:masteryscore>
          <adlcp:datafromlms>mode=exam</adlcp:datafromlms></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <adlcp:datafromlms>mode=exam</adlcp:datafromlms>
          <adlcp:masteryscore>80</adlcp:masteryscore></item>
    """
    for item in subject.manifest.items:
        before: etree._Element | None = None
        for element in _of_adl(item):
            if before is not None and _ORDER.index(local(element)) < _ORDER.index(local(before)):
                yield Finding(
                    f"`{local(element)}` comes after `{local(before)}`",
                    subject.xml.span(element),
                    label="too late",
                    help=f"the order is: {', '.join(_ORDER)}",
                )
            else:
                before = element


@rule(Severity.ERROR, "scorm12", covers="L6")
def scorm12_element_twice(subject: Subject) -> Iterator[Finding]:
    """One of ADL's elements occurs twice in an item.

    Each may occur once (CAM 1.2, 2.3.2.5.2); LMSs take the first or the last.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <adlcp:masteryscore>80</adlcp:masteryscore>
          <adlcp:masteryscore>60</adlcp:masteryscore></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <adlcp:masteryscore>80</adlcp:masteryscore></item>
    """
    for item in subject.manifest.items:
        seen: dict[str, etree._Element] = {}
        for element in _of_adl(item):
            first = seen.setdefault(local(element), element)
            if first is not element:
                place = Label(subject.xml.span(first), "the first is here")
                yield Finding(
                    f"a second `{local(element)}`", subject.xml.span(element), "twice", "keep one of them", (place,)
                )


@rule(Severity.WARNING, "scorm12", covers="L6")
def scorm12_element_misplaced(subject: Subject) -> Iterator[Finding]:
    """One of ADL's elements of items stands elsewhere.

    They are children of `item` (CAM 1.2, 2.3.2.5.2). Elsewhere no LMS looks for them.

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1"><title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <adlcp:masteryscore>80</adlcp:masteryscore>
        </organization>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <adlcp:masteryscore>80</adlcp:masteryscore></item>
    """
    for element in subject.xml.root.iter(*(f"{{{ADLCP12}}}{name}" for name in _ORDER)):
        parent = element.getparent()
        if parent is None or parent.tag != f"{{{subject.manifest.cp}}}item":
            where = f" in `{short(local(parent))}`" if parent is not None else ""
            yield Finding(
                f"`{local(element)}`{where} has no effect",
                subject.xml.span(element),
                help="put it into the item that it is about",
            )


@rule(Severity.ERROR, "scorm12", covers="L7")
def scorm12_mastery_score(subject: Subject) -> Iterator[Finding]:
    """`masteryscore` is no number from 0 to 100.

    It is compared with the raw score, which is a number from 0 to 100 (CAM 1.2, 2.3.2.5.2.5; RTE 1.2, 3.4.4). With a
    percent sign or a comma LMSs read 0, or nothing.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <adlcp:masteryscore>80%</adlcp:masteryscore></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <adlcp:masteryscore>80</adlcp:masteryscore></item>
    """
    for element, value in _values(subject, "masteryscore"):
        fits = len(value) < 50 and value.isascii() and _NUMBER.fullmatch(value)
        if not fits or float(value) > 100:
            yield Finding(
                f"`{short(value)}` is no mastery score",
                subject.xml.inner(element),
                help="write a number from 0 to 100, such as `80`",
                evidence=short(value),
            )


@rule(Severity.ERROR, "scorm12", covers="L7")
def scorm12_max_time_allowed(subject: Subject) -> Iterator[Finding]:
    """`maxtimeallowed` has not the form of a time span.

    It is `HHHH:MM:SS.SS`: two to four digits of hours, two of minutes and seconds (CAM 1.2, 2.3.2.5.2.2). SCOs read it
    as `cmi.student_data.max_time_allowed` and cannot reckon with another form.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <adlcp:maxtimeallowed>PT30M</adlcp:maxtimeallowed></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed></item>
    """
    for element, value in _values(subject, "maxtimeallowed"):
        if not (value.isascii() and _TIME.fullmatch(value)):
            yield Finding(
                f"`{short(value)}` is no time span of SCORM 1.2",
                subject.xml.inner(element),
                help="write hours, minutes and seconds: `00:30:00`",
                evidence=short(value),
            )


@rule(Severity.ERROR, "scorm12", covers="L6 L7")
def scorm12_time_limit_action(subject: Subject) -> Iterator[Finding]:
    """`timelimitaction` is not one of its four values.

    They are `exit,message`, `exit,no message`, `continue,message` and `continue,no message` (CAM 1.2, 2.3.2.5.2.3).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <adlcp:timelimitaction>exit, message</adlcp:timelimitaction></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <adlcp:timelimitaction>exit,message</adlcp:timelimitaction></item>
    """
    for element, value in _values(subject, "timelimitaction"):
        if value not in _ACTIONS:
            close = re.sub(r"\s*,\s*", ",", value.lower()) if len(value) < 50 else ""
            yield Finding(
                f"`{short(value)}` is no `timelimitaction`",
                subject.xml.inner(element),
                help=f"write `{close}`" if close in _ACTIONS else f"one of {', '.join(f'`{one}`' for one in _ACTIONS)}",
                evidence=short(value),
            )


@rule(Severity.ERROR, "scorm12", covers="L7")
def scorm12_launch_data_too_long(subject: Subject) -> Iterator[Finding]:
    r"""`datafromlms` has more than 255 characters.

    The SCO reads it as `cmi.launch_data`, which LMSs need not keep beyond that (CAM 1.2, 2.3.2.5.2.4).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title><adlcp:datafromlms>
        \repeat 300 x
        </adlcp:datafromlms></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <adlcp:datafromlms>mode=exam</adlcp:datafromlms></item>
    """
    for element, value in _values(subject, "datafromlms"):
        if len(value) > _LAUNCH_DATA:
            yield Finding(
                f"`datafromlms` has {len(value):,} characters; {_LAUNCH_DATA} are the most",
                subject.xml.inner(element),
                help="shorten it, or keep the data in a file of the package",
            )


@rule(Severity.WARNING, "scorm12")
def scorm12_data_without_sco(subject: Subject) -> Iterator[Finding]:
    """Time limits, launch data or a mastery score on an item that launches no SCO.

    Only a SCO can ask for them; on a folder or an asset they have no effect (CAM 1.2, 2.3.2.5.2).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1"><title>Part</title>
          <item identifier="item_2" identifierref="resource_1"><title>Lesson</title></item>
          <adlcp:masteryscore>80</adlcp:masteryscore></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1"><title>Part</title>
          <item identifier="item_2" identifierref="resource_1"><title>Lesson</title>
            <adlcp:masteryscore>80</adlcp:masteryscore></item></item>
    """
    for item in subject.manifest.items:
        if subject.manifest.is_sco(item):
            continue
        for element in _of_adl(item):
            if local(element) != "prerequisites":
                yield Finding(
                    f"`{local(element)}` has no effect: the item launches no SCO",
                    subject.xml.span(element),
                    help="put it into an item that launches a SCO",
                )


def _of_adl(item: etree._Element) -> Iterator[etree._Element]:
    return item.iterchildren(*(f"{{{ADLCP12}}}{name}" for name in _ORDER))


def _values(subject: Subject, name: str) -> Iterator[tuple[etree._Element, str]]:
    for element in subject.manifest.each(name, ADLCP12):
        yield element, text_of(element)
