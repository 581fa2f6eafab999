"""What a font file says about itself: its name, its licence, and whether it may be embedded."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

ENDINGS = (".ttf", ".otf", ".ttc", ".woff")
_MOST = 1024 * 1024
_TABLES = 200
_RECORDS = 500
_NAMES = {0: "copyright", 1: "family", 13: "licence", 14: "address"}
_RESTRICTED = 0x0002
_KINDS = 0x000F


@dataclass(frozen=True, slots=True)
class Font:
    """A font. `licence` is the text or address of it, if it names one; `embeddable` is none if it does not say."""

    path: str
    family: str = ""
    copyright: str = ""
    licence: str = ""
    embeddable: bool | None = None


def read_font(path: str, body: bytes) -> Font:
    """The facts of a font; a damaged one has none (`name` and `OS/2` tables, ISO/IEC 14496-22, 5.2.4 and 5.2.7)."""
    try:
        tables = dict(_tables(body))
        names = dict(_names(tables.get(b"name", b"")))
        rights = tables.get(b"OS/2", b"")
        kind = struct.unpack_from(">H", rights, 8)[0] & _KINDS if len(rights) >= 10 else None
    except (struct.error, zlib.error):
        return Font(path)
    licence = " ".join(one for one in (names.get("licence"), names.get("address")) if one)
    embeddable = None if kind is None else kind != _RESTRICTED
    return Font(path, names.get("family", ""), names.get("copyright", ""), licence, embeddable)


def _tables(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    if body.startswith(b"wOFF"):
        for number in range(min(struct.unpack_from(">H", body, 12)[0], _TABLES)):
            tag, at, packed, length = struct.unpack_from(">4sIII", body, 44 + 20 * number)
            if tag in {b"name", b"OS/2"}:
                table = body[at : at + packed]
                yield tag, zlib.decompressobj().decompress(table, _MOST) if packed < length else table
        return
    start = struct.unpack_from(">I", body, 12)[0] if body.startswith(b"ttcf") else 0
    if body[start : start + 4] not in {b"\0\1\0\0", b"OTTO", b"true"}:
        return
    for number in range(min(struct.unpack_from(">H", body, start + 4)[0], _TABLES)):
        tag, _, at, length = struct.unpack_from(">4sIII", body, start + 12 + 16 * number)
        if tag in {b"name", b"OS/2"}:
            yield tag, body[at : at + min(length, _MOST)]


def _names(table: bytes) -> Iterator[tuple[str, str]]:
    if len(table) < 6:
        return
    count, start = struct.unpack_from(">HH", table, 2)
    for number in range(min(count, _RECORDS)):
        platform, _, language, name, length, at = struct.unpack_from(">HHHHHH", table, 6 + 12 * number)
        raw = table[start + at : start + at + length]
        if name in _NAMES and (platform != 3 or language == 0x0409):
            text = raw.decode("mac-roman" if platform == 1 else "utf-16-be", "replace")
            yield _NAMES[name], " ".join(text.split())[:300]
