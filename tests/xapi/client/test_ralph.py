"""ralph, an LRS that is not ours, on its file backend: what we send, read and find out about it."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from browser.tools import ralph_python
from darslik_xapi.cli import group
from darslik_xapi.client import LRS
from darslik_xapi.client.auth import Basic
from darslik_xapi.client.secrets import Secret
from darslik_xapi.connection import Connection, Patience
from hostile_lrs import PASSWORD, USER, statement

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 330


@contextmanager
def ralph(folder: Path) -> Iterator[str]:
    """The endpoint of a fresh LRS."""
    script = Path(__file__).with_name("ralph_server.py")
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            [ralph_python(), script, folder, USER, PASSWORD], stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        try:
            assert process.stdout
            port = process.stdout.readline().strip()
            assert port, (folder / "log").read_text()
            yield f"http://127.0.0.1:{port}/xAPI"
        finally:
            process.terminate()


def run(endpoint: str, *arguments: str) -> tuple[int, str]:
    environment = {f"DARSLIK_LRS_{name}": value for name, value in
                   (("ENDPOINT", endpoint), ("USER", USER), ("PASSWORD", PASSWORD))}  # fmt: skip
    result = CliRunner().invoke(group(), arguments, env=environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An LRS with COUNT statements, which were sent by the command, twice."""
    folder = tmp_path_factory.mktemp("ralph")
    file = folder / "all.ndjson"
    file.write_text("".join(f"{json.dumps(statement(number))}\n" for number in range(COUNT)), "utf-8")
    with ralph(folder) as endpoint:
        for _ in range(2):
            code, output = run(endpoint, "send", str(file))
            assert (code, output) == (0, f"{COUNT} statements are in the LRS, 0 refused\n")
        yield endpoint


def connected(endpoint: str) -> LRS:
    return LRS(Connection(endpoint, Basic(USER, Secret(PASSWORD)), patience=Patience(attempts=2, base=0.1)))


def test_what_was_sent_twice_is_there_once_and_read_over_pages(endpoint: str) -> None:
    with connected(endpoint) as lrs:
        pages = list(lrs.pages(limit=1000))
        assert [len(page.raw) for page in pages] == [100, 100, 100, 30]
        read = [json.loads(raw) for page in pages for raw in page.raw]
        assert lrs.version == "1.0.3"
    assert Counter(one["id"] for one in read) == Counter(statement(number)["id"] for number in range(COUNT))
    assert {one["id"]: one["object"] for one in read} == {
        statement(number)["id"]: statement(number)["object"] for number in range(COUNT)
    }


def test_filters_and_single_statements(endpoint: str) -> None:
    with connected(endpoint) as lrs:
        agent = {"account": {"homePage": "https://lms.example", "name": "g3"}}
        found = {one["id"] for one in lrs.statements(agent=agent, since="2026-01-01T00:01:00Z")}
        assert found == {statement(number)["id"] for number in range(61, COUNT) if number % 7 == 3}
        one = lrs.statement(statement(5)["id"])
        assert one
        assert one["timestamp"] == statement(5)["timestamp"]
        assert lrs.statement("0f0e0d0c-0b0a-4908-8706-050403020100") is None


def test_a_conflict_costs_one_statement(endpoint: str) -> None:
    other = {**statement(3), "object": {"id": "https://example.org/other"}}
    new = [{**statement(10_000 + number), "timestamp": "2025-01-01T00:00:00Z"} for number in range(9)]
    with connected(endpoint) as lrs:
        outcomes = lrs.send([*new[:4], other, statement(4), *new[4:]])
        assert [one.stored for one in outcomes] == [True] * 4 + [False] + [True] * 6
        assert outcomes[4].why == "the LRS has another statement with this id"
        assert {one["id"] for one in lrs.statements(until="2025-12-31T00:00:00Z")} == {one["id"] for one in new}


def test_facts(tmp_path: Path) -> None:
    with ralph(tmp_path) as endpoint:
        code, output = run(endpoint, "probe", "--write", "--format", "json")
        assert code == 0
        written = json.loads(output)["facts"]
        with connected(endpoint) as lrs:
            lrs.send(statement(number) for number in range(150))
        code, output = run(endpoint, "probe", "--format", "json")
        read = json.loads(output)["facts"]
        code, human = run(endpoint, "probe")
    both = {
        "about": False,
        "versions": None,
        "version": "1.0.3",
        "version_header": None,
        "since": "timestamp",
        "since_bound": "exclusive",
        "until_bound": "inclusive",
        "filters": ["agent"],
        "consistent_through": False,
        "head": False,
        "unknown_parameters": "refuses",
        "state": False,
        "agent_profile": False,
        "activity_profile": False,
        "agents": False,
        "activities": False,
    }
    assert {name: written[name] for name in both} == both
    assert {name: read[name] for name in both} == both
    found = ("stores", "repeated", "conflict", "read_after_write", "voiding", "documents")
    assert [written[name] for name in found] == [True, True, True, True, False, None]
    assert (read["page_cap"], read["more"], read["order"], read["ascending"]) == (100, "path", "oldest", False)
    assert "gives 100 statements at most" in human
    assert "late ones are missed" in human
    assert "stores" not in read


def test_voiding_is_said_to_have_no_effect_there(endpoint: str) -> None:
    target = statement(20)["id"]
    code, output = run(endpoint, "void", target)
    assert code == 0
    assert "this LRS still gives it out" in output
    assert run(endpoint, "void", target)[0] == 0  # again: nothing new
    with connected(endpoint) as lrs:
        (voiding,) = lrs.statements(since=datetime.now(UTC) - timedelta(hours=1))
    assert voiding["verb"]["id"] == "http://adlnet.gov/expapi/verbs/voided"
    assert voiding["object"] == {"objectType": "StatementRef", "id": target}
