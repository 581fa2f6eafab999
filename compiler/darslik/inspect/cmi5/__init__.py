"""A cmi5 course structure with its parts by name, and what the standard's schema says of each (cmi5 13.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from darslik.inspect.xml import Document, local, space

NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True)
class Shape:
    """What an element may hold: groups of names in order (`?` at most once, `*`, `+`), attributes, foreign or text."""

    content: tuple[tuple[tuple[str, ...], str], ...] = ()
    attributes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    foreign: bool = False
    text: bool = False
    ordered: bool = True


_TEXTS = ((("title",), "1"), (("description",), "1"))
_UNITS = (("au", "block"), "+")
_OBJECTIVES = (("objectives",), "?")
SHAPES = {
    "courseStructure": Shape(((("course",), "1"), _OBJECTIVES, _UNITS), foreign=True),
    "course": Shape(_TEXTS, ("id",), ("id",), foreign=True),
    "block": Shape((*_TEXTS, _OBJECTIVES, _UNITS), ("id",), ("id",), foreign=True),
    "au": Shape(
        (*_TEXTS, _OBJECTIVES, (("url",), "1"), (("launchParameters",), "?"), (("entitlementKey",), "?")),
        ("id", "moveOn", "masteryScore", "launchMethod", "activityType"),
        ("id",),
        foreign=True,
    ),
    "objectives": Shape(((("objective",), "+"),)),
    "objective": Shape(_TEXTS, ("id",), ("id",), ordered=False),
    "objective reference": Shape((), ("idref",), ("idref",)),
    "title": Shape(((("langstring",), "+"),)),
    "description": Shape(((("langstring",), "+"),)),
    "langstring": Shape((), ("lang",), text=True),
    "url": Shape(text=True),
    "launchParameters": Shape(text=True),
    "entitlementKey": Shape(text=True),
}
MOVE_ON = ("NotApplicable", "Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed")
LAUNCH = ("AnyWindow", "OwnWindow")


class CourseStructure:
    """`cmi5.xml`. Elements of a root in a wrong namespace count as well: that is said once, at the root."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.root = document.root
        self.namespace = space(self.root)

    @cached_property
    def elements(self) -> list[etree._Element]:
        """Every element of the course structure, not what is in foreign ones; document order."""
        if local(self.root) != "courseStructure":
            return []
        found, waiting = [], [self.root]
        while waiting:
            element = waiting.pop()
            found.append(element)
            waiting += [child for child in reversed(element) if self.is_own(child) and local(child) in SHAPES]
        return found

    def is_own(self, element: etree._Element) -> bool:
        """Whether it is an element of cmi5, or one of none: not one of a publisher, nor a comment."""
        return isinstance(element.tag, str) and space(element) in {self.namespace, NAMESPACE, ""}

    @cached_property
    def _named(self) -> dict[str, list[etree._Element]]:
        found: dict[str, list[etree._Element]] = {}
        for element in self.elements:
            found.setdefault(self.name(element), []).append(element)
        return found

    def named(self, *names: str) -> Iterator[etree._Element]:
        """Every element of these names (keys of SHAPES), name by name."""
        for name in names:
            yield from self._named.get(name, ())

    def name(self, element: etree._Element) -> str:
        """Its key in SHAPES: an objective below a block or AU is an `objective reference`."""
        name = local(element)
        above = element.getparent() if name == "objective" else None
        owner = above.getparent() if above is not None else None
        return "objective reference" if owner is not None and local(owner) in {"au", "block"} else name

    def own_children(self, element: etree._Element) -> list[etree._Element]:
        """Its children that are not of a publisher."""
        return [child for child in element if self.is_own(child)]

    @cached_property
    def foreign(self) -> list[etree._Element]:
        """The outermost elements of publishers."""
        return [
            child
            for element in self.elements
            for child in element
            if isinstance(child.tag, str) and not self.is_own(child)
        ]


def shown(element: etree._Element) -> str:
    """An element for a message: by its identifier if it has one."""
    identifier = (element.get("id") or "").strip()
    return f"{local(element)} `{identifier}`" if identifier else f"`<{local(element)}>`"
