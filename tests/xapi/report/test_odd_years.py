"""Times that Python's calendar does not have, from clocks that were never set: a report is written all the same."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest
from click.testing import CliRunner

from darslik_xapi.cli import group
from darslik_xapi.store import Store


def test_years_before_one_and_after_9999(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DARSLIK_XAPI_KEY", "00112233445566778899aabbccddeeff")
    times = ("0001-01-01T00:00:00+14:00", "2026-03-01T10:00:00Z", "9999-12-31T23:59:59-12:00")
    statements = [
        {
            "id": str(uuid.uuid4()),
            "actor": {"mbox": f"mailto:{number}@x.uz"},
            "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
            "object": {"id": "https://example.org/c"},
            "timestamp": time,
            "stored": time,
        }
        for number, time in enumerate(times)
    ]
    source = tmp_path / "a.ndjson"
    source.write_text("".join(f"{json.dumps(one)}\n" for one in statements), "utf-8")
    Store(tmp_path / "s").load([source])
    done = CliRunner().invoke(group(), ["report", "--store", str(tmp_path / "s"), "-o", str(tmp_path / "r.html")])
    assert done.exit_code == 0, done.output
    assert "https://example.org/c" in (tmp_path / "r.html").read_text("utf-8")
