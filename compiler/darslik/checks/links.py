"""Links: to pages that exist, by addresses that a browser may open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from darslik.checks import Finding, Subject, check
from darslik.checks.walk import Link, Place
from darslik.diagnostics import Severity, Span
from darslik.model.tree import Course, LessonText
from darslik.source.paths import is_external, localised, resolve, variant
from darslik.suggest import did_you_mean

SCHEMES = frozenset({"https", "http", "mailto", "tel"})
_DRIVE = re.compile(r"[A-Za-z]:(?![A-Za-z]*//)[\\/%]")


def link_span(link: Link) -> Span:
    """The target of a link as it is written."""
    return link.place.span(link.target, unquote(link.target), link.words)


@check(Severity.ERROR)
def broken_link(subject: Subject) -> Iterator[Finding]:
    """A link leads to a lesson, page or file that does not exist.

    The learner would press it and see nothing happen. Links to pages are `file.md#page-id`, with the file's path as
    seen from the lesson.

    Bad:
    === lessons/01-first.md
    See [the second](02-second.md).
    Good:
    === lessons/01-first.md
    See [the beginning](01-first.md#start).
    """
    course = subject.course
    lessons = _lessons(course)
    for link in subject.walk.links:
        if is_external(link.target) or link.place.kind != "body":
            continue
        if link.target.startswith("#"):
            yield from _anchor(link, lessons)
        else:
            yield from _target(course, link, lessons)


def _lessons(course: Course) -> Mapping[str, LessonText]:
    """Lessons by the paths of all their languages, each with the source's pages."""
    found: dict[str, LessonText] = {}
    for lesson in course.lessons():
        for text in lesson.texts.values():
            found[text.path] = lesson.texts[course.source]
    return found


def _target(course: Course, link: Link, lessons: Mapping[str, LessonText]) -> Iterator[Finding]:
    path = resolve(link.place.file, link.target)
    if path and path in lessons:
        yield from _page(link, lessons[path])
    elif not link.target.strip():
        yield from _empty(link)
    elif path and path.endswith(".md"):
        near = did_you_mean(path.rsplit("/", 1)[-1], [name.rsplit("/", 1)[-1] for name in lessons])
        yield Finding(
            "this link leads to no lesson of the course",
            link_span(link),
            near or "no such lesson",
            ("name a lesson that course.yaml lists, by its path as seen from this file",),
        )
    elif path and not course.files.has(localised(course.files, path, link.place.lang)):
        yield Finding(
            "this link leads to a file that does not exist",
            link_span(link),
            _near_file(course, path),
            ("check the spelling; names are exact, capitals included",),
        )


def _empty(link: Link) -> Iterator[Finding]:
    yield Finding("this link leads nowhere", link_span(link), help="write its address into the brackets")


def _near_file(course: Course, path: str) -> str:
    for name in course.files.paths():
        if name.lower() == path.lower():
            return f"there is `{name}`: capitals differ"
    return did_you_mean(path, course.files.paths()) or "no such file"


def _page(link: Link, lesson: LessonText) -> Iterator[Finding]:
    wanted = unquote(link.target.partition("#")[2])
    ids = [page.id for page in lesson.pages]
    if wanted and wanted not in ids:
        yield Finding(
            f"this lesson has no page `{wanted}`",
            link.place.span(wanted),
            did_you_mean(wanted, ids),
            f"its pages: {', '.join(f'`{name}`' for name in ids)}",
        )


def _anchor(link: Link, lessons: Mapping[str, LessonText]) -> Iterator[Finding]:
    wanted, page = unquote(link.target[1:]), link.place.page
    if page and wanted in _ids(link.place):
        return
    source = lessons.get(link.place.file)
    if source and wanted in [other.id for other in source.pages]:
        name = source.path.rsplit("/", 1)[-1]
        yield Finding("a link to a page needs the lesson's file", link_span(link), help=f"write `{name}#{wanted}`")
    else:
        yield Finding(
            f"nothing on this page is called `{wanted}`",
            link_span(link),
            help=f"mark the place: `[words]{{#{wanted or 'name'}}}`, or link to a page: `lesson.md#page-id`",
        )


def _ids(place: Place) -> set[str]:
    """Ids that authors wrote on a page."""
    found: set[str] = set()
    for body in place.page.body.all_bodies() if place.page else ():
        for token in body.tokens:
            found |= {str(one.attrGet("id")) for one in (token, *(token.children or ())) if one.attrGet("id")}
    return found


@check(Severity.ERROR)
def path_outside_course(subject: Subject) -> Iterator[Finding]:
    """A path leads out of the course folder, or only works on one machine.

    A package can hold only what is in the folder. Paths are relative to the lesson's file, with `/` between folders.

    Bad:
    === lessons/01-first.md
    Read [the plan](../../plan.csv).
    Good:
    === files/plan.csv
    a,b
    === lessons/01-first.md
    Read [the plan](../files/plan.csv).
    """
    for place, path in _paths(subject):
        plain = unquote(path)
        local = plain.lower().startswith("file:") or _DRIVE.match(path)
        if local or (not is_external(path) and not path.startswith("#") and _outside(place, path)):
            backslash = "\\" in plain
            advice = (
                "write `/` between folders" if backslash else "copy the file into the course, for example into media/"
            )
            yield Finding(
                "this path leads out of the course folder" if not backslash or local else "this path has a backslash",
                place.span(path, plain),
                help=advice,
            )


def _outside(place: Place, path: str) -> bool:
    plain = unquote(path.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0])
    return bool(plain) and plain not in {".", "./"} and resolve(place.file, path) is None


def _paths(subject: Subject) -> list[tuple[Place, str]]:
    return subject.walk.once("paths", lambda: list(_all_paths(subject)))


def _all_paths(subject: Subject) -> Iterator[tuple[Place, str]]:
    for link in subject.walk.links:
        yield link.place, link.target
    for image in subject.walk.images:
        yield image.place, image.source
    for file in subject.walk.files:
        yield file.place._replace(at=file.ref.span), file.ref.path


@check(Severity.ERROR)
def unusable_address(subject: Subject) -> Iterator[Finding]:
    """An address that a browser inside an LMS cannot open.

    Links are `https:`, `mailto:` or `tel:`. Others do nothing, are blocked, or run as a program.

    Bad:
    === lessons/01-first.md
    Get it [here on the server](ftp://example.org/plan.csv).
    Good:
    === lessons/01-first.md
    Get [the plan](https://example.org/plan.csv).
    """
    help_ = "write an address that begins with `https://`"
    for place, path in _paths(subject):
        plain = path.strip()
        if is_external(plain) and not plain.lower().startswith("file:") and not _DRIVE.match(plain):
            problem = _problem(plain)
            if problem:
                yield Finding(problem, place.span(path, unquote(path)), help=help_)
    for path, key in _reference_urls(subject.course):
        document = subject.course.documents[path]
        url = str(document.value[key]["url"])
        if problem := _problem(url) if is_external(url) else f"`{url[:60]}` is no address":
            yield Finding(problem, document.span((key, "url")), help=help_)


def _problem(address: str) -> str:
    try:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https"} and not parts.hostname:
            return "this address has no host"
    except ValueError:
        return "this address is not well formed"
    if not parts.scheme:
        return "this address does not say `https:`"
    return "" if parts.scheme.lower() in SCHEMES else f"`{parts.scheme}:` does not open inside an LMS"


def _reference_urls(course: Course) -> Iterator[tuple[str, str]]:
    """Files and keys of the references that have an address."""
    for path in ("references.yaml", *(variant("references.yaml", lang) for lang in course.node.languages)):
        document = course.documents.get(path)
        for key, entry in document.value.items() if document and isinstance(document.value, dict) else ():
            if isinstance(entry, dict) and isinstance(entry.get("url"), str):
                yield path, key


@check(Severity.WARNING)
def insecure_address(subject: Subject) -> Iterator[Finding]:
    """An `http:` address.

    LMSs are served over https, where a browser blocks or warns of what comes over http. Nearly every site answers to
    `https:`.

    Bad:
    === lessons/01-first.md
    See [the portal](http://data.example.org/).
    Good:
    === lessons/01-first.md
    See [the portal](https://data.example.org/).
    """
    for place, path in _paths(subject):
        if path.lower().startswith("http://"):
            yield Finding(
                "this address is not secure",
                place.span(path, unquote(path)),
                help=f"write `https://{unquote(path[7:])}` if the site answers to it",
            )
    for path, key in _reference_urls(subject.course):
        document = subject.course.documents[path]
        url = str(document.value[key]["url"])
        if url.lower().startswith("http://"):
            yield Finding(
                "this address is not secure",
                document.span((key, "url")),
                help=f"write `https://{url[7:]}` if the site answers to it",
            )


@check(Severity.ERROR)
def file_in_short_text(subject: Subject) -> Iterator[Finding]:
    """An image, or a link inside the course, in a title, caption, credit, hint, prompt, definition or transcript.

    These texts are shown in other places than the lesson, where its relative paths mean nothing. Addresses that begin
    with `https:` work everywhere.

    Bad:
    === lessons/01-first.md
    :::{note} See [the beginning](01-first.md#start)
    Mind the step.
    :::
    Good:
    === lessons/01-first.md
    :::{note} Mind
    See [the beginning](01-first.md#start).
    :::
    """
    advice = "put it into a paragraph of the lesson"
    for link in subject.walk.links:
        if link.place.kind != "body" and not is_external(link.target):
            yield Finding("a link inside the course cannot stand in this text", link_span(link), help=advice)
    for image in subject.walk.images:
        if image.place.kind != "body":
            yield Finding(
                "an image cannot stand in this text", image.place.span(image.source, unquote(image.source)), help=advice
            )
