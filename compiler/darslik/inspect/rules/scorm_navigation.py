"""SCORM 2004: data that SCOs share, and the LMS's buttons for navigation."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity
from darslik.inspect.manifest import ADLCP, ADLNAV, children, short, text_of
from darslik.inspect.rule import Finding, rule
from darslik.inspect.rules.scorm_item_data import launches
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local, space

_BUTTONS = ("previous", "continue", "exit", "exitAll", "abandon", "abandonAll", "suspendAll")


@rule(Severity.ERROR, "scorm2004", covers="I12")
def shared_data_misplaced(subject: Subject) -> Iterator[Finding]:
    """Shared data is declared where nothing is launched that could read it.

    `adlcp:data` stands in an item that refers to a resource of type `sco` or `asset` (ADL requirement 30.6.3.6.14).

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1">
          <title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <adlcp:data><adlcp:map targetID="notes"/></adlcp:data>
        </organization>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlcp:data><adlcp:map targetID="notes"/></adlcp:data>
        </item>
    """
    for one in subject.manifest.each("data", ADLCP):
        if not launches(subject, one, "sco", "asset"):
            yield Finding(
                "`data` is not in an item that launches something",
                subject.xml.span(one),
                help="move it into the items whose resources use the shared data",
            )


@rule(Severity.ERROR, "scorm2004", covers="I12")
def shared_data_without_target(subject: Subject) -> Iterator[Finding]:
    """Shared data is declared without saying which.

    `adlcp:data` has at least one `map`, each with a `targetID` that is not blank (ADL requirement 30.6.3.6.14): SCOs
    share what has the same `targetID`.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlcp:data><adlcp:map targetID=" "/></adlcp:data>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlcp:data><adlcp:map targetID="notes"/></adlcp:data>
        </item>
    """
    for one in subject.manifest.each("data", ADLCP):
        if not children(one, "map", ADLCP):
            yield Finding(
                "`data` has no `map`", subject.xml.span(one), help='add `<adlcp:map targetID="…"/>`, or leave it out'
            )
    for one in subject.manifest.each("map", ADLCP):
        if not (one.get("targetID") or "").strip():
            yield Finding(
                "`map` has no `targetID`" if one.get("targetID") is None else "the `targetID` is blank",
                subject.xml.span(one, "targetID"),
                help="name the store that several SCOs share",
            )


@rule(Severity.ERROR, "scorm2004", covers="I13")
def presentation_without_content(subject: Subject) -> Iterator[Finding]:
    """An item hides buttons of the LMS, but shows nothing itself.

    `adlnav:presentation` is about the time when a resource is shown: it stands in an item that refers to a resource of
    type `sco` or `asset`, never in one that has items (ADL requirement 33).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1">
          <title>Chapter</title>
          <item identifier="item_2" identifierref="resource_1"><title>Lesson</title></item>
          <adlnav:presentation/>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1">
          <title>Chapter</title>
          <item identifier="item_2" identifierref="resource_1"><title>Lesson</title><adlnav:presentation/></item>
        </item>
    """
    for one in subject.manifest.each("presentation", ADLNAV):
        if not launches(subject, one, "sco", "asset"):
            yield Finding(
                "`presentation` is not in an item that launches something",
                subject.xml.span(one),
                help="move it into each item that launches a resource",
            )


@rule(Severity.ERROR, "scorm2004", covers="I13")
def navigation_misplaced(subject: Subject) -> Iterator[Finding]:
    """A part of the presentation is not where LMSs look for it.

    `navigationInterface` stands directly in `presentation`, `hideLMSUI` directly in `navigationInterface` (ADL
    requirement 33.1). Elsewhere the buttons are not hidden.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlnav:presentation>
            <adlnav:hideLMSUI>continue</adlnav:hideLMSUI>
          </adlnav:presentation>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlnav:presentation>
            <adlnav:navigationInterface>
              <adlnav:hideLMSUI>continue</adlnav:hideLMSUI>
            </adlnav:navigationInterface>
          </adlnav:presentation>
        </item>
    """
    for name, wanted in (("navigationInterface", "presentation"), ("hideLMSUI", "navigationInterface")):
        for one in subject.manifest.each(name, ADLNAV):
            parent = one.getparent()
            if parent is None or local(parent) != wanted or space(parent) != ADLNAV:
                yield Finding(
                    f"`{name}` is not directly in `{wanted}`",
                    subject.xml.span(one),
                    help=f"put it into `<adlnav:{wanted}>`",
                )


@rule(Severity.ERROR, "scorm2004", covers="I14")
def hidden_button_unknown(subject: Subject) -> Iterator[Finding]:
    """A button is to be hidden that LMSs do not have.

    It stays visible, or the import fails. The names are `previous`, `continue`, `exit`, `exitAll`, `abandon`,
    `abandonAll` and `suspendAll` (ADL requirement 33.1.1.1).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlnav:presentation>
            <adlnav:navigationInterface><adlnav:hideLMSUI>next</adlnav:hideLMSUI></adlnav:navigationInterface>
          </adlnav:presentation>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlnav:presentation>
            <adlnav:navigationInterface><adlnav:hideLMSUI>continue</adlnav:hideLMSUI></adlnav:navigationInterface>
          </adlnav:presentation>
        </item>
    """
    manifest = subject.manifest
    for one in manifest.each("hideLMSUI", ADLNAV):
        said = text_of(one)
        if said not in _BUTTONS:
            yield Finding(
                f"LMSs have no button `{short(said)}`",
                subject.xml.inner(one),
                help=manifest.guess(said, _BUTTONS) or "write one of " + ", ".join(f"`{name}`" for name in _BUTTONS),
                evidence=short(said),
            )
