"""Files of a report appear whole or not at all, by rename."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from darslik_xapi.errors import XapiError


def write_whole(path: Path, make: Callable[[Path], None]) -> None:
    """Let `make` write a file beside `path`, then put it in its place.

    Raises:
        XapiError: if the folder is missing or cannot be written to.
    """
    try:
        handle, hidden = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
    except OSError as error:
        raise XapiError(f"{path} cannot be written: {error.strerror}", "make its folder first") from None
    os.close(handle)
    try:
        make(Path(hidden))
        Path(hidden).chmod(0o666 & ~_mask())
        Path(hidden).replace(path)
    except OSError as error:
        raise XapiError(f"{path} cannot be written: {error.strerror}") from None
    finally:
        Path(hidden).unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8.

    Raises:
        XapiError: as `write_whole`.
    """
    write_whole(path, lambda hidden: _put(hidden, text.encode("utf-8", "replace")))


def _put(path: Path, body: bytes) -> None:
    path.write_bytes(body)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
