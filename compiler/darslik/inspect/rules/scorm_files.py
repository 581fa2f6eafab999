"""SCORM: the files that a manifest names, and those that it does not."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import accumulate

from darslik.diagnostics import Severity, Span
from darslik.inspect.manifest import short
from darslik.inspect.paths import Reference
from darslik.inspect.recognise import FILES
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject

_NOT_LISTED = (".xsd", ".dtd")
_DEEPEST = 32


def place(subject: Subject, reference: Reference) -> Span:
    """Where a reference is written."""
    if reference.attribute:
        return subject.xml.span(reference.element, reference.attribute)
    return subject.xml.inner(reference.element)


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="P14 P11 L5")
def file_missing(subject: Subject) -> Iterator[Finding]:
    r"""The manifest names a file that the package does not have.

    A learner who comes to it sees the LMS's page for errors; some LMSs refuse the import. The address of a resource
    (without `?` and `#`), of a file (as a whole) and of metadata, each with `xml:base` of manifest, resources and
    resource before it, is the name of a file (SCORM 2004 CAM 3.4.2; ADL requirement 30.7.3.9; SCORM 1.2 CAM 2.3.2.5.3).

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
          <file href="picture.png"/>
        </resource>
    Good:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
          <file href="picture.png"/>
        </resource>
        === picture.png
        \size 9
    """
    for reference, path in subject.manifest.references.absent:
        yield Finding(
            f"there is no file `{short(path)}` in the package",
            place(subject, reference),
            help=_advice(subject, reference, path),
            evidence=short(reference.address),
        )


def _advice(subject: Subject, reference: Reference, path: str) -> str:
    bare = path.partition("?")[0]
    if reference.kind == "file" and subject.package.has(bare):
        return f"a file has no query: write `{short(bare)}`"
    if reference.base and subject.package.has(reference.href):
        return f"`xml:base` puts `{short(reference.base)}` before it; the file is `{short(reference.href)}`"
    return "add the file, or take its name out of the manifest"


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="P19")
def file_name_case(subject: Subject) -> Iterator[Finding]:
    r"""A file is named in the manifest with other capitals than in the package.

    It works on Windows and macOS, where the package was made, and fails on most LMSs, whose servers tell `a` from `A`
    (the conformance test warns on the former and fails on the latter).

    With: file-missing

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="Lesson.js"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    for reference, name in subject.manifest.references.other_case:
        yield Finding(
            f"the file is called `{short(name)}`",
            place(subject, reference),
            label="works only where `a` and `A` are the same",
            help=f"write `{short(name)}`, or rename the file",
            evidence=short(reference.address),
        )


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="P15")
def path_outside_package(subject: Subject) -> Iterator[Finding]:
    r"""An address in the manifest climbs above the root of the package.

    What is there belongs to other courses or to the LMS: careful LMSs refuse the package. After `xml:base` and escapes,
    `..` may not leave the package (SCORM 2004 CAM 3.4.2).

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
          <file href="../shared/player.js"/>
        </resource>
    Good:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
          <file href="shared/player.js"/>
        </resource>
        === shared/player.js
        \size 9
    """
    for reference in subject.manifest.references.outside:
        yield Finding(
            f"`{short(reference.address)}` is outside the package",
            place(subject, reference),
            help="put the file into the package and name it from the root, without `..`",
            evidence=short(reference.address),
        )


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="P16")
def escape_malformed(subject: Subject) -> Iterator[Finding]:
    r"""A percent sign in an address is not followed by two hexadecimal digits.

    An LMS cannot say which file is meant: `%` begins the code of a character (RFC 3986, 2.1). A percent sign itself is
    `%25`.

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
          <file href="100%.png"/>
        </resource>
        === 100%.png
        \size 9
    Good:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
          <file href="100%25.png"/>
        </resource>
        === 100%.png
        \size 9
    """
    for reference in subject.manifest.references.bad_escapes:
        yield Finding(
            f"`{short(reference.address)}` has a `%` without two hexadecimal digits",
            place(subject, reference),
            help="write `%25` for a percent sign, or rename the file",
            evidence=short(reference.address),
        )


@rule(Severity.ERROR, "scorm2004", covers="P16")
def escape_as_utf8(subject: Subject) -> Iterator[Finding]:
    r"""An address escapes letters as UTF-8, which the conformance test reads as Latin-1.

    `caf%C3%A9.js` is then `cafÃ©.js`, which the package does not have; LMSs differ, too. The letters themselves are
    understood by all, names without accents by every server.

    With: name-not-ascii
    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
          <file href="caf%C3%A9.js"/>
        </resource>
        === café.js
        \size 9
    Good:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
          <file href="cafe.js"/>
        </resource>
        === cafe.js
        \size 9
    """
    for reference, name in subject.manifest.references.utf8:
        yield Finding(
            f"`{short(reference.escaped)}` means `{short(name)}` only if its escapes are read as UTF-8",
            place(subject, reference),
            help=f"write `{short(name)}`, or give the file a name of plain letters",
            evidence=short(reference.address),
        )


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="P20")
def file_not_listed(subject: Subject) -> Iterator[Finding]:
    """A file of the package is named by no resource.

    LMSs may leave out what the manifest does not list, and then the page that needs it breaks. Every file belongs to a
    resource (SCORM 2004 CAM 3.4.2.3; SCORM 1.2 CAM 2.3.2.5.3.3); schema files and manifests are exempt.

    With: unused-file

    Bad:
        === notes.txt
        Ask Anna for the newer picture.
    Good:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
          <file href="notes.txt"/>
        </resource>
        === notes.txt
        Notes for learners.
    """
    named = subject.manifest.references.named
    exempt = {subject.xml.path, *FILES.values()}
    files = [
        path
        for path in subject.package.paths()
        if path not in named and path not in exempt and not path.lower().endswith(_NOT_LISTED)
    ]
    used = {folder for path in named for folder in _folders(path)}
    grouped: dict[str, list[str]] = {}
    for path in files:
        grouped.setdefault(_unused_folder(path, used), []).append(path)
    for folder, paths in grouped.items():
        yield from _unlisted(folder, paths)


def _unlisted(folder: str, paths: list[str]) -> Iterator[Finding]:
    if folder and len(paths) > 1:
        yield Finding(
            f"`{short(folder)}/` has {len(paths):,} files, and no resource names any of them",
            Span(paths[0]),
            help="list them as files of the resource that uses them, or leave the folder out",
            evidence=short(", ".join(posixpath.basename(path) for path in paths[:9])),
        )
        return
    for path in paths:
        yield Finding(
            f"no resource names `{short(path)}`",
            Span(path),
            help=f'write `<file href="{short(path)}"/>` in the resource that uses it, or leave the file out',
        )


def _folders(path: str) -> list[str]:
    """The folders that a file is in, the outermost first; of very many, the outer ones."""
    return list(accumulate(path.split("/", _DEEPEST)[:-1], "{}/{}".format))


def _unused_folder(path: str, used: set[str]) -> str:
    """The outermost folder of a file of which nothing is named; empty if there is none."""
    return next((folder for folder in _folders(path) if folder not in used), "")
