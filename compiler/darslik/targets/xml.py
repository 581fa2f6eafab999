"""Small helpers to write manifests with lxml."""

from __future__ import annotations

import hashlib

from lxml import etree

from darslik.plan.plan import Plan

XSI = "http://www.w3.org/2001/XMLSchema-instance"


def child(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    """Add an element in the namespace of its prefix (`adlcp:location`), or of the parent's default."""
    prefix, _, local = tag.rpartition(":")
    element = etree.SubElement(parent, f"{{{parent.nsmap[prefix or None]}}}{local}")
    for name, value in attributes.items():
        element.set(_attribute(parent, name), value)
    element.text = text
    return element


def _attribute(parent: etree._Element, name: str) -> str:
    prefix, _, local = name.rpartition("__")
    return f"{{{parent.nsmap[prefix]}}}{local}" if prefix else local


def serialise(root: etree._Element) -> bytes:
    """Indented UTF-8 with raw characters: some LMSs show numeric references literally."""
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def identifier(kind: str, name: str) -> str:
    """A stable XML name of ASCII letters, digits and underscores."""
    return f"{kind}_{name.replace('-', '_')}"


def manifest_identifier(plan: Plan, lang: str) -> str:
    """The manifest's identifier: of the course, not of its title; another one for each language."""
    digest = hashlib.sha256(plan.iri.encode()).hexdigest()[:12]
    return identifier("course", f"{digest}-{lang}")


def schema_location(pairs: dict[str, str]) -> str:
    """The value of `xsi:schemaLocation`."""
    return " ".join(f"{space} {file}" for space, file in pairs.items())
