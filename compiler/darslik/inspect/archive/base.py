"""What every package can do, whatever it was read from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


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
