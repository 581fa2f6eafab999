"""XML from outside → a tree in which every element and attribute has a line and a column.

libxml2 parses, without entities, network or huge trees; it knows lines only. Columns come from a second reader
(expat), which is asked when the first finding needs a place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from xml.parsers import expat

from lxml import etree

from darslik.diagnostics import Severity, Sink, Span
from darslik.inspect.archive import Damaged, Package
from darslik.inspect.limits import Limits
from darslik.package.schemas import safe_parser
from darslik.rules import define

_NAMESPACED = re.compile(r"\{.*?\}")
_ENTITY = re.compile(r"<!ENTITY\b")


class Document:
    """A well-formed file. `lines` are those of its text."""

    def __init__(self, path: str, root: etree._Element, text: str) -> None:
        self.path = path
        self.root = root
        self.text = text
        self._last: tuple[int, dict[str, tuple[int, int]]] = (-1, {})

    @cached_property
    def lines(self) -> list[str]:
        """The text, line by line, as XML counts them."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def span(self, element: etree._Element | None = None, attribute: str = "") -> Span:
        """The start tag's name, or an attribute of it (local name, or as written); the root if no element is given."""
        element = self.root if element is None else element
        at = self._places.get(element)
        if at is None:
            return Span(self.path, max(1, int(element.sourceline or 1)))
        parts = self._parts_of(at)
        start, end = parts.get(attribute) or parts[""]
        return self._span(at + start, end - start)

    def _parts_of(self, at: int) -> dict[str, tuple[int, int]]:
        """From where to where the attributes of a start tag go, by local name, and under no name its own.

        The last is kept, as one element may have very many attributes and a finding for each.
        """
        if self._last[0] != at:
            tag = self._tag(at)
            name = re.match(r"<[^\s/>]+", tag)
            parts = {"": (0, len(name[0]) if name else 1)}
            for found in _ATTRIBUTE.finditer(tag):
                parts[found[1]] = found.span(0)
                prefix, _, local_name = found[1].rpartition(":")
                if prefix and prefix != "xmlns":
                    parts.setdefault(local_name, found.span(0))
            self._last = (at, parts)
        return self._last[1]

    def inner(self, element: etree._Element) -> Span:
        """The text of an element that has no children before it."""
        at = self._places.get(element)
        if at is None or not (element.text or "").strip():
            return self.span(element)
        body = at + len(self._tag(at))
        end = self._text.find("<", body)
        raw = self._text[body : end if end >= 0 else len(self._text)]
        lead = len(raw) - len(raw.lstrip())
        return self._span(body + lead, len(raw.strip()))

    def element_at(self, span: Span) -> tuple[etree._Element | None, bool]:
        """The element in whose start tag, or behind it, a place is; and whether the place is an attribute's."""
        if not self._places or span.line > len(self._starts):
            return None, False
        at = self._starts[span.line - 1] + span.column - 1
        element, start = self._ordered[max(0, bisect_right(self._ordered, at, key=lambda pair: pair[1]) - 1)]
        return element, start < at < start + len(self._tag(start))

    @cached_property
    def _ordered(self) -> list[tuple[etree._Element, int]]:
        return list(self._places.items())

    def _span(self, at: int, length: int) -> Span:
        line = bisect_right(self._starts, at) - 1
        column = at - self._starts[line]
        return Span(self.path, line + 1, column + 1, max(1, min(length, len(self.lines[line]) - column)))

    @cached_property
    def _text(self) -> str:
        return "\n".join(self.lines)

    @cached_property
    def _starts(self) -> Sequence[int]:
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts[:-1]

    def _tag(self, at: int) -> str:
        found = _TAG.match(self._text, at)
        return found[0] if found else "<"

    @cached_property
    def _places(self) -> dict[etree._Element, int]:
        """Where each element's start tag is in the text. Both readers see the same elements in the same order."""
        found: list[int] = []
        reader = expat.ParserCreate("utf-8")
        reader.StartElementHandler = lambda *_: found.append(
            self._starts[reader.CurrentLineNumber - 1] + reader.CurrentColumnNumber
        )
        try:
            reader.Parse(_undeclared(self._text).encode(), True)
        except (expat.ExpatError, IndexError):
            return {}
        elements = [element for element in self.root.iter() if isinstance(element.tag, str)]
        return dict(zip(elements, found, strict=False))


_ATTRIBUTE = re.compile(r"(?<=\s)([^\s=<>/\"']+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_TAG = re.compile(r"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")


def _undeclared(text: str) -> str:
    """The same places, without the name of an encoding that the text no longer has."""
    declared = re.match(r"<\?xml[^>]*\?>", text)
    return " " * len(declared[0]) + text[len(declared[0]) :] if declared and "\n" not in declared[0] else text


def local(element: etree._Element) -> str:
    """The name without its namespace."""
    return _NAMESPACED.sub("", str(element.tag))


def space(element: etree._Element) -> str:
    """The namespace; empty if there is none."""
    return str(etree.QName(element).namespace or "")


def read_document(package: Package, path: str, limits: Limits, sink: Sink) -> Document | None:
    """Parse a file of the package; what stands in the way becomes a finding."""
    start = Span(path)
    if package.size(path) > limits.xml:
        sink.add(
            "xml-too-large",
            f"`{path}` has {package.size(path):,} bytes; {limits.xml:,} are the most that is read",
            start,
            help="split the course, or raise the limit with --max-xml",
        )
        return None
    try:
        body = package.read(path)
    except Damaged:
        return None  # said by `archive`
    if body.count(b"<") > 2 * limits.elements:
        sink.add(
            "xml-too-large",
            f"`{path}` has more than {limits.elements:,} elements, the most that is read",
            start,
            help="split the course, or raise the limit with --max-elements",
        )
        return None
    if _ENTITY.search(_decoded(body, "")):
        sink.add("xml-entities", f"`{path}` declares entities", start, help="write the characters themselves")
        return None
    try:
        root = etree.fromstring(body, safe_parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        line, column = error.position if isinstance(error, etree.XMLSyntaxError) else (1, 1)
        message = re.sub(r", line \d+, column \d+.*", "", str(error)).strip()
        sink.add(
            "not-well-formed", f"`{path}` is not XML: {message}", Span(path, max(1, line or 1), max(1, column or 1))
        )
        return None
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:  # in an encoding that hid them above
        sink.add("xml-entities", f"`{path}` declares entities", start, help="write the characters themselves")
        return None
    return Document(path, root, _decoded(body, str(root.getroottree().docinfo.encoding or "")))


def _decoded(body: bytes, encoding: str) -> str:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return body.decode(name, "replace")
    if body[:2] in {b"\0<", b"<\0"}:
        return body.decode("utf-16-be" if body[:1] == b"\0" else "utf-16-le", "replace")
    try:
        return body.decode(encoding or "utf-8", "replace")
    except (LookupError, UnicodeError):
        return body.decode("utf-8", "replace")


define(
    "xml-too-large",
    Severity.ERROR,
    """\
    A manifest is larger than any tool should read.

    A file of this size exhausts the memory of an LMS that parses it as a tree. Real ones have less than a megabyte.

    Bad:
        === imsmanifest.xml
        \\size 20000000
    Good:
        === imsmanifest.xml
        \\base
    """,
    about=("any",),
)
define(
    "xml-entities",
    Severity.ERROR,
    """\
    A manifest declares entities.

    Entities can grow to gigabytes or read files of the server, so careful readers refuse them all (cmi5 players must).

    Bad:
        === imsmanifest.xml
        <!DOCTYPE manifest [<!ENTITY a "aaaa">]>
        <manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><schema>ADL &a;</schema></manifest>
    Good:
        === imsmanifest.xml
        \\base
    """,
    about=("any",),
    covers=("C3",),
)
define(
    "not-well-formed",
    Severity.ERROR,
    """\
    A manifest is not XML that can be read.

    No LMS can import the package; nothing else about this file can be judged.

    Bad:
        === imsmanifest.xml
        <manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><schema>ADL SCORM</manifest>
    Good:
        === imsmanifest.xml
        \\base
    """,
    about=("any",),
    covers=("P3", "C3"),
)
