"""What an LMS reads from `cmi5.xml` and `tincan.xml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)


@dataclass(frozen=True)
class Au:
    """An assignable unit."""

    id: str
    title: dict[str, str]
    url: str
    move_on: str = "NotApplicable"
    mastery_score: float | None = None
    launch_method: str = "AnyWindow"
    launch_parameters: str = ""
    entitlement_key: str = ""


@dataclass(frozen=True)
class Block:
    """A block, or the course itself."""

    id: str
    title: dict[str, str]
    children: tuple[Au | Block, ...]

    def aus(self) -> list[Au]:
        """All assignable units below, in order."""
        found: list[Au] = []
        for child in self.children:
            found += [child] if isinstance(child, Au) else child.aus()
        return found

    def blocks(self) -> list[Block]:
        """This and all blocks below, inner ones first."""
        inner = [block for child in self.children if isinstance(child, Block) for block in child.blocks()]
        return [*inner, self]


@dataclass(frozen=True)
class TincanActivity:
    """The launchable activity of a `tincan.xml`."""

    id: str
    title: str
    url: str


def read_cmi5(folder: Path) -> Block:
    """Read the course structure. Raises as `parse_cmi5` does."""
    return parse_cmi5((folder / "cmi5.xml").read_bytes())


def parse_cmi5(content: bytes) -> Block:
    """The course structure in a `cmi5.xml`. Raises ValueError if it is none."""
    root = _root(content, "cmi5.xml")
    course = root.find("{*}course")
    if course is None:
        message = "cmi5.xml has no course"
        raise ValueError(message)
    return Block(course.get("id", "").strip(), _texts(course), _children(root))


def read_tincan(folder: Path) -> TincanActivity:
    """Read the first activity that can be launched. Raises as `parse_tincan` does."""
    return parse_tincan((folder / "tincan.xml").read_bytes())[0]


def parse_tincan(content: bytes) -> list[TincanActivity]:
    """The activities in a `tincan.xml` that can be launched. Raises ValueError if there is none."""
    found = []
    for activity in _root(content, "tincan.xml").iter("{*}activity"):
        if launch := activity.findtext("{*}launch"):
            title = activity.findtext("{*}name") or ""
            found.append(TincanActivity(activity.get("id", ""), title.strip(), launch.strip()))
    if not found:
        message = "tincan.xml has no launchable activity"
        raise ValueError(message)
    return found


def _root(content: bytes, name: str) -> etree._Element:
    try:
        return etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        message = f"{name} is not well-formed XML: {error.msg}"
        raise ValueError(message) from error


def _children(parent: etree._Element) -> tuple[Au | Block, ...]:
    found: list[Au | Block] = []
    for element in parent:
        name = etree.QName(element).localname
        if name == "au":
            found.append(_au(element))
        elif name == "block":
            found.append(Block(element.get("id", "").strip(), _texts(element), _children(element)))
    return tuple(found)


def _au(element: etree._Element) -> Au:
    mastery = element.get("masteryScore")
    return Au(
        id=element.get("id", "").strip(),
        title=_texts(element),
        url=(element.findtext("{*}url") or "").strip(),
        move_on=element.get("moveOn", "NotApplicable"),
        mastery_score=None if mastery is None else float(mastery),
        launch_method=element.get("launchMethod", "AnyWindow"),
        launch_parameters=(element.findtext("{*}launchParameters") or "").strip(),
        entitlement_key=(element.findtext("{*}entitlementKey") or "").strip(),
    )


def _texts(element: etree._Element) -> dict[str, str]:
    strings = element.findall("{*}title/{*}langstring")
    return {one.get("lang", "und"): (one.text or "").strip() for one in strings}
