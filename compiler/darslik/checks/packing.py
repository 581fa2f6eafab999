"""What is packed: files that are not too large, not forgotten, and keep their names."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from darslik.checks import Finding, Subject, check
from darslik.checks.files import IMAGES, SOUNDS, VIDEOS, used_files
from darslik.diagnostics import Severity, Span
from darslik.render.names import media_name
from darslik.source.paths import resolve

MEDIA = (
    IMAGES
    | VIDEOS
    | SOUNDS
    | frozenset(".vtt .srt .pdf .csv .tsv .xlsx .ods .docx .odt .pptx .zip .tif .bmp .mov .avi .heic".split())
)
MAX_FILE, MAX_COURSE = 10_000_000, 200_000_000
"""Bytes."""


@check(Severity.WARNING)
def oversized_media(subject: Subject) -> Iterator[Finding]:
    r"""A file larger than 10 MB, or media of more than 200 MB in all.

    On a slow line a learner waits minutes for it, and many LMSs refuse large packages.

    Bad:
    === files/data.csv
    \size 10000001
    === lessons/01-first.md
    :::{download} ../files/data.csv
    :title: The data
    :::
    Good:
    === files/data.csv
    \size 1000
    === lessons/01-first.md
    :::{download} ../files/data.csv
    :title: The data
    :::
    """
    files, sizes = subject.course.files, dict[str, int]()
    for used in used_files(subject):
        if not used.path or not files.has(used.path) or used.purpose in {"transcript", "data"}:
            continue
        size = sizes[used.path] = files.size(used.path)
        if size > MAX_FILE:
            yield Finding(
                f"this file has {size / 1e6:,.0f} MB",
                used.span,
                help="compress it, shorten it, or link to a place where it can be downloaded",
            )
    if (total := sum(sizes.values())) > MAX_COURSE:
        yield Finding(
            f"the media of this course have {total / 1e6:,.0f} MB",
            Span("course.yaml"),
            help="compress videos and photographs; many LMSs accept no more than 200 MB",
        )


@check(Severity.WARNING, whole=True)
def unused_media(subject: Subject) -> Iterator[Finding]:
    """A media file in the course folder that no lesson shows.

    It is left out of packages. Either a lesson should show it, or it can be deleted.

    Bad:
    === media/exit.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    Good:
    === media/exit.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
    === lessons/01-first.md
    ![The way out](../media/exit.svg)
    """
    course, theme = subject.course, subject.course.node.theme.strip("./") + "/"
    used = {path for one in used_files(subject) if (path := resolve(one.place.file, one.written))}
    used |= {one.path for one in used_files(subject) if one.path}
    raw = "\n".join(html.content for html in subject.walk.html)
    for path in course.files.paths():
        extension = posixpath.splitext(path)[1].lower()
        unused = path not in used and _base(path) not in used and posixpath.basename(path) not in raw
        if extension in MEDIA and unused and not path.startswith(theme):
            yield Finding("no lesson shows this file", Span(path), help="show it in a lesson, or delete it")


def _base(path: str) -> str:
    """`media/a.ru.svg` → `media/a.svg`: the file that a variant stands for."""
    stem, extension = posixpath.splitext(path)
    return posixpath.splitext(stem)[0] + extension


@check(Severity.HINT)
def renamed_file(subject: Subject) -> Iterator[Finding]:
    """A file gets another name in the package, because its own is not safe everywhere.

    Some LMSs damage names with blanks, capitals or other letters than a–z, so darslik packs such files under a plain
    name. Learners who keep a download see that name.

    Bad:
    === files/Fire plan.csv
    a,b
    === lessons/01-first.md
    :::{download} ../files/Fire plan.csv
    :title: The plan
    :::
    Good:
    === files/fire-plan.csv
    a,b
    === lessons/01-first.md
    :::{download} ../files/fire-plan.csv
    :title: The plan
    :::
    """
    for used in used_files(subject):
        if used.purpose == "file" and used.path and subject.course.files.has(used.path):
            name = media_name(used.path)
            if posixpath.basename(name) != posixpath.basename(used.path):
                yield Finding(
                    f"in the package this file is called `{posixpath.basename(name)}`",
                    used.span,
                    help="use only a–z, 0–9, hyphens and dots in file names",
                )
