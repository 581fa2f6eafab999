"""Zips that no packing tool makes, byte by byte; the examples of rules describe them in lines.

`\\zip` stands for the files of the base. Each line after it changes that zip:

    \\entry NAME [WORD…]   one file more, or another way to pack a file of the base
    \\before TEXT          text in front of the zip
    \\after TEXT           text behind it
    \\says-files 9         the number of files that the end record gives
    \\zip64                with the records of large zips
    \\hidden NAME          a file that the list of files leaves out

Words: `text=…`, `size=9` (zeros), `says-size=9`, `local=NAME` (in front of the content), `link=…`, `device`,
`encrypted`, `method=9`, `damaged`, `again` (a second file of the name), `same-place` (the content of the last entry of
this word).
"""

from __future__ import annotations

import shlex
import struct
import zlib
from dataclasses import dataclass, replace

LINK, DEVICE, FILE = 0o120777, 0o020666, 0o100644


@dataclass
class Packed:
    """One entry, with everything about it that can lie."""

    name: bytes
    body: bytes = b""
    local: bytes | None = None
    size: int | None = None
    flags: int = 1 << 11
    method: int = 8
    mode: int = FILE
    damaged: bool = False
    place: int | None = None
    hidden: bool = False


@dataclass
class Archive:
    """A whole zip. `files`: the number that the end record gives, if it lies."""

    entries: list[Packed]
    before: bytes = b""
    after: bytes = b""
    files: int | None = None
    zip64: bool = False

    def made(self) -> bytes:
        """The zip."""
        out = bytearray()
        listed = bytearray()
        count = 0
        shared: int | None = None
        for entry in self.entries:
            at = len(out)
            if entry.place is not None and shared is not None:
                at = shared
            front, line = _entry(entry, at)
            if at == len(out):
                out += front
            if entry.place is not None:
                shared = at
            if not entry.hidden:
                listed += line
                count += 1
        count = count if self.files is None else self.files
        return self.before + bytes(out) + bytes(listed) + self._end(count, len(listed), len(out)) + self.after

    def _end(self, count: int, length: int, at: int) -> bytes:
        end = b""
        if self.zip64 or count > 0xFFFF:
            end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, length, at)
            end += struct.pack("<4sLQL", b"PK\6\7", 0, at + length + len(self.before), 1)
        short = min(count, 0xFFFF)
        return end + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, short, short, length, at, 0)


def _entry(entry: Packed, at: int) -> tuple[bytes, bytes]:
    content = deflated(entry.body) if entry.method == 8 else entry.body
    size = len(entry.body) if entry.size is None else entry.size
    checksum = zlib.crc32(entry.body) ^ int(entry.damaged)
    local = entry.name if entry.local is None else entry.local
    head = struct.pack("<5H3L", 20, entry.flags, entry.method, 0, 0x21, checksum, len(content), size)
    front = b"PK\3\4" + head + struct.pack("<2H", len(local), 0) + local + content
    more = struct.pack("<5H2L", len(entry.name), 0, 0, 0, 0, entry.mode << 16, at)
    return front, b"PK\1\2" + struct.pack("<H", 3 << 8 | 20) + head + more + entry.name


def deflated(body: bytes) -> bytes:
    """Raw deflate, as zips have it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


def packed(files: dict[str, bytes]) -> Archive:
    """An honest zip."""
    return Archive([Packed(name.encode(), body) for name, body in files.items()])


def described(spec: str, files: dict[str, bytes]) -> bytes:
    """The zip that an example describes, over the files of its base."""
    archive = packed(files)
    for line in spec.splitlines()[1:]:
        command, _, rest = line.partition(" ")
        if command == "\\entry":
            _add(archive, shlex.split(rest))
        elif command == "\\hidden":
            archive.entries.append(Packed(rest.encode(), b"hidden", hidden=True))
        elif command == "\\before":
            archive.before = rest.encode()
        elif command == "\\after":
            archive.after = rest.encode()
        elif command == "\\says-files":
            archive.files = int(rest)
        else:
            assert command == "\\zip64", line
            archive.zip64 = True
    return archive.made()


def _add(archive: Archive, words: list[str]) -> None:
    raw = words[0].encode("utf-8", "surrogateescape")
    old = next((n for n, entry in enumerate(archive.entries) if entry.name == raw), None)
    entry = Packed(raw, b"text\n") if old is None else archive.entries[old]
    for word in words[1:]:
        entry = _with(entry, word)
    if old is None or "again" in words:
        archive.entries.append(entry)
    else:
        archive.entries[old] = entry


def _with(entry: Packed, word: str) -> Packed:
    name, _, value = word.partition("=")
    changes: dict[str, dict[str, object]] = {
        "text": {"body": value.encode()},
        "size": {"body": bytes(int(value))} if name == "size" else {},
        "says-size": {"size": int(value)} if name == "says-size" else {},
        "local": {"local": value.encode()},
        "link": {"body": value.encode(), "mode": LINK},
        "device": {"mode": DEVICE},
        "encrypted": {"flags": entry.flags | 1},
        "method": {"method": int(value)} if name == "method" else {},
        "damaged": {"damaged": True},
        "same-place": {"place": 0},
        "again": {},
    }
    return replace(entry, **changes[name])  # type: ignore[arg-type]
