"""What commands that write more than one file of a course share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from darslik.source.files import Files


def write_all(texts: Mapping[Path, str]) -> set[Path]:
    """Write all of them or none; which ones have changed. Raises OSError if something cannot be written."""
    changed = {path: text.encode() for path, text in texts.items()}
    changed = {path: body for path, body in changed.items() if not (path.is_file() and path.read_bytes() == body)}
    hidden = {path: path.with_name(f".{path.name}.{os.getpid()}") for path in changed}
    try:
        for path, body in changed.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            hidden[path].write_bytes(body)
        for path in changed:
            hidden[path].replace(path)
    finally:
        for path in hidden.values():
            path.unlink(missing_ok=True)
    return set(changed)


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
