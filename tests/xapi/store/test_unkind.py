"""LRSs whose clocks are ahead, or whose pages fail in the middle: nothing is lost, and what came stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from darslik_xapi.cli import group
from hostile_lrs import PASSWORD, USER, HostileLrs, statement, written

Pull = Callable[[], str]


@pytest.fixture
def server() -> Iterator[HostileLrs]:
    with HostileLrs(cap=10) as running:
        running.fill(40)
        yield running


@pytest.fixture
def pull(server: HostileLrs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pull:
    """`darslik xapi pull` into the folder `p`; what it says first."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DARSLIK_XAPI_KEY", "qovun-tarvuz-0123456789")
    for name, value in (("ENDPOINT", server.endpoint), ("USER", USER), ("PASSWORD", PASSWORD)):
        monkeypatch.setenv(f"DARSLIK_LRS_{name}", value)

    def call() -> str:
        return CliRunner().invoke(group(), ["pull", "--to", "p"]).output

    return call


@pytest.mark.parametrize("vouches", [True, False])
def test_a_clock_ahead_does_not_hide_what_comes_later(server: HostileLrs, pull: Pull, *, vouches: bool) -> None:
    server.consistent, server.ahead = vouches, timedelta(days=300_000)
    assert pull().startswith("40 new statements")
    server.ahead = timedelta()  # somebody has set it right
    server.statements.append({**statement(40), "stored": written(datetime.now(UTC)), "version": "1.0.3"})
    assert pull().startswith("1 new statements")


def test_pages_before_one_that_fails_for_good_stay(server: HostileLrs, pull: Pull, tmp_path: Path) -> None:
    server.more = "loop"
    assert "leads in circles" in pull()
    landed = [line for path in (tmp_path / "p" / "landing").glob("*.ndjson") for line in path.read_text().splitlines()]
    assert len(landed) == 11  # the address in a circle is that of the first question, for one statement
    server.more = "path"
    pull()
    done = CliRunner().invoke(group(), ["query", "-s", "p", "--format", "csv", "SELECT count(*) AS n FROM statements"])
    assert done.output == "n\n40\n"
