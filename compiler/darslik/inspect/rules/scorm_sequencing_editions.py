"""SCORM 2004: what only the 4th Edition has, in packages of earlier editions."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Severity
from darslik.inspect.manifest import ADLCP, ADLSEQ, child, text_of
from darslik.inspect.rule import Finding, rule
from darslik.inspect.sequencing.findings import shown
from darslik.inspect.subject import Subject

_EARLIER = {"2004 3rd Edition": "3rd Edition", "2004 2nd Edition": "2nd Edition", "CAM 1.3": "2nd Edition"}
_THRESHOLD = ("completedByMeasure", "minProgressMeasure", "progressWeight")
_INSTEAD = {
    "objectives": "delete it: in earlier editions only satisfied status and measure are mapped, by `imsss:mapInfo`",
    "data": "delete it: activities of earlier editions share no data",
    "sharedDataGlobalToSystem": "delete it: activities of earlier editions share no data",
    "completionThreshold": "write the number as the element's text",
}


@rule(Severity.ERROR, "scorm2004", covers="S19 I10 I12")
def element_of_the_fourth_edition(subject: Subject) -> Iterator[Finding]:
    """A package of an earlier edition uses what came with SCORM 2004 4th Edition.

    Maps of scores, completion and progress (`adlseq:objectives`), shared data (`adlcp:data`) and the attributes of
    `completionThreshold` are not in the schemas of the 3rd and 2nd Edition: an LMS that validates refuses the package,
    others pass over them.

    With: schemaversion-older, schema-file-of-another-edition

    Bad:
        === imsmanifest.xml
        <schemaversion>2004 3rd Edition</schemaversion>
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlcp:completionThreshold minProgressMeasure="0.8"/>
        </item>
    Good:
        === imsmanifest.xml
        <schemaversion>2004 4th Edition</schemaversion>
        <item identifier="item_1" identifierref="resource_1">
          <title>Lesson</title>
          <adlcp:completionThreshold minProgressMeasure="0.8"/>
        </item>
    """
    edition = _edition(subject)
    if not edition:
        return
    for one, attribute in _later(subject):
        name = f"`{attribute}` of `{shown(one)}`" if attribute else f"`{shown(one)}`"
        what = attribute if attribute in _INSTEAD else str(etree.QName(one).localname)
        yield Finding(
            f"{name} came with the 4th Edition; the package says that it follows the {edition}",
            subject.xml.span(one, attribute),
            help=(_INSTEAD[what], "or make it a package of the 4th Edition, with its schema files"),
            evidence=one.get(attribute) or "" if attribute else "",
        )


def _edition(subject: Subject) -> str:
    """The earlier edition that the manifest names, if it is one."""
    return _EARLIER.get(text_of(child(child(subject.manifest.root, "metadata"), "schemaversion")), "")


def _later(subject: Subject) -> Iterator[tuple[etree._Element, str]]:
    root = subject.manifest.root
    for one in root.iter(f"{{{ADLSEQ}}}objectives", f"{{{ADLCP}}}data"):
        yield one, ""
    for one in root.iter(f"{{{ADLCP}}}completionThreshold"):
        if attribute := next((name for name in _THRESHOLD if one.get(name) is not None), ""):
            yield one, attribute
    for organization in subject.manifest.organizations:
        if organization.get(f"{{{ADLCP}}}sharedDataGlobalToSystem") is not None:
            yield organization, "sharedDataGlobalToSystem"
