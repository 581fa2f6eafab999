"""Names inside a package: ASCII, lower case, stable, free of collisions."""

from __future__ import annotations

import hashlib
import posixpath
import re

RESERVED = frozenset({"assets", "pages", "common", "extend", "unique", "vocab"})
"""Folders of a package that belong to darslik or to the schemas of the standards."""

_SAFE = re.compile(r"[a-z0-9][a-z0-9._-]*\Z")


def media_name(path: str) -> str:
    """A course path → the file's path in the package.

    A safe path inside a folder stays as it is. Any other keeps what it can and gets a short hash of the whole
    path, so that two different files never meet, not even on a file system that ignores case.
    """
    folder, _, rest = path.partition("/")
    if rest and folder not in RESERVED and len(path) <= 100 and all(map(_SAFE.match, path.split("/"))):
        return path
    stem, extension = posixpath.splitext(posixpath.basename(path))
    word = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40] or "file"
    mark = hashlib.sha256(path.encode()).hexdigest()[:8]
    return f"media/{word}-{mark}{re.sub(r'[^a-z0-9.]', '', extension.lower())}"
