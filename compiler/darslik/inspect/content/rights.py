"""Copyright and licence that pictures and other media carry in themselves: XMP, IPTC, Exif and PNG texts."""

from __future__ import annotations

import html
import re
import struct
from collections.abc import Iterator

ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".mp4", ".m4a", ".mp3", ".pdf", ".svg")
HEAD = 65536
"""Bytes of a file in which they are looked for."""
_XMP = re.compile(
    r"<(dc:rights|xmpRights:UsageTerms|cc:attributionName)\b[^>]{0,400}+>(?:\s|<rdf:\w+[^>]{0,200}+>){0,9}([^<]{1,500})|"
    r"(?:xmpRights:WebStatement|(?:cc:)?license)\b(?:\s{0,9}=\s{0,9}|\s{1,9}rdf:resource\s{0,9}=\s{0,9}|>\s{0,9})"
    r"[\"']?(https?://[^\"'<\s]{4,300})"
)
_PNG = re.compile(rb"(?:tEXt|iTXt)(?:Copyright|License)\0{1,5}([^\0]{1,500})")
_TEXTS = {"dc:rights", "xmpRights:UsageTerms", "cc:attributionName"}


def rights_of(head: bytes) -> tuple[str, ...]:
    """What the beginning of a file says about its rights, each text once."""
    found = [" ".join(html.unescape(one).split()) for one in (*_xmp(head), *_iptc(head), *_exif(head), *_png(head))]
    return tuple(dict.fromkeys(one[:300] for one in found if one))


def _xmp(head: bytes) -> Iterator[str]:
    if b"rights" in head or b"icense" in head or b"xmpRights" in head:
        for found in _XMP.finditer(head.decode("utf-8", "replace")):
            yield found[2] or found[3] or ""


def _iptc(head: bytes) -> Iterator[str]:
    """Record 2, data set 116: the copyright notice (IPTC-IIM 4.2)."""
    at = head.find(b"8BIM\x04\x04")
    at = head.find(b"\x1c\x02\x74", at, at + 20_000) if at >= 0 else -1
    if at >= 0 and at + 5 <= len(head):
        length = struct.unpack_from(">H", head, at + 3)[0]
        yield head[at + 5 : at + 5 + min(length, 500)].decode("utf-8", "replace")


def _exif(head: bytes) -> Iterator[str]:
    """The tag Copyright of the first directory (Exif 4.6.4)."""
    at = head.find(b"Exif\0\0")
    start = at + 6
    order = {b"II": "<", b"MM": ">"}.get(head[start : start + 2]) if at >= 0 else None
    if order is None or start + 8 > len(head):
        return
    first = start + struct.unpack_from(f"{order}I", head, start + 4)[0]
    count = struct.unpack_from(f"{order}H", head, first)[0] if first + 2 <= len(head) else 0
    for number in range(min(count, 100)):
        entry = first + 2 + 12 * number
        if entry + 12 > len(head):
            return
        tag, _, length, offset = struct.unpack_from(f"{order}HHII", head, entry)
        if tag == 0x8298:
            place = start + offset if length > 4 else entry + 8
            yield head[place : place + min(length, 500)].replace(b"\0", b" ").decode("utf-8", "replace")


def _png(head: bytes) -> Iterator[str]:
    for found in _PNG.finditer(head):
        yield found[1].decode("utf-8", "replace")
