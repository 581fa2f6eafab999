"""A folder or a single file as a package. Links are never followed, and only regular files are opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from darslik.inspect.archive.base import Damaged
from darslik.inspect.archive.directory import Refused
from darslik.inspect.archive.names import has_control
from darslik.inspect.limits import Limits

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class FolderPackage:
    """A folder, as it would be packed."""

    form = "folder"

    def __init__(self, root: Path, limits: Limits) -> None:
        """List the files. Raises Refused if they are too many, OSError if the folder cannot be read."""
        self.name = shown(root.resolve().name)
        self.links: dict[str, str] = {}
        """What they lead to."""
        self.specials: list[str] = []
        self.closed: list[str] = []
        """Folders that cannot be looked into."""
        self.names: list[str] = []
        self._sizes: dict[str, int] = {}
        self._real: dict[str, str] = {}
        self._list(os.fspath(root), limits)
        self._sorted = sorted(self._sizes)

    def _list(self, root: str, limits: Limits) -> None:
        waiting = [("", root)]
        total = 0
        while waiting:
            prefix, folder = waiting.pop()
            try:
                entries = list(_scanned(folder, limits.files))
            except PermissionError:
                self.closed.append(prefix.rstrip("/"))
                continue
            for entry in entries:
                path = prefix + shown(entry.name)
                self.names.append(path)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{path}/", entry.path))
                else:
                    total += self._file(path, entry)
            if len(self.names) > limits.files:
                raise _too_many(limits)
            if total > limits.total:
                raise Refused(
                    "too-large-unpacked", f"its files have more than {limits.total:,} bytes, the most allowed"
                )

    def _file(self, path: str, entry: os.DirEntry[str]) -> int:
        status = entry.stat(follow_symlinks=False)
        if stat.S_ISLNK(status.st_mode):
            self.links[path] = shown(os.fspath(Path(entry.path).readlink()))
        elif not stat.S_ISREG(status.st_mode):
            self.specials.append(path)
        elif not has_control(path):
            self._sizes[path] = status.st_size
            self._real[path] = entry.path
            return status.st_size
        return 0

    def paths(self) -> Sequence[str]:
        """All files, sorted."""
        return self._sorted

    def has(self, path: str) -> bool:
        """Whether there is a file of exactly this spelling."""
        return path in self._sizes

    def size(self, path: str) -> int:
        """Bytes of a file."""
        return self._sizes[path]

    def read(self, path: str, most: int | None = None) -> bytes:
        """Bytes of a file, or the first `most` of them."""
        return read_regular(self._real[path], self._sizes[path] if most is None else min(most, self._sizes[path]))


class FilePackage:
    """A manifest alone, as a cmi5 LMS takes it (cmi5 14.2)."""

    form = "file"

    def __init__(self, path: Path) -> None:
        """Look at the file. Raises OSError."""
        self.name = shown(path.name)
        self._path = path
        self._size = path.stat().st_size

    def paths(self) -> Sequence[str]:
        """The one file."""
        return [self.name]

    def has(self, path: str) -> bool:
        """Whether it is the one."""
        return path == self.name

    def size(self, path: str) -> int:
        """Its bytes."""
        del path
        return self._size

    def read(self, path: str, most: int | None = None) -> bytes:
        """Its bytes, or the first `most` of them."""
        del path
        return read_regular(self._path.resolve(), self._size if most is None else min(most, self._size))


def read_regular(path: str | Path, most: int) -> bytes:
    """So many bytes of a regular file. Raises Damaged if it is none any more, or cannot be read."""
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Damaged("it is not a regular file")
            return file.read(most)
    except OSError as error:
        raise Damaged(f"it cannot be read: {error.strerror or error}") from None


def shown(name: str) -> str:
    """A name of the file system as text; bytes that are no UTF-8 become replacement characters."""
    return os.fsencode(name).decode("utf-8", "replace")


def _scanned(folder: str, most: int) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        for number, entry in enumerate(found):
            if number > most:
                return
            yield entry


def _too_many(limits: Limits) -> Refused:
    return Refused("too-many-files", f"the folder has more than {limits.files:,} files, the most that is read")
