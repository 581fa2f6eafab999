"""`darslik new`: a small course that builds, to be written over."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from darslik.source.lesson import slug

_TEXT = {".yaml", ".md"}


class FolderNotEmpty(Exception):  # noqa: N818 - a fact about the folder
    """The folder exists and holds something."""


def write_course(folder: Path) -> list[str]:
    """Copy the example course into a new folder; its id and title are made from the folder's name.

    Raises FolderNotEmpty rather than write over anything.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmpty(str(folder))
    source = Path(str(files("darslik"))) / "scaffold" / "course"
    name = slug(folder.resolve().name) or "course"
    written = []
    for path in sorted(p for p in source.rglob("*") if p.is_file()):
        relative = path.relative_to(source)
        target = folder / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_named(path, name))
        written.append(relative.as_posix())
    return written


def _named(path: Path, name: str) -> bytes:
    body = path.read_bytes()
    return body.replace(b"NAME", name.encode()) if path.suffix in _TEXT else body
