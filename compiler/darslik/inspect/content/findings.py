"""What rules about content have in common: from the notes of the one pass to findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from darslik.diagnostics import Span
from darslik.inspect.content.index import Content, content_of
from darslik.inspect.content.seen import Sighting
from darslik.inspect.manifest import attribute, children
from darslik.inspect.rule import Finding
from darslik.inspect.subject import Subject

MOST = 20
"""Findings of one rule that are told one by one; then comes one that counts the others."""


def content(subject: Subject) -> Content:
    """The content of a subject's package; the same for all its subjects."""
    return content_of(subject.package, subject.limits)


def first_of_each_file(found: Content, kind: str) -> Iterator[tuple[Sighting, str]]:
    """The first sighting of a kind in every file, and `, 3 times` if there are more."""
    told: set[str] = set()
    for one in found.seen.sightings.get(kind, ()):
        if one.span.file not in told:
            told.add(one.span.file)
            count = found.seen.count[kind, one.span.file]
            yield one, f", {count} times" if count > 1 else ""


def sightings(subject: Subject, kind: str, message: str, advice: str) -> Iterator[Finding]:
    """A finding for every file in which something of a kind was seen."""
    for one, times in first_of_each_file(content(subject), kind):
        yield Finding(f"{message}{times}", one.span, help=advice, evidence=one.evidence)


def listed(names: Iterable[str], most: int = 5) -> str:
    """A few names in backquotes, and how many more there are."""
    names = list(names)
    shown = ", ".join(f"`{one}`" for one in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def size(count: int) -> str:
    """Bytes, as people say them."""
    for unit, name in ((1024**3, "GiB"), (1024**2, "MiB"), (1024, "KiB")):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} bytes"


def launches(subject: Subject) -> list[tuple[Span, str]]:
    """What an LMS opens and expects an answer from: the place in the manifest, and the file of the package."""
    standard = subject.kind.standard if subject.kind else ""
    if standard in {"scorm12", "scorm2004"}:
        return _scos(subject)
    names = {"cmi5": ("au", "url"), "xapi": ("activity", "launch")}.get(standard)
    if names is None:
        return []
    return [
        (subject.xml.inner(one), urlsplit((one.text or "").strip()).path)
        for owner in subject.xml.root.iter(f"{{*}}{names[0]}")
        for one in children(owner, names[1])
        if "//" not in (one.text or "") and (one.text or "").strip()
    ]


def _scos(subject: Subject) -> list[tuple[Span, str]]:
    manifest = subject.manifest
    found: dict[str, Span] = {}
    for resource in manifest.resources:
        kind = attribute(resource, "scormType") or attribute(resource, "scormtype") or ""
        href = resource.get("href")
        if kind.lower() == "sco" and href and "//" not in href:
            found.setdefault(manifest.path(resource, href), subject.xml.span(resource, "href"))
    return [(span, path) for path, span in found.items()]


def capped(found: Iterable[tuple[Span, str]], most: int = MOST) -> Iterator[tuple[Span, str, int]]:
    """The first few, each with 0; the last of them with the number of those that are not told."""
    told = list(found)
    for number, (span, text) in enumerate(told[:most], 1):
        yield span, text, len(told) - most if number == most and len(told) > most else 0
