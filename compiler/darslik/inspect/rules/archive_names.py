"""Names of files that not every unpacker, server or browser takes as they were meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from darslik.diagnostics import Severity, Span
from darslik.inspect.archive import FolderPackage, Package, ZipPackage
from darslik.inspect.archive.names import has_control, leads_out
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject

_LONGEST = 255
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|$)")
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*]')


def stored(package: Package) -> Iterable[str]:
    """Every name in a package as it is stored: folders, doubles and what must not be unpacked included."""
    if isinstance(package, ZipPackage):
        return (entry.name for entry in package.directory.entries)
    return package.names if isinstance(package, FolderPackage) else package.paths()


@rule(Severity.ERROR, "any", covers="P1")
def name_leads_out(subject: Subject) -> Iterator[Finding]:
    r"""A file would be unpacked outside of the folder of the course.

    A name with `..`, from the root or on a drive can overwrite files of the server ("zip slip"). Careful LMSs refuse
    the whole package; the file is left out of everything else that is said here. Names must be relative (APPNOTE
    4.4.17.1).

    Bad:
        === package.zip
        \zip
        \entry ../../evil.js
        \entry /etc/cron.d/evil
        \entry C:/evil.js
    Good:
        === package.zip
        \zip
    """
    for name in stored(subject.package):
        if leads_out(name):
            yield Finding(
                f"`{name}` leads out of the package",
                Span(name),
                help="do not unpack it with a tool that follows such names; ask where the package comes from",
            )


@rule(Severity.ERROR, "any", covers="P1")
def backslash_in_name(subject: Subject) -> Iterator[Finding]:
    r"""A backslash stands between folders in the zip.

    Between folders stands `/` (APPNOTE 4.4.17.1). Elsewhere than on Windows a file of the name `content\page.html` is
    made, beside the folders, and the course does not find it. Old .NET programs pack so.

    Bad:
        === package.zip
        \zip
        \entry 'imsmanifest\more.xsd'
    Good:
        === package.zip
        \zip
        \entry imsmanifest/more.xsd
    """
    for name in stored(subject.package):
        if "\\" in name and not leads_out(name):
            yield Finding(
                f"`{name}` has a backslash", Span(name), help="unpack it on Windows, and pack it anew with another tool"
            )


@rule(Severity.ERROR, "any", covers="P1")
def control_character_in_name(subject: Subject) -> Iterator[Finding]:
    r"""A name has invisible characters that end it, break the line or turn the direction of writing.

    Some unpackers stop at a NUL, so that `evil.php` and more behind it becomes `evil.php`; others fail. The characters
    that turn the direction of writing make `gpj.exe` look like a picture. No tool writes them by itself. The file is
    left out of everything else that is said here.

    Bad:
        === package.zip
        \zip
        \entry index.php\x00.html
    Good:
        === package.zip
        \zip
    """
    for name in stored(subject.package):
        if has_control(name) and not leads_out(name):
            yield Finding(f"the name `{name}` has control characters", Span(name), help="rename the file")


@rule(Severity.ERROR, "any", covers="P1")
def name_too_long(subject: Subject) -> Iterator[Finding]:
    r"""A file or folder has a name that no file system takes.

    255 bytes are the most on Linux, 255 characters on Windows and macOS; unpacking stops there.

    Bad:
        === package.zip
        \zip
        \entry abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij.xsd
    Good:
        === package.zip
        \zip
        \entry abcdefghij.xsd
    """  # noqa: E501 - it is about that
    for name in stored(subject.package):
        longest = max(name.replace("\\", "/").split("/"), key=len)
        if len(longest.encode()) > _LONGEST:
            yield Finding(
                f"a name has {len(longest.encode()):,} bytes; {_LONGEST} are the most that can be unpacked",
                Span(name),
                help="give it a shorter name",
                evidence=longest,
            )


@rule(Severity.WARNING, "any", covers="N6")
def folder_path_too_long(subject: Subject) -> Iterator[Finding]:
    r"""A path through folders is so long that LMSs cannot store it.

    Moodle keeps the folders of a file in 255 characters of its database and aborts the import of a longer one. On
    Windows servers 260 characters are the end of a path, those before the course included.

    Bad:
        === abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij/abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij/abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij/more.xsd
        \base imscp_v1p1.xsd
    Good:
        === abcdefghij/more.xsd
        \base imscp_v1p1.xsd
    """  # noqa: E501 - it is about that
    for path in subject.package.paths():
        folder = path.rpartition("/")[0]
        if len(folder) > _LONGEST - 2:  # Moodle adds a slash at both ends
            yield Finding(
                f"the folders of a file have {len(folder):,} characters; {_LONGEST - 2} are the most",
                Span(path),
                help="use fewer or shorter folders",
            )


@rule(Severity.WARNING, "any", covers="N6 Q57")
def name_not_ascii(subject: Subject) -> Iterator[Finding]:
    r"""A name has letters that unpackers read in different ways.

    Many read the names in a zip as CP437, the letters of the first PC (APPNOTE appendix D), whatever is meant; the
    ADL's test suite is one of them. `café.html` is then unpacked under another name and the course does not find it.

    Bad:
        === café.xsd
        \base imscp_v1p1.xsd
    Good:
        === cafe.xsd
        \base imscp_v1p1.xsd
    """
    for path in subject.package.paths():
        if not path.isascii():
            yield Finding(
                f"`{path}` has letters outside of ASCII",
                Span(path),
                help="name it with a-z, 0-9, `-`, `_` and `.` only",
            )


@rule(Severity.WARNING, "any", covers="N6")
def name_not_for_windows(subject: Subject) -> Iterator[Finding]:
    r"""A name cannot be used on Windows.

    Windows keeps `con`, `aux`, `nul` and the like for devices, refuses `< > : " | ? *` and drops dots and spaces at the
    end of a name. An LMS on a Windows server, or an author who unpacks the package there, loses the file.

    Bad:
        === aux.xsd
        \base imscp_v1p1.xsd
    Good:
        === auxiliary.xsd
        \base imscp_v1p1.xsd
    """
    for path in subject.package.paths():
        for part in path.split("/"):
            reason = _on_windows(part)
            if reason:
                yield Finding(f"`{part}` {reason}", Span(path), help="rename it")
                break


def _on_windows(part: str) -> str:
    if _RESERVED.match(part):
        return "is the name of a device on Windows"
    if _NOT_ON_WINDOWS.search(part):
        return "has characters that Windows refuses"
    return "ends in what Windows cuts off" if part.endswith((".", " ")) else ""
