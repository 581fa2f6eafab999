"""A zip's own list of files (PKWARE APPNOTE 4.3), read with suspicion of every number in it.

Nothing is unpacked here, and no more is read than the limits allow. The standard library's reader is not used: it
cuts names at a NUL, gives up at the first oddity and reads the whole list before anyone can count it.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from darslik.inspect.limits import DIRECTORY, Limits

END = b"PK\5\6"
FILE = b"PK\3\4"
LISTED = b"PK\1\2"
UTF8 = 1 << 11
LATER = 1 << 3
"""The flag of an entry whose sizes stand behind its content."""
_SENTINEL = 0xFFFFFFFF
_TAIL = 22 + 65535
_HEAD = struct.Struct("<4s6H3L5H2L")
_ZIP64 = struct.Struct("<4sQ2H2L4Q")


class Refused(Exception):  # noqa: N818 - the package is, and nothing is broken here
    """Why a package is not looked into: the id of a rule and a message."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Entry:
    """What the list says of a file. `offset` counts from the first byte of the zip, `packed` and `size` are bytes."""

    raw: bytes
    name: str
    system: int
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    attributes: int

    @property
    def folder(self) -> bool:
        """Whether it stands for a folder."""
        return self.name.endswith(("/", "\\"))

    @property
    def mode(self) -> int:
        """The kind of file by its Unix mode (`stat.S_IFMT`); 0 if there is none."""
        return self.attributes >> 16 & 0o170000

    @property
    def encrypted(self) -> bool:
        """Whether a password is needed."""
        return bool(self.flags & (1 | 1 << 13))


@dataclass(frozen=True)
class Directory:
    """All entries in their order. `before` and `after` are bytes around the zip, `at` is where the list starts."""

    entries: tuple[Entry, ...]
    at: int
    before: int
    after: int
    zip64: bool
    flaws: tuple[str, ...]


@dataclass
class _End:
    """Where the end record stands, and what it says."""

    at: int
    behind: int
    disks: int
    count: int
    length: int
    offset: int
    zip64: bool = False
    flaws: list[str] = field(default_factory=list)


def read_directory(file: IO[bytes], limits: Limits) -> Directory:
    """The list of files. Raises Refused if there is none, or one that is too long."""
    end = _end(file)
    if end.disks:
        raise Refused("not-a-zip", "it is one part of a zip that was cut into several")
    if end.count > limits.files:
        raise Refused("too-many-files", f"the zip has {end.count:,} files; {limits.files:,} are the most that is read")
    if end.length > DIRECTORY:
        raise Refused("not-a-zip", f"its list of files is impossibly long: {end.length:,} bytes")
    at, before = _start(file, end)
    file.seek(at)
    body = file.read(end.length)
    entries = []
    for entry in _entries(body, end.flaws):
        entries.append(entry)
        if len(entries) > limits.files:
            raise Refused("too-many-files", f"the zip has more than {limits.files:,} files, the most that is read")
    if len(entries) != end.count and len(entries) % 65536 != end.count:
        end.flaws.append(f"it says {end.count:,} files and lists {len(entries):,}")
    return Directory(tuple(entries), at, before, end.behind, end.zip64, tuple(end.flaws))


def _end(file: IO[bytes]) -> _End:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    base = size - len(tail)
    ends = list(_ends(tail))
    if not ends:
        file.seek(0)
        cut = file.read(4) == FILE
        raise Refused("not-a-zip", "it is not a zip any more: its end was cut off" if cut else "it is not a zip")
    whole = [at for at in ends if at + 22 + struct.unpack_from("<H", tail, at + 20)[0] == len(tail)]
    at = whole[0] if whole else ends[0]
    disk, first, here, count, length, offset, comment = struct.unpack_from("<4H2LH", tail, at + 4)
    behind = max(0, len(tail) - at - 22 - comment)
    end = _End(base + at, behind, 0 if (disk, first) in {(0, 0), (0xFFFF, 0xFFFF)} else 1, count, length, offset)
    if here != count and not end.disks:
        end.flaws.append("its end record gives two numbers of files")
    if len(whole) > 1:
        end.flaws.append("it has two end records that fit, so that readers may see different files")
    _larger(file, end)
    return end


def _ends(tail: bytes) -> Iterator[int]:
    """Places of end records, the last first."""
    at = tail.rfind(END)
    while at >= 0:
        if at + 22 <= len(tail):
            yield at
        at = tail.rfind(END, 0, at + 3) if at else -1


def _larger(file: IO[bytes], end: _End) -> None:
    """Take over the numbers of a zip64 end record, if there is one (APPNOTE 4.3.14)."""
    if end.at < 20:
        return
    file.seek(end.at - 20)
    locator = file.read(20)
    if locator[:4] != b"PK\6\7":
        return
    end.zip64 = True
    for at in (struct.unpack_from("<Q", locator, 8)[0], end.at - 20 - _ZIP64.size):
        if 0 <= at <= end.at - 20 - _ZIP64.size:
            file.seek(at)
            body = file.read(_ZIP64.size)
            if body[:4] == b"PK\6\6":
                *_, disk, first, _, end.count, end.length, end.offset = _ZIP64.unpack(body)
                end.disks = int((disk, first) != (0, 0))
                end.at = at
                return
    end.flaws.append("its zip64 end record is missing")


def _start(file: IO[bytes], end: _End) -> tuple[int, int]:
    """Where the list starts, and how many bytes stand before the zip."""
    at = end.at - end.length
    for place in (at, end.offset):
        if 0 <= place <= end.at - end.length:
            file.seek(place)
            if not end.length or file.read(4) == LISTED:
                if place < end.offset:
                    end.flaws.append("it is not where the end record says")
                return place, max(0, place - end.offset)
    raise Refused("not-a-zip", "the zip is damaged: its list of files is not where its end record says")


def _entries(body: bytes, flaws: list[str]) -> Iterator[Entry]:
    at = 0
    while at < len(body):
        if len(body) - at < _HEAD.size or body[at : at + 4] != LISTED:
            if body[at : at + 4] not in {b"PK\5\5", b"PK\6\6"}:  # a signature, or zip64's end
                flaws.append("it breaks off in the middle of an entry")
            return
        head = _HEAD.unpack_from(body, at)
        names, extras, comment = head[10:13]
        start = at + _HEAD.size
        at = start + names + extras + comment
        if at > len(body):
            flaws.append("it breaks off in the middle of an entry")
            return
        yield _entry(head, body[start : start + names], body[start + names : start + names + extras])


def _entry(head: tuple[int, ...], raw: bytes, extra: bytes) -> Entry:
    _, made, _, flags, method, _, _, crc, packed, size, _, _, _, _, _, attributes, offset = head
    if _SENTINEL in {packed, size, offset}:
        size, packed, offset = _large(extra, size, packed, offset)
    return Entry(raw, decoded(raw, flags), made >> 8, flags, method, crc, packed, size, offset, attributes)


def _large(extra: bytes, *values: int) -> tuple[int, ...]:
    """Size, packed size and offset, those that do not fit into 32 bits from the zip64 field (APPNOTE 4.5.3)."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            field = extra[at + 4 : at + 4 + length]
            large = iter([int.from_bytes(field[n : n + 8], "little") for n in range(0, len(field) - 7, 8)])
            return tuple(next(large, value) if value == _SENTINEL else value for value in values)
        at += 4 + length
    return values


def decoded(raw: bytes, flags: int) -> str:
    """A name as most unpackers read it: UTF-8 if it says so or looks so, else CP437 (APPNOTE appendix D)."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace") if flags & UTF8 else raw.decode("cp437")
