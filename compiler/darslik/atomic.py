"""Files are written whole or not at all, by renaming at the end."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def write_all(bodies: Mapping[Path, bytes]) -> set[Path]:
    """Write all of them or none; which ones have changed. Raises OSError if something cannot be written."""
    changed = {path: body for path, body in bodies.items() if not (path.is_file() and path.read_bytes() == body)}
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
