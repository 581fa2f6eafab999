"""A folder of packages: one row for each, whatever becomes of the others."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import many_workers
from darslik.cli import main
from darslik.errors import Exit
from darslik.inspect import Options
from darslik.inspect.limits import Limits
from darslik.inspect.many import inspect_many, is_collection, packages_in, run_all
from inspect_examples import base
from zips import packed

NAMES = ["a.zip", "b.zip", "c.zip"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A right package, one with an error two folders down, and something that is no zip."""
    (tmp_path / "right.zip").write_bytes(packed(base("scorm12")).made())
    (tmp_path / "2024/spring").mkdir(parents=True)
    files = {path: body for path, body in base("scorm2004").items() if path != "index.html"}
    (tmp_path / "2024/spring/no-page.zip").write_bytes(packed(files).made())
    (tmp_path / "torn.zip").write_bytes(packed(base("cmi5")).made()[:300])
    (tmp_path / "notes.txt").write_text("not a package")
    return tmp_path


def test_rows_come_in_the_order_of_names(folder: Path) -> None:
    rows = list(inspect_many(folder, Options()))
    assert [row.name for row in rows] == ["2024/spring/no-page.zip", "right.zip", "torn.zip"]
    assert [row.kinds for row in rows] == [("SCORM 2004 4th Edition",), ("SCORM 1.2",), ()]
    assert [row.bad for row in rows] == [True, False, True]
    assert rows[2].first is not None
    assert rows[2].first.rule == "not-a-zip"
    assert rows[1].size == (folder / "right.zip").stat().st_size


def test_one_job_says_the_same_as_many(folder: Path) -> None:
    assert list(inspect_many(folder, Options(), jobs=1)) == list(inspect_many(folder, Options(), jobs=3))


def test_one_that_dies_or_raises_is_a_row(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_bytes(b"12345")
    died, raised, fine = run_all(tmp_path, NAMES, Options(), many_workers.dies_or_raises, 2)
    assert died.failed == "the inspection broke off (exit code 7)"
    assert raised.failed == "ValueError: a bug in a rule"
    assert (fine.name, fine.size, fine.failed) == ("c.zip", 5, "")
    assert died.bad
    assert raised.bad
    assert not fine.bad


def test_one_that_hangs_is_ended(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_bytes(b"")
    options = Options(limits=Limits(seconds=8))
    hung, fine, last = run_all(tmp_path, NAMES, options, many_workers.hangs_at_a, 2)
    assert hung.failed == "the inspection took longer than 8 seconds"
    assert not fine.failed
    assert not last.failed


def test_what_is_a_folder_of_packages(tmp_path: Path) -> None:
    course = tmp_path / "course"
    course.mkdir()
    (course / "imsmanifest.xml").write_bytes(base("scorm12")["imsmanifest.xml"])
    (course / "more.zip").write_bytes(b"")
    assert not is_collection(course)  # a package with a zip to download
    assert not is_collection(tmp_path)  # a package in a folder too many
    (tmp_path / "other.zip").write_bytes(b"")
    assert is_collection(tmp_path)
    assert packages_in(tmp_path) == ["course", "other.zip"]
    assert not is_collection(tmp_path / "other.zip")


def test_links_are_not_followed(folder: Path) -> None:
    (folder / "2024/again").symlink_to(folder, target_is_directory=True)
    assert len(packages_in(folder)) == 3


def test_the_table_and_the_exit_code(folder: Path) -> None:
    result = CliRunner().invoke(main, ["inspect", str(folder)])
    assert result.exit_code == Exit.FOUND_ERRORS
    head, first, second, third, _, end = result.output.splitlines()
    assert head.split() == ["package", "what", "it", "is", "errors", "warnings", "size", "first", "error"]
    assert first.startswith("2024/spring/no-page.zip  SCORM 2004 4th Edition")
    assert second.split()[:3] == ["right.zip", "SCORM", "1.2"]
    assert "[not-a-zip]" in third
    assert end == "3 packages, 2 with errors, 0 with warnings only"


def test_only_right_packages_are_0(folder: Path) -> None:
    (folder / "torn.zip").unlink()
    (folder / "2024/spring/no-page.zip").unlink()
    assert CliRunner().invoke(main, ["inspect", str(folder)]).exit_code == Exit.OK


def test_json_has_every_package(folder: Path) -> None:
    result = CliRunner().invoke(main, ["inspect", str(folder), "--format", "json"])
    assert result.exit_code == Exit.FOUND_ERRORS
    packages = json.loads(result.stdout)["packages"]
    assert [one["name"] for one in packages] == ["2024/spring/no-page.zip", "right.zip", "torn.zip"]
    assert packages[1]["first"] is None
    assert packages[2]["first"]["rule"] == "not-a-zip"


def test_a_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m\n.zip").write_bytes(b"")
    (tmp_path / os.fsdecode(b"b\xff.zip")).write_bytes(b"")
    result = CliRunner().invoke(main, ["inspect", str(tmp_path)])
    assert result.exit_code == Exit.FOUND_ERRORS
    assert "\x1b" not in result.output
    assert "b\ufffd.zip" in result.output


def test_no_sarif_of_many(folder: Path) -> None:
    result = CliRunner().invoke(main, ["inspect", str(folder), "--format", "sarif"])
    assert result.exit_code == Exit.USAGE
    assert "there is no report as sarif" in result.stderr


def test_limits_are_options(tmp_path: Path) -> None:
    path = tmp_path / "course.zip"
    path.write_bytes(packed(base("scorm12")).made())
    with zipfile.ZipFile(path) as archive:
        files, total = len(archive.infolist()), sum(one.file_size for one in archive.infolist())
    for option, value, rule in (
        ("--max-files", files - 1, "too-many-files"),
        ("--max-size", total - 1, "too-large-unpacked"),
        ("--max-xml", 100, "xml-too-large"),
    ):
        refused = CliRunner().invoke(main, ["inspect", str(path), option, str(value)])
        assert refused.exit_code == Exit.FOUND_ERRORS
        assert f"error[{rule}]" in refused.output
    taken = ["--max-files", str(files), "--max-size", str(total), "--max-xml", "1 MiB"]
    assert CliRunner().invoke(main, ["inspect", str(path), *taken]).exit_code == Exit.OK
    wrong = CliRunner().invoke(main, ["inspect", str(path), "--max-size", "a lot"])
    assert wrong.exit_code == Exit.USAGE
    assert "`a lot` is no size; write it as `64M` or `2G`" in wrong.stderr
