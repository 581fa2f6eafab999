"""The course folders beside one: their ids and locks, read without reading those courses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from darslik.lock.model import LOCK_FILE
from darslik.source.files import MAX_TEXT

_ID = re.compile(rb"""^id:[ \t]*(["']?)([^"'\s#]+)\1[ \t]*(?:#.*)?\r?$""", re.MULTILINE)


@dataclass(frozen=True)
class Sibling:
    """Another course folder. `lock` is empty if it was never built."""

    folder: str
    id: str
    lock: bytes = b""


def siblings_of(root: Path) -> list[Sibling]:
    """The courses in the folders beside `root`. What cannot be read is passed over."""
    try:
        folders = sorted(path for path in root.resolve().parent.iterdir() if path.is_dir())
    except OSError:
        return []
    others = (folder for folder in folders if folder.resolve() != root.resolve())
    found = ((folder, _ID.search(_start(folder / "course.yaml"))) for folder in others)
    return [
        Sibling(folder.name, named.group(2).decode("utf-8", "replace"), _start(folder / LOCK_FILE))
        for folder, named in found
        if named
    ]


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_TEXT)
    except OSError:
        return b""
