"""A SCORM manifest with its parts by name. Nothing here judges: what is missing is empty, what is double is there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from urllib.parse import unquote

from lxml import etree

from darslik.inspect.archive import Package
from darslik.inspect.xml import Document, local, space

XML = "http://www.w3.org/XML/1998/namespace"
CP12 = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
CP2004 = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLCP12 = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
ADLCP = "http://www.adlnet.org/xsd/adlcp_v1p3"
ADLSEQ = "http://www.adlnet.org/xsd/adlseq_v1p3"
ADLNAV = "http://www.adlnet.org/xsd/adlnav_v1p3"
SS = "http://www.imsglobal.org/xsd/imsss"


def children(element: etree._Element, name: str, namespace: str = "") -> list[etree._Element]:
    """Child elements of a local name, in a namespace if one is given."""
    return [
        child
        for child in element
        if isinstance(child.tag, str) and local(child) == name and (not namespace or space(child) == namespace)
    ]


def child(element: etree._Element | None, name: str, namespace: str = "") -> etree._Element | None:
    """The first of them."""
    return next(iter(children(element, name, namespace)), None) if element is not None else None


def text_of(element: etree._Element | None) -> str:
    """The text of an element without its outer white space; empty if there is none."""
    return "".join(element.itertext()).strip() if element is not None else ""


def attribute(element: etree._Element, name: str, namespace: str = "") -> str | None:
    """An attribute, by local name; of a namespace if one is given, otherwise of any or none."""
    if namespace:
        return element.get(f"{{{namespace}}}{name}")
    plain = element.get(name)
    if plain is not None:
        return plain
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith(f"}}{name}")), None)


class Manifest:
    """`imsmanifest.xml`: its organizations, items, resources; the parts of nested manifests are not among them."""

    def __init__(self, document: Document, package: Package) -> None:
        self.document = document
        self.package = package
        self.root = document.root

    @cached_property
    def organizations(self) -> list[etree._Element]:
        """Every `organization` of every `organizations`."""
        return [one for all_ in children(self.root, "organizations") for one in children(all_, "organization")]

    @cached_property
    def items(self) -> list[etree._Element]:
        """Every `item` at any depth, in document order."""
        return [item for one in self.organizations for item in _items(one)]

    @cached_property
    def activities(self) -> list[etree._Element]:
        """Organizations and items: the activities that a sequencer sees."""
        return [activity for one in self.organizations for activity in (one, *_items(one))]

    @cached_property
    def resources(self) -> list[etree._Element]:
        """Every `resource`."""
        return [one for all_ in children(self.root, "resources") for one in children(all_, "resource")]

    @cached_property
    def resource(self) -> dict[str, etree._Element]:
        """Resources by identifier; the first of several."""
        found: dict[str, etree._Element] = {}
        for one in self.resources:
            found.setdefault(one.get("identifier") or "", one)
        return found

    def resource_of(self, item: etree._Element) -> etree._Element | None:
        """The resource that an item launches, if it has one."""
        return self.resource.get(item.get("identifierref") or "")

    @cached_property
    def sequencings(self) -> dict[str, etree._Element]:
        """The sequencings of the collection, by `ID`."""
        return {
            one.get("ID") or "": one
            for collection in children(self.root, "sequencingCollection", SS)
            for one in children(collection, "sequencing", SS)
            if one.get("ID")
        }

    def sequencing_of(self, activity: etree._Element) -> tuple[etree._Element, ...]:
        """An activity's own sequencing, then the one of the collection that it takes over (SCORM 2004 SN 4.2.1)."""
        own = child(activity, "sequencing", SS)
        if own is None:
            return ()
        shared = self.sequencings.get(own.get("IDRef") or "")
        return (own,) if shared is None else (own, shared)

    def is_sco(self, item: etree._Element) -> bool:
        """Whether an item launches something that talks to the LMS."""
        resource = self.resource_of(item)
        if resource is None:
            return False
        return (attribute(resource, "scormType") or attribute(resource, "scormtype") or "").lower() == "sco"

    def base(self, resource: etree._Element) -> str:
        """`xml:base` of manifest, resources and resource, one after the other."""
        chain = [self.root, resource.getparent(), resource]
        return "".join(one.get(f"{{{XML}}}base") or "" for one in chain if one is not None)

    def path(self, resource: etree._Element, href: str) -> str:
        """The file that an `href` of a resource names: with every base, without query and fragment, unescaped."""
        return unquote((self.base(resource) + href).split("#")[0].split("?")[0])

    def launch_path(self, item: etree._Element) -> str:
        """The file that an item launches; empty if none."""
        resource = self.resource_of(item)
        href = resource.get("href") if resource is not None else None
        return self.path(resource, href) if resource is not None and href else ""


def _items(parent: etree._Element) -> Iterator[etree._Element]:
    for item in children(parent, "item"):
        yield item
        yield from _items(item)
