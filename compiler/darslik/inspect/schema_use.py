"""Which namespaces a document uses, and which schema files its `xsi:schemaLocation` names for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from darslik.diagnostics import Sink, Span
from darslik.inspect.archive import Package
from darslik.inspect.limits import Limits
from darslik.inspect.paths import Reference, normalised
from darslik.inspect.xml import Document, read_document

_XML = "http://www.w3.org/XML/1998/namespace"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_MOST_MAPPINGS = 1000
_MOST_FILES = 1000
_MOST_LINES = 50


@dataclass(frozen=True)
class Mapping:
    """A pair of `xsi:schemaLocation`; the place is that of the file's name."""

    namespace: str
    address: str
    span: Span


@dataclass
class SchemaUse:
    """What a validator must know of a document before it can begin."""

    path: str
    start: Span
    locations: list[tuple[Span, int]] = field(default_factory=list)
    """Every `xsi:schemaLocation`, and how many words it has."""
    mappings: list[Mapping] = field(default_factory=list)
    used: dict[str, Span] = field(default_factory=dict)
    """Namespaces of elements and attributes, each with the place of its first use."""


@dataclass(frozen=True)
class Unreadable:
    """A metadata file that is no XML: where it is named and why it cannot be read."""

    reference: Reference
    span: Span
    reason: str


def schema_use(document: Document) -> SchemaUse:
    """Walk a document once."""
    result = SchemaUse(document.path, document.span())
    for element in document.root.iter("*"):
        _note(result, document, element, _namespace(str(element.tag)), "")
        for key, value in element.attrib.items():
            if key == f"{{{_XSI}}}schemaLocation":
                _locate(result, document, element, str(value).split())
            _note(result, document, element, _namespace(str(key)), str(key))
    return result


def external_uses(
    references: Iterable[Reference], package: Package, limits: Limits
) -> tuple[list[SchemaUse], list[Unreadable]]:
    """The same of every metadata file that references name: not of more than a bounded number and size of them."""
    uses: list[SchemaUse] = []
    unreadable: list[Unreadable] = []
    paths = {normalised(one.address) or "": one for one in reversed(list(references))}
    left = limits.xml
    for path, reference in list(paths.items())[::-1][:_MOST_FILES]:
        if not package.has(path) or (left := left - package.size(path)) < 0:
            continue
        sink = Sink()
        document = read_document(package, path, limits, sink)
        if document is not None:
            uses.append(schema_use(document))
        unreadable.extend(Unreadable(reference, found.span, found.message) for found in sink.found)
    return uses, unreadable


def _namespace(tag: str) -> str:
    return tag[1:].split("}", 1)[0] if tag.startswith("{") else ""


def _note(result: SchemaUse, document: Document, element: etree._Element, namespace: str, key: str) -> None:
    if namespace and namespace not in result.used and namespace not in {_XML, _XSI}:
        result.used[namespace] = document.span(element, key.rsplit("}", 1)[-1])


def _locate(result: SchemaUse, document: Document, element: etree._Element, words: list[str]) -> None:
    span = document.span(element, "schemaLocation")
    result.locations.append((span, len(words)))
    at = span
    for namespace, address in zip(words[::2], words[1::2], strict=False):
        if len(result.mappings) >= _MOST_MAPPINGS:
            return
        at = _word(document, address, _word(document, namespace, at))
        result.mappings.append(Mapping(namespace, address, at if at != span else span))
        at = replace(at, column=at.column + at.length)


def _word(document: Document, word: str, after: Span) -> Span:
    """Where a word of an attribute is, looked for from a place on; that place if it is spelled with entities."""
    column = after.column - 1
    for number in range(after.line - 1, min(after.line - 1 + _MOST_LINES, len(document.lines))):
        found = document.lines[number].find(word, column)
        if found >= 0:
            return Span(after.file, number + 1, found + 1, len(word))
        column = 0
    return after
