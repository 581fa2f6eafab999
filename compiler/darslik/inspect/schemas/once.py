"""Nothing is said twice: a complaint of a schema gives way to the error of a rule about the same element."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from darslik.diagnostics import Diagnostic, Severity
from darslik.inspect.xml import Document

SCHEMA_RULES = frozenset({"manifest-not-valid", "manifest-not-valid-by-own-schemas"})


def said_once(document: Document, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Without the schema complaints about elements of which another rule reports an error.

    A complaint about an attribute gives way to an error at the same attribute or at the element as a whole; one about
    what an element holds, also to errors at its parent or its children.
    """
    found = list(found)
    complaints = [item for item in found if item.rule in SCHEMA_RULES and item.span.file == document.path]
    if not complaints:
        return found
    attributes: set[tuple[int, int]] = set()
    elements: dict[etree._Element, bool] = {}
    near: set[etree._Element] = set()
    for item in found:
        if item.severity is not Severity.ERROR or item.rule in SCHEMA_RULES or item.span.file != document.path:
            continue
        element, of_attribute = document.element_at(item.span)
        if element is None:
            continue
        attributes.add((item.span.line, item.span.column))
        elements[element] = elements.get(element, False) or not of_attribute
        near.update(one for one in (element, element.getparent(), *_few(element)) if one is not None)
    dropped = {id(item) for item in complaints if _said(document, item, attributes, elements, near)}
    return [item for item in found if id(item) not in dropped]


def _said(
    document: Document,
    item: Diagnostic,
    attributes: set[tuple[int, int]],
    elements: dict[etree._Element, bool],
    near: set[etree._Element],
) -> bool:
    element, of_attribute = document.element_at(item.span)
    if of_attribute:
        return (item.span.line, item.span.column) in attributes or (
            element is not None and elements.get(element, False)
        )
    return element in near


def _few(element: etree._Element) -> list[etree._Element]:
    """Its children, if they are not too many to look at."""
    return list(element.iterchildren("*")) if len(element) <= 100 else []
