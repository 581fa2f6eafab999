"""Whether a schema file of a package is the official one: by what it declares, not by its bytes."""

from __future__ import annotations

from functools import cache

from lxml import etree

from darslik.package.schemas import corrected, safe_parser, schema_files

SETS = ("scorm12", "scorm2004-3", "scorm2004-4")
_XS = "{http://www.w3.org/2001/XMLSchema}"
_SILENT = {f"{_XS}annotation"}
_REFERENCES = {f"{_XS}import", f"{_XS}include", f"{_XS}redefine"}


def sets_with(path: str, body: bytes) -> tuple[str, ...]:
    """The official sets that have this file with the same meaning."""
    name = path.rsplit("/", 1)[-1]
    found = [each for each in SETS if name in _official(each)]
    forms = {normal_form(body), normal_form(corrected(name, body))} - {None}
    return tuple(each for each in found if body == _official(each)[name] or forms & set(_forms(each, name)))


def is_official_name(path: str) -> bool:
    """Whether some official set has a file of this name."""
    return any(path.rsplit("/", 1)[-1] in _official(each) for each in SETS)


def normal_form(body: bytes) -> bytes | None:
    """The schema without comments, annotations, line ends and where it looks for other files; none if it is no XML.

    The file of a DTD is itself, but for its line ends.
    """
    try:
        root = etree.fromstring(body, safe_parser())
    except (etree.XMLSyntaxError, ValueError):
        return b"\n".join(body.split()) if b"<!E" in body else None
    for element in list(root.iter()):
        if element is not root and (not isinstance(element.tag, str) or element.tag in _SILENT):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        element.text = element.tail = None
        if element.tag in _REFERENCES:
            element.attrib.pop("schemaLocation", None)
    root.attrib.pop("version", None)
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, method="c14n", exclusive=True, with_comments=False))


@cache
def _official(name: str) -> dict[str, bytes]:
    return dict(schema_files(name))


@cache
def _forms(name: str, file: str) -> tuple[bytes | None, ...]:
    """As published, and with the corrections that some tools make to two files of SCORM 1.2."""
    body = _official(name)[file]
    return tuple(form for form in (normal_form(body), normal_form(corrected(file, body))) if form)
