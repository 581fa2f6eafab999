"""Files of a package that cannot be read, or are no files."""

from __future__ import annotations

import stat
from collections.abc import Iterator

from darslik.diagnostics import Severity, Span
from darslik.inspect.archive import Damaged, FolderPackage, ZipPackage
from darslik.inspect.archive.zip import DEFLATED, STORED, squeezed
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject

_METHODS = {1: "Shrink", 6: "Implode", 9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd"}


@rule(Severity.ERROR, "any", covers="P1 C1")
def damaged_file(subject: Subject) -> Iterator[Finding]:
    r"""A file is in the list of the package and cannot be read.

    Its checksum is wrong, its content breaks off or is not where the list of files says, it unpacks to more than it
    declares, or the rights on the file are missing. LMSs that check refuse the package; others show a broken page.

    Bad:
        === package.zip
        \zip
        \entry lesson.js damaged
    Good:
        === package.zip
        \zip
    """
    package = subject.package
    if isinstance(package, FolderPackage):
        for folder in package.closed:
            yield Finding(f"the folder `{folder}` cannot be looked into", Span(folder), help="check its rights")
    for path in package.paths():
        if isinstance(package, ZipPackage) and package.unreadable(package.files[path]):
            continue  # the next rules say so
        try:
            if isinstance(package, ZipPackage):
                for _ in package.chunks(package.files[path]):
                    pass
            else:
                package.read(path, 1)
        except Damaged as damage:
            yield Finding(f"`{path}` cannot be read: {damage}", Span(path), help="pack the course anew")


@rule(Severity.ERROR, "any", covers="P1")
def encrypted_file(subject: Subject) -> Iterator[Finding]:
    r"""A file in the zip needs a password.

    No LMS asks for one; the import fails or the file is empty.

    Bad:
        === package.zip
        \zip
        \entry lesson.js encrypted
    Good:
        === package.zip
        \zip
    """
    if isinstance(subject.package, ZipPackage):
        for entry in subject.package.directory.entries:
            if entry.encrypted:
                yield Finding(
                    f"`{entry.name}` is encrypted", Span(entry.name), help="pack the course without a password"
                )


@rule(Severity.ERROR, "any", covers="P1")
def unsupported_compression(subject: Subject) -> Iterator[Finding]:
    r"""A file is compressed in a way that LMSs cannot unpack.

    PHP, Java and .NET unpack what is stored or deflated (APPNOTE methods 0 and 8). Windows takes Deflate64 for files of
    more than 2 GiB, other packers offer LZMA or bzip2; the LMS then has no content for the file.

    Bad:
        === package.zip
        \zip
        \entry lesson.js method=12
    Good:
        === package.zip
        \zip
        \entry lesson.js method=0
    """
    if isinstance(subject.package, ZipPackage):
        for entry in subject.package.directory.entries:
            if entry.method not in {STORED, DEFLATED}:
                method = _METHODS.get(entry.method, f"method {entry.method}")
                yield Finding(
                    f"`{entry.name}` is compressed with {method}", Span(entry.name), help="pack it with plain `deflate`"
                )


@rule(Severity.ERROR, "any")
def file_compressed_too_much(subject: Subject) -> Iterator[Finding]:
    r"""A single file unpacks to something huge.

    A file of more than 8 MiB that was packed to less than a two hundredth is nothing that learners see or hear. It is
    not unpacked here. `--max-ratio` sets the limit.

    Bad:
        === package.zip
        \zip
        \entry more.xsd says-size=9000000 text=more
        \entry other.xsd size=60000 method=0
    Good:
        === package.zip
        \zip
    """
    if isinstance(subject.package, ZipPackage):
        for entry in subject.package.directory.entries:
            if squeezed(entry, subject.limits):
                yield Finding(
                    f"`{entry.name}` has {entry.packed:,} bytes packed and {entry.size:,} unpacked",
                    Span(entry.name),
                    help="if you trust the sender, raise the limit with --max-ratio",
                )


@rule(Severity.ERROR, "any", covers="P1")
def link_in_package(subject: Subject) -> Iterator[Finding]:
    r"""An entry is a link to something else.

    Unpacked on a server it can lead to any file there, `/etc/passwd` or the configuration of the LMS. LMSs refuse links
    or unpack a text with the path. It is not followed here, and left out of everything else that is said.

    Bad:
        === package.zip
        \zip
        \entry more.xsd link=../../../etc/passwd
    Good:
        === package.zip
        \zip
    """
    for name, target in _links(subject):
        yield Finding(
            f"`{name}` is a link{f' to `{target}`' if target else ''}",
            Span(name),
            help="put the file itself in its place",
        )


def _links(subject: Subject) -> Iterator[tuple[str, str]]:
    package = subject.package
    if isinstance(package, FolderPackage):
        yield from sorted(package.links.items())
    elif isinstance(package, ZipPackage):
        for entry in package.directory.entries:
            if entry.mode == stat.S_IFLNK:
                try:
                    target = next(package.chunks(entry), b"")[:200].decode("utf-8", "replace")
                except Damaged:
                    target = ""
                yield entry.name, target


@rule(Severity.ERROR, "any", covers="P1")
def special_file_in_package(subject: Subject) -> Iterator[Finding]:
    r"""An entry is a device, a pipe or a socket.

    Such things have no content that could be shown; reading one may wait for ever. It is not opened here.

    Bad:
        === package.zip
        \zip
        \entry more.xsd device
    Good:
        === package.zip
        \zip
    """
    package = subject.package
    if isinstance(package, FolderPackage):
        names = sorted(package.specials)
    elif isinstance(package, ZipPackage):
        kinds = {0, stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK}
        names = [entry.name for entry in package.directory.entries if entry.mode not in kinds]
    else:
        return
    for name in names:
        yield Finding(f"`{name}` is no file, but a device, a pipe or a socket", Span(name), help="take it out")
