"""What a package is: by the files at its root and what their first elements say. It may be several things at once."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from darslik.diagnostics import Severity, Sink, Span
from darslik.inspect.archive import Damaged, Package
from darslik.rules import define

FILES = {"scorm12": "imsmanifest.xml", "scorm2004": "imsmanifest.xml", "cmi5": "cmi5.xml", "xapi": "tincan.xml"}
EDITIONS = {
    "CAM 1.3": "SCORM 2004 2nd Edition",
    "2004 2nd Edition": "SCORM 2004 2nd Edition",
    "2004 3rd Edition": "SCORM 2004 3rd Edition",
    "2004 4th Edition": "SCORM 2004 4th Edition",
}
_HEAD = 65536
_VERSION = re.compile(r"<(?:\w+:)?schemaversion\s*>\s*([^<]*?)\s*<")
_SCHEMA = re.compile(r"<(?:\w+:)?schema\s*>\s*([^<]*?)\s*<")


@dataclass(frozen=True)
class Kind:
    """A standard that a package claims to follow: `scorm12`, `scorm2004`, `cmi5`, `xapi` or `imscc`."""

    standard: str
    file: str
    title: str


def recognise(package: Package, wanted: str | None, sink: Sink) -> tuple[Kind, ...]:
    """The kinds of a package; `wanted`: judge it as this one alone."""
    if wanted:
        file = FILES[wanted]
        if package.has(file):
            return (Kind(wanted, file, _title(package, wanted, file)),)
        _nothing(package, file, sink)
        return ()
    found = tuple(_kinds(package))
    if not found:
        _nothing(package, "", sink)
    return found


def _kinds(package: Package) -> Iterator[Kind]:
    if package.has("imsmanifest.xml"):
        standard = _of_manifest(_head(package, "imsmanifest.xml"))
        yield Kind(standard, "imsmanifest.xml", _title(package, standard, "imsmanifest.xml"))
    for standard in ("cmi5", "xapi"):
        if package.has(FILES[standard]):
            yield Kind(standard, FILES[standard], _title(package, standard, FILES[standard]))


def _of_manifest(head: str) -> str:
    if "imsccv1p" in head or re.search(r"<(?:\w+:)?schema\s*>\s*IMS (?:Thin )?Common Cartridge", head):
        return "imscc"
    version = _VERSION.search(head)
    if version and version[1] in {"1.2", "1.1"}:
        return "scorm12"
    if version and (version[1] in EDITIONS or "2004" in version[1] or "1.3" in version[1]):
        return "scorm2004"
    return "scorm12" if "imscp_rootv1p1p2" in head or "adlcp_rootv1p2" in head else "scorm2004"


def _title(package: Package, standard: str, file: str) -> str:
    if standard == "scorm2004":
        version = _VERSION.search(_head(package, file))
        return EDITIONS.get(version[1] if version else "", "SCORM 2004, edition not stated")
    return {"scorm12": "SCORM 1.2", "cmi5": "cmi5", "xapi": "xAPI (tincan.xml)", "imscc": "Common Cartridge"}[standard]


def _head(package: Package, path: str) -> str:
    try:
        body = package.read(path, _HEAD)
    except Damaged:
        return ""
    return body.replace(b"\0", b"").decode("utf-8", "replace")  # UTF-16 of ASCII names, too


def _nothing(package: Package, file: str, sink: Sink) -> None:
    wanted = [file] if file else ["imsmanifest.xml", "cmi5.xml", "tincan.xml"]
    deeper = [path for path in package.paths() if posixpath.basename(path).lower() in wanted]
    label = f"`{deeper[0]}`" if deeper else ""
    if deeper:
        sink.add(
            "manifest-not-at-root",
            f"the manifest is not at the root of the package under its exact name, but {label}",
            Span(deeper[0]),
            help=f"pack the content of the folder, so that `{posixpath.basename(deeper[0]).lower()}` is at the top",
        )
    else:
        sink.add(
            "not-a-package",
            f"there is no {' or '.join(f'`{one}`' for one in wanted)} in it",
            Span(package.name),
            help="export the course anew as SCORM, cmi5 or xAPI",
        )


define(
    "not-a-package",
    Severity.ERROR,
    """\
    This is no package of a standard that is known here.

    SCORM and Common Cartridge packages have `imsmanifest.xml`, cmi5 packages `cmi5.xml`, xAPI packages `tincan.xml`.

    Bad:
        === imsmanifest.xml
        \\delete
    Good:
        === imsmanifest.xml
        \\base
    """,
    about=("any",),
    covers=("P2", "C2"),
)
define(
    "manifest-not-at-root",
    Severity.ERROR,
    """\
    The manifest is in a folder or spelled differently.

    An LMS looks for exactly this name at the top of the zip and refuses the package otherwise. It happens when a folder
    is packed instead of what is in it.

    Bad:
        === imsmanifest.xml
        \\delete
        === course/imsmanifest.xml
        \\base imsmanifest.xml
    Good:
        === imsmanifest.xml
        \\base
    """,
    about=("any",),
    covers=("P2", "C2"),
)
