"""The table of faults is whole, and says what is run."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

from browser.faults import table

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
