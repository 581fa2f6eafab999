"""Reads a finished zip back, as an LMS would, and says what is wrong with it. A finding here is a bug of ours."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from typing import IO
from urllib.parse import unquote

from lxml import etree

from darslik.package.schemas import manifest_schema, relaxng, safe_parser

_EXEMPT = (".xsd", ".dtd")


def verify(zip_file: IO[bytes], target: str) -> list[str]:
    """Everything wrong with a package, in plain words; empty if nothing is."""
    try:
        with zipfile.ZipFile(zip_file) as package:
            return [*_archive(package), *_provenance(package), *_CHECKS.get(target, _web)(package)]
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError) as error:
        return [f"unreadable: {error}"]


def _archive(package: zipfile.ZipFile) -> Iterator[str]:
    names = package.namelist()
    if len({name.lower() for name in names}) != len(names):
        yield "two names differ only in case"
    for name in names:
        if not name.isascii() or name.startswith("/") or "\\" in name or ".." in name.split("/"):
            yield f"the name {name!r} is not safe"


def _provenance(package: zipfile.ZipFile) -> Iterator[str]:
    """Reading a file checks its CRC, so this pass also finds damage."""
    listed = json.loads(package.read("darslik.json"))["files"]
    for name in package.namelist():
        if name != "darslik.json" and listed.get(name) != hashlib.sha256(package.read(name)).hexdigest():
            yield f"darslik.json has another hash for {name}"


def _scorm(package: zipfile.ZipFile, schema: str) -> Iterator[str]:
    manifest = etree.fromstring(package.read("imsmanifest.xml"), safe_parser())
    validator = manifest_schema(schema)
    if not validator.validate(manifest):
        yield from (f"imsmanifest.xml:{e.line}: {e.message}" for e in validator.error_log)
    names = set(package.namelist())
    listed = set(_hrefs(manifest, "file"))
    for href in [*listed, *_hrefs(manifest, "resource")]:
        if href not in names:
            yield f"the manifest names {href}, which is not in the package"
    for href in _hrefs(manifest, "resource"):
        if href not in listed:
            yield f"the launch file {href} is not listed among the files"
    for name in sorted(names - listed - {"imsmanifest.xml"}):
        if not name.endswith(_EXEMPT):
            yield f"{name} is in the package, but not in the manifest"
    yield from _references(manifest)


def _hrefs(manifest: etree._Element, tag: str) -> list[str]:
    return [unquote(str(element.get("href"))) for element in manifest.iter(f"{{*}}{tag}") if element.get("href")]


def _references(manifest: etree._Element) -> Iterator[str]:
    """libxml2 does not check that references have targets (SCORM 2004: default, identifierref)."""
    resources = {element.get("identifier") for element in manifest.iter("{*}resource")}
    organizations = {element.get("identifier") for element in manifest.iter("{*}organization")}
    for element in [*manifest.iter("{*}item"), *manifest.iter("{*}dependency")]:
        target = element.get("identifierref")
        if target is not None and target not in resources:
            yield f"the manifest refers to a resource {target} that it does not have"
    for element in manifest.iter("{*}organizations"):
        if element.get("default") not in organizations:
            yield "the default organization does not exist"
    identifiers = [e.get("identifier") for e in manifest.iter() if e.get("identifier")]
    if len(set(identifiers)) != len(identifiers):
        yield "two identifiers of the manifest are the same"


def _structure(package: zipfile.ZipFile, file: str, schema: str) -> Iterator[str]:
    document = etree.fromstring(package.read(file), safe_parser())
    validator = relaxng(schema)
    if not validator.validate(document):
        yield from (f"{file}:{e.line}: {e.message}" for e in validator.error_log)
    names = set(package.namelist())
    launches = [*document.iter("{*}url"), *document.iter("{*}launch")]
    for element in launches:
        if (element.text or "") not in names:
            yield f"{file} launches {element.text}, which is not in the package"
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    if len(set(ids)) != len(ids):
        yield f"two ids of {file} are the same"


def _web(package: zipfile.ZipFile) -> Iterator[str]:
    if "index.html" not in package.namelist():
        yield "there is no index.html"


_CHECKS = {
    "scorm12": lambda package: _scorm(package, "scorm12"),
    "scorm2004-3": lambda package: _scorm(package, "scorm2004-3"),
    "scorm2004-4": lambda package: _scorm(package, "scorm2004-4"),
    "cmi5": lambda package: _structure(package, "cmi5.xml", "cmi5"),
    "xapi": lambda package: _structure(package, "tincan.xml", "tincan"),
}
