"""The zip as a whole: what readers of different kinds would see differently, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity, Span
from darslik.inspect.archive import Damaged, ZipPackage
from darslik.inspect.archive.zip import differs
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject


@rule(Severity.ERROR, "any", covers="P1")
def damaged_list_of_files(subject: Subject) -> Iterator[Finding]:
    r"""The zip's own list of files contradicts itself.

    It gives one number of files and has another, breaks off, or stands there twice. What one program unpacks is then
    not what another checked.

    Bad:
        === package.zip
        \zip
        \says-files 99
    Good:
        === package.zip
        \zip
    """
    package = subject.package
    if isinstance(package, ZipPackage):
        for flaw in package.directory.flaws:
            yield Finding(
                f"the zip's list of files is damaged: {flaw}", Span(package.name), help="pack the course anew"
            )


@rule(Severity.ERROR, "any", covers="P1")
def two_descriptions_of_a_file(subject: Subject) -> Iterator[Finding]:
    r"""The zip says one thing of a file in its list and another before its content.

    Some unpackers read the list at the end, others the zip from its start (APPNOTE 4.3.7, 4.3.12). They see other names
    or sizes, so that a scanner and the LMS disagree about what is in it.

    Bad:
        === package.zip
        \zip
        \entry lesson.js local=lesson.php
    Good:
        === package.zip
        \zip
    """
    package = subject.package
    if not isinstance(package, ZipPackage):
        return
    for entry in package.directory.entries:
        try:
            what = differs(entry, package.local(entry))
        except Damaged:
            continue  # `damaged-file` says so
        if what:
            yield Finding(f"the zip tells {what} of `{entry.name}` in two ways", Span(entry.name), help="pack it anew")


@rule(Severity.WARNING, "any")
def file_missing_from_the_list(subject: Subject) -> Iterator[Finding]:
    r"""Between the files of the zip is one that its list leaves out.

    Programs that read a zip from its start unpack it, all others do not know of it: a way to slip something past a
    check, or what is left of a file that was deleted from the zip.

    Bad:
        === package.zip
        \zip
        \hidden evil.php
    Good:
        === package.zip
        \zip
    """
    package = subject.package
    if isinstance(package, ZipPackage):
        for at in package.unlisted():
            yield Finding(
                f"there is a file that is not listed, at byte {at:,}", Span(package.name), help="pack it anew"
            )


@rule(Severity.WARNING, "any")
def data_before_zip(subject: Subject) -> Iterator[Finding]:
    r"""Something stands before the zip in the same file.

    Self-unpacking programs are made so, and files that are two things at once. Browsers and scanners go by the first
    bytes and take the package for something else; some LMSs refuse it.

    Bad:
        === package.zip
        \zip
        \before #!/bin/sh
    Good:
        === package.zip
        \zip
    """
    package = subject.package
    if isinstance(package, ZipPackage) and package.directory.before:
        yield Finding(
            f"{package.directory.before:,} bytes stand before the zip", Span(package.name), help="pack the course anew"
        )


@rule(Severity.WARNING, "any")
def data_after_zip(subject: Subject) -> Iterator[Finding]:
    r"""Something stands behind the end of the zip in the same file.

    A broken download or upload leaves such bytes, and so does whoever hides something. Strict readers refuse the zip.

    Bad:
        === package.zip
        \zip
        \after more
    Good:
        === package.zip
        \zip
    """
    package = subject.package
    if isinstance(package, ZipPackage) and package.directory.after:
        yield Finding(
            f"{package.directory.after:,} bytes stand behind the zip", Span(package.name), help="pack the course anew"
        )


@rule(Severity.WARNING, "scorm12", "scorm2004")
def zip64_package(subject: Subject) -> Iterator[Finding]:
    r"""The zip has the records of archives of more than 4 GiB or 65,535 files.

    cmi5 asks of an LMS to read them (cmi5 14.1); SCORM does not, and older LMSs say that the file is no zip. Some tools
    write them without need.

    Bad:
        === package.zip
        \zip
        \zip64
    Good:
        === package.zip
        \zip
    """
    package = subject.package
    if isinstance(package, ZipPackage) and package.directory.zip64:
        yield Finding(
            "the package is a zip64 archive", Span(package.name), help="pack it without zip64, and split large courses"
        )
