"""Sending: one bad statement costs one; what is there already is fine; what was ours is left alone."""

from __future__ import annotations

import copy
import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tincan import Activity, Agent, LanguageMap, Statement, Verb

from darslik_xapi.client import LRS, Attachment, Batches, Item, LrsError, UnreachableError
from darslik_xapi.client.compare import is_same
from darslik_xapi.errors import XapiError
from hostile_http import Answer, Fault
from hostile_lrs import HostileLrs, statement

if TYPE_CHECKING:
    from darslik_xapi.connection import Connection
    from hostile_http import Seen


@pytest.mark.parametrize("bad", [[0], [57], [99], [3, 4, 50], list(range(100))])
@pytest.mark.parametrize("status", [400, 409, 413, 422])
def test_what_is_refused_costs_only_itself(
    server: HostileLrs, connection: Connection, bad: list[int], status: int
) -> None:
    ids = {statement(number)["id"] for number in bad}
    server.other = lambda seen: (
        Answer(status, b'{"error": "no melon"}')
        if seen.method == "POST" and any(one["id"] in ids for one in json.loads(seen.body))
        else None
    )
    with LRS(connection, batches=Batches(count=100)) as lrs:
        outcomes = lrs.send(statement(number) for number in range(100))
    assert [one.index for one in outcomes] == list(range(100))
    assert [one.index for one in outcomes if not one.stored] == bad
    assert all("no melon" in one.why for one in outcomes if not one.stored)
    assert {one["id"] for one in server.statements} == {statement(n)["id"] for n in range(100) if n not in bad}
    if len(bad) == 1:
        assert server.asked("POST") <= 15  # 2 log2(100) + 1


@pytest.mark.parametrize("kind", ["status", "reset"])
@pytest.mark.parametrize("bad", [[0], [57], [3, 99]])
def test_what_the_lrs_fails_at_costs_only_itself(
    server: HostileLrs, connection: Connection, bad: list[int], kind: str
) -> None:
    ids = [statement(number)["id"] for number in bad]

    def choke(seen: Seen) -> Answer | None:
        if seen.method == "POST" and any(one in seen.body.decode() for one in ids):
            return Answer(500, b"{}") if kind == "status" else Answer(200, b"", [("Content-Length", "9")])
        return None

    server.other = choke
    with LRS(connection, batches=Batches(count=100)) as lrs:
        outcomes = lrs.send(statement(number) for number in range(100))
    assert [one.index for one in outcomes if not one.stored] == bad
    assert all("tried 4 times" in one.why for one in outcomes if not one.stored)
    assert server.ids() == Counter(statement(number)["id"] for number in range(100) if number not in bad)


@pytest.mark.parametrize("fault", [Fault("status", 10_000, "POST", status=500), Fault("reset", 10_000, "POST")])
def test_an_lrs_that_fails_at_everything_is_not_asked_for_each(server: HostileLrs, lrs: LRS, fault: Fault) -> None:
    server.faults = [fault]
    with pytest.raises(UnreachableError):
        lrs.send(statement(number) for number in range(2000))
    assert server.asked("POST") < 40


@pytest.mark.parametrize("size", [20_000, 300_000])
def test_a_body_that_is_not_even_read(server: HostileLrs, connection: Connection, size: int) -> None:
    server.unread = size
    large = {**statement(7), "result": {"response": "x" * (size + 1000)}}
    with LRS(connection) as lrs:
        outcomes = lrs.send([*map(statement, range(7)), large, *map(statement, range(8, 200))])
    assert [one.index for one in outcomes if not one.stored] == [7]
    assert len(server.statements) == 199


def test_batches_are_bounded_by_count_and_bytes(server: HostileLrs, connection: Connection) -> None:
    size = len(json.dumps(statement(0), ensure_ascii=False, separators=(",", ":")).encode())
    with LRS(connection, batches=Batches(count=10, size=size * 4 + 50)) as lrs:
        lrs.send(statement(number) for number in range(20))
        posts = [json.loads(one.body) for one in server.seen if one.method == "POST"]
        assert [len(one) for one in posts] == [4] * 5
        server.seen.clear()
        lrs.batches = Batches(count=7)
        lrs.send(statement(number) for number in range(20))
        assert [len(json.loads(one.body)) for one in server.seen if one.method == "POST"] == [7, 7, 6]


def test_what_breaks_the_standard_is_not_sent(server: HostileLrs, lrs: LRS) -> None:
    wrong: list[Any] = [
        {**statement(1), "verb": {"id": "answered"}},
        {**statement(2), "result": {"score": {"scaled": 5}}},
        "statement",
        None,
    ]
    outcomes = lrs.send([statement(0), *wrong, statement(9)])
    assert [one.stored for one in outcomes] == [True, False, False, False, False, True]
    assert "$.verb" in outcomes[1].why
    assert "$.result.score" in outcomes[2].why
    assert "no statement" in outcomes[3].why
    assert server.asked("POST") == 1


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"https://example.org/x": value}
    return value


@pytest.mark.parametrize(
    "change",
    [
        {"context": {"extensions": nested(5000)}},
        {"result": {"response": "\ud800"}},
        {"result": {"score": {"raw": float("nan")}}},
        {"attachments": 5},
        {"attachments": [5]},
        {"id": 5},
        {"timestamp": None},
        {"verb": None},
        {"actor": []},
        {"object": {"objectType": ["Activity"]}},
    ],
)
@pytest.mark.parametrize("files", [0, 1])
def test_whatever_is_given_costs_only_itself(server: HostileLrs, lrs: LRS, change: Any, files: int) -> None:
    extra = [Attachment(b"x", "text/plain", "https://example.org/usage", {"en": "x"})] * files
    outcomes = lrs.send([statement(0), Item({**statement(1), **change}, extra), statement(2)])
    assert [one.stored for one in outcomes] == [True, False, True]
    assert outcomes[1].why
    assert len(server.statements) == 2


@pytest.mark.parametrize("conflict", [False, True])
def test_what_is_there_is_fine_and_another_statement_is_not(server: HostileLrs, lrs: LRS, *, conflict: bool) -> None:
    lrs.send(statement(number) for number in range(5))
    server.conflict = conflict
    same = {**statement(1), "timestamp": "2026-01-01T05:00:01+05:00"}  # the same moment
    other = {**statement(2), "object": {"id": "https://example.org/other"}}
    outcomes = lrs.send([statement(0), same, other, statement(3), statement(7)])
    assert [one.stored for one in outcomes] == [True, True, False, True, True]
    assert outcomes[1].known
    assert outcomes[2].why == "the LRS has another statement with this id"
    assert len(server.statements) == 6


def test_an_id_twice_among_what_is_sent(server: HostileLrs, lrs: LRS) -> None:
    twice = {**statement(1), "id": statement(1)["id"].upper()}
    other = {**statement(1), "object": {"id": "https://example.org/other"}}
    outcomes = lrs.send([statement(1), statement(1), other, statement(2)])
    assert [one.stored for one in outcomes] == [True, True, False, True]
    assert len(server.statements) == 2
    assert is_same(twice, statement(1))


def test_statements_of_tincan_and_dicts_stay_as_they_were(server: HostileLrs, lrs: LRS) -> None:
    built = Statement(
        actor=Agent(mbox="mailto:g@example.org"),
        verb=Verb(id="http://adlnet.gov/expapi/verbs/passed", display=LanguageMap({"uz": "oʻtdi"})),
        object=Activity(id="https://example.org/course"),
    )
    given = {key: value for key, value in statement(1).items() if key not in ("id", "timestamp")}
    before = (built.to_json(), copy.deepcopy(given))
    outcomes = lrs.send([built, given])
    assert (built.to_json(), given) == before
    assert [one["id"] for one in server.statements] == [one.id for one in outcomes]
    assert server.statements[0]["actor"] == {"mbox": "mailto:g@example.org", "objectType": "Agent"}
    assert server.statements[0]["verb"]["display"] == {"uz": "oʻtdi"}
    assert all(one["timestamp"].endswith("Z") for one in server.statements)


def test_what_was_read_is_sent_byte_by_byte(server: HostileLrs, lrs: LRS) -> None:
    raw = json.dumps(statement(1), ensure_ascii=True).replace("1.1", "1.10000").encode()
    lrs.send([Item(json.loads(raw), raw=raw)])
    assert server.seen[-1].body == b"[" + raw + b"]"


def test_a_receipt_without_a_body(server: HostileLrs, lrs: LRS) -> None:
    server.other = lambda seen: Answer(204) if seen.method == "POST" else None
    assert [one.stored for one in lrs.send([statement(1)])] == [True]


@pytest.mark.parametrize("status", [401, 403, 404, 405])
def test_what_is_wrong_for_all_ends_it(server: HostileLrs, lrs: LRS, status: int) -> None:
    server.faults = [Fault("status", times=99, status=status)]
    with pytest.raises(LrsError) as error:
        lrs.send(statement(number) for number in range(1000))
    assert error.value.status == status
    assert server.asked("POST") == 1


def test_voiding(server: HostileLrs, lrs: LRS) -> None:
    lrs.send([statement(1)])
    outcome = lrs.void(statement(1)["id"], {"mbox": "mailto:g@example.org"})
    assert outcome.stored
    assert server.statements[1]["object"] == {"objectType": "StatementRef", "id": statement(1)["id"]}
    assert server.statements[1]["verb"]["id"] == "http://adlnet.gov/expapi/verbs/voided"
    assert lrs.void(statement(1)["id"], {"mbox": "mailto:g@example.org"}).stored
    assert len(server.statements) == 2
    with pytest.raises(XapiError, match="no id of a statement"):
        lrs.void("x")


@pytest.mark.parametrize(
    ("versions", "spoken"),
    [
        (["1.0.3"], "1.0.3"),
        (["0.95", "1.0.0", "1.0.1"], "1.0.3"),
        (["1.0.3", "2.0.0"], "2.0.0"),
        (["2.0.0"], "2.0.0"),
        (["2.0"], "2.0.0"),
    ],
)
def test_the_version_is_negotiated(
    server: HostileLrs, connection: Connection, versions: list[str], spoken: str
) -> None:
    server.versions = versions
    with LRS(replace(connection, version=None)) as lrs:
        assert lrs.version == spoken
        assert lrs.send([statement(1)])[0].stored
        assert len(list(lrs.statements())) == 1
    assert server.seen[-1].headers["x-experience-api-version"] == spoken
    with LRS(connection, version="2.0.0") as lrs:
        assert lrs.version == "2.0.0"  # what is asked for is not judged


@pytest.mark.parametrize("about", [b"<html>", b"", b'{"version": "1.0"}', b"[]", b'{"version": [5]}', b"{"])
def test_an_lrs_that_does_not_say_speaks_the_first(server: HostileLrs, connection: Connection, about: bytes) -> None:
    server.other = lambda seen: Answer(200, about) if seen.path.endswith("about") else None
    with LRS(replace(connection, version=None)) as lrs:
        assert lrs.version == "1.0.3"


def test_no_version_in_common(server: HostileLrs, connection: Connection) -> None:
    server.versions = ["0.9", "3.0.0"]
    with LRS(replace(connection, version=None)) as lrs, pytest.raises(LrsError, match=r"speaks xAPI 0.9, 3.0.0"):
        list(lrs.pages())
