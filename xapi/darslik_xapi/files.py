"""Files are written whole or not at all: beside their place first, then put there by rename."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .errors import XapiError


@contextmanager
def appearing(path: Path, *, private: bool = False) -> Iterator[Path]:
    """A hidden file beside `path` to write; it takes the place of `path` when the block ends well, or goes.

    It is on the disk before it is renamed, so that `path` is whole also after a power cut.

    Args:
        path: what shall be written.
        private: nobody but its owner may read it, whatever the umask.

    Raises:
        XapiError: if the folder is missing or cannot be written to.
    """
    hidden = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        hidden.unlink(missing_ok=True)
        os.close(os.open(hidden, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600 if private else 0o666))
    except OSError as error:
        raise XapiError(f"{path} cannot be written: {error.strerror}", "make its folder first") from None
    try:
        yield hidden
        with hidden.open("rb+") as file:
            os.fsync(file.fileno())
        hidden.replace(path)
    except OSError as error:
        raise XapiError(f"{path} cannot be written: {error.strerror}") from None
    finally:
        hidden.unlink(missing_ok=True)


def write_whole(path: Path, body: bytes) -> None:
    """Write a file whose folder is made if it is missing; raises what `appearing` raises."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise XapiError(f"{path} cannot be written: {error.strerror}") from None
    with appearing(path) as hidden:
        hidden.write_bytes(body)


def write_lines(path: Path, lines: Iterable[str]) -> int:
    """Write lines in UTF-8, compressed if the name ends with `.gz`; raises what `appearing` raises.

    Returns:
        The number of lines.
    """
    with appearing(path, private=True) as hidden, hidden.open("wb") as raw:
        return _write(raw, lines, packed=path.suffix == ".gz")


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
