"""Files that lessons name: there, of a kind that learners can open, and of a size that they can load."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple
from urllib.parse import unquote

from darslik.blocks import FileRef
from darslik.checks import Finding, Subject, check
from darslik.checks.walk import Place
from darslik.diagnostics import Severity, Span
from darslik.model.tree import Course
from darslik.source.paths import is_external, localised, resolve
from darslik.suggest import nearest

IMAGES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"})
VIDEOS = frozenset({".mp4", ".webm", ".m4v"})
SOUNDS = frozenset({".mp3", ".m4a", ".ogg", ".oga", ".wav", ".aac", ".opus"})
_KINDS = {"image": IMAGES, "poster": IMAGES - {".svg"} | {".svg"}, "video": VIDEOS, "audio": SOUNDS}
_ADVICE = {
    "image": "use SVG for drawings, JPEG or WebP for photographs, PNG for screens",
    "poster": "use JPEG, PNG or WebP",
    "video": "use MP4 (H.264 and AAC), which every browser plays",
    "audio": "use MP3 or M4A, which every browser plays",
}
SERVED = frozenset(
    (
        ".php .php3 .php5 .phtml .asp .aspx .jsp .jspx .cgi .pl .py .rb .sh"
        " .exe .bat .cmd .com .dll .msi .jar .vbs .ps1 .htaccess"
    ).split()
)


class Used(NamedTuple):
    """A file as a lesson names it; `path` is none if it leaves the course."""

    place: Place
    written: str
    purpose: str
    path: str | None

    @property
    def span(self) -> Span:
        """Where its name stands."""
        return self.place.span(self.written, unquote(self.written))


def used_files(subject: Subject) -> list[Used]:
    """Every file inside the course that lessons name, in the variant of the language."""
    return subject.walk.once("used files", lambda: list(_used_files(subject)))


def _used_files(subject: Subject) -> Iterator[Used]:
    for file in subject.walk.files:
        if not is_external(file.ref.path):
            yield _used(subject.course, file.place._replace(at=file.ref.span), file.ref)
    for image in subject.walk.images:
        if not is_external(image.source) and image.place.kind == "body":
            span = image.place.span(image.source)
            yield _used(subject.course, image.place, FileRef(image.source, span, "image"))
    for link in subject.walk.links:
        inside = not is_external(link.target) and not link.target.startswith("#")
        if inside and link.target and link.place.kind == "body" and not link.target.split("#")[0].endswith(".md"):
            used = _used(subject.course, link.place, FileRef(link.target, Span(link.place.file), "file"))
            if used.path and subject.course.files.has(used.path):
                yield used  # if not, `broken-link` says so


def _used(course: Course, place: Place, ref: FileRef) -> Used:
    path = resolve(place.file, ref.path)
    return Used(place, ref.path, ref.purpose, localised(course.files, path, place.lang) if path else None)


_NAMES = {
    "image": "image",
    "poster": "poster",
    "video": "video",
    "audio": "sound",
    "captions": "captions file",
    "transcript": "transcript",
    "data": "data file",
    "file": "file",
}


@check(Severity.ERROR)
def missing_file(subject: Subject) -> Iterator[Finding]:
    """A lesson names an image, video, data file or other file that does not exist.

    Paths are relative to the lesson's file. Names are exact inside a package: `Plan.png` is not `plan.png`, even if
    your computer treats them alike.

    Bad:
    === lessons/01-first.md
    :::{figure} ../media/exit.svg
    :alt: The way out
    :::
    Good:
    === media/exit.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    === lessons/01-first.md
    :::{figure} ../media/exit.svg
    :alt: The way out
    :::
    """
    files = subject.course.files
    for used in used_files(subject):
        if used.path and not files.has(used.path):
            folder = posixpath.dirname(used.path) or "."
            yield Finding(
                f"this {_NAMES[used.purpose]} does not exist",
                used.span,
                f"no such file in {folder}",
                tuple(_nearest(subject.course, used)),
            )
    for file in subject.walk.files:
        if is_external(file.ref.path) and file.ref.purpose in {"file", "transcript", "data", "captions"}:
            yield Finding(
                f"a {_NAMES[file.ref.purpose]} must be a file of the course",
                file.ref.span,
                help="save it in the course folder and write its path",
            )


def _meant(course: Course, path: str) -> str | None:
    """The file that a missing one was probably meant to be; `missing-file` names it."""
    if course.files.has(path):
        return None
    names = list(course.files.paths())
    return next((name for name in names if name.lower() == path.lower()), None) or nearest(path, names)


def _nearest(course: Course, used: Used) -> Iterator[str]:
    relative = partial(posixpath.relpath, start=posixpath.dirname(used.place.file) or ".")
    if near := _meant(course, used.path or ""):
        capitals = "; capitals count" if near.lower() == (used.path or "").lower() else ""
        yield f"there is `{relative(near)}`{capitals}"
    elif course.files.has(used.written):
        yield f"write `{relative(used.written)}`: paths begin at the lesson's own folder"


@check(Severity.WARNING)
def external_media(subject: Subject) -> Iterator[Finding]:
    """An image, video or sound is loaded from another site.

    It is missing for learners without that network, the other site sees who learns, and one day it is gone. Many LMSs
    block it.

    Bad:
    === lessons/01-first.md
    ![The way out](https://example.org/exit.svg)
    Good:
    === media/exit.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    === lessons/01-first.md
    ![The way out](../media/exit.svg)
    """
    advice = "save it in media/ if its licence allows, and write that path"
    for image in subject.walk.images:
        if is_external(image.source):
            yield Finding("this image is loaded from another site", image.place.span(image.source), help=advice)
    for file in subject.walk.files:
        if is_external(file.ref.path) and file.ref.purpose in {"image", "video", "audio", "poster"}:
            yield Finding(f"this {_NAMES[file.ref.purpose]} is loaded from another site", file.ref.span, help=advice)


@check(Severity.ERROR)
def unsupported_media(subject: Subject) -> Iterator[Finding]:
    """An image, video or sound in a format that browsers do not show.

    TIFF, HEIC, AVI, MOV or WMA play in some program on your computer, but not in the browsers of learners.

    Bad:
    === media/scan.tiff
    II
    === lessons/01-first.md
    :::{figure} ../media/scan.tiff
    :alt: A scanned table
    :::
    Good:
    === media/scan.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    === lessons/01-first.md
    :::{figure} ../media/scan.svg
    :alt: A scanned table
    :::
    """
    for used in used_files(subject):
        known = _KINDS.get(used.purpose)
        extension = posixpath.splitext(used.path or "")[1].lower()
        if known and used.path and subject.course.files.has(used.path) and extension not in known:
            shown = f"`{extension}`" if extension else "a file without extension"
            yield Finding(
                f"browsers do not show {shown} as {_article(used.purpose)}", used.span, help=_ADVICE[used.purpose]
            )


def _article(purpose: str) -> str:
    return f"{'an' if purpose == 'image' else 'a'} {_NAMES[purpose]}"


@check(Severity.WARNING)
def refused_file_type(subject: Subject) -> Iterator[Finding]:
    """A file of a type that LMSs refuse in a package, such as PHP, Python or a program.

    Docebo, SAP SuccessFactors and others reject the whole package for one such file, because a server might run it.

    Bad:
    === files/count.py
    print(1)
    === lessons/01-first.md
    :::{download} ../files/count.py
    :title: The program
    :::
    Good:
    === files/count.txt
    print(1)
    === lessons/01-first.md
    :::{download} ../files/count.txt
    :title: The program
    :::
    """
    for used in used_files(subject):
        extension = posixpath.splitext(used.path or "")[1].lower()
        if extension in SERVED and used.purpose not in {"transcript", "data"}:
            yield Finding(
                f"many LMSs refuse packages with `{extension}` files",
                used.span,
                help="give it the ending .txt, or put it into a zip file",
            )
