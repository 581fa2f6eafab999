"""Sequencing that single LMSs do not follow, or follow where others do not."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.inspect.manifest import ADLSEQ, SS, children
from darslik.inspect.quirk import quirk
from darslik.inspect.rule import Finding
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local, space
from darslik.profiles.model import Settings

_BEYOND = {"sequencingRules", "limitConditions", "randomizationControls", "auxiliaryResources"}
_CONTROLS = {"choice": "true", "choiceExit": "true", "forwardOnly": "false"}


@quirk("scorm2004", covers="Q28 Q61")
def set_by_content_missing(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """A SCO does not say that its content sets completion and success.

    Without `completionSetByContent` and `objectiveSetByContent` (SN 3.13) the sequencer completes and satisfies by
    itself an activity that reported nothing: closing the first page can complete the course.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>
          </imsss:sequencing>
        </item>
    """
    del settings
    for item in subject.manifest.items:
        missing = _missing(subject, item) if subject.manifest.is_sco(item) else []
        if missing:
            yield Finding(
                f"this SCO lacks {' and '.join(f'`{name}`' for name in missing)}",
                subject.xml.span(item),
                help='add `<imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>` to '
                "its `imsss:sequencing`",
            )


@quirk("scorm2004", covers="Q27 Q34")
def sequencing_not_supported(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """The manifest has rules of sequencing that this LMS does not follow.

    Rules, limits, shared objectives and random orders are ignored or followed in part: what should be closed is open,
    or learners are stuck. Logic that must hold belongs into the content.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <imsss:sequencing>
            <imsss:limitConditions attemptLimit="2"/>
          </imsss:sequencing>
        </item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
    """
    del settings
    for activity in subject.manifest.activities:
        first = next((one for part in subject.manifest.sequencing_of(activity) for one in _beyond(part)), None)
        if first is not None:
            yield Finding(
                f"`{local(first)}` is not followed",
                subject.xml.span(first),
                help="keep this logic in the content, in one SCO",
            )


def _missing(subject: Subject, item: etree._Element) -> list[str]:
    """The attributes that neither the item's own sequencing nor the one that it takes over has as true."""
    found: dict[str, str] = {}
    for sequencing in subject.manifest.sequencing_of(item):
        for controls in children(sequencing, "deliveryControls", SS)[:1]:
            for name in ("completionSetByContent", "objectiveSetByContent"):
                found.setdefault(name, controls.get(name) or "false")
    names = ("completionSetByContent", "objectiveSetByContent")
    return [name for name in names if found.get(name, "").strip() not in {"true", "1"}]


def _beyond(sequencing: etree._Element) -> Iterator[etree._Element]:
    """Elements that ask for more than choice and flow."""
    for one in sequencing:
        if not isinstance(one.tag, str):
            continue
        name = local(one)
        rules = name in _BEYOND or (space(one) == ADLSEQ and name != "constrainedChoiceConsiderations")
        strict = name == "controlMode" and any(one.get(key, usual) != usual for key, usual in _CONTROLS.items())
        if rules or strict or (name == "objectives" and next(one.iter(f"{{{SS}}}mapInfo"), None) is not None):
            yield one
