"""Zips that are none, are torn or contradict themselves: what can be read is judged all the same."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from darslik.diagnostics import Sink
from darslik.inspect import inspect
from darslik.inspect.archive import ZipPackage, open_package
from darslik.inspect.archive.directory import read_directory
from darslik.inspect.limits import Limits
from inspect_examples import base
from zips import packed


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is not a zip"),
        (b"Rar!\x1a\x07\x00", "it is not a zip"),
        (b"<html>" * 99, "it is not a zip"),
        (packed(base("cmi5")).made()[:-40], "it is not a zip any more: its end was cut off"),
        (b"PK\5\6" + struct.pack("<4H2LH", 1, 1, 9, 9, 99, 0, 0), "it is one part of a zip that was cut into several"),
        (b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 9, 9, 99, 7, 0), "its list of files is not where"),
    ],
)
def test_what_is_no_zip_is_one_error(data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "package.zip").write_bytes(data)
    (item,) = inspect(tmp_path / "package.zip").found
    assert item.rule == "not-a-zip"
    assert message in item.message


def test_the_rest_of_a_damaged_zip_is_judged(tmp_path: Path) -> None:
    archive = packed(base("scorm2004"))
    archive.entries[1].damaged = True
    path = tmp_path / "package.zip"
    path.write_bytes(archive.made())
    result = inspect(path)
    assert [item.span.file for item in result.found if item.rule == "damaged-file"] == ["index.html"]
    assert [kind.standard for kind in result.kinds] == ["scorm2004"]
    assert len(result.subjects) == 1


def test_two_ends_that_fit_are_told(tmp_path: Path) -> None:
    """A comment that holds a second, empty end: some readers see a zip without files."""
    data = bytearray(packed(base("scorm2004")).made())
    struct.pack_into("<H", data, len(data) - 2, 22)
    sink = Sink()
    (tmp_path / "package.zip").write_bytes(bytes(data) + b"PK\5\6" + bytes(18))
    package = open_package(tmp_path / "package.zip", Limits(), sink)
    assert isinstance(package, ZipPackage)
    assert any("two end records" in flaw for flaw in package.directory.flaws)


def test_zip64_numbers_are_read(tmp_path: Path) -> None:
    archive = packed(base("cmi5"))
    archive.zip64 = True
    (tmp_path / "package.zip").write_bytes(archive.made())
    with (tmp_path / "package.zip").open("rb") as file:
        directory = read_directory(file, Limits())
    assert directory.zip64
    assert [entry.name for entry in directory.entries] == list(base("cmi5"))
    assert "zip64-package" not in {item.rule for item in inspect(tmp_path / "package.zip").found}  # cmi5 allows it
