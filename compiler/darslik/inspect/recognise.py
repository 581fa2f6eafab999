"""What a package is: by the files at its root and what their first elements say. It may be several things at once."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from darslik.diagnostics import Sink, Span
from darslik.inspect import unrecognised
from darslik.inspect.archive import Damaged, Package

FILES = {"scorm12": "imsmanifest.xml", "scorm2004": "imsmanifest.xml", "cmi5": "cmi5.xml", "xapi": "tincan.xml"}
EDITIONS = {
    "CAM 1.3": "2nd",
    "1.3": "2nd",
    "2004 2nd Edition": "2nd",
    "2004 3rd Edition": "3rd",
    "2004 4th Edition": "4th",
}
"""What `schemaversion` says of SCORM 2004, spelled exactly so."""
_HEAD = 65536
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_VERSION = re.compile(r"<(?:[\w.-]+:)?schemaversion\b[^>]*>\s*([^<]*?)\s*<")
_SCHEMA = re.compile(r"<(?:[\w.-]+:)?schema\b[^>]*>\s*([^<]*?)\s*<")
_CARTRIDGE = re.compile(r"imsccv1p(\d)/|xsd/imscc/imscp_v1p1")
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_OWN_WEB = re.compile(r'"target":\s*"web"')
_FOURTH = b"sharedDataGlobalToSystem"
"""An attribute that only the schemas of the 4th Edition know."""


@dataclass(frozen=True)
class Kind:
    """A standard that a package claims to follow.

    `standard`: `scorm12`, `scorm2004`, `cmi5`, `xapi`; recognised but not judged: `imscc` (Common Cartridge), `imscp`
    (IMS content package without SCORM), `web` (pages that darslik built for no LMS). `edition`: `1.1` or `1.2` of
    SCORM 1.x, `2nd`, `3rd` or `4th` of SCORM 2004 (empty if neither the manifest nor its schemas say it), `1.0` to
    `1.3` of Common Cartridge.
    """

    standard: str
    file: str
    title: str
    edition: str = ""


def recognise(package: Package, wanted: str | None, sink: Sink) -> tuple[Kind, ...]:
    """The kinds of a package; `wanted`: judge it as this one alone."""
    if wanted:
        file = package.name if package.form == "file" and wanted == "cmi5" else FILES[wanted]
        if package.has(file):
            return (_kind(package, wanted, file, _head(package, file)),)
        unrecognised.nothing(package, FILES[wanted], sink)
        return ()
    found = tuple(_kinds(package))
    others = list(_others(package))
    if package.form == "file" and found and found[0].standard != "cmi5":
        unrecognised.alone(package, found[0].title, sink)
        return ()
    if not found:
        unrecognised.other(package, others, sink) if others else unrecognised.nothing(package, "", sink)
    elif len(found) + len(others) > 1:
        unrecognised.several([kind.title for kind in found] + others, Span(found[0].file), sink)
    for kind in found:
        unrecognised.unjudged(kind.standard, kind.title, kind.file, sink)
    return found


def _kinds(package: Package) -> Iterator[Kind]:
    if package.form == "file":
        head = _head(package, package.name)
        root = _ROOT.search(head)
        standard = {"courseStructure": "cmi5", "tincan": "xapi", "manifest": "scorm"}.get(root[1] if root else "", "")
        if package.name == "cmi5.xml" or standard == "cmi5":
            yield _kind(package, "cmi5", package.name, head)
        elif standard:
            yield _kind(package, _of_manifest(head) if standard == "scorm" else standard, package.name, head)
        return
    if package.has("imsmanifest.xml"):
        head = _head(package, "imsmanifest.xml")
        yield _kind(package, _of_manifest(head), "imsmanifest.xml", head)
    for standard in ("cmi5", "xapi"):
        if package.has(FILES[standard]):
            yield _kind(package, standard, FILES[standard], "")
    if package.has("darslik.json") and package.has("index.html") and _OWN_WEB.search(_head(package, "darslik.json")):
        yield Kind("web", "index.html", "web pages")


def _others(package: Package) -> Iterator[str]:
    """Packages that are known by name only."""
    top = {posixpath.splitext(path.lower())[1] for path in package.paths() if "/" not in path}
    if {".au", ".crs"} <= top:
        yield "AICC"
    if package.has("h5p.json"):
        yield "H5P"


def _of_manifest(head: str) -> str:
    schema = _found(_SCHEMA, head)
    if _CARTRIDGE.search(head) or "Common Cartridge" in schema:
        return "imscc"
    if not re.search(r"adlcp|adlnet\.org", head) and ("ADL" not in schema) and "imscp" in head:
        return "imscp"
    version = _found(_VERSION, head)
    if version in {"1.2", "1.1"}:
        return "scorm12"
    if version in EDITIONS or "2004" in version or "1.3" in version:
        return "scorm2004"
    return "scorm12" if "imscp_rootv1p1p2" in head or "adlcp_rootv1p2" in head else "scorm2004"


def _kind(package: Package, standard: str, file: str, head: str) -> Kind:
    version = _found(_VERSION, head)
    if standard == "scorm2004":
        edition, how = _edition(package, version)
        title = f"SCORM 2004 {edition} Edition{how}" if edition else "SCORM 2004, edition not stated"
        return Kind(standard, file, title, edition)
    if standard == "scorm12":
        edition = "1.1" if version == "1.1" else "1.2"
        return Kind(standard, file, f"SCORM {edition}", edition)
    if standard == "imscc":
        edition = _cartridge_edition(head)
        thin = "Thin " if "thin" in _found(_SCHEMA, head).lower() else ""
        return Kind(standard, file, f"{thin}Common Cartridge {edition}".strip(), edition)
    return Kind(standard, file, {"cmi5": "cmi5", "xapi": "xAPI (tincan.xml)"}.get(standard, "IMS content package"))


def _edition(package: Package, version: str) -> tuple[str, str]:
    """Edition of SCORM 2004, and in what way it is known."""
    if version in EDITIONS:
        return EDITIONS[version], ""
    said = re.search(r"\b(2nd|3rd|4th)\b", version, re.IGNORECASE)
    if said:
        return said[1].lower(), ""
    try:
        schema = package.read("adlcp_v1p3.xsd", _HEAD) if package.has("adlcp_v1p3.xsd") else b""
    except Damaged:
        schema = b""
    how = " (by its schemas; the manifest does not state it)"
    return ("", "") if not schema else ("4th" if _FOURTH in schema else "3rd", how)


def _cartridge_edition(head: str) -> str:
    version = re.match(r"1\.\d", _found(_VERSION, head))
    namespace = _CARTRIDGE.search(head)
    if version:
        return version[0]
    return f"1.{namespace[1] or 0}" if namespace else ""


def _found(pattern: re.Pattern[str], head: str) -> str:
    match = pattern.search(head)
    return match[1] if match else ""


def _head(package: Package, path: str) -> str:
    try:
        body = package.read(path, _HEAD)
    except Damaged:
        return ""
    text = body.replace(b"\0", b"").decode("utf-8", "replace")  # UTF-16 of ASCII names, too
    return _COMMENT.sub("", text)
