"""The files of a package before they are zipped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from darslik.errors import Bug

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*\Z")


class PackageTree:
    """Sorted path → bytes. Two files of one name, or a name that some LMS could not unpack, are bugs of ours."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}
        self._folded: set[str] = set()

    def add(self, path: str, body: bytes | str) -> None:
        """Add a file. Raises Bug if its name is unsafe or taken, also where case does not count."""
        if not all(map(_NAME.match, path.split("/"))) or len(path) > 200:
            raise Bug("package", f"the package path {path!r} is not safe")
        if path.lower() in self._folded:
            raise Bug("package", f"the package path {path!r} is used twice")
        self._folded.add(path.lower())
        self._files[path] = body.encode() if isinstance(body, str) else body

    def paths(self) -> list[str]:
        """All paths, sorted."""
        return sorted(self._files)

    def __getitem__(self, path: str) -> bytes:
        return self._files[path]

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def items(self) -> Iterator[tuple[str, bytes]]:
        """Paths and contents, sorted."""
        for path in self.paths():
            yield path, self._files[path]
