"""Manifests made to harm whoever parses them: each is one finding, within bounds of memory, and reads nothing else."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from darslik.errors import Exit
from darslik.inspect import inspect
from hostile import CLOSE, MOST, OPEN, judged

LAUGHS = '<!DOCTYPE manifest [<!ENTITY a "lol">'
LAUGHS += (
    "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefghi", "bcdefghij", strict=True)) + "]>"
)


def manifest(body: bytes, tmp_path: Path) -> set[str]:
    """Rules that find something in a folder with this manifest and no more."""
    (tmp_path / "imsmanifest.xml").write_bytes(body)
    return {item.rule for item in inspect(tmp_path).found}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("place", ["text", "attribute"])
def test_billion_laughs(place: str, encoding: str, tmp_path: Path) -> None:
    start = OPEN.replace('"m"', '"&j;"') if place == "attribute" else OPEN + "&j;"
    assert "xml-entities" in manifest((LAUGHS + start + CLOSE).encode(encoding), tmp_path)


def test_a_bomb_behind_another_encoding_does_not_go_off(tmp_path: Path) -> None:
    text = LAUGHS + OPEN.replace('"m"', '"&j;"') + CLOSE
    utf7 = b'<?xml version="1.0" encoding="UTF-7"?>' + text.encode("utf-7").replace(b"<", b"+ADw-")
    assert {"not-well-formed", "xml-entities"} & manifest(utf7, tmp_path)
    quiet = '<!DOCTYPE manifest [<!ENTITY a "lol">]>' + OPEN + CLOSE
    hidden = b'<?xml version="1.0" encoding="UTF-7"?>' + quiet.encode("utf-7").replace(b"<", b"+ADw-")
    assert "xml-entities" in manifest(hidden, tmp_path)
    ebcdic = ('<?xml version="1.0" encoding="cp037"?>' + text).encode("cp037")
    assert "not-well-formed" in manifest(ebcdic, tmp_path)


def test_quadratic_blowup(tmp_path: Path) -> None:
    body = '<!DOCTYPE m [<!ENTITY a "' + "a" * 100_000 + '">]>' + OPEN + "&a;" * 100_000 + CLOSE
    assert "xml-entities" in manifest(body.encode(), tmp_path)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE manifest SYSTEM "{}">',
        '<!DOCTYPE manifest [<!ENTITY x SYSTEM "{}">]>',
        '<!DOCTYPE manifest [<!ENTITY % x SYSTEM "{}"> %x;]>',
        '<!DOCTYPE manifest PUBLIC "-//X//Y" "{}" [<!ATTLIST manifest x CDATA "y">]>',
        '<?xml-stylesheet href="{}"?>',
    ],
)
def test_nothing_outside_is_read(doctype: str, tmp_path: Path) -> None:
    """Neither a file (a pipe would hang) nor an address."""
    secret = tmp_path / "secret"
    os.mkfifo(secret)
    package = tmp_path / "package"
    package.mkdir()
    manifest((doctype.format(secret.as_uri()) + OPEN + CLOSE).encode(), package)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        manifest((doctype.format(f"http://127.0.0.1:{server.getsockname()[1]}/x") + OPEN + CLOSE).encode(), package)
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize("depth", [100, 250, 300, 5_000, 200_000])
def test_deep_nesting(depth: int, tmp_path: Path) -> None:
    body = OPEN + "<organizations><organization>" + "<item>" * depth + "</item>" * depth
    rules = manifest((body + "</organization></organizations>" + CLOSE).encode(), tmp_path)
    assert ("not-well-formed" in rules) == (depth >= 254)


@pytest.mark.parametrize(
    "inner",
    [
        '<item identifier="' + "a" * 9_000_000 + '"/>',
        "<item " + " ".join(f'a{number}=""' for number in range(50_000)) + "/>",
        "<item " + " ".join(f'xmlns:a{number}="urn:{number}"' for number in range(20_000)) + "/>",
        "<title>" + "a" * 9_000_000 + "</title>",
        "<title><![CDATA[" + "]" * 9_000_000 + "]]></title>",
        "<!--" + "a" * 9_000_000 + "-->",
        "<?a b?>" * 300_000,
        "\n" * 3_000_000,
    ],
    ids=["attribute", "attributes", "namespaces", "text", "cdata", "comment", "instructions", "lines"],
)
def test_one_huge_thing(inner: str, tmp_path: Path) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "imsmanifest.xml").write_bytes((OPEN + inner + CLOSE).encode())
    outcome = judged(folder)
    assert outcome.code == Exit.FOUND_ERRORS
    assert outcome.peak < MOST


@pytest.mark.parametrize(
    ("body", "readable"),
    [
        ((OPEN + CLOSE).encode("utf-16"), True),
        ((OPEN + CLOSE).encode("utf-8-sig"), True),
        (('<?xml version="1.0"?>' + OPEN + CLOSE).encode("utf-16-be"), True),
        ((OPEN + CLOSE).encode("utf-16-le"), False),
        (('<?xml version="1.0" encoding="UTF-16"?>' + OPEN + CLOSE).encode(), False),
        (('<?xml version="1.0" encoding="UTF-8"?>' + OPEN + "<a>é</a>" + CLOSE).encode("latin-1"), False),
        (('<?xml version="1.0" encoding="US-ASCII"?>' + OPEN + "<a>é</a>" + CLOSE).encode(), False),
        (('<?xml version="1.0" encoding="cp037"?>' + OPEN + CLOSE).encode("cp037"), False),
        (('<?xml version="1.0" encoding="rot13"?>' + OPEN + CLOSE).encode(), False),
        (('<?xml version="1.0" encoding="hex"?>' + OPEN + CLOSE).encode(), False),
        (b"", False),
        (bytes(1000), False),
        (b"\xff\xfe", False),
        (b"\xef\xbb\xbf", False),
    ],
)
def test_encodings(body: bytes, readable: bool, tmp_path: Path) -> None:
    assert ("not-well-formed" in manifest(body, tmp_path)) != readable
