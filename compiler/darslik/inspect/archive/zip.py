"""A zip as a package: which entries are files of it, and their bytes, never more than they declare."""

from __future__ import annotations

import stat
import struct
import weakref
import zlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import IO, NamedTuple

from darslik.inspect.archive.base import Damaged
from darslik.inspect.archive.directory import FILE, LATER, Directory, Entry, Refused, read_directory
from darslik.inspect.archive.names import has_control, leads_out
from darslik.inspect.limits import SMALL, Limits

STORED, DEFLATED = 0, 8
_CHUNK = 1 << 18


class Local(NamedTuple):
    """What stands before the content of an entry: the same as in the list, if nobody plays tricks."""

    raw: bytes
    flags: int
    method: int
    packed: int
    size: int
    content: int
    """Where the content starts in the file."""


class ZipPackage:
    """A zip, read entry by entry. Of files of one name the last counts, as it does when they are unpacked."""

    form = "zip"

    def __init__(self, file: IO[bytes], name: str, limits: Limits, *, closes: bool = False) -> None:
        """Read the list of files. Raises Refused if it is no zip, or one that could do harm."""
        self.name = name
        self._file = file
        if closes:  # also when only a cycle of references is left of it
            weakref.finalize(self, file.close)
        self.limits = limits
        self.directory = read_directory(file, limits)
        self._locals: dict[int, Local] = {}
        _refuse(self.directory, limits)
        self.files = {path: entry for path, entry in self.members() if path}

    @classmethod
    def at(cls, path: Path, limits: Limits) -> ZipPackage:
        """The zip at a path. Raises Refused and OSError."""
        file = path.open("rb")
        try:
            return cls(file, path.name, limits, closes=True)
        except BaseException:
            file.close()
            raise

    def members(self) -> Iterator[tuple[str, Entry]]:
        """Path and entry of all that may be unpacked as files, those of the same path included."""
        for entry in self.directory.entries:
            harmless = not leads_out(entry.name) and not has_control(entry.name)
            if not entry.folder and harmless and entry.mode in {0, stat.S_IFREG}:
                yield path_of(entry), entry

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.files)

    def paths(self) -> Sequence[str]:
        """All files, sorted."""
        return self._sorted

    def has(self, path: str) -> bool:
        """Whether there is a file of exactly this spelling."""
        return path in self.files

    def size(self, path: str) -> int:
        """Bytes of a file, unpacked, as it declares."""
        return self.files[path].size

    def read(self, path: str, most: int | None = None) -> bytes:
        """Bytes of a file, or the first `most` of them."""
        found = []
        left = most
        for chunk in self.chunks(self.files[path]):
            found.append(chunk if left is None else chunk[:left])
            if left is not None:
                left -= len(chunk)
                if left <= 0:
                    break
        return b"".join(found)

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """The content, piece by piece. Raises Damaged where it is not what the list says."""
        reason = self.unreadable(entry)
        if reason:
            raise Damaged(reason)
        total = checksum = 0
        for chunk in self._unpacked(entry):
            total += len(chunk)
            if total > entry.size:
                raise Damaged(f"it unpacks to more than the {entry.size:,} bytes that it declares")
            checksum = zlib.crc32(chunk, checksum)
            yield chunk
        if total < entry.size:
            raise Damaged(f"it has {total:,} bytes and declares {entry.size:,}")
        if checksum != entry.crc:
            raise Damaged("its checksum is wrong: the content is not what was packed")

    def unreadable(self, entry: Entry) -> str:
        """Why an entry is not even tried."""
        if entry.encrypted:
            return "it is encrypted"
        if entry.method not in {STORED, DEFLATED}:
            return f"it is compressed by method {entry.method}"
        return "it is compressed beyond the limit" if squeezed(entry, self.limits) else ""

    def local(self, entry: Entry) -> Local:
        """The header before the content. Raises Damaged if there is none."""
        known = self._locals.get(entry.offset)
        if known is None:
            known = self._locals[entry.offset] = self._local(entry)
        return known

    def _local(self, entry: Entry) -> Local:
        self._file.seek(entry.offset + self.directory.before)
        head = self._file.read(30)
        if len(head) < 30 or head[:4] != FILE:
            raise Damaged("its content is not where the list of files says")
        _, flags, method, _, _, _, packed, size, names, extras = struct.unpack("<5H3L2H", head[4:])
        raw = self._file.read(names)
        content = entry.offset + self.directory.before + 30 + names + extras
        return Local(raw, flags, method, packed, size, content)

    def _packed(self, entry: Entry) -> Iterator[bytes]:
        at = self.local(entry).content
        left = entry.packed
        while left > 0:
            self._file.seek(at)
            chunk = self._file.read(min(left, _CHUNK))
            if not chunk:
                raise Damaged("it breaks off")
            at += len(chunk)
            left -= len(chunk)
            yield chunk

    def _unpacked(self, entry: Entry) -> Iterator[bytes]:
        if entry.method == STORED:
            yield from self._packed(entry)
            return
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for packed in self._packed(entry):
                waiting = packed
                while waiting and not unpacker.eof:
                    yield unpacker.decompress(waiting, _CHUNK)
                    waiting = unpacker.unconsumed_tail
            while not unpacker.eof and (rest := unpacker.decompress(b"", _CHUNK)):
                yield rest
        except zlib.error:
            raise Damaged("its compressed content is damaged") from None
        if not unpacker.eof:
            raise Damaged("its compressed content breaks off")

    def unlisted(self) -> Iterator[int]:
        """Places of entries that the list leaves out; who reads a zip from its start sees them."""
        places = sorted(self.directory.entries, key=lambda entry: entry.offset)
        ends = []
        for entry in places:
            try:
                ends.append(self.local(entry).content + entry.packed)
            except Damaged:
                return
        starts = [entry.offset + self.directory.before for entry in places]
        for end, start in zip([self.directory.before, *ends], [*starts, self.directory.at], strict=True):
            if start - end >= 30:
                self._file.seek(end)
                found = self._file.read(min(start - end, 28)).find(FILE)  # a data descriptor may stand before it
                if found >= 0:
                    yield end + found


def path_of(entry: Entry) -> str:
    """Where it is unpacked to: with `/` between folders, without `.`."""
    path = entry.name.replace("\\", "/")
    return "/".join(part for part in path.split("/") if part not in {"", "."}) if "/" in path else path


def squeezed(entry: Entry, limits: Limits) -> bool:
    """Whether a file is packed more tightly than any real one."""
    return entry.size > SMALL and entry.size > limits.ratio * max(entry.packed, 1)


def differs(entry: Entry, local: Local) -> str:
    """What a reader that starts at the front would see otherwise."""
    if local.raw != entry.raw:
        return "the name"
    if local.method != entry.method:
        return "the compression"
    if bool(local.flags & 1) != bool(entry.flags & 1):
        return "whether it is encrypted"
    later = local.flags & LATER or 0xFFFFFFFF in {local.packed, local.size}
    return "" if later or (local.packed, local.size) == (entry.packed, entry.size) else "the size"


def _refuse(directory: Directory, limits: Limits) -> None:
    total = sum(entry.size for entry in directory.entries)
    packed = sum(entry.packed for entry in directory.entries)
    if total > limits.total:
        raise Refused("too-large-unpacked", f"unpacked it has {total:,} bytes; {limits.total:,} are the most allowed")
    in_order = sorted(directory.entries, key=lambda entry: entry.offset)
    for one, other in pairwise(in_order):
        if other.offset < one.offset + 30 + one.packed:
            raise Refused(
                "overlapping-entries",
                f"the content of `{one.name}` and of `{other.name}` is in the same place of the zip",
            )
    if total > SMALL and total > limits.ratio * max(packed, 1):
        raise Refused(
            "zip-bomb",
            f"{packed:,} bytes unpack to {total:,}: {total // max(packed, 1):,} times as many; "
            f"{limits.ratio:,} times are the most allowed",
        )
