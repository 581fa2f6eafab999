"""The table of faults is whole, and says what is run."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from browser.build import HARBOUR
from browser.faults import table

if TYPE_CHECKING:
    from browser.build import Builder

HERE = Path(__file__).parent


def _load() -> None:
    for module in sorted(HERE.glob("test_*.py")):
        if module != Path(__file__):
            importlib.import_module(f"browser.faults.{module.stem}")


def test_every_fault_is_tested_in_every_standard() -> None:
    _load()
    cells = {(fault, standard) for fault in table.FAULTS for standard in table.STANDARDS}
    tested = set(table.TESTED)
    assert tested - cells == set(), "a mark names an unknown fault or standard"
    assert tested & set(table.ABSENT) == set(), "tested, and said not to exist"
    assert cells - tested - set(table.ABSENT) == set(), "neither tested nor explained"


def test_the_table_is_up_to_date() -> None:
    _load()
    file = HERE / "README.md"
    if os.environ.get("DARSLIK_UPDATE"):
        file.write_text(table.markdown(), "utf-8")
    assert file.read_text("utf-8") == table.markdown()


def test_both_scorm_2004_editions_carry_the_same_runtime(builder: Builder) -> None:
    """What is played in the fourth edition is true of the third one."""
    third, fourth = (builder.unpacked(HARBOUR, f"scorm2004-{edition}", "en") for edition in (3, 4))
    names = sorted(
        str(file.relative_to(fourth)) for part in ("assets", "pages") for file in (fourth / part).rglob("*.*")
    )
    assert "assets/runtime.js" in names
    for name in [*names, "index.html"]:
        assert (third / name).read_bytes() == (fourth / name).read_bytes(), name
