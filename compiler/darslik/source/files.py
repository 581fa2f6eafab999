"""The course folder as a mapping from POSIX paths to bytes: on disk, or in memory for tests and editors."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

MAX_TEXT = 4 * 1024 * 1024
"""Bytes that a YAML or Markdown file may have; real lessons have a few thousand."""

SKIPPED = frozenset({"dist", "node_modules", "__pycache__"})
"""Folders whose files are not the course's."""


class Files(Protocol):
    """What the compiler may ask of a course folder."""

    name: str

    def paths(self) -> Iterable[str]:
        """All files, as sorted POSIX paths relative to the folder."""

    def has(self, path: str) -> bool:
        """Whether there is a file of exactly this spelling."""

    def size(self, path: str) -> int:
        """Bytes of a file. Raises OSError if it cannot be read."""

    def read(self, path: str) -> bytes:
        """Bytes of a file. Raises OSError if it cannot be read."""


class MemoryFiles:
    """A course that exists only in memory."""

    def __init__(self, files: Mapping[str, str | bytes], name: str = "course") -> None:
        self.name = name
        self._files = {path: body.encode() if isinstance(body, str) else body for path, body in files.items()}

    def paths(self) -> list[str]:
        """All files, sorted."""
        return sorted(self._files)

    def has(self, path: str) -> bool:
        """Whether there is a file of exactly this spelling."""
        return path in self._files

    def size(self, path: str) -> int:
        """Bytes of a file."""
        return len(self.read(path))

    def read(self, path: str) -> bytes:
        """Bytes of a file."""
        try:
            return self._files[path]
        except KeyError:
            raise FileNotFoundError(path) from None


class DiskFiles:
    """A course folder on disk.

    Only regular files below the root are seen: hidden files, build output and links that lead out of the folder
    are not, so that a package can never carry a file the author did not put there.
    """

    def __init__(self, root: Path) -> None:
        self.given = root
        self.root = root.resolve()
        self.name = self.root.name
        self._sizes = dict(self._walk())

    def _walk(self) -> Iterable[tuple[str, int]]:
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in SKIPPED)
            for name in sorted(names):
                path = Path(folder, name)
                if not name.startswith(".") and self._inside(path):
                    yield path.relative_to(self.root).as_posix(), path.stat().st_size

    def _inside(self, path: Path) -> bool:
        if not path.is_file():
            return False
        return not path.is_symlink() or path.resolve().is_relative_to(self.root)

    def paths(self) -> list[str]:
        """All files, sorted."""
        return sorted(self._sizes)

    def has(self, path: str) -> bool:
        """Whether there is a file of exactly this spelling, also on file systems that ignore case."""
        return path in self._sizes

    def size(self, path: str) -> int:
        """Bytes of a file."""
        return self._sizes[path]

    def read(self, path: str) -> bytes:
        """Bytes of a file."""
        if path not in self._sizes:
            raise FileNotFoundError(path)
        return (self.root / path).read_bytes()
