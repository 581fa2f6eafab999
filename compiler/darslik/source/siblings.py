"""Which ids the course folders beside one have, read without reading those courses."""

from __future__ import annotations

import re
from pathlib import Path

_ID = re.compile(rb"""^id:[ \t]*(["']?)([^"'\s#]+)\1[ \t]*(?:#.*)?\r?$""", re.MULTILINE)
_READ = 65_536


def sibling_ids(root: Path) -> dict[str, str]:
    """Course id → name of the folder beside `root` that has it. Folders that cannot be read are passed over."""
    found: dict[str, str] = {}
    try:
        folders = sorted(path for path in root.resolve().parent.iterdir() if path.is_dir())
    except OSError:
        return {}
    for folder in folders:
        if folder.resolve() != root.resolve() and (name := _id_of(folder / "course.yaml")):
            found.setdefault(name, folder.name)
    return found


def _id_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            found = _ID.search(file.read(_READ))
    except OSError:
        return ""
    return found.group(2).decode("utf-8", "replace") if found else ""
