"""SCORM: how long the values of a manifest may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from darslik.diagnostics import Severity, Span
from darslik.inspect.manifest import ADLCP, ADLCP12, XML, Manifest, children, text_of
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local


@dataclass(frozen=True)
class _Limit:
    """The characters that an LMS must take of an attribute, or of the text if none is named."""

    element: str
    attribute: str
    most: int
    namespace: str | None = None


_BASE = f"{{{XML}}}base"
_LIMITS = (
    _Limit("manifest", "version", 20),
    *(_Limit(name, _BASE, 2000) for name in ("manifest", "resources", "resource")),
    *(_Limit("location", "", 2000, namespace) for namespace in (ADLCP, ADLCP12)),
    _Limit("organization", "structure", 200),
    _Limit("item", "identifierref", 2000),
    _Limit("item", "parameters", 1000),
    _Limit("dataFromLMS", "", 4000, ADLCP),
    _Limit("resource", "type", 1000),
    _Limit("resource", "href", 2000),
    _Limit("file", "href", 2000),
    _Limit("dependency", "identifierref", 2000),
)


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="M2 M3 M8 O4 I3 I5 I9 R1 R3 R7")
def value_too_long(subject: Subject) -> Iterator[Finding]:
    r"""A value is longer than LMSs must be able to store.

    What goes beyond is cut off by some: addresses lead nowhere then, launch data loses its end. The smallest permitted
    maxima are 20 characters for the version, 200 for a title or structure, 1,000 for parameters and types, 2,000 for
    addresses (also with `xml:base` before them) and references, 4,000 for `dataFromLMS` (SCORM 2004 CAM 3.4.1).

    Bad:
        === imsmanifest.xml
        <title>
        \repeat 30 The course
        </title>
    Good:
        === imsmanifest.xml
        <title>The course</title>
    """
    manifest = subject.manifest
    for limit in _LIMITS:
        for one in _of(manifest, limit):
            value = one.get(limit.attribute) if limit.attribute else text_of(one)
            if value is not None and len(value) > limit.most:
                yield _finding(subject, one, limit, len(value))
    for activity in manifest.activities:
        for title in children(activity, "title", manifest.cp)[:1]:
            length = len(text_of(title))
            if length > 200:
                yield _finding(subject, title, _Limit("title", "", 200), length)
    yield from _with_base(subject)


def _of(manifest: Manifest, limit: _Limit) -> list[etree._Element]:
    return [manifest.root] if limit.element == "manifest" else manifest.each(limit.element, limit.namespace)


def _with_base(subject: Subject) -> Iterator[Finding]:
    """Addresses that are too long only together with what `xml:base` puts before them."""
    manifest = subject.manifest
    for resource in manifest.resources:
        href = manifest.href_of(resource)
        for one in [*([href] if href else []), *manifest.files_of(resource)]:
            if one.base and len(one.href) <= 2000 < len(one.address):
                yield _finding(subject, one.element, _Limit(local(one.element), "href", 2000), len(one.address))


def _finding(subject: Subject, one: etree._Element, limit: _Limit, length: int) -> Finding:
    name = limit.attribute.rpartition("}")[2]
    what = f"`{'xml:' if name == 'base' else ''}{name or limit.element}`"
    place: Span = subject.xml.span(one, name) if name else subject.xml.inner(one)
    return Finding(
        f"{what} has {length:,} characters; an LMS need not take more than {limit.most:,}",
        place,
        help="shorten it",
        evidence=f"{length} characters",
    )
