"""Every form of file, dirty values, doubles, conflicts, rejects: nothing lost, nothing silent."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from darslik_xapi.errors import XapiError
from darslik_xapi.store.state import only_one
from xapi.store.people_everywhere import statement
from xapi.store.stores import rows, store

Json = dict[str, Any]


def compact(one: object) -> str:
    return json.dumps(one, ensure_ascii=False, separators=(",", ":"))


MANY = [statement(number, result={"response": "a"}) for number in range(5)]
LINES = "".join(f"{compact(one)}\n" for one in MANY)
FORMS: dict[str, bytes] = {
    "lines.ndjson": LINES.encode(),
    "bom.ndjson": b"\xef\xbb\xbf" + LINES.encode(),
    "crlf.ndjson": LINES.replace("\n", "\r\n").encode(),
    "blank.ndjson": LINES.replace("\n", "\n\n").encode(),
    "unended.ndjson": LINES.rstrip().encode(),
    "lines.ndjson.gz": gzip.compress(LINES.encode()),
    "gzip-without-its-name.json": gzip.compress(LINES.encode()),
    "array.json": compact(MANY).encode(),
    "array.json.gz": gzip.compress(compact(MANY).encode()),
    "pretty.json": json.dumps(MANY, indent=2).encode(),
    "objects.json": "\n".join(json.dumps(one, indent=1) for one in MANY).encode(),
    "result.json": compact({"more": "/xapi/more/1", "statements": MANY}).encode(),
    "pretty-result.json": json.dumps({"statements": MANY, "more": ""}, indent=4).encode(),
    "results.ndjson": "\n".join(compact({"statements": MANY[at : at + 2], "more": ""}) for at in (0, 2, 4)).encode(),
    "learning-locker.json": compact(
        [{"_id": {"$oid": "5f"}, "lrs_id": "x", "statement": one} for one in MANY]
    ).encode(),
    "learning-locker.ndjson": "\n".join(
        compact({"_id": "5f", "statement": one, "voided": False}) for one in MANY
    ).encode(),
    "rows.ndjson": "\n".join(compact({"id": one["id"], "payload": compact(one)}) for one in MANY).encode(),
    "elastic.ndjson": "\n".join(compact({"_id": "1", "_source": {"statement": one}}) for one in MANY).encode(),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FORMS[name])
    opened = store(tmp_path / "s")
    loaded = opened.load([tmp_path / name])
    assert (loaded.added.new, loaded.rejected) == (5, 0)
    assert rows(opened, "SELECT id::VARCHAR FROM statements ORDER BY 1") == sorted((one["id"],) for one in MANY)
    again = opened.load([tmp_path / name])
    assert (again.added.new, again.added.known, again.added.conflicts) == (0, 5, 0)


def test_a_big_array_is_read_in_pieces(tmp_path: Path) -> None:
    many = [
        statement(number, result={"extensions": {"x:y": "z" * (3_000_000 if number == 7 else 5_000)}})
        for number in range(300)
    ]
    (tmp_path / "a.json").write_text(json.dumps(many, indent=1), "utf-8")
    assert store(tmp_path / "s").load([tmp_path / "a.json"]).added.new == 300


moment = datetime.fromisoformat
DIRTY: dict[str, tuple[Json, str, Any]] = {
    "score that is a word": ({"result": {"score": {"scaled": "good"}}}, "score_scaled", None),
    "score beyond numbers": ({"result": {"score": {"raw": "NaN"}}}, "score_raw", None),
    "duration": ({"result": {"duration": "P1DT2H3M4.5S"}}, "duration", 93784.5),
    "weeks": ({"result": {"duration": "P2W"}}, "duration", 1209600.0),
    "comma": ({"result": {"duration": "PT1,5S"}}, "duration", 1.5),
    "months have no length": ({"result": {"duration": "P1M"}}, "duration", None),
    "an empty duration": ({"result": {"duration": "PT"}}, "duration", None),
    "no duration": ({"result": {"duration": 5}}, "duration", None),
    "offset": ({"timestamp": "2026-02-03T09:00:00+05:30"}, "timestamp", moment("2026-02-03T03:30:00")),
    "negative offset": ({"timestamp": "2026-02-03T09:00:00.5-0200"}, "timestamp", moment("2026-02-03T11:00:00.500000")),
    "nanoseconds": ({"timestamp": "2026-02-03T09:00:00.123456789Z"}, "timestamp", moment("2026-02-03T09:00:00.123456")),
    "no time": ({"timestamp": "yesterday"}, "timestamp", None),
    "infinity": ({"timestamp": "infinity"}, "timestamp", None),
    "registration that is no UUID": ({"context": {"registration": "R-1"}}, "registration", None),
    "success that is a list": ({"result": {"success": [1]}}, "success", None),
    "result that is a text": ({"result": "passed"}, "success", None),
    "one grouping alone": ({"context": {"contextActivities": {"grouping": {"id": "g:1"}}}}, "course", "g:1"),
    "groups": ({"context": {"contextActivities": {"grouping": [{"id": "g"}, {"id": "h"}]}}}, "grouping", ["g", "h"]),
    "no grouping": ({"context": {"contextActivities": {"parent": [{"id": "p:1"}]}}}, "course", "p:1"),
}  # fmt: skip


def test_dirty_values_are_null_and_the_statement_stays(tmp_path: Path) -> None:
    lines = [compact(statement(number, **more)) for number, (more, _, _) in enumerate(DIRTY.values())]
    (tmp_path / "a.ndjson").write_text("\n".join(lines))
    (tmp_path / "a.json").write_text(f"[{','.join(lines)}]")
    for name in ("a.ndjson", "a.json"):  # the fast way and the exact one
        opened = store(tmp_path / f"store of {name}")
        opened.load([tmp_path / name])
        columns = {column for _, column, _ in DIRTY.values()}
        found = rows(opened, f"SELECT id::VARCHAR, {', '.join(sorted(columns))} FROM statements")  # noqa: S608
        by_id = {row[0]: dict(zip(sorted(columns), row[1:], strict=True)) for row in found}
        for number, (why, (_, column, wanted)) in enumerate(DIRTY.items()):
            assert by_id[str(statement(number)["id"])][column] == wanted, why


def test_what_is_no_statement_is_listed_with_its_place(tmp_path: Path) -> None:
    deep = "[" * 100_000
    bad = [
        "not json Nodira", '"text"', "[1]", "{}", '{"id":"x","verb":{}}', '{"id":7,"actor":{}}', '{"id":"' + deep + '}',
        '{"id": NaN}', compact(statement(1))[:-9], compact(statement(1)) + "x",
    ]  # fmt: skip
    text = "\n".join([compact(statement(1)), *bad, compact(statement(2))])
    (tmp_path / "a.ndjson").write_bytes(text.encode() + b"\n\xff\xfe{}\n")
    opened = store(tmp_path / "s")
    loaded = opened.load([tmp_path / "a.ndjson"])
    assert (loaded.added.new, loaded.rejected) == (2, len(bad) + 1)
    opened.load([tmp_path / "a.ndjson"])  # known already
    listed = [json.loads(line) for line in (tmp_path / "s" / "rejects.ndjson").read_text().splitlines()]
    assert [one["place"] for one in listed] == [f"a.ndjson:{line}" for line in (*range(2, 2 + len(bad)), len(bad) + 3)]
    assert all(one["reason"] for one in listed)
    assert "Nodira" not in (tmp_path / "s" / "rejects.ndjson").read_text()


def test_a_damaged_file_keeps_what_came_before(tmp_path: Path) -> None:
    (tmp_path / "a.ndjson.gz").write_bytes(gzip.compress(LINES.encode())[:-20])
    (tmp_path / "b.json").write_text(compact(MANY)[:-30])
    for name in ("a.ndjson.gz", "b.json"):
        with pytest.raises(XapiError):
            store(tmp_path / "s").load([tmp_path / name])
    store(tmp_path / "s").compact()
    assert rows(store(tmp_path / "s"), "SELECT count(*) FROM statements")[0][0] >= 4
    with pytest.raises(XapiError, match="cannot be read"):
        store(tmp_path / "s").load([tmp_path / "missing.ndjson"])


def test_conflicts_are_kept_aside_and_equal_statements_are_none(tmp_path: Path) -> None:
    first = statement(1, result={"score": {"raw": 1}})
    equal = {**first, "stored": "2026-05-05T00:00:00Z", "verb": {**first["verb"], "display": {"en": "answered"}}}
    equal["timestamp"] = "2026-02-03T04:05:06.789Z"
    other = {**first, "result": {"score": {"raw": 2}}}
    for name, one in {"a": first, "b": equal, "c": other, "d": other}.items():
        (tmp_path / name).write_text(compact(one))
    opened = store(tmp_path / "s")
    loaded = [opened.load([tmp_path / name]).added for name in "abcd"]
    assert [(one.new, one.known, one.conflicts) for one in loaded] == [(1, 0, 0), (0, 1, 0), (0, 1, 1), (0, 1, 0)]
    assert rows(opened, "SELECT id::VARCHAR, source FROM conflicts") == [(first["id"], "c")]
    assert rows(opened, "SELECT score_raw FROM statements") == [(1.0,)]
    (tmp_path / "twice").write_text(compact([first, other, first]))
    assert store(tmp_path / "s2").load([tmp_path / "twice"]).added.conflicts == 1


def test_voiding_in_any_order_and_not_of_voiding(tmp_path: Path) -> None:
    def voiding(number: int, target: Json) -> Json:
        verb = {"id": "http://adlnet.gov/expapi/verbs/voided"}
        return statement(number, verb=verb, object={"objectType": "StatementRef", "id": target["id"]})

    early, late = statement(1), statement(2)
    of_early = voiding(3, early)
    (tmp_path / "a").write_text(compact([of_early]))
    (tmp_path / "b").write_text(compact([early, late, statement(4)]))
    (tmp_path / "c").write_text(compact([voiding(5, late), voiding(6, of_early), voiding(7, statement(99))]))
    opened = store(tmp_path / "s")
    opened.load([tmp_path / name for name in "abc"])
    live = {row[0] for row in rows(opened, "SELECT id::VARCHAR FROM statements")}
    assert live == {str(statement(number)["id"]) for number in (3, 4, 5, 6, 7)}
    assert rows(opened, "SELECT count(*), count(*) FILTER (voided) FROM all_statements") == [(7, 2)]
    assert opened.counts() == (2, 0)


def test_many_small_files_become_few(tmp_path: Path) -> None:
    opened = store(tmp_path / "s")
    for number in range(10):
        (tmp_path / f"{number}.ndjson").write_text(compact(statement(number)))
        opened.load([tmp_path / f"{number}.ndjson"])
    assert rows(opened, "SELECT count(*) FROM statements") == [(10,)]
    assert len(list((tmp_path / "s" / "statements").rglob("*.parquet"))) < 4


def test_left_over_files_are_not_read_and_are_removed(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(LINES)
    opened = store(tmp_path / "s")
    opened.load([tmp_path / "a"])
    (part,) = (tmp_path / "s" / "statements").rglob("*.parquet")
    part.with_name("part-0.parquet").write_bytes(part.read_bytes())
    (tmp_path / "s" / ".staging-1").mkdir()
    assert rows(opened, "SELECT count(*) FROM statements") == [(5,)]
    opened.compact()
    assert list((tmp_path / "s" / "statements").rglob("*.parquet")) == [part]
    assert not (tmp_path / "s" / ".staging-1").exists()


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(LINES)
    with only_one(tmp_path / "s"), pytest.raises(XapiError, match="another process is writing"):
        store(tmp_path / "s").load([tmp_path / "a"])


def test_clocks_in_the_future_are_kept_and_counted(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(compact(statement(1, timestamp="2999-01-01T00:00:00Z")))
    opened = store(tmp_path / "s")
    opened.load([tmp_path / "a"])
    assert opened.counts() == (0, 1)
