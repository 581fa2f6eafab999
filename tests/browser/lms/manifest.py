"""What an LMS reads from `imsmanifest.xml` to launch SCOs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(frozen=True)
class Item:
    """A launchable item: a SCO with what the manifest says the LMS must tell it."""

    identifier: str
    title: str
    href: str
    launch_data: str = ""
    mastery_score: str = ""
    max_time_allowed: str = ""
    time_limit_action: str = ""
    scaled_passing_score: str = ""
    completion_threshold: str = ""
    objectives: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """The launchable items of a package and its standard, `1.2` or `2004`."""

    standard: str
    items: tuple[Item, ...]


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest as Moodle does: an unknown schema version means SCORM 1.2."""
    root = etree.parse(folder / "imsmanifest.xml", etree.XMLParser(resolve_entities=False)).getroot()
    version = _text(root, "metadata/schemaversion")
    standard = "2004" if version in ("CAM 1.3", "2004 3rd Edition", "2004 4th Edition") else "1.2"
    resources = {resource.get("identifier", ""): _href(root, resource) for resource in _all(root, "resources/resource")}
    items = [_item(item, resources) for item in root.iter("{*}item") if item.get("identifierref")]
    return Manifest(standard, tuple(items))


def _item(item: etree._Element, resources: dict[str, str]) -> Item:
    parameters = item.get("parameters", "").lstrip("?")
    href = resources[item.get("identifierref", "")]
    threshold = item.find("{*}completionThreshold")
    return Item(
        identifier=item.get("identifier", ""),
        title=_text(item, "title"),
        href=href + (("&" if "?" in href else "?") + parameters if parameters else ""),
        launch_data=_text(item, "datafromlms") or _text(item, "dataFromLMS"),
        mastery_score=_text(item, "masteryscore"),
        max_time_allowed=_text(item, "maxtimeallowed"),
        time_limit_action=_text(item, "timelimitaction") or _text(item, "timeLimitAction"),
        scaled_passing_score=_passing_score(item),
        objectives=_objectives(item),
        completion_threshold="" if threshold is None else (threshold.get("minProgressMeasure") or ""),
    )


def _passing_score(item: etree._Element) -> str:
    objective = item.find("{*}sequencing/{*}objectives/{*}primaryObjective")
    if objective is None or objective.get("satisfiedByMeasure") != "true":
        return ""
    return _text(objective, "minNormalizedMeasure") or "1.0"


def _objectives(item: etree._Element) -> tuple[str, ...]:
    """Ids of the objectives that exist when the SCO starts."""
    container = item.find("{*}sequencing/{*}objectives")
    ids = [] if container is None else [one.get("objectiveID", "") for one in container]
    return tuple(one for one in ids if one)


def _href(root: etree._Element, resource: etree._Element) -> str:
    parents = [root, *_all(root, "resources"), resource]
    return "".join(element.get(_XML_BASE, "") for element in parents) + resource.get("href", "")


def _all(element: etree._Element, path: str) -> list[etree._Element]:
    return element.findall("/".join("{*}" + step for step in path.split("/")))


def _text(element: etree._Element, path: str) -> str:
    found = _all(element, path)
    return (found[0].text or "").strip() if found else ""
