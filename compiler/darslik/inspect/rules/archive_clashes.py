"""Names that are in each other's way when the package is unpacked."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from darslik.diagnostics import Label, Severity, Span
from darslik.inspect.archive import Package, ZipPackage
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject


def _alike(package: Package, key: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Pairs of different paths that become the same: one, and the first of its kind."""
    first: dict[str, str] = {}
    for path in package.paths():
        other = first.setdefault(key(path), path)
        if other != path:
            yield path, other


def _plain(path: str) -> str:
    return unicodedata.normalize("NFC", path)


@rule(Severity.ERROR, "any", covers="P1")
def name_twice(subject: Subject) -> Iterator[Finding]:
    r"""Two files in the zip have the same name.

    Which of them is unpacked depends on the tool: a scanner may see one and the learner the other. What is said here is
    about the last.

    Bad:
        === package.zip
        \zip
        \entry index.html again
    Good:
        === package.zip
        \zip
    """
    if not isinstance(subject.package, ZipPackage):
        return
    seen: set[str] = set()
    for path, _ in subject.package.members():
        if path in seen:
            yield Finding(f"there is more than one `{path}`", Span(path), help="pack the course anew")
        seen.add(path)


@rule(Severity.ERROR, "any", covers="P1")
def file_and_folder_of_one_name(subject: Subject) -> Iterator[Finding]:
    r"""A name is that of a file and of a folder.

    No file system has both, so unpacking stops there.

    Bad:
        === package.zip
        \zip
        \entry pages.xsd
        \entry pages.xsd/first.xsd
    Good:
        === package.zip
        \zip
        \entry pages/first.xsd
    """
    folders = {path.rpartition("/")[0]: path for path in subject.package.paths()}
    for path in list(folders.values()):
        folder = path.rpartition("/")[0].rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = path
            folder = folder.rpartition("/")[0]
    for folder, path in sorted(folders.items()):
        if subject.package.has(folder):
            yield Finding(
                f"`{folder}` is a file and a folder",
                Span(folder),
                help="rename one of them",
                related=(Label(Span(path), "in it"),),
            )


@rule(Severity.WARNING, "any", covers="N6")
def names_differ_in_case(subject: Subject) -> Iterator[Finding]:
    r"""Two names differ only in capital and small letters.

    On Windows and macOS one of them overwrites the other when the package is unpacked.

    Bad:
        === one.xsd
        \base imscp_v1p1.xsd
        === One.xsd
        \base imscp_v1p1.xsd
    Good:
        === one.xsd
        \base imscp_v1p1.xsd
    """
    for path, other in _alike(subject.package, lambda path: _plain(path).casefold()):
        if _plain(path) != _plain(other):
            yield Finding(
                f"`{path}` and `{other}` differ only in case",
                Span(path),
                help="rename one of them",
                related=(Label(Span(other), "the other"),),
            )


@rule(Severity.WARNING, "any", covers="N6")
def names_differ_in_accents(subject: Subject) -> Iterator[Finding]:
    r"""Two names look the same and have other bytes.

    A letter with an accent can be written as one character or as two (Unicode NFC and NFD). macOS takes both for the
    same name, and one file overwrites the other.

    With: name-not-ascii
    Bad:
        === package.zip
        \zip
        \entry caf\xc3\xa9.xsd
        \entry cafe\xcc\x81.xsd
    Good:
        === cafe.xsd
        \base imscp_v1p1.xsd
    """
    for path, other in _alike(subject.package, _plain):
        yield Finding(
            f"`{path}` is there twice, with its accents written in two ways",
            Span(path),
            help="rename one of them",
            related=(Label(Span(other), "the other"),),
        )
