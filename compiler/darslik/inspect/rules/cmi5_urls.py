"""cmi5: the URLs of AUs (cmi5 8.1, 13.1.4, 14)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import etree

from darslik.diagnostics import Severity
from darslik.inspect.archive import Package
from darslik.inspect.iri import has_scheme, trouble_of_url
from darslik.inspect.manifest import text_of
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.suggest import did_you_mean

_RESERVED = ("endpoint", "fetch", "actor", "activityId", "registration")


def _urls(subject: Subject) -> Iterator[tuple[etree._Element, str]]:
    for element in subject.course.named("url"):
        yield element, text_of(element)


@rule(Severity.ERROR, "cmi5", covers="C11 B4")
def cmi5_url_unreadable(subject: Subject) -> Iterator[Finding]:
    """The URL of an AU is empty or cannot be read as one.

    There is nothing to launch; players refuse the import (cmi5 13.1.4.0-2).

    Bad:
        === cmi5.xml
        <url>https://:port/index.html</url>
    Good:
        === cmi5.xml
        <url>index.html?page=1</url>
    """
    for element, url in _urls(subject):
        trouble = trouble_of_url(url) if url else "it is empty"
        scheme = url.split(":", 1)[0].lower() if has_scheme(url) else ""
        if not trouble and scheme and scheme not in {"http", "https"}:
            trouble = f"a browser does not open `{scheme}:` for an LMS"
        if not trouble and re.match(r"[A-Za-z]:[\\/]", url):
            trouble = "it is a path of a computer"
        if trouble:
            yield Finding(
                f"the URL of this AU cannot be launched: {trouble}",
                subject.xml.inner(element),
                help="name a page of the package, such as `index.html`, or an `https:` address",
                evidence=url,
            )


@rule(Severity.ERROR, "cmi5", covers="C12")
def cmi5_url_parameter_reserved(subject: Subject) -> Iterator[Finding]:
    """The URL of an AU has a parameter that the LMS adds itself.

    The LMS adds `endpoint`, `fetch`, `actor`, `activityId` and `registration` at launch (cmi5 8.1.0.0-6). With two of
    them, the AU may report to another place than the LMS; players refuse the import.

    Bad:
        === cmi5.xml
        <url>index.html?actor=me</url>
    Good:
        === cmi5.xml
        <url>index.html?colour=blue</url>
    """
    for element, url in _urls(subject):
        query = url.split("#", 1)[0].partition("?")[2]
        names = {name for name, _ in parse_qsl(query, keep_blank_values=True, max_num_fields=None)}
        for name in (one for one in _RESERVED if one in names):
            yield Finding(
                f"`{name}` in the URL is a name that the LMS uses",
                subject.xml.inner(element),
                help="rename the parameter, or hand it over in `<launchParameters>`",
                evidence=url,
            )


@rule(Severity.ERROR, "cmi5", covers="C19")
def cmi5_url_with_fragment(subject: Subject) -> Iterator[Finding]:
    """The URL of an AU has a `#`.

    LMSs append the launch parameters to the end of the URL, where they become part of the fragment: the AU finds no
    `endpoint` and cannot report anything (cmi5 8.1).

    Bad:
        === cmi5.xml
        <url>index.html#lesson-2</url>
    Good:
        === cmi5.xml
        <url>index.html?lesson=2</url>
    """
    for element, url in _urls(subject):
        if "#" in url:
            yield Finding(
                "launch parameters would end up behind the `#` of this URL",
                subject.xml.inner(element),
                help="hand it over as a parameter of the query, or in `<launchParameters>`",
                evidence=url,
            )


@rule(Severity.ERROR, "cmi5", covers="C13")
def cmi5_url_not_in_package(subject: Subject) -> Iterator[Finding]:
    """The URL of an AU names a file that the package does not have.

    A relative URL is the name of an entry, from the root of the zip and spelled exactly as there; nothing is unescaped
    (cmi5 14.1.0.0-4). Players refuse the import.

    Bad:
        === cmi5.xml
        <url>Index.html</url>
    Good:
        === cmi5.xml
        <url>index.html</url>
    """
    if subject.package.form == "file":
        return
    alike: dict[str, str] = {}
    for element, url in _urls(subject):
        path = url.split("?", 1)[0].split("#", 1)[0]
        if has_scheme(url) or re.match(r"[A-Za-z]:[\\/]", url) or not url or subject.package.has(path):
            continue
        alike = alike or {one.lower(): one for one in subject.package.paths()}
        plain = posixpath.normpath(unquote(path).replace("\\", "/").lstrip("/")).lower()
        same = alike.get(plain)
        yield Finding(
            f"there is no file `{path}` in the package",
            subject.xml.inner(element),
            label="nothing to launch",
            help=f"write `{same}`, exactly as in the package"
            if same
            else did_you_mean(path, list(alike.values())[:1000]) or "name an entry of the zip",
            evidence=url,
        )


@rule(Severity.ERROR, "cmi5", covers="C14")
def cmi5_url_relative_without_zip(subject: Subject) -> Iterator[Finding]:
    r"""A course structure that comes without a zip refers to a file.

    Only a zip brings files along; in a bare `cmi5.xml` every URL has to be absolute (cmi5 14.2.0.0-1).

    Bad:
        === package.xml
        <?xml version="1.0"?>
        <courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
        <course id="https://example.org/course"><title><langstring lang="en">Course</langstring></title>
        <description><langstring lang="en">About the course.</langstring></description></course>
        <au id="https://example.org/course/au-1" moveOn="Completed">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description><url>index.html</url></au>
        </courseStructure>
    Good:
        === package.xml
        <?xml version="1.0"?>
        <courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
        <course id="https://example.org/course"><title><langstring lang="en">Course</langstring></title>
        <description><langstring lang="en">About the course.</langstring></description></course>
        <au id="https://example.org/course/au-1" moveOn="Completed">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description>
        <url>https://example.org/lesson/index.html</url></au>
        </courseStructure>
    """
    if subject.package.form != "file":
        return
    for element, url in _urls(subject):
        if url and not has_scheme(url):
            yield Finding(
                f"`{url}` is relative, and there is no zip that it could be in",
                subject.xml.inner(element),
                help="write the whole address with `https://`, or inspect the zip",
                evidence=url,
            )


@rule(Severity.WARNING, "cmi5", covers="C15")
def cmi5_url_absolute_though_in_package(subject: Subject) -> Iterator[Finding]:
    """The URL of an AU is absolute, though the package has a page of that name.

    Pages inside the zip are referred to relatively (cmi5 14.1.0.0-3). As it stands, the LMS launches what is on that
    server, whatever the package holds, and the page is on another origin.

    Bad:
        === cmi5.xml
        <url>https://example.org/lesson/index.html</url>
    Good:
        === cmi5.xml
        <url>https://example.org/lesson/start.html</url>
    """
    if subject.package.form == "file":
        return
    for element, url in _urls(subject):
        if has_scheme(url) and not trouble_of_url(url):
            inside = _inside(subject.package, urlsplit(url).path)
            if inside:
                yield Finding(
                    f"the package has `{inside}` itself",
                    subject.xml.inner(element),
                    help=f"write `{inside}` if that page is meant",
                    evidence=url,
                )


def _inside(package: Package, path: str) -> str:
    parts = [part for part in path.split("/") if part][-20:]
    return next((name for at in range(len(parts)) if package.has(name := "/".join(parts[at:]))), "")
