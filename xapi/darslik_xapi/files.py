"""Files of lines, written whole or not at all."""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from .errors import XapiError


def write_lines(path: Path, lines: Iterable[str]) -> int:
    """Write lines in UTF-8, compressed if the name ends with `.gz`; the file appears by rename.

    Returns:
        The number of lines.

    Raises:
        XapiError: if the folder is missing or cannot be written to.
    """
    try:
        handle, hidden = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise XapiError(f"{path} cannot be written: {error.strerror}", "make its folder first") from None
    try:
        with os.fdopen(handle, "wb") as raw:
            count = _write(raw, lines, packed=path.suffix == ".gz")
            raw.flush()
            os.fsync(raw.fileno())
        Path(hidden).replace(path)
    except BaseException:
        Path(hidden).unlink(missing_ok=True)
        raise
    return count


def _write(raw: IO[bytes], lines: Iterable[str], *, packed: bool) -> int:
    # Without a name and a time in its head, the same lines give the same bytes.
    out = gzip.GzipFile("", "wb", 6, raw, 0) if packed else raw
    count = 0
    for line in lines:
        out.write(line.encode() + b"\n")
        count += 1
    if packed:
        out.close()
    return count
