"""Forgetting a person for good, and months that are too old."""

from __future__ import annotations

from pathlib import Path


def tombstones(folder: Path) -> frozenset[str]:
    """The keyed hashes of everyone who was forgotten."""
    path = folder / "tombstones"
    return frozenset(path.read_text("ascii").split()) if path.exists() else frozenset()
