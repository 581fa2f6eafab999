"""SCORM 2004: what an item tells the LMS of its SCO: time limit, launch data, completion threshold, shared data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Severity
from darslik.inspect.manifest import ADLCP, short, text_of
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local, space

_TIME_LIMIT_ACTIONS = ("exit,message", "exit,no message", "continue,message", "continue,no message")
_THRESHOLD = ("minProgressMeasure", "progressWeight", "completedByMeasure")
_DECIMAL = re.compile(r"[+-]?(?:\d{1,20}(?:\.\d{0,40})?|\.\d{1,40})", re.ASCII)


def is_in(subject: Subject, element: etree._Element, *names: str) -> bool:
    """Whether the parent is an element of the manifest's namespace of one of these names."""
    parent = element.getparent()
    return parent is not None and local(parent) in names and space(parent) == subject.manifest.cp


def launches(subject: Subject, element: etree._Element, *kinds: str) -> bool:
    """Whether the parent is an item that launches a resource of one of these types."""
    parent = element.getparent()
    if parent is None or not is_in(subject, element, "item"):
        return False
    return subject.manifest.scorm_type(subject.manifest.resource_of(parent)) in kinds


@rule(Severity.ERROR, "scorm2004", covers="I7 I11")
def sco_data_without_sco(subject: Subject) -> Iterator[Finding]:
    """A time limit action, launch data or completion threshold is on an item that launches no SCO.

    Only a SCO can ask the LMS for them. They stand in an item that refers to a resource of type `sco` (ADL requirements
    30.6.3.6.9.1.1, 30.6.3.6.10.2, 30.6.3.6.13).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1">
          <title>Chapter</title>
          <item identifier="item_2" identifierref="resource_1"><title>Lesson</title></item>
          <adlcp:dataFromLMS>level=1</adlcp:dataFromLMS>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1">
          <title>Chapter</title>
          <item identifier="item_2" identifierref="resource_1">
            <title>Lesson</title>
            <adlcp:dataFromLMS>level=1</adlcp:dataFromLMS>
          </item>
        </item>
    """
    manifest = subject.manifest
    for name in ("timeLimitAction", "dataFromLMS", "completionThreshold"):
        for one in manifest.each(name, ADLCP):
            if name == "completionThreshold" and not _old_style(one):
                continue
            if not launches(subject, one, "sco"):
                yield Finding(
                    f"`{name}` is not in an item that launches a SCO",
                    subject.xml.span(one),
                    help='move it into the item whose resource has `adlcp:scormType="sco"`',
                )


@rule(Severity.ERROR, "scorm2004", covers="I8")
def time_limit_action_unknown(subject: Subject) -> Iterator[Finding]:
    """The time limit action is none of the four that exist.

    An LMS does not know what to do when the time is over (ADL requirement 30.6.3.6.9.2).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlcp:timeLimitAction>exit, message</adlcp:timeLimitAction>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlcp:timeLimitAction>exit,message</adlcp:timeLimitAction>
        </item>
    """
    manifest = subject.manifest
    for one in manifest.each("timeLimitAction", ADLCP):
        said = text_of(one)
        if said not in _TIME_LIMIT_ACTIONS:
            yield Finding(
                f"there is no time limit action `{short(said)}`",
                subject.xml.inner(one),
                help=manifest.guess(said, _TIME_LIMIT_ACTIONS)
                or "write " + ", ".join(f"`{action}`" for action in _TIME_LIMIT_ACTIONS),
                evidence=short(said),
            )


def _old_style(threshold: etree._Element) -> bool:
    """With a number as its text, as in the 3rd edition; an empty one without attributes is of the 4th."""
    return not any(threshold.get(name) is not None for name in _THRESHOLD) and bool(text_of(threshold))


@rule(Severity.ERROR, "scorm2004", covers="I10")
def completion_threshold_misplaced(subject: Subject) -> Iterator[Finding]:
    """A completion threshold is not directly in an item or organization.

    The LMS does not see it, so the progress that the content reports completes nothing (SCORM 2004 4th edition CAM
    3.4.1.12).

    Bad:
        === imsmanifest.xml
        <metadata>
          <schema>ADL SCORM</schema>
          <schemaversion>2004 4th Edition</schemaversion>
          <adlcp:completionThreshold completedByMeasure="true"/>
        </metadata>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlcp:completionThreshold completedByMeasure="true"/>
        </item>
    """
    for one in subject.manifest.each("completionThreshold", ADLCP):
        if not _old_style(one) and not is_in(subject, one, "item", "organization"):
            yield Finding(
                "`completionThreshold` is not directly in an item or organization",
                subject.xml.span(one),
                help="move it into the item that it is about",
            )


@rule(Severity.ERROR, "scorm2004", covers="I10")
def completion_threshold_with_text(subject: Subject) -> Iterator[Finding]:
    """A completion threshold has attributes and text as well.

    The text is the way of the 3rd edition, the attributes that of the 4th; LMSs take one or the other (SCORM 2004 4th
    edition CAM 3.4.1.12).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlcp:completionThreshold completedByMeasure="true">0.8</adlcp:completionThreshold>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.8"/>
        </item>
    """
    for one in subject.manifest.each("completionThreshold", ADLCP):
        if text_of(one) and not _old_style(one):
            yield Finding(
                "`completionThreshold` has attributes and the text " + f"`{short(text_of(one))}`",
                subject.xml.inner(one),
                help="leave the text out, and write `minProgressMeasure` if it is missing",
            )


@rule(Severity.ERROR, "scorm2004", covers="I10 I11")
def completion_threshold_out_of_range(subject: Subject) -> Iterator[Finding]:
    """A number of a completion threshold is not between 0 and 1.

    `minProgressMeasure`, `progressWeight` and the text of the 3rd edition's form are numbers from 0 to 1; an LMS that
    gets 80 for 80 % never completes the item (SCORM 2004 4th edition CAM 3.4.1.12).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="80"/>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.8"/>
        </item>
    """
    for one in subject.manifest.each("completionThreshold", ADLCP):
        for name in ("minProgressMeasure", "progressWeight"):
            value = one.get(name)
            if value is not None and not _is_share(value):
                yield Finding(
                    f"`{name}` is `{short(value)}`, not a number from 0 to 1",
                    subject.xml.span(one, name),
                    help=_as_share(value),
                    evidence=short(value),
                )
        if _old_style(one) and not _is_share(text_of(one)):
            yield Finding(
                f"`completionThreshold` is `{short(text_of(one))}`, not a number from 0 to 1",
                subject.xml.inner(one),
                help=_as_share(text_of(one)),
                evidence=short(text_of(one)),
            )


def _is_share(text: str) -> bool:
    return bool(_DECIMAL.fullmatch(text.strip())) and 0 <= float(text) <= 1


def _as_share(text: str) -> str:
    percent = re.fullmatch(r"\s*(\d{1,3})\s*%?\s*", text, re.ASCII)
    if percent and 1 < int(percent[1]) <= 100:
        return f"write `{int(percent[1]) / 100:g}` for {percent[1]} %"
    return "write a number such as `0.8`"


@rule(Severity.WARNING, "scorm2004", covers="I11")
def completion_threshold_as_text(subject: Subject) -> Iterator[Finding]:
    """A completion threshold of a 4th edition package is written as in the 3rd edition.

    The 4th edition has attributes for it; the number as text is deprecated, and LMSs of the 4th edition may overlook it
    (SCORM 2004 4th edition CAM 3.4.1.12).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlcp:completionThreshold>0.8</adlcp:completionThreshold>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.8"/>
        </item>
    """
    manifest = subject.manifest
    if manifest.version in {"2004 3rd Edition", "CAM 1.3"}:
        return
    for one in manifest.each("completionThreshold", ADLCP):
        if _old_style(one):
            yield Finding(
                f"the threshold `{short(text_of(one))}` is written as text",
                subject.xml.inner(one),
                help=f'write `<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure='
                f'"{short(text_of(one))}"/>`',
            )
