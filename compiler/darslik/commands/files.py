"""What commands about catalogues that may not belong to the course yet share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from darslik.source.files import Files


class Beside:
    """The files of a course and some that are not in it, for reports."""

    def __init__(self, files: Files, more: Mapping[str, bytes]) -> None:
        self.name = files.name
        self._files = files
        self._more = more

    def paths(self) -> list[str]:
        """Those of the course."""
        return list(self._files.paths())

    def has(self, path: str) -> bool:
        """Whether it is one of either."""
        return path in self._more or self._files.has(path)

    def size(self, path: str) -> int:
        """Bytes of a file."""
        return len(self._more[path]) if path in self._more else self._files.size(path)

    def read(self, path: str) -> bytes:
        """Bytes of a file."""
        return self._more[path] if path in self._more else self._files.read(path)
