"""What people and programs read of an inspection: text, JSON, SARIF; exit codes."""

from __future__ import annotations

import json
import os
import re
import stat
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from inline_snapshot import snapshot

import darslik
from darslik.cli import main
from darslik.diagnostics import Diagnostic, Severity, Span
from darslik.inspect import Options, inspect
from darslik.inspect.report import FORMATS, data, write
from darslik.inspect.report.shown import Shown
from inspect_examples import base, overlaid

SCHEMA = Path(darslik.__file__).parent / "schemas" / "inspect.schema.json"
NOTHING = '<item identifier="item_1" identifierref="resource_9"><title>Lesson</title></item>'


def zipped(folder: Path, fragment: str = "", name: str = "course.zip") -> Path:
    """The base package with elements over it, as a zip."""
    files = dict(base("scorm2004"))
    files["imsmanifest.xml"] = overlaid(files["imsmanifest.xml"].decode(), fragment).encode()
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for file, body in files.items():
            archive.writestr(file, body)
    return path


def run(*arguments: str | int | Path) -> Result:
    """`darslik inspect`."""
    return CliRunner().invoke(main, ["inspect", *map(str, arguments)])


def test_a_finding_points_into_the_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it is, the line of the manifest with a caret, help, the verdict."""
    monkeypatch.chdir(tmp_path)
    zipped(tmp_path, NOTHING)
    result = run("course.zip")
    assert result.exit_code == 1
    assert result.output.splitlines()[0].startswith("course.zip: SCORM 2004 4th Edition, 0 SCOs, ")
    assert "error[item-without-resource]: there is no resource `resource_9`\n" in result.output
    shown = result.output.split("error[item-without-resource]")[1].split("\n\n")[0]
    assert shown == snapshot("""\
: there is no resource `resource_9`
  --> course.zip!/imsmanifest.xml:14:33
   |
14 |       <item identifier="item_1" identifierref="resource_9"><title>Lesson</title></item>
   |                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^ this item launches nothing
   |
   = help: did you mean `resource_1`?\
""")


def test_many_of_a_kind_are_folded(tmp_path: Path) -> None:
    """Five are written out, the others counted."""
    items = "".join(f'<item identifier="i{n}" identifierref="none{n}"><title>L</title></item>' for n in range(40))
    whole = f'<organization identifier="organization_1"><title>T</title>{items}</organization>'
    result = run(zipped(tmp_path, whole))
    assert result.output.count("there is no resource `none") == 5
    assert "\nerror[item-without-resource]: and 35 more\n" in result.output
    listed = json.loads(run(zipped(tmp_path, whole), "--format", "json").output)["findings"]
    assert sum(one["rule"] == "item-without-resource" for one in listed) == 40


def test_a_rule_that_finds_too_much_is_stopped(tmp_path: Path) -> None:
    """And the numbers say so."""
    items = "".join(f'<item identifier="i{n}" identifierref="none{n}"><title>L</title></item>' for n in range(40))
    whole = f'<organization identifier="organization_1"><title>T</title>{items}</organization>'
    path = zipped(tmp_path, whole)
    result = run(path, "--max-findings", 20)
    assert "error[item-without-resource]: and at least 16 more\n" in result.output
    assert re.search(r"\nat least \d+ errors.*: this package is not right", result.output)
    page = run(path, "--max-findings", 20, "--format", "html").output
    assert "at least 21 places" in page
    assert "… and at least 1 more." in page


def test_a_package_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """Neither by names in the manifest nor by those of files."""
    evil = "x\u202ey\u009b2Jz"
    item = f'<item identifier="item_1" identifierref="{evil}"><title>Lesson</title></item>'
    result = run(zipped(tmp_path, item, name="a\x1b[2Jb.zip"))
    assert result.exit_code == 1
    assert not {"\x1b", "\u009b", "\u202e"} & set(result.output)
    assert "x\ufffdy\ufffd2Jz" in result.output


@pytest.mark.parametrize("form", FORMATS)
def test_a_very_long_name_is_cut(form: str, tmp_path: Path) -> None:
    """A message stays readable; the document stays small."""
    item = f'<item identifier="item_1" identifierref="{"y" * 500_000}"><title>Lesson</title></item>'
    result = run(zipped(tmp_path, item), "--format", form)
    assert result.exit_code == 1
    assert "y" * 20 in result.output
    assert len(result.output) < 100_000


@pytest.mark.parametrize("form", FORMATS)
def test_names_that_are_no_text_can_be_printed(form: str, tmp_path: Path) -> None:
    """Bytes that are no UTF-8, as a folder on a disk may have them."""
    folder = tmp_path / "caf\udce9"
    os.mkdir(os.fsencode(folder))  # noqa: PTH102 - the name as bytes
    (folder / "IMSMANIFEST.XML").write_text("<manifest/>")
    text = write(Shown(inspect(folder, Options())), form)
    assert "caf" in text
    text.encode()


@pytest.mark.parametrize("form", FORMATS)
def test_a_very_deep_tree_can_be_written(form: str, tmp_path: Path) -> None:
    """As deep as the reader of XML goes."""
    item = '<item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>'
    for level in range(230):
        item = f'<item identifier="c{level}"><title>Level {level}</title>{item}</item>'
    result = run(zipped(tmp_path, f'<organization identifier="organization_1"><title>T</title>{item}</organization>'),
                 "--format", form)  # fmt: skip
    assert result.exit_code in {0, 1}, result.output
    assert "Level 229" in result.output or form == "sarif"


# For programs


def test_the_schema_is_the_document_s() -> None:
    """`DARSLIK_UPDATE=1 pytest tests/inspect/test_reports.py` writes it anew."""
    made = json.dumps(data.schema(), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("DARSLIK_UPDATE"):
        SCHEMA.write_text(made, encoding="utf-8")
    assert SCHEMA.read_text("utf-8") == made


def test_json_is_versioned_and_whole(tmp_path: Path) -> None:
    """Every part of a finding, and what it was found in."""
    path = zipped(tmp_path, NOTHING)
    written: dict[str, Any] = json.loads(run(path, "--format", "json").output)
    assert written["version"] == 1
    assert written["path"] == str(path)
    assert written["verdict"] == "errors"
    assert written["counts"]["error"] == sum(one["severity"] == "error" for one in written["findings"])
    assert written["kinds"] == [
        {"standard": "scorm2004", "title": "SCORM 2004 4th Edition", "file": "imsmanifest.xml", "read": True}
    ]
    assert written["package"]["files"] == len(base("scorm2004"))
    assert written["rules"]["scorm2004"] > 0
    (found,) = [one for one in written["findings"] if one["rule"] == "item-without-resource"]
    assert {"I3", "L4"} <= set(found.pop("covers"))
    assert {**found, "path": ""} == snapshot(
        {
            "file": "imsmanifest.xml",
            "path": "",
            "line": 14,
            "column": 33,
            "length": 26,
            "rule": "item-without-resource",
            "severity": "error",
            "message": "there is no resource `resource_9`",
            "label": "this item launches nothing",
            "evidence": "resource_9",
            "help": ["did you mean `resource_1`?"],
            "related": [],
        }
    )
    assert found["path"] == f"{path}!/imsmanifest.xml"


def test_a_refused_package_is_a_document_too(tmp_path: Path) -> None:
    """Without package and kinds."""
    path = tmp_path / "broken.zip"
    path.write_bytes(b"PK\3\4 and then nothing")
    result = run(path, "--format", "json")
    written = data.Document.model_validate_json(result.output)
    assert result.exit_code == 1
    assert written.package is None
    assert written.kinds == []
    assert [one.path for one in written.findings] == [str(path)]


def test_sarif_nests_what_is_in_the_zip(tmp_path: Path) -> None:
    """Artifacts, rules with help, fingerprints."""
    path = zipped(tmp_path, NOTHING)
    log = json.loads(run(path, "--format", "sarif").output)
    (run_,) = log["runs"]
    artifacts = run_["artifacts"]
    assert artifacts[0]["location"]["uri"] == str(path)
    rules = run_["tool"]["driver"]["rules"]
    (result,) = [one for one in run_["results"] if one["ruleId"] == "item-without-resource"]
    assert rules[result["ruleIndex"]]["id"] == "item-without-resource"
    assert "Good:" in rules[result["ruleIndex"]]["help"]["text"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"] == f"{path}!/imsmanifest.xml"
    assert artifacts[place["index"]] == {"location": {"uri": "/imsmanifest.xml"}, "parentIndex": 0}


def test_fingerprints_outlive_a_moved_line(tmp_path: Path) -> None:
    """The same mistake further down is the same; another mistake is another."""

    def prints(fragment: str) -> set[str]:
        log = json.loads(run(zipped(tmp_path, fragment), "--format", "sarif").output)
        found = log["runs"][0]["results"]
        return {
            one["partialFingerprints"]["findingHash/v1"] for one in found if one["ruleId"] == "item-without-resource"
        }

    assert prints(NOTHING) == prints("\n\n  " + NOTHING.replace("Lesson", "Another\nlesson"))
    assert prints(NOTHING) != prints(NOTHING.replace("resource_9", "resource_8"))


# The command line


def test_a_right_package_is_0(tmp_path: Path) -> None:
    """And says by how many rules."""
    result = run(zipped(tmp_path))
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[0].startswith(f"{tmp_path}/course.zip: SCORM 2004 4th Edition, 1 SCO, ")
    assert "no errors and no warnings by " in result.output


def test_what_is_no_package_is_1(tmp_path: Path) -> None:
    """A text, an empty file, an empty folder, a pipe of noise under the name of a zip."""
    (tmp_path / "a.txt").write_text("not a package")
    (tmp_path / "b.zip").write_bytes(b"")
    (tmp_path / "c").mkdir()
    (tmp_path / "d.zip").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "cmi5.xml").write_text("<not xml")
    for name in ("a.txt", "b.zip", "c", "d.zip", "cmi5.xml"):
        for form in FORMATS:
            result = run(tmp_path / name, "--format", form)
            assert result.exit_code == 1, (name, form, result.output)
            assert "bug" not in result.output


def test_wrong_usage_is_2(tmp_path: Path) -> None:
    """A missing path, an unknown profile, standard or format, a place that cannot be written."""
    path = zipped(tmp_path)
    assert run(tmp_path / "none.zip").exit_code == 2
    unknown = run(path, "--profile", "moodel")
    assert unknown.exit_code == 2
    assert "`moodle" in unknown.output
    assert run(path, "--as", "aicc").exit_code == 2
    assert run(path, "--format", "pdf").exit_code == 2
    assert run(path, "-o", tmp_path / "no" / "such" / "folder.txt").exit_code == 2
    assert run(path, "-o", tmp_path).exit_code == 2


def test_an_unreadable_file_is_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, no traceback. (Who is root may read everything, so the system says no by hand.)"""
    path = zipped(tmp_path)
    path.chmod(stat.S_IWUSR)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("darslik.inspect.open_package", refuse)
    result = run(path)
    assert result.exit_code == 2
    assert result.output == f"error: Permission denied: {path}\n"


def test_strict_and_pedantic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Warnings fail with `--strict`, hints never do and show with `--pedantic`."""
    path = zipped(tmp_path)
    graded = [
        Diagnostic("not-a-package", severity, f"a planted {severity.value}", Span("index.html"))
        for severity in (Severity.HINT, Severity.WARNING)
    ]
    whole = inspect(path, Options())
    monkeypatch.setattr("darslik.inspect.inspect", lambda *_: replace(whole, found=graded))
    plain = run(path)
    assert plain.exit_code == 0
    assert "warning[not-a-package]: a planted warning" in plain.output
    assert "a planted hint" not in plain.output
    assert plain.output.endswith("no errors, 1 warning; --pedantic shows 1 hint\n")
    strict = run(path, "--strict", "--pedantic")
    assert strict.exit_code == 1
    assert "error[not-a-package]: a planted warning" in strict.output
    assert "hint[not-a-package]: a planted hint" in strict.output


def test_output_goes_to_a_file(tmp_path: Path) -> None:
    """The verdict to the terminal."""
    result = run(zipped(tmp_path, NOTHING), "--format", "json", "-o", tmp_path / "report.json")
    assert result.exit_code == 1
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["verdict"] == "errors"
    assert "this package is not right" in result.output
