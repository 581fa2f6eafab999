"""An LRS that misbehaves: nothing lost, nothing doubled, a plain message."""

from __future__ import annotations

import json
import socket
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from darslik_xapi.client import (
    LRS,
    Batches,
    ForeignHostError,
    LrsError,
    UnreachableError,
    UnusableAnswerError,
)
from darslik_xapi.connection import Connection, Patience
from hostile_http import Answer, Fault
from hostile_lrs import HostileLrs, statement, written

if TYPE_CHECKING:
    from hostile_http import Kind

PASSING: list[Kind] = ["reset", "lost", "cut", "cut-unstated", "hang", "stall", "status", "packed", "packed-cut"]


def read(lrs: LRS) -> Counter[str]:
    return Counter(one["id"] for one in lrs.statements())


@pytest.mark.parametrize("kind", PASSING)
def test_what_passes_is_outlived_while_reading(server: HostileLrs, lrs: LRS, kind: Kind) -> None:
    server.fill(350)
    server.faults = [Fault(kind, times=2, only="GET", after=1), Fault(kind, only="more/")]
    assert read(lrs) == server.ids()
    assert all(fault.times == 0 for fault in server.faults)


@pytest.mark.parametrize("kind", PASSING)
def test_what_passes_is_outlived_while_sending(server: HostileLrs, connection: Connection, kind: Kind) -> None:
    server.faults = [Fault(kind, times=2, only="POST", after=1)]
    with LRS(connection, batches=Batches(count=10)) as lrs:
        outcomes = lrs.send({**statement(number)} for number in range(45))
    assert [one.index for one in outcomes if one.stored] == list(range(45))
    assert server.ids() == Counter(statement(number)["id"] for number in range(45))


@pytest.mark.parametrize("conflict", [False, True])
def test_statements_without_ids_are_not_doubled_when_an_answer_is_lost(
    server: HostileLrs, lrs: LRS, *, conflict: bool
) -> None:
    server.conflict = conflict
    server.faults = [Fault("lost", times=2, only="POST")]
    bare = [{key: value for key, value in statement(n).items() if key not in ("id", "timestamp")} for n in range(7)]
    outcomes = lrs.send(bare)
    assert [one.stored for one in outcomes] == [True] * 7
    assert server.ids() == Counter(one.id for one in outcomes)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("html", "web page"),
        ("nothing", "answers 204"),
        ("words", "invalid JSON"),
        ("latin-1", "another encoding"),
        ("bomb", "more than 20 MB"),
        ("layered", "compresses"),
        ("packed-not", "says gzip and is none"),
    ],
)
def test_what_is_no_answer_is_said_plainly(server: HostileLrs, lrs: LRS, kind: Kind, message: str) -> None:
    server.fill(300)
    server.faults = [Fault(kind, only="more/")]
    pages = lrs.pages()
    assert len(next(pages).raw) == 100
    with pytest.raises(UnusableAnswerError, match=message):
        next(pages)
    assert read(lrs) == server.ids()  # and the next run is whole


@pytest.mark.parametrize("kind", ["html", "words"])
def test_a_web_page_is_no_receipt(server: HostileLrs, lrs: LRS, kind: Kind) -> None:
    server.faults = [Fault(kind, only="POST")]
    with pytest.raises(UnusableAnswerError):
        lrs.send([statement(1)])
    assert [one.stored for one in lrs.send([statement(1), statement(2)])] == [True, True]
    assert len(server.statements) == 2


def test_a_receipt_for_other_statements_is_none(server: HostileLrs, lrs: LRS) -> None:
    server.other = lambda seen: Answer(200, b'["x"]') if seen.method == "POST" else None
    with pytest.raises(UnusableAnswerError, match="does not name their ids"):
        lrs.send([statement(1)])


def test_a_storm_ends_with_a_plain_message(server: HostileLrs, lrs: LRS) -> None:
    server.fill(300)
    server.faults = [Fault("status", times=1000, only="more/", status=503)]
    with pytest.raises(UnreachableError, match=r"answers 503 \(tried 4 times\)") as error:
        read(lrs)
    assert error.value.status == 503
    assert server.asked("more/") == 4


def test_what_is_no_use_to_repeat_is_not(server: HostileLrs, lrs: LRS) -> None:
    for status in (403, 501, 505, 418):
        server.seen.clear()
        server.faults = [Fault("status", times=9, status=status)]
        with pytest.raises(LrsError, match=f"status {status}"):
            read(lrs)
        assert server.asked() == 1


@pytest.mark.parametrize("form", ["seconds", "date", "past", "words"])
def test_retry_after_is_kept(server: HostileLrs, lrs: LRS, form: str) -> None:
    server.ahead = timedelta(days=-400)  # a date counts by the server's own clock
    date = format_datetime((server.now() + timedelta(seconds=2)).replace(microsecond=0), usegmt=True)
    past = format_datetime(server.now() - timedelta(days=1), usegmt=True)
    said = {"seconds": "1", "date": date, "past": past, "words": "soon"}[form]
    server.fill(10)
    server.faults = [Fault("status", status=429, headers=(("Retry-After", said),))]
    begin = time.monotonic()
    assert read(lrs) == server.ids()
    assert (time.monotonic() - begin >= 0.9) == (form in ("seconds", "date"))
    assert server.asked() == 2


def test_a_wait_beyond_our_patience_is_not_begun(server: HostileLrs, lrs: LRS) -> None:
    server.faults = [Fault("status", status=429, headers=(("Retry-After", "86400"),))]
    with pytest.raises(UnreachableError, match="asks us to wait 86400 s"):
        read(lrs)
    assert server.asked() == 1


def test_waiting_has_an_end_even_if_every_byte_comes_in_time(server: HostileLrs, connection: Connection) -> None:
    patience = Patience(read=5, total=0.3, attempts=9, base=0.01, cap=0.01)
    server.fill(100)
    server.faults = [Fault("drip", times=99)]
    with LRS(replace(connection, patience=patience)) as lrs, pytest.raises(UnreachableError, match="in time"):
        read(lrs)
    assert server.asked() == 1


def test_a_connection_that_is_never_taken(connection: Connection) -> None:
    with socket.socket() as deaf, ExitStack() as stack:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        for _ in range(4):  # its queue is full then
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(deaf.getsockname())
        patience = replace(connection.patience, connect=0.2, attempts=2)
        endpoint = f"http://127.0.0.1:{deaf.getsockname()[1]}/xapi"
        with (
            LRS(replace(connection, endpoint=endpoint, patience=patience)) as lrs,
            pytest.raises(UnreachableError, match=r"cannot be reached in time \(tried 2 times\)"),
        ):
            read(lrs)


def test_nobody_there(connection: Connection) -> None:
    with HostileLrs() as server:
        gone = server.endpoint
    with LRS(replace(connection, endpoint=gone)) as lrs, pytest.raises(UnreachableError, match="cannot be reached"):
        read(lrs)


def test_credentials_that_end_in_mid_run(server: HostileLrs, lrs: LRS) -> None:
    server.fill(300)
    pages = lrs.pages(ascending=True)
    first = next(pages)
    known, server.authorizations = server.authorizations, set()
    with pytest.raises(LrsError, match="does not accept the credentials") as error:
        next(pages)
    assert error.value.status == 401
    server.authorizations = known
    rest = [page.raw for page in lrs.resume(first.more)]
    assert len(first.raw) + sum(map(len, rest)) == 300


def test_a_redirect_on_the_same_host_is_followed(server: HostileLrs, lrs: LRS) -> None:
    server.fill(150)
    moved = Answer(307, b"", [("Location", "/xapi/statements?limit=70")])
    server.other = lambda seen: moved if "limit" not in seen.path and "more" not in seen.path else None
    assert read(lrs) == server.ids()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_host_is_not(server: HostileLrs, lrs: LRS, status: int) -> None:
    with HostileLrs() as stranger:
        moved = Answer(status, b"", [("Location", f"{stranger.endpoint}statements")])
        server.other = lambda _: moved
        with pytest.raises(ForeignHostError, match="another host"):
            read(lrs)
        with pytest.raises(LrsError, match=r"another host|has moved"):
            lrs.send([statement(1)])
        assert stranger.seen == []


def test_redirects_without_end(server: HostileLrs, lrs: LRS) -> None:
    server.other = lambda _: Answer(302, b"", [("Location", "/xapi/statements")])
    with pytest.raises(LrsError, match="without end"):
        read(lrs)


def test_headers_twice(server: HostileLrs, lrs: LRS) -> None:
    server.fill(10)
    server.faults = [Fault("doubled")]
    (page,) = lrs.pages()
    assert page.consistent_through == "2026-01-01T00:00:00Z"  # the more careful one
    assert len(page.raw) == 10


def test_two_lengths_are_no_answer(server: HostileLrs, lrs: LRS) -> None:
    server.fill(10)
    server.other = lambda _: Answer(200, b'{"statements": []}', [("Content-Length", "5")])
    with pytest.raises(UnreachableError, match="breaks the connection"):
        read(lrs)


def test_large_statements_pass(server: HostileLrs, connection: Connection) -> None:
    large = statement(1)
    large["result"] = {"response": "ў" * 5_000_000}
    with LRS(connection) as lrs:
        outcomes = lrs.send([statement(0), large, statement(2)])
        assert [one.stored for one in outcomes] == [True] * 3
        assert server.asked("POST") == 3
        raw = next(raw for page in lrs.pages() for raw in page.raw if len(raw) > 1_000_000)
        assert len(raw) > 10_000_000
        assert lrs.statement(large["id"])["result"] == large["result"]  # type: ignore[index]


def test_statements_that_break_the_standard_are_read_as_they_are(server: HostileLrs, lrs: LRS) -> None:
    odd = [{"id": "not-a-uuid", "verb": 5}, {"id": None}, {"stored": "tomorrow", "\ud800": 1}]
    body = json.dumps({"statements": odd}).encode()
    server.other = lambda _: Answer(200, body)
    assert list(lrs.statements()) == odd
    (page,) = lrs.pages()
    assert b", ".join(page.raw) in body
    server.other = lambda _: Answer(200, b'{"statements": [5]}')
    with pytest.raises(UnusableAnswerError, match="among statements"):
        read(lrs)


def test_a_clock_in_the_future_is_given_as_it_is(server: HostileLrs, lrs: LRS) -> None:
    server.ahead = timedelta(days=3000)
    lrs.send([statement(1)])
    (page,) = lrs.pages()
    assert datetime.fromisoformat(page.consistent_through) > datetime.now(UTC) + timedelta(days=2999)
    assert page.raw[0].decode().count(written(server.now())[:10]) == 1
