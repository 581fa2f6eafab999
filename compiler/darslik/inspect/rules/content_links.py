"""Addresses within the package that lead nowhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from darslik.diagnostics import Severity
from darslik.inspect.content.findings import MOST, content, launches
from darslik.inspect.content.index import Content
from darslik.inspect.content.seen import Reference
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.suggest import did_you_mean

_NEEDED = {"script", "style", "frame"}


def _broken(found: Content, paths: set[str] | None = None) -> Iterator[tuple[str, Reference]]:
    """Addresses of files that the package does not have, in all files or in these."""
    for path, one in found.references():
        inside = not one.address.host and not one.address.rooted
        if inside and (paths is None or path in paths) and not found.has(one.address.path):
            yield path, one


def _opened(subject: Subject) -> set[str]:
    """The pages that the LMS opens, with what they load at once."""
    found = content(subject)
    return found.loaded(path for _, path in launches(subject) if path in found.sizes)


def _advice(found: Content, one: Reference) -> tuple[str, str]:
    """What is wrong with an address, and what to write instead."""
    other = found.folded.get(one.address.path.casefold())
    if other:
        return f"the file is spelled `{other}`", "servers tell capital and small letters apart: spell both the same"
    if one.address.outside:
        return "it leads out of the package", "put the file into the package"
    near = did_you_mean(
        posixpath.basename(one.address.path),
        [posixpath.basename(path) for path in found.in_folder(posixpath.dirname(one.address.path))],
    )
    return "there is no such file", near or "put the file into the package, or take the address out"


def _finding(found: Content, one: Reference, what: str) -> Finding:
    why, advice = _advice(found, one)
    return Finding(f"{what} `{one.address.path[:200]}`: {why}", one.span, help=advice, evidence=one.raw)


def _first(told: Iterator[Finding]) -> Iterator[Finding]:
    """No more than a few for each target; the same missing file is named on every page of some packages."""
    seen: dict[str, int] = {}
    for one in told:
        seen[one.message] = seen.get(one.message, 0) + 1
        if seen[one.message] == 1 and len(seen) <= MOST * 5:
            yield one


@rule(Severity.ERROR, "scorm2004", "scorm12", "cmi5", "xapi")
def needed_file_missing(subject: Subject) -> Iterator[Finding]:
    r"""A page that the LMS opens loads a script, style sheet or frame that is not in the package.

    The address is answered with “not found”: the page stands there without its script, and nothing is recorded. On the
    author's Windows computer `Lesson.js` and `lesson.js` are the same file, on a server they are two.

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script><script src="Lesson.js"></script></head>
        <body><p>Text.</p></body></html>
    Good:
        === index.html
        \base
    """
    found = content(subject)
    opened = _opened(subject)
    yield from _first(_finding(found, one, one.use) for _, one in _broken(found, opened) if one.use in _NEEDED)


@rule(Severity.WARNING, "scorm2004", "scorm12", "cmi5", "xapi")
def link_to_nowhere(subject: Subject) -> Iterator[Finding]:
    r"""An address in a page or style sheet names a file that is not in the package.

    Learners get “not found”, an empty rectangle in the place of a picture, or a page without its look. What the LMS
    opens itself is looked at more severely.

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script></head>
        <body><p><a href="glossary.html">Glossary</a></p></body></html>
    Good:
        === index.html
        \base
    """
    found = content(subject)
    opened = _opened(subject)
    yield from _first(
        _finding(found, one, "link to" if one.use == "link" else one.use)
        for path, one in _broken(found)
        if one.use not in _NEEDED or path not in opened
    )


@rule(Severity.WARNING, "any", covers="Q65")
def address_from_the_root(subject: Subject) -> Iterator[Finding]:
    r"""An address begins with `/`: it names a file of the server, not of the package.

    The LMS puts a package somewhere below its own address; `/media/map.png` is then asked of the LMS itself, which has
    no such file.

    Bad:
        === index.html
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Lesson</title><script src="lesson.js"></script></head>
        <body><img src="/media/map.png" alt="Map"></body></html>
    Good:
        === index.html
        \base
    """
    found = content(subject)
    yield from _first(
        Finding(
            f"`/{one.address.path[:200]}` is asked of the LMS, not of the package",
            one.span,
            help=f"write it as seen from the file: `{_relative(path, one)}`",
            evidence=one.raw,
        )
        for path, one in found.references()
        if one.address.rooted
    )


def _relative(path: str, one: Reference) -> str:
    return posixpath.relpath(one.address.path[:200], posixpath.dirname(path) or ".")
