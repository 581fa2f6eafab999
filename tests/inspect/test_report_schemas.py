"""JSON and SARIF reports are valid by their schemas: ours, and the official one of SARIF 2.1.0."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

import darslik
from darslik.inspect import Options, inspect
from darslik.inspect.report import write
from darslik.inspect.report.shown import Shown
from registries import MODULES, NAMES, SARIF, node, package, schema_of_sarif

OURS = Path(darslik.__file__).parent / "schemas" / "inspect.schema.json"
VALIDATE = Path(__file__).parent.parent / "validate.cjs"


def wrong(schema: Path, *documents: Path) -> list[str]:
    """What an independent validator says."""
    command = [node("node"), str(VALIDATE), str(MODULES), str(schema), *map(str, documents)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of real packages and of one that is refused, with every profile."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "refused.zip").write_bytes(b"not a zip")
    options = Options(None, ("all",))
    for name in (*NAMES, "refused"):
        path = folder / "refused.zip" if name == "refused" else package(name)
        shown = Shown(inspect(path, options), options, pedantic=True)
        (folder / f"{name}.json").write_text(write(shown, "json"), "utf-8")
        (folder / f"{name}.sarif").write_text(write(shown, "sarif"), "utf-8")
    return folder


@pytest.mark.parametrize("ending", ["json", "sarif"])
def test_reports_are_valid(ending: str, reports: Path) -> None:
    """All of them."""
    found = sorted(reports.glob(f"*.{ending}"))
    assert len(found) == len(NAMES) + 1
    assert wrong(OURS if ending == "json" else schema_of_sarif(), *found) == []


def test_the_schemas_can_refuse(reports: Path, tmp_path: Path) -> None:
    """A damaged report is found by either."""
    name = "packager-1.2"
    document = json.loads((reports / f"{name}.json").read_text("utf-8"))
    document["findings"][0]["line"] = "one"
    document["record"][0]["activities"][0]["surplus"] = 1
    (tmp_path / "a.json").write_text(json.dumps(document), "utf-8")
    assert len(wrong(OURS, tmp_path / "a.json")) == 2
    log = json.loads((reports / f"{name}.sarif").read_text("utf-8"))
    log["runs"][0]["results"][0]["level"] = "fatal"
    (tmp_path / "a.sarif").write_text(json.dumps(log), "utf-8")
    assert len(wrong(schema_of_sarif(), tmp_path / "a.sarif")) == 1
    assert SARIF.version in schema_of_sarif().as_posix()
