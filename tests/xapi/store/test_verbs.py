"""The commands: what is printed, what is refused, what stays forgotten."""

from __future__ import annotations

import gzip
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from darslik_xapi.cli import group
from darslik_xapi.errors import XapiError
from darslik_xapi.store.forgetting import identities
from hostile_lrs import PASSWORD, USER, HostileLrs
from xapi.store.people_everywhere import agent, statement
from xapi.store.people_everywhere import group as team_of
from xapi.store.stores import all_text

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`darslik xapi …` in a folder with a store `s` of five statements."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DARSLIK_XAPI_KEY", "qovun-tarvuz-0123456789")

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(group(), arguments)

    substatement = {"objectType": "SubStatement", "actor": agent(1), "verb": {"id": "v:1"}, "object": {"id": "o:1"}}
    statements = [
        statement(1),
        statement(2, stored="2026-04-01T00:00:00Z"),
        statement(3, object=agent(1)),
        statement(4, context={"instructor": agent(1), "team": team_of(1, 5, name="Agency")}),
        statement(5, object=substatement),
    ]
    Path("a.ndjson").write_text("\n".join(json.dumps(one, separators=(",", ":")) for one in statements))
    done = call("load", "--to", "s", "a.ndjson")
    assert (done.exit_code, done.output) == (0, "5 new statements, 0 already there\n")
    return call


def count(run: Run) -> int:
    done = run("query", "--store", "s", "--format", "json", "SELECT count(*) AS n FROM statements")
    found: int = json.loads(done.output)[0]["n"]
    return found


def test_query_in_three_formats(run: Run) -> None:
    sql = "SELECT id, stored, [1, 2] AS list, NULL AS nothing FROM statements ORDER BY stored DESC LIMIT 1"
    one = statement(2)["id"]
    assert json.loads(run("query", "-s", "s", "--format", "json", sql).output) == [
        {"id": one, "stored": "2026-04-01T00:00:00Z", "list": [1, 2], "nothing": None}
    ]
    assert run("query", "-s", "s", "--format", "csv", sql).output.splitlines() == [
        "id,stored,list,nothing", f'{one},2026-04-01T00:00:00Z,"[1, 2]",',
    ]  # fmt: skip
    lines = run("query", "-s", "s", sql).output.splitlines()
    assert lines[0].split() == ["id", "stored", "list", "nothing"]
    assert lines[2].startswith(one)
    assert lines[3] == "(1 row)"
    assert json.loads(run("query", "-s", "s", "--format", "json", "SELECT id FROM statements WHERE false").output) == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('a.ndjson')",
        "SELECT * FROM 'a.ndjson'",
        "SELECT * FROM glob('*')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY (SELECT 1) TO 'x.csv'",
        "COPY statements TO 'x.csv'",
        "ATTACH 'x.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "CREATE TABLE x AS SELECT 1",
        "DELETE FROM activities",
        "DROP VIEW statements",
        "EXPORT DATABASE 'x'",
        "CALL pragma_version()",
        "PRAGMA database_list",
        "SELECT 1; COPY (SELECT 1) TO 'x.csv'",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO 'x.csv'",
    ],
)
def test_sql_can_only_read_the_store(run: Run, tmp_path: Path, sql: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = run("query", "-s", "s", sql)
    assert done.exit_code == 2, done.output
    assert done.output.startswith("error: ")
    assert "Nodira" not in done.output
    assert sorted(tmp_path.rglob("*")) == before
    assert count(run) == 5


def test_mistakes_in_sql_are_shown_with_their_place(run: Run) -> None:
    done = run("query", "-s", "s", "SELECT verbb FROM statements")
    assert done.exit_code == 2
    assert 'Referenced column "verbb" not found' in done.output
    assert "LINE 1: SELECT verbb FROM statements\n               ^" in done.output
    assert run("query", "-s", "nowhere", "SELECT 1").output.startswith("error: there is no store in nowhere")
    assert run("query", "-s", "s").output.startswith("error: give SQL or --measure NAME")
    assert run("query", "-s", "s", "SELECT x FROM (SELECT CAST('a' AS INT) x)").exit_code == 2


def test_tables_are_documented(run: Run) -> None:
    documented = "\n\n" + run("query", "--tables").output
    assert "The same with the voided ones, and a column voided" in documented
    for table in ("statements", "conflicts", "activities", "labels", "components"):
        sql = f"SELECT column_name n FROM (DESCRIBE {table})"  # noqa: S608
        columns = [row["n"] for row in json.loads(run("query", "-s", "s", "--format", "json", sql).output)]
        section = documented.split(f"\n\n{table}\n", 1)[1].split("\n\n")[0]
        assert columns, table
        assert [name for name in columns if name not in section] == [], table


def test_measures_run_and_small_groups_are_hidden(run: Run) -> None:
    assert "completion-by-course" in run("query", "--store", "s", "--measure", "list").output
    rows = json.loads(run("query", "-s", "s", "--format", "json", "--measure", "completion-by-course").output)
    assert all(row["learners"] is None or row["learners"] >= 5 for row in rows)
    assert "no measure 'x'" in run("query", "-s", "s", "--measure", "x").output


def test_who_is_told_by_the_key_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    sql = "SELECT learner FROM statements WHERE stored > '2026-03-01'"
    pseudonym = json.loads(run("query", "-s", "s", "--format", "json", sql).output)[0]["learner"]
    plain = json.loads(run("who", "-s", "s", "--format", "json", pseudonym).output)
    assert plain == [
        {
            "learner": pseudonym, "team": None, "statements": 1,
            "first": "2026-02-03T04:05:06.789000Z", "last": "2026-02-03T04:05:06.789000Z",
        }
    ]  # fmt: skip
    real = json.loads(run("who", "-s", "s", "--real", "--format", "json", pseudonym).output)
    assert (real[0]["identity"], real[0]["name"]) == ("mailto:nodira2@example.uz", "Nodira Yusupova 2")
    everyone = json.loads(run("who", "-s", "s", "--all", "--real", "--format", "json").output)
    assert {row["identity"] for row in everyone} == {f"mailto:nodira{number}@example.uz" for number in range(1, 6)}
    monkeypatch.setenv("DARSLIK_XAPI_KEY", "another-key-0123456789")
    refused = run("who", "-s", "s", "--real", pseudonym)
    assert refused.exit_code == 2
    assert "nodira" not in refused.output
    assert run("who", "-s", "s", "--format", "json", pseudonym).exit_code == 0
    assert run("who", "-s", "s", "p-0").output.startswith("error: nobody in s is p-0")


def test_a_key_is_made_once_and_only_for_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.delenv("DARSLIK_XAPI_KEY")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / "config"))
    missing = run("who", "-s", "s", "--all", "--real")
    assert "there is no key" in missing.output
    first = run("load", "--to", "t", "a.ndjson")
    key = tmp_path / "home" / "config" / "darslik" / "key"
    assert str(key) in first.output
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert "made the key" not in run("load", "--to", "t", "a.ndjson").output
    key.chmod(0o644)
    assert f"chmod 600 {key}" in run("load", "--to", "t", "a.ndjson").output
    assert key.read_text().strip() not in all_text(tmp_path / "t")


def test_forgotten_for_good(run: Run, tmp_path: Path) -> None:
    sql = f"SELECT learner FROM statements WHERE id = '{statement(1)['id']}'"  # noqa: S608
    pseudonym = json.loads(run("query", "-s", "s", "--format", "json", sql).output)[0]["learner"]
    assert pseudonym in all_text(tmp_path / "s")
    done = run("forget", "-s", "s", "mailto:Nodira1@example.uz")
    # by them, about them, and a SubStatement of theirs; one of somebody else names them as instructor and member
    assert done.output.splitlines()[0] == "3 statements removed, 1 of others changed, 1 identities deleted"
    assert "a.ndjson" in done.output
    assert pseudonym not in all_text(tmp_path / "s")
    assert count(run) == 2
    again = run("load", "--to", "s", "a.ndjson")
    assert "3 of people who were forgotten, left out" in again.output
    Path("a.json").write_text("[" + ",".join(Path("a.ndjson").read_text().splitlines()) + "]")
    run("load", "--to", "s", "a.json")
    assert count(run) == 2
    assert pseudonym not in all_text(tmp_path / "s")
    sha1 = {"mbox_sha1sum": "5a4d7ff2c7c4ac2d9f0e3b6a9e5c1c2b3a495867"}
    assert run("forget", "-s", "s", json.dumps(sha1)).output.startswith("0 statements removed")


def test_forgotten_by_pseudonym_and_in_a_store_of_real_actors(run: Run, tmp_path: Path) -> None:
    sql = "SELECT learner FROM statements WHERE stored > '2026-03-01'"
    pseudonym = json.loads(run("query", "-s", "s", "--format", "json", sql).output)[0]["learner"]
    assert run("forget", "-s", "s", pseudonym).output.startswith("1 statements removed")
    assert "1 of people who were forgotten" in run("load", "--to", "s", "a.ndjson").output
    run("load", "--to", "real", "--real-actors", "a.ndjson")
    assert "nodira1@" in all_text(tmp_path / "real")
    run("forget", "-s", "real", "nodira1@example.uz")
    assert "nodira1@" not in all_text(tmp_path / "real")
    run("load", "--to", "real", "a.ndjson")
    assert "nodira1@" not in all_text(tmp_path / "real")
    assert "nodira2@" in all_text(tmp_path / "real")


def test_forgotten_at_an_lrs_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with HostileLrs() as server:
        server.fill(70)
        monkeypatch.setenv("DARSLIK_LRS_ENDPOINT", server.endpoint)
        monkeypatch.setenv("DARSLIK_LRS_USER", USER)
        monkeypatch.setenv("DARSLIK_LRS_PASSWORD", PASSWORD)
        first = run("pull", "--to", "p")
        assert first.output.splitlines()[0] == "70 new statements, 0 already there"
        assert "(as the LRS says)" in first.output.splitlines()[-1]
        assert run("pull", "--to", "p").output.splitlines()[0].startswith("0 new statements")
        done = run("forget", "-s", "p", "https://lms.example|g3")
        assert done.output.startswith("10 statements removed")
        assert f"still there: what {server.endpoint} holds" in done.output
        rescan = run("pull", "--to", "p", "--rescan")
        assert rescan.output.splitlines()[0] == "0 new statements, 60 already there"
        assert "10 of people who were forgotten, left out" in rescan.output


def test_an_lrs_that_vouches_for_nothing_is_read_with_a_lag(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with HostileLrs() as server:
        server.consistent = False
        server.fill(70)
        for name, value in (("ENDPOINT", server.endpoint), ("USER", USER), ("PASSWORD", PASSWORD)):
            monkeypatch.setenv(f"DARSLIK_LRS_{name}", value)
        first = run("pull", "--to", "p", "--lag", "120")
        assert "(120 seconds behind the LRS's clock, since it does not say itself)" in first.output
        server.fill(5)  # late: stored long before the mark
        assert run("pull", "--to", "p").output.startswith("0 new")
        assert run("pull", "--to", "p", "--overlap", "100000").output.startswith("5 new statements, 70 already there")


def test_months_are_dropped_and_stay_away(run: Run, tmp_path: Path) -> None:
    assert run("forget", "-s", "s", "--before", "2026-03").output.startswith("4 statements removed")
    assert count(run) == 1
    assert "4 from before 2026-03, left out" in run("load", "--to", "s", "a.ndjson").output
    assert count(run) == 1
    people = json.loads(run("who", "-s", "s", "--all", "--real", "--format", "json").output)
    assert [row["identity"] for row in people] == ["mailto:nodira2@example.uz"]
    for wrong in ("2026", "2026-13", "2999-01"):
        assert run("forget", "-s", "s", "--before", wrong).exit_code == 2
    assert run("forget", "-s", "s").exit_code == 2


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ("A@x.uz", "mailto:a@x.uz"), ("mailto:A@x.uz", "mailto:a@x.uz"), ("https://h|n", "https://h|n"),
        ('{"account":{"homePage":"https://h","name":"n"}}', "https://h|n"), ("https://id.uz/n", "https://id.uz/n"),
    ],
)  # fmt: skip
def test_ways_to_name_a_person(given: str, known: str) -> None:
    assert identities(given)[0] == known


@pytest.mark.parametrize("given", ["", "Nodira", "{}", "{", "p-12", '{"name":"x"}'])
def test_what_names_nobody(given: str) -> None:
    with pytest.raises(XapiError, match="nobody's identifier"):
        identities(given)


def test_exports(run: Run, tmp_path: Path) -> None:
    for name in ("x.parquet", "x.csv", "x.ndjson", "x.ndjson.gz"):
        assert run("export", "-s", "s", "-o", name).output == f"5 statements: {name}\n"
    raws = json.loads(
        run("query", "-s", "s", "--format", "json", "SELECT raw FROM statements ORDER BY stored, id").output
    )
    lines = [row["raw"] for row in raws]
    assert Path("x.ndjson").read_text("utf-8").splitlines() == lines
    assert gzip.decompress(Path("x.ndjson.gz").read_bytes()).decode().splitlines() == lines
    with duckdb.connect() as connection:
        for name in ("x.parquet", "x.csv"):
            found: Any = connection.execute(f"SELECT id::VARCHAR FROM '{name}'").fetchall()  # noqa: S608
            assert sorted(row[0] for row in found) == sorted(str(statement(number)["id"]) for number in range(1, 6))
    assert run("load", "--to", "t", "x.ndjson.gz").output.startswith("5 new")  # and the pseudonyms stay the same
    learners = [run("query", "-s", name, "SELECT DISTINCT learner FROM statements ORDER BY 1").output for name in "st"]
    assert learners[0] == learners[1]
    assert run("export", "-s", "s", "-o", "x.xls").exit_code == 2
    assert run("export", "-s", "s", "-o", "nowhere/x.csv").exit_code == 2
    assert not list(tmp_path.glob(".*"))


def test_a_plan_that_is_kept_tells_the_course(run: Run) -> None:
    question = {"iri": "https://example.uz/q", "kind": "question", "id": "q", "title": {"en": "Which?"}}
    course = {"iri": "https://example.uz/course", "kind": "course", "id": "c", "title": {"en": "Course"}}
    plan = {
        "plan": 1, "course": "https://example.uz/course", "name": "c", "version": "1", "folder": "courses/c",
        "source_language": "en", "languages": ["en"], "title": {"en": "Course"}, "activities": [course, question],
    }  # fmt: skip
    Path("c.plan.json").write_text(json.dumps(plan))
    sql = "SELECT DISTINCT course FROM statements WHERE object = 'https://example.uz/q'"
    before = json.loads(run("query", "-s", "s", "--format", "json", sql).output)
    assert before == [{"course": "https://example.uz/q"}]
    assert run("load", "--to", "s", "--plan", "c.plan.json", "a.ndjson").exit_code == 0
    after = json.loads(run("query", "-s", "s", "--format", "json", sql).output)
    assert after == [{"course": "https://example.uz/course"}]
    titles = "SELECT title FROM activities WHERE activity = 'https://example.uz/q'"
    assert json.loads(run("query", "-s", "s", "--format", "json", titles).output) == [{"title": "Which?"}]
    assert "cannot be read" in run("load", "--to", "s", "--groups", "missing.csv", "a.ndjson").output
