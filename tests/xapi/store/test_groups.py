"""The CSV of groups, as spreadsheets write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from darslik_xapi.cli.landing_options import read_groups


@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_groups_with_commas_or_semicolons(tmp_path: Path, mark: str, encoding: str) -> None:
    path = tmp_path / "groups.csv"
    lines = (
        "actor,group",
        "mailto:Nodira@x.uz,Vazirlik",
        'https://h|n,"Agency, ""A""; B"',
        ",nobody",
        "mailto:a@x.uz,",
    )
    text = "\r\n".join(line.replace(",", mark, 1) for line in lines)
    path.write_text(text, encoding, newline="")
    assert read_groups(path) == {"mailto:nodira@x.uz": "Vazirlik", "https://h|n": 'Agency, "A"; B'}
