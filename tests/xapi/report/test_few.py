"""Fewer learners than a group must have: the head of the report does not say how much they did, nor when."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from darslik_xapi.cli import group
from darslik_xapi.simulate import Options, simulate
from darslik_xapi.store import Store
from tracking_plans import plan


@pytest.mark.parametrize(("learners", "said"), [(2, False), (9, True)])
def test_records_and_their_dates(learners: int, said: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DARSLIK_XAPI_KEY", "00112233445566778899aabbccddeeff")
    source = tmp_path / "a.ndjson"
    lines = list(simulate(plan(), Options(learners, seed=2)))
    source.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    Store(tmp_path / "s").load([source])
    done = CliRunner().invoke(group(), ["report", "--store", str(tmp_path / "s"), "-o", str(tmp_path / "r.html")])
    assert done.exit_code == 0, done.output
    page = (tmp_path / "r.html").read_text("utf-8")
    assert (f">{len(lines):,}<" in page, "First record" in page, "Last record" in page) == (said, said, said)
    assert "Smallest group shown" in page
