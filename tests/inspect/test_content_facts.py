"""Facts of the content: tools, hosts, fonts, licences, sizes."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contents import package
from darslik.inspect.content import ContentFacts, facts_of, over_cap
from darslik.inspect.content.fonts import Font, read_font
from darslik.inspect.content.rights import rights_of
from darslik.inspect.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path


def facts(folder: Path, files: dict[str, bytes | str]) -> ContentFacts:
    return facts_of(package(folder, files), Limits())


def name_table() -> bytes:
    texts = {0: "© 2020 A. Maker", 1: "Example Sans", 13: "SIL Open Font License", 14: "https://scripts.sil.org/OFL"}
    records, strings = b"", b""
    for name, text in texts.items():
        raw = text.encode("utf-16-be")
        records += struct.pack(">HHHHHH", 3, 1, 0x0409, name, len(raw), len(strings))
        strings += raw
    return struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + strings


def sfnt(kind: int) -> bytes:
    tables = {b"OS/2": struct.pack(">4HH", 4, 0, 0, 0, kind), b"name": name_table()}
    at, directory, body = 12 + 16 * len(tables), b"", b""
    for tag, table in tables.items():
        directory += struct.pack(">4sIII", tag, 0, at + len(body), len(table))
        body += table
    return b"\0\1\0\0" + struct.pack(">HHHH", len(tables), 0, 0, 0) + directory + body


def woff(kind: int) -> bytes:
    tables = {b"OS/2": struct.pack(">4HH", 4, 0, 0, 0, kind), b"name": name_table()}
    at, directory, body = 44 + 20 * len(tables), b"", b""
    for tag, table in tables.items():
        packed = min(zlib.compress(table), table, key=len)
        directory += struct.pack(">4sIIII", tag, at + len(body), len(packed), len(table), 0)
        body += packed
    return b"wOFF" + bytes(8) + struct.pack(">H", len(tables)) + bytes(30) + directory + body


@pytest.mark.parametrize("make", [sfnt, woff])
@pytest.mark.parametrize(("kind", "embeddable"), [(0, True), (2, False), (4, True), (8, True), (0x0102, False)])
def test_fonts(make: type, kind: int, embeddable: bool) -> None:
    licence = "SIL Open Font License https://scripts.sil.org/OFL"
    expected = Font("a.ttf", "Example Sans", "© 2020 A. Maker", licence, embeddable)
    assert read_font("a.ttf", make(kind)) == expected


@given(
    st.binary(max_size=200), st.sampled_from([b"", b"\0\1\0\0", b"wOFF", b"ttcf", b"OTTO", sfnt(0)[:60], woff(0)[:90]])
)
def test_damaged_fonts_have_no_facts_or_some(body: bytes, head: bytes) -> None:
    assert read_font("a.ttf", head + body).path == "a.ttf"


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"Exif\0\0II*\0", b"Exif\0\0MM\0*", b"8BIM\x04\x04\x1c\x02\x74", b"tEXt"]),
)
def test_any_head_of_a_picture_can_be_read(body: bytes, head: bytes) -> None:
    assert all(isinstance(one, str) for one in rights_of(head + body))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b'<x:xmpmeta><dc:rights><rdf:Alt><rdf:li xml:lang="x-default">(c) A</rdf:li></rdf:Alt></dc:rights>', "(c) A"),
        (b'<rdf:D xmpRights:WebStatement="https://a.example/by/4.0/">', "https://a.example/by/4.0/"),
        (b'<svg><cc:license rdf:resource="https://a.example/by/4.0/"/>', "https://a.example/by/4.0/"),
        (b"8BIM\x04\x04\0\0\x1c\x02\x74\0\x05(c) A", "(c) A"),
        (b"\x89PNG\r\n....tEXtCopyright\0(c) A\0", "(c) A"),
        (b"Exif\0\0II*\0\x08\0\0\0\x01\0\x98\x82\x02\0\x06\0\0\0\x1a\0\0\0\0\0\0\0(c) A\0", "(c) A"),
    ],
)
def test_rights_in_pictures(head: bytes, expected: str) -> None:
    assert rights_of(head) == (expected,)


def test_facts_of_a_package(tmp_path: Path) -> None:
    found = facts(
        tmp_path,
        {
            "index.html": '<meta name="generator" content="Tool 3"><a href="https://h.example/">x</a>'
            '<img src="https://i.example/a.png">',
            "wrapper.js": "/* pipwerks SCORM_API_wrapper.js v1.1.20180906 */ a.LMSInitialize(''); a.API_1484_11",
            "story_content/user.js": "",
            "LICENSE.txt": "x" * 500,
        },
    )
    assert found.api == ("SCORM 1.2", "SCORM 2004")
    assert {(one.kind, one.name, one.version) for one in found.tools} == {
        ("wrapper", "pipwerks SCORM wrapper", "1.1.20180906"),
        ("authoring", "Articulate Storyline", ""),
        ("authoring", "Tool 3", ""),
    }
    assert [(one.name, one.loads, one.first) for one in found.hosts] == [
        ("i.example", True, "index.html:1"),
        ("h.example", False, "index.html:1"),
    ]
    assert found.largest[0] == ("LICENSE.txt", 500)
    assert found.rights == (("LICENSE.txt", ""),)
    assert {one.ending: one.files for one in found.kinds} == {"html": 1, "js": 2, "txt": 1}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ('{"course": {"licence": "CC-BY-4.0"}}', (("darslik.json", "CC-BY-4.0"),)),
        ('{"course": {"licence": 4}}', ()),
        ('{"course": []}', ()),
        ("[" * 100_000, ()),
        ("\xff", ()),
    ],
)
def test_the_licence_of_an_own_course(record: str, expected: tuple[tuple[str, str], ...], tmp_path: Path) -> None:
    assert facts(tmp_path, {"darslik.json": record}).rights == expected


def test_a_cap(tmp_path: Path) -> None:
    opened = package(tmp_path, {"a.txt": "x" * 100, "b.txt": "x" * 50})
    assert over_cap(opened, 120) == 30
    assert over_cap(opened, 150) == 0


def test_facts_are_gathered_once(tmp_path: Path) -> None:
    opened = package(tmp_path, {"a.html": "x"})
    first = facts_of(opened, Limits())
    (tmp_path / "a.html").write_text("changed")
    assert facts_of(opened, Limits()) is first
