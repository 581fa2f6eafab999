"""Packages made to harm whoever opens them: each is one finding, within bounds of memory, and never a traceback."""

from __future__ import annotations

import os
import socket
import struct
import zlib
from pathlib import Path

import pytest

from darslik.errors import Exit
from darslik.inspect import Options, inspect
from darslik.inspect.archive import Damaged, FolderPackage, ZipPackage
from darslik.inspect.limits import Limits
from hostile import CLOSE, MOST, OPEN, judged
from inspect_examples import base
from zips import LINK, Archive, Packed, deflated, packed


def found(data: bytes, tmp_path: Path, limits: Limits | None = None) -> set[str]:
    """Rules that find something in a zip of these bytes."""
    path = tmp_path / "package.zip"
    path.write_bytes(data)
    return {item.rule for item in inspect(path, Options(limits=limits or Limits())).found}


# --- sizes and numbers -------------------------------------------------------------------------------------------


def test_a_manifest_of_100_mib_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    with (folder / "imsmanifest.xml").open("wb") as file:
        file.write(OPEN.encode())
        for _ in range(100):
            file.write(b"<item/>" * (1024 * 1024 // 7))
    outcome = judged(folder)
    assert outcome.code == Exit.FOUND_ERRORS
    assert "xml-too-large" in outcome.rules
    assert outcome.peak < MOST


def test_a_manifest_of_4_million_elements_is_not_parsed(tmp_path: Path) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "imsmanifest.xml").write_bytes((OPEN + "<a/>" * 4_000_000 + CLOSE).encode())
    outcome = judged(folder)
    assert outcome.code == Exit.FOUND_ERRORS
    assert "xml-too-large" in outcome.rules
    assert outcome.peak < MOST


def test_100_000_files_are_judged(tmp_path: Path) -> None:
    files = {**base("scorm2004"), **{f"pages/{number % 100}/{number}.html": b"<p>x" for number in range(100_000)}}
    (tmp_path / "package.zip").write_bytes(packed(files).made())
    outcome = judged(tmp_path / "package.zip")
    assert outcome.code == Exit.OK
    assert "too-many-files" not in outcome.rules
    assert outcome.peak < MOST


def test_a_list_of_files_that_says_to_be_huge_is_not_read(tmp_path: Path) -> None:
    data = bytearray(packed(base("scorm2004")).made())
    struct.pack_into("<L", data, data.rfind(b"PK\5\6") + 12, 2**32 - 1)
    assert found(bytes(data), tmp_path) == {"not-a-zip"}


def test_more_files_than_the_end_record_says(tmp_path: Path) -> None:
    archive = packed({f"{number}.txt": b"" for number in range(20)})
    archive.files = 3
    assert found(archive.made(), tmp_path, Limits(files=10)) == {"too-many-files"}


def test_a_folder_of_too_many_files_is_not_listed_to_its_end(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}.txt").write_text("")
    rules = {item.rule for item in inspect(tmp_path, Options(limits=Limits(files=10))).found}
    assert rules == {"too-many-files"}


def test_a_folder_of_too_many_bytes(tmp_path: Path) -> None:
    (tmp_path / "imsmanifest.xml").write_bytes(base("scorm2004")["imsmanifest.xml"])
    with (tmp_path / "hole.mp4").open("wb") as file:
        file.truncate(5 * 1024**3)
    assert {item.rule for item in inspect(tmp_path).found} == {"too-large-unpacked"}


# --- bombs -------------------------------------------------------------------------------------------------------


def test_a_file_that_unpacks_to_more_than_it_says_is_read_no_further(tmp_path: Path) -> None:
    """A gibibyte of zeros that calls itself 100 bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = b"".join(packer.compress(bytes(1024**2)) for _ in range(1024)) + packer.flush()
    archive = packed(base("scorm2004"))
    archive.entries.append(Packed(b"zeros.xsd", content, method=0))
    data = bytearray(archive.made())
    for mark, method, size in ((b"PK\3\4", 8, 22), (b"PK\1\2", 10, 24)):
        at = data.rfind(b"zeros.xsd") if mark == b"PK\1\2" else data.find(b"zeros.xsd")
        start = data.rfind(mark, 0, at)
        struct.pack_into("<H", data, start + method, 8)
        struct.pack_into("<L", data, start + size, 100)
    (tmp_path / "package.zip").write_bytes(data)
    outcome = judged(tmp_path / "package.zip")
    assert outcome.code == Exit.FOUND_ERRORS
    assert "damaged-file" in outcome.rules
    assert outcome.peak < MOST
    package = ZipPackage.at(tmp_path / "package.zip", Limits())
    with pytest.raises(Damaged, match="more than the 100 bytes that it declares"):
        package.read("zeros.xsd")


def test_a_bomb_of_overlapping_files_is_refused(tmp_path: Path) -> None:
    """One kernel of zeros, of which every entry claims all that follows, the other entries' headers included."""
    kernel = deflated(bytes(1024**2))
    out, listed = bytearray(), bytearray()
    places = [number * 40 for number in range(200)]
    for number, at in enumerate(places):
        name = f"{number:08}".encode()
        length = (len(places) - number - 1) * 40 + len(kernel)
        head = struct.pack("<5H3L", 20, 0, 8, 0, 0, 0, length, 1024**2)
        out += b"PK\3\4" + head + struct.pack("<2H", 10, 0) + name + b"\0\0"
        listed += (
            b"PK\1\2" + struct.pack("<H", 20) + head + struct.pack("<5H2L", 10, 0, 0, 0, 0, 0, at) + name + b"\0\0"
        )
    out += kernel
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(places), len(places), len(listed), len(out), 0)
    assert found(bytes(out + listed) + end, tmp_path) == {"overlapping-entries"}


def test_zips_in_zips_are_not_opened(tmp_path: Path) -> None:
    """As in 42.zip: each level multiplies the next."""
    data = deflated(bytes(1024**2))
    for _ in range(6):
        data = packed({f"{number}.zip": data for number in range(16)}).made()
    (tmp_path / "package.zip").write_bytes(packed({**base("scorm2004"), "42.zip": data}).made())
    outcome = judged(tmp_path / "package.zip")
    assert outcome.peak < MOST
    assert not outcome.rules & {"zip-bomb", "damaged-file", "too-large-unpacked"}


def test_the_ratio_is_an_option(tmp_path: Path) -> None:
    files = {**base("scorm2004"), "zeros.xsd": bytes(20_000_000)}
    assert found(packed(files).made(), tmp_path) == {"zip-bomb"}
    assert not found(packed(files).made(), tmp_path, Limits(ratio=2000)) & {"zip-bomb", "file-compressed-too-much"}


def test_sizes_of_many_large_files_are_added_up(tmp_path: Path) -> None:
    archive = packed(base("scorm2004"))
    archive.entries += [Packed(f"{number}.mp4".encode(), bytes(100), size=2**32 - 2) for number in range(2)]
    assert found(archive.made(), tmp_path) == {"too-large-unpacked"}


# --- names and kinds ---------------------------------------------------------------------------------------------


def test_what_leads_out_is_no_file_of_the_package(tmp_path: Path) -> None:
    names = ["../a.xsd", "x/../../b.xsd", "/c.xsd", "C:\\d.xsd", "\\\\server\\share\\e.xsd", "..\\f.xsd", ".."]
    archive = packed(base("scorm2004"))
    archive.entries += [Packed(name.encode(), b"x") for name in names]
    (tmp_path / "package.zip").write_bytes(archive.made())
    result = inspect(tmp_path / "package.zip")
    assert [item.span.file for item in result.found if item.rule == "name-leads-out"] == sorted(names)
    assert result.package is not None
    assert set(result.package.paths()) == set(base("scorm2004"))


def test_a_manifest_that_is_a_link_is_not_read(tmp_path: Path) -> None:
    archive = packed({path: body for path, body in base("scorm2004").items() if path != "imsmanifest.xml"})
    archive.entries.append(Packed(b"imsmanifest.xml", b"/etc/passwd", mode=LINK))
    assert {"link-in-package", "not-a-package"} <= found(archive.made(), tmp_path)


def test_an_encrypted_manifest_ends_it(tmp_path: Path) -> None:
    archive = packed(base("scorm2004"))
    archive.entries[0].flags |= 1
    (tmp_path / "package.zip").write_bytes(archive.made())
    result = inspect(tmp_path / "package.zip")
    assert "encrypted-file" in {item.rule for item in result.found}
    assert result.subjects == ()


def test_links_in_a_folder_are_told_and_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "package"
    root.mkdir()
    for path, body in base("scorm2004").items():
        (root / path).parent.mkdir(exist_ok=True, parents=True)
        (root / path).write_bytes(body)
    (tmp_path / "secret.txt").write_text("secret")
    (root / "secret.txt").symlink_to(tmp_path / "secret.txt")
    (root / "loop").symlink_to(root, target_is_directory=True)
    (root / "etc").symlink_to("/etc", target_is_directory=True)
    result = inspect(root)
    links = [item for item in result.found if item.rule == "link-in-package"]
    assert [item.span.file for item in links] == ["etc", "loop", "secret.txt"]
    assert links[0].message == "`etc` is a link to `/etc`"
    assert result.package is not None
    assert set(result.package.paths()) == set(base("scorm2004"))


def test_a_pipe_or_a_socket_in_a_folder_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "imsmanifest.xml")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        rules = [item.rule for item in inspect(tmp_path).found]
    assert rules.count("special-file-in-package") == 2


def test_a_pipe_is_no_package(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "package.zip")
    assert [item.rule for item in inspect(tmp_path / "package.zip").found] == ["not-a-zip"]


def test_a_file_that_became_a_link_is_not_read(tmp_path: Path) -> None:
    """Between listing and reading."""
    (tmp_path / "page.html").write_text("page")
    (tmp_path / "other.html").write_text("other")
    package = FolderPackage(tmp_path, Limits())
    (tmp_path / "page.html").unlink()
    (tmp_path / "page.html").symlink_to("/etc/passwd")
    (tmp_path / "other.html").unlink()
    for path in ("page.html", "other.html"):
        with pytest.raises(Damaged, match="it cannot be read"):
            package.read(path)


def test_names_that_are_no_text(tmp_path: Path) -> None:
    root = os.fsencode(tmp_path)
    with Path(os.fsdecode(root + b"/caf\xe9.xsd")).open("wb") as file:
        file.write(b"x")
    package = FolderPackage(tmp_path, Limits())
    assert list(package.paths()) == ["caf\ufffd.xsd"]
    assert package.read("caf\ufffd.xsd") == b"x"


@pytest.mark.parametrize(
    ("raw", "flags", "name"),
    [
        ("café.html".encode(), 1 << 11, "café.html"),
        ("café.html".encode(), 0, "café.html"),
        (b"caf\x82.html", 0, "café.html"),
        (b"caf\xe9.html", 1 << 11, "caf\ufffd.html"),
    ],
)
def test_names_are_read_as_most_unpackers_do(raw: bytes, flags: int, name: str, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(Archive([Packed(raw, b"x", flags=flags)]).made())
    assert list(ZipPackage.at(path, Limits()).paths()) == [name]


def test_a_rule_that_finds_thousands_is_cut_short(tmp_path: Path) -> None:
    archive = packed({**base("scorm2004"), **{f"{number:04}é.xsd": b"" for number in range(1_500)}})
    (tmp_path / "package.zip").write_bytes(archive.made())
    items = [item for item in inspect(tmp_path / "package.zip").found if item.rule == "name-not-ascii"]
    assert len(items) == 1_001
    assert items[-1].message == "there are more places like this; only the first 1,000 are told"
