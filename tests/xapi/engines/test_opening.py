"""What is said when an engine cannot be had; and values as they come from drivers."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import cast
from uuid import UUID

import ibis
import pytest
from click.testing import CliRunner

from darslik_xapi import engines
from darslik_xapi.cli import group
from darslik_xapi.engines.clickhouse import ClickHouse, views
from darslik_xapi.engines.clickhouse_connections import Chdb, Server
from darslik_xapi.engines.opening import URL
from darslik_xapi.engines.source import PLACE, Source, small_tables, source
from darslik_xapi.engines.typed import result
from darslik_xapi.errors import XapiError
from darslik_xapi.privacy.pseudonyms import Key
from darslik_xapi.store import Store
from xapi.engines import environment, front

NOTHING: dict[str, list[tuple[object, ...]]] = {name: [] for name in small_tables()}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with one statement."""
    file = tmp_path / "one.ndjson"
    file.write_text(
        '{"id":"6690e6c9-3ef0-4ed3-8b37-7f3964730bee","actor":{"mbox":"mailto:a@example.org"},'
        '"verb":{"id":"http://adlnet.gov/expapi/verbs/completed"},"object":{"id":"https://example.org/c"},'
        '"stored":"2026-03-01T10:00:00Z","timestamp":"2026-03-01T10:00:00Z"}\n'
    )
    made = Store(tmp_path / "store", Key(b"a key for tests that is long enough", "the tests"))
    made.load([file])
    return made


@pytest.mark.parametrize(("engine", "package"), [("spark", "pyspark"), ("clickhouse", "chdb")])
def test_a_missing_package_is_named(engine: str, package: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    for verb in (["query", "--measure", "funnel"], ["report", "-o", "report.html"]):
        said = CliRunner().invoke(group(), [*verb, "--store", str(store.path), "--engine", engine])
        assert said.exit_code == 2
        assert f"needs the package {package}" in said.output
        assert f'pip install "darslik[{engine}]"' in said.output


def test_a_server_that_is_not_there_is_named_without_its_password(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(URL, "http://someone:secret@127.0.0.1:9")
    said = CliRunner().invoke(
        group(), ["query", "--measure", "funnel", "--store", str(store.path), "--engine", "clickhouse"]
    )
    assert said.exit_code == 2
    assert "the ClickHouse server at http://127.0.0.1:9 is not reached" in said.output
    assert "secret" not in said.output


def test_a_server_that_refuses_the_user() -> None:
    nobody = cast("Chdb", None)  # the door is not passed
    with front.served(nobody) as url:
        connection = Server(url, front.USER, "wrong")
        with pytest.raises(XapiError, match="refused the user") as raised:
            ClickHouse(connection, Source("/nowhere"), NOTHING)
        connection.close()
    assert "wrong" not in str(raised.value)


def test_what_is_no_address() -> None:
    with pytest.raises(XapiError, match="no address of a ClickHouse server"):
        Server("clickhouse:9000")


def test_sql_is_not_for_other_engines(store: Store) -> None:
    said = CliRunner().invoke(group(), ["query", "SELECT 1", "--store", str(store.path), "--engine", "spark"])
    assert said.exit_code == 2
    assert "--engine is for --measure NAME" in said.output


def test_an_unknown_engine(store: Store) -> None:
    with pytest.raises(XapiError, match="there is no engine 'oracle'"):
        engines.open("oracle", store)


def test_no_java() -> None:
    variables = environment.variables(environment.site())
    program = (
        "from darslik_xapi.engines.source import Source\n"
        "from darslik_xapi.engines.spark import Spark\n"
        "from darslik_xapi.errors import XapiError\n"
        "try: Spark(Source('/nowhere', ()), {}, 'local[1]')\n"
        "except XapiError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**variables, "JAVA_HOME": "/no/such/java"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=120,
        check=True,
    )
    assert "Spark needs Java 17 or later" in done.stdout
    assert "JAVA_HOME (it is /no/such/java)" in done.stdout


@pytest.mark.parametrize("name", ["*", "a[1]", "{x}", "wh?t"])
def test_a_folder_whose_name_is_a_pattern(name: str) -> None:
    with pytest.raises(XapiError, match="for a pattern"):
        views(Source(f"/stores/{name}/statements"), corrected=False)


def test_files_that_count(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    (part,) = store.state.parts
    left = store.path / "statements" / "year=2026" / "month=03" / "part-left.parquet"
    left.write_bytes(b"left by a command that was interrupted")
    assert source(store) == Source(str(store.path / "statements"), (part.removeprefix("statements/"),))
    monkeypatch.setenv(PLACE, "s3://bucket/store/statements/")
    assert source(store) == Source("s3://bucket/store/statements", None)
    text = views(source(store), corrected=False)["landed"]
    assert "s3('s3://bucket/store/statements/year=*/month=*/*.parquet', Parquet, " in text


def test_values_are_of_the_expressions_types() -> None:
    types = {
        "n": "int64",
        "x": "float64",
        "t": "timestamp",
        "d": "date",
        "u": "uuid",
        "b": "boolean",
        "l": "array<int64>",
    }
    zoned = datetime(2026, 1, 2, 8, tzinfo=timezone(timedelta(hours=5)))
    rows = [
        (
            Decimal(3),
            Decimal("0.5"),
            "2026-01-02 03:04:05.000006",
            "2026-01-02",
            "6690e6c93ef04ed38b377f3964730bee",
            1,
            ["1"],
        ),
        (
            3,
            1,
            zoned,
            datetime.fromisoformat("2026-01-02"),
            None,
            False,
            None,
        ),
    ]
    found = result(ibis.table(types, name="t"), rows)
    id_ = UUID("6690e6c9-3ef0-4ed3-8b37-7f3964730bee")
    assert found.rows == (
        (3, 0.5, datetime.fromisoformat("2026-01-02T03:04:05.000006"), date(2026, 1, 2), id_, True, [1]),
        (3, 1.0, datetime.fromisoformat("2026-01-02T03:00"), date(2026, 1, 2), None, False, None),
    )
    assert [type(cell) for cell in found.rows[1]] == [int, float, datetime, date, type(None), bool, type(None)]
