"""The schema files of a package that a document needs: those it maps, and what they include and import.

Everything is looked for inside the package; an address on a server is looked for by its file name, never fetched.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from darslik.inspect.archive import Damaged, Package
from darslik.inspect.paths import is_url, normalised
from darslik.package.schemas import corrected, safe_parser, schema_files

MOST_FILES = 300
MOST_BYTES = 4 * 1024**2
_XS = "{http://www.w3.org/2001/XMLSchema}"
_REFERENCES = {f"{_XS}import", f"{_XS}include", f"{_XS}redefine", f"{_XS}override"}
_W3C = "xml.xsd"


@dataclass(frozen=True)
class Wanted:
    """A file that a schema includes or imports and that is not in the package."""

    by: str
    line: int
    address: str


@dataclass
class Carried:
    """Schema files by path, as they are given to the validator."""

    bodies: dict[str, bytes] = field(default_factory=dict)
    """As they are in the package."""
    clean: dict[str, bytes] = field(default_factory=dict)
    """Without document type and known mistakes, by the names by which they refer to each other."""
    roots: dict[str, str] = field(default_factory=dict)
    """Namespace → name."""
    paths: dict[str, str] = field(default_factory=dict)
    """Name → path."""
    missing: list[Wanted] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)
    """Path → why the file cannot be used."""

    def name(self, path: str) -> str:
        """The name of a file for the validator: plain letters, whatever the path is."""
        if path not in self._names:
            self._names[path] = f"schema{len(self._names) + 1}"
            self.paths[self._names[path]] = path
        return self._names[path]

    _names: dict[str, str] = field(default_factory=dict)


def carried(package: Package, mapped: Iterable[tuple[str, str]]) -> Carried:
    """Gather them. `mapped`: pairs of namespace and path or address, from the document. Cycles are read once."""
    result = Carried()
    waiting: list[str] = []
    for namespace, address in mapped:
        path = find(package, "", address)
        if path and namespace not in result.roots:
            result.roots[namespace] = result.name(path)
            waiting.append(path)
    left = MOST_BYTES
    while waiting:
        path = waiting.pop()
        if path in result.bodies or path in result.unreadable:
            continue
        if len(result.bodies) >= MOST_FILES or (left := left - package.size(path)) < 0:
            result.unreadable[path] = "the schemas together are too large to be read"
            continue
        waiting += _take(package, path, result)
    return result


def find(package: Package, by: str, address: str) -> str:
    """The file of the package that an address means, written in the file `by`; empty if there is none."""
    plain = unquote(address.split("#", 1)[0].split("?", 1)[0]) if len(address) < 2000 else ""
    name = posixpath.basename(plain)
    if not name:
        return ""
    near = [] if is_url(plain) else [normalised(posixpath.join(posixpath.dirname(by), plain)), normalised(plain)]
    beside = posixpath.join(posixpath.dirname(by), name)
    return next((path for path in [*near, beside, name] if path and package.has(path)), "")


def _take(package: Package, path: str, result: Carried) -> list[str]:
    """Read one file; what it refers to."""
    try:
        body = package.read(path)
        root = etree.fromstring(corrected(posixpath.basename(path), body), safe_parser())
    except (Damaged, etree.XMLSyntaxError, ValueError) as error:
        result.unreadable[path] = f"it is not XML: {str(error)[:200]}"
        return []
    if root.tag != f"{_XS}schema":
        result.unreadable[path] = "it is no XML Schema"
        return []
    if any(isinstance(one, etree._Entity) for one in root.iter(etree.Entity)):
        result.unreadable[path] = "it uses entities"
        return []
    result.bodies[path] = body
    found = [target for one in root if one.tag in _REFERENCES for target in _follow(package, path, one, result)]
    result.clean[result.name(path)] = _without_doctype(root)
    return found


def _follow(package: Package, path: str, reference: etree._Element, result: Carried) -> list[str]:
    address = (reference.get("schemaLocation") or "").strip()
    if not address:
        return []
    target = find(package, path, address)
    if target:
        reference.set("schemaLocation", result.name(target))
        return [target]
    if posixpath.basename(address) == _W3C and reference.tag == f"{_XS}import":
        reference.set("schemaLocation", _official_xml(result))
        return []
    result.missing.append(Wanted(path, int(reference.sourceline or 1), address))
    parent = reference.getparent()
    if parent is not None:
        reference.attrib.pop("schemaLocation") if reference.tag == f"{_XS}import" else parent.remove(reference)
    return []


def _official_xml(result: Carried) -> str:
    """The W3C's schema of `xml:base` and `xml:lang`, which ADL's own files fetch from w3.org."""
    if _W3C not in result.clean:
        body = dict(schema_files("scorm2004-4"))[_W3C]
        result.clean[_W3C] = _without_doctype(etree.fromstring(body, safe_parser()))
    return _W3C


def _without_doctype(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, with_tail=False))
