"""Zip, folder or single file → a mapping of names to bytes, refused before it can do harm."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from darslik.diagnostics import Severity, Sink, Span
from darslik.inspect.limits import Limits
from darslik.rules import define


class Package(Protocol):
    """What rules may ask of a package. Names are as stored, with `/` between folders; folders are no entries."""

    name: str
    """The last part of its path."""
    form: str
    """`zip`, `folder` or `file`."""

    def paths(self) -> Iterable[str]:
        """All files, sorted."""

    def has(self, path: str) -> bool:
        """Whether there is a file of exactly this spelling."""

    def size(self, path: str) -> int:
        """Bytes of a file, unpacked. Raises KeyError if there is none."""

    def read(self, path: str, most: int | None = None) -> bytes:
        """Bytes of a file, or the first `most` of them. Raises KeyError if there is none, Damaged if unreadable."""


class Damaged(Exception):  # noqa: N818 - it is the user's, not ours
    """Why a file of a package cannot be read, in a sentence."""


def open_package(path: Path, limits: Limits, sink: Sink) -> Package | None:
    """Open what is at a path; none, with the reason as a finding, if it is refused. Raises OSError."""
    if path.is_dir():
        return FolderPackage(path)
    if path.name.lower().endswith(".xml"):
        return FilePackage(path)
    try:
        return ZipPackage(path, limits)
    except (zipfile.BadZipFile, ValueError) as error:
        sink.add("not-a-zip", f"it cannot be opened as a zip: {error}", Span(path.name))
        return None


class ZipPackage:
    """A zip, read entry by entry."""

    form = "zip"

    def __init__(self, path: Path, limits: Limits) -> None:
        self.name = path.name
        self._limits = limits
        self._zip = zipfile.ZipFile(path)
        self._entries = {entry.filename: entry for entry in self._zip.infolist() if not entry.is_dir()}

    def paths(self) -> list[str]:
        """All files, sorted."""
        return sorted(self._entries)

    def has(self, path: str) -> bool:
        """Whether there is a file of exactly this spelling."""
        return path in self._entries

    def size(self, path: str) -> int:
        """Bytes of a file, unpacked."""
        return self._entries[path].file_size

    def read(self, path: str, most: int | None = None) -> bytes:
        """Bytes of a file, or the first `most` of them."""
        try:
            with self._zip.open(self._entries[path]) as file:
                return file.read() if most is None else file.read(most)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise Damaged(str(error)) from None


class FolderPackage:
    """A folder, as it would be packed."""

    form = "folder"

    def __init__(self, root: Path) -> None:
        self.name = root.resolve().name
        self._root = root
        self._sizes = {
            file.relative_to(root).as_posix(): file.stat().st_size for file in sorted(root.rglob("*")) if file.is_file()
        }

    def paths(self) -> list[str]:
        """All files, sorted."""
        return sorted(self._sizes)

    def has(self, path: str) -> bool:
        """Whether there is a file of exactly this spelling."""
        return path in self._sizes

    def size(self, path: str) -> int:
        """Bytes of a file."""
        return self._sizes[path]

    def read(self, path: str, most: int | None = None) -> bytes:
        """Bytes of a file, or the first `most` of them."""
        with (self._root / path).open("rb") as file:
            return file.read() if most is None else file.read(most)


class FilePackage:
    """A manifest alone, as a cmi5 LMS takes it (cmi5 14.2)."""

    form = "file"

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path

    def paths(self) -> list[str]:
        """The one file."""
        return [self.name]

    def has(self, path: str) -> bool:
        """Whether it is the one."""
        return path == self.name

    def size(self, path: str) -> int:
        """Its bytes."""
        del path
        return self._path.stat().st_size

    def read(self, path: str, most: int | None = None) -> bytes:
        """Its bytes, or the first `most` of them."""
        del path
        with self._path.open("rb") as file:
            return file.read() if most is None else file.read(most)


define(
    "not-a-zip",
    Severity.ERROR,
    """\
    The file is not a zip that can be opened.

    LMSs take packages as zips. A download that broke off, a `.rar` or a web page saved under the name look like this.

    Bad:
        === package.zip
        This is not a zip.
    Good:
        === imsmanifest.xml
        \\base
    """,
    about=("any",),
    covers=("P1", "C1"),
)
