"""Organizations and items of a SCORM manifest → activities; the two standards differ in what one of them holds."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.inspect.manifest import Manifest, attribute, child, children, text_of
from darslik.inspect.record.model import Role


def keys(manifest: Manifest) -> dict[etree._Element, str]:
    """The key of every organization and item, in document order."""
    return {
        element: key
        for number, one in enumerate(manifest.organizations)
        for element, key in _numbered(one, str(number))
    }


def _numbered(element: etree._Element, key: str) -> Iterator[tuple[etree._Element, str]]:
    yield element, key
    for number, item in enumerate(children(element, "item")):
        yield from _numbered(item, f"{key}.{number}")


def default(manifest: Manifest) -> int:
    """The number of the organization that an LMS takes: the one that `default` names, otherwise the first."""
    wanted = attribute(one, "default") if (one := child(manifest.root, "organizations")) is not None else None
    named = [number for number, one in enumerate(manifest.organizations) if one.get("identifier") == wanted]
    return named[0] if named else 0


def title(element: etree._Element) -> str:
    """The title of an organization or item; its identifier if it has none."""
    return " ".join(text_of(child(element, "title")).split()) or element.get("identifier") or "?"


def role(manifest: Manifest, element: etree._Element, parts: bool) -> Role:
    """What an organization or item is."""
    if element.get("identifierref") is None and parts:
        return "cluster"
    if manifest.resource_of(element) is None:
        return "cluster" if parts else "nothing"
    return "sco" if manifest.is_sco(element) else "asset"


def visible(element: etree._Element) -> bool:
    """Whether the contents show it."""
    return (element.get("isvisible") or "true").strip().lower() not in {"false", "0"}
