"""Package tree → zip with the same bytes everywhere: fixed times, order, permissions and compressor.

The standard library's zlib is another one in every Python build (zlib, zlib-ng), with other bytes; the
`deflate` package carries its own libdeflate. Format: PKWARE APPNOTE 4.3, without zip64.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import BinaryIO

from deflate import deflate_compress

from darslik.errors import Bug

MAX_BYTES = 2**32 - 1
MAX_FILES = 2**16 - 1
LEVEL = 6

_STORED = frozenset("avif gif jpeg jpg m4a mkv mov mp3 mp4 ogg opus png webm webp woff2 zip".split())
_DATE = 0x21  # 1 January 1980, the first day that a zip can hold
_UNIX = 3 << 8 | 20
_MODE = 0o100644 << 16


def write_zip(files: Iterable[tuple[str, bytes]], out: BinaryIO) -> None:
    """Write a zip of (path, content) pairs in the order given. Raises Bug if it would need zip64."""
    directory: list[bytes] = []
    offset = 0
    for path, content in files:
        local, central = _entry(path, content, offset)
        out.write(local)
        directory.append(central)
        offset += len(local)
    tail = b"".join(directory)
    if offset + len(tail) > MAX_BYTES or len(directory) > MAX_FILES:
        raise Bug("zip", "the package is larger than a zip can be without zip64, which old LMSs cannot read")
    count = len(directory)
    out.write(tail)
    out.write(struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(tail), offset, 0))


def _entry(path: str, content: bytes, offset: int) -> tuple[bytes, bytes]:
    method, packed = _pack(path, content)
    name = path.encode("ascii")
    head = struct.pack("<5H3L2H", 20, 0, method, 0, _DATE, zlib.crc32(content), len(packed), len(content), len(name), 0)
    local = b"PK\3\4" + head + name + packed
    central = b"PK\1\2" + struct.pack("<H", _UNIX) + head + struct.pack("<3H2L", 0, 0, 0, _MODE, offset) + name
    return local, central


def _pack(path: str, content: bytes) -> tuple[int, bytes]:
    if path.rpartition(".")[2].lower() in _STORED:
        return 0, content
    packed = bytes(deflate_compress(content, LEVEL)) if content else b""
    return (8, packed) if len(packed) < len(content) else (0, content)
