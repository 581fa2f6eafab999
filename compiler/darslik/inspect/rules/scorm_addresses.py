"""SCORM: the addresses of resources and files."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Severity
from darslik.inspect.manifest import Manifest, children, short
from darslik.inspect.paths import Reference, is_url, normalised, without_query
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local

_MOST_STEPS = 500_000


def _hrefs(manifest: Manifest) -> Iterator[tuple[etree._Element, str]]:
    """Every address of a resource or file."""
    for resource in manifest.resources:
        for one in (resource, *children(resource, "file", manifest.cp)):
            href = one.get("href")
            if href is not None:
                yield one, href


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="R3")
def href_malformed(subject: Subject) -> Iterator[Finding]:
    r"""An address is a path of Windows, begins with a slash, or leads to the author's disk.

    Browsers look for such a file on the LMS's server and find none. An address is relative, with `/` between folders
    (ADL requirements 30.7.3.3, 30.7.3.9.2; RFC 3986).

    With: file-missing, file-not-listed

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="scripts\lesson.js"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    for one, href in _hrefs(subject.manifest):
        reason = _bad_href(href)
        if reason:
            yield Finding(
                f"the address of the {local(one)} {reason}",
                subject.xml.span(one, "href"),
                help=f"write `{short(_relative(href))}`" if _relative(href) else "name a file of the package",
                evidence=short(href),
            )


def _bad_href(href: str) -> str:
    if "\\" in href:
        return "has a backslash"
    if href.startswith("/"):
        return "begins with a slash"
    if href.lower().startswith("file:"):
        return "leads to a disk, not into the package"
    return ""


def _relative(href: str) -> str:
    return "" if ":" in href else href.replace("\\", "/").lstrip("/")


@rule(Severity.ERROR, "scorm2004", covers="R3")
def href_without_extension(subject: Subject) -> Iterator[Finding]:
    """An address does not end with the name of a file and its extension.

    Servers tell browsers by the extension what a file is; without one a page is offered for download (ADL requirement
    30.7.3.3).

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
          <file href="licence"/>
        </resource>
        === licence
        Free to use.
    Good:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
          <file href="licence.txt"/>
        </resource>
        === licence.txt
        Free to use.
    """
    for one, href in _hrefs(subject.manifest):
        name = without_query(href).replace("\\", "/").rpartition("/")[2]
        if not is_url(href) and not name.partition(".")[2].rpartition(".")[2]:
            yield Finding(
                f"the address `{short(href)}` has no extension" if href else "the address is empty",
                subject.xml.span(one, "href"),
                help="give the file an extension, such as `.html`",
                evidence=short(href),
            )


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="R5 L5")
def href_not_listed(subject: Subject) -> Iterator[Finding]:
    r"""The page that a resource launches is not among its files.

    LMSs that take only listed files do not have it then. The resource itself, or one that it depends on, lists a `file`
    with the same address, each with its own `xml:base` and without query (ADL requirement 30.7.3.9.1.1; SCORM 1.2 CAM
    2.3.2.5).

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="lesson.js"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    manifest = subject.manifest
    listed = _Listed(manifest)
    for one in manifest.resources:
        href = manifest.href_of(one)
        if href is None or is_url(href.address) or listed.by(one, href.escaped):
            continue
        other = next((file for file in manifest.files_of(one) if normalised(file.address) == _path(href)), None)
        yield Finding(
            f"the resource does not list the file `{short(href.escaped)}` that it launches",
            subject.xml.span(one, "href"),
            help=f"it lists `{short(other.href)}`: write both in the same way"
            if other
            else f'add `<file href="{short(without_query(href.href))}"/>`',
            evidence=short(href.address),
        )


def _path(reference: Reference) -> str | None:
    return normalised(reference.escaped)


class _Listed:
    """Which resources list which files. Addresses are kept as hashes: a hostile `xml:base` makes them very long."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._holders: dict[int, set[etree._Element]] = {}
        self._steps = 0
        for resource in manifest.resources:
            for file in manifest.files_of(resource):
                self._holders.setdefault(hash(file.address), set()).add(resource)

    def by(self, resource: etree._Element, address: str) -> bool:
        """Whether a resource or one that it depends on lists it; yes, too, once the search has taken too long."""
        holders = self._holders.get(hash(address), set())
        if not holders or resource in holders:
            return bool(holders)
        for one in self._manifest.closure(resource):
            self._steps += 1
            if one in holders or self._steps > _MOST_STEPS:
                return True
        return False
