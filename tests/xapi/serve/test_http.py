"""HTTP as such: open connections, sizes, broken requests, pages of other origins."""

from __future__ import annotations

import json
import socket
import sqlite3
from contextlib import closing
from urllib.parse import urlsplit

import httpx
import pytest

from darslik_xapi.serve import Core, http

from .made import found, named, post, statement


def talk(base: str, *pieces: bytes) -> bytes:
    """Send bytes, read until the server closes."""
    address = urlsplit(base)
    with closing(socket.create_connection((str(address.hostname), address.port or 0), timeout=5)) as connection:
        for piece in pieces:
            connection.sendall(piece)
        connection.shutdown(socket.SHUT_WR)
        found = b""
        while more := connection.recv(65536):
            found += more
    return found


HEAD = (
    b"POST /xapi/statements HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ZGVzazpzZWNyZXQ=\r\n"
    b"X-Experience-API-Version: 1.0.3\r\nContent-Type: application/json\r\n"
)


def test_a_connection_serves_many_requests(base: str) -> None:
    body = json.dumps(statement()).encode()
    request = HEAD + f"Content-Length: {len(body)}\r\n\r\n".encode() + body
    assert talk(base, request * 3).count(b"HTTP/1.1 200") == 3


def test_a_body_in_chunks(base: str, one: httpx.Client) -> None:
    sent = [named(), named()]
    text = json.dumps(sent).encode()
    chunks = b"".join(b"%x;x=y\r\n%s\r\n" % (len(part), part) for part in (text[:7], text[7:]))
    answer = talk(base, HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\nTrailer: x\r\n\r\n")
    assert b"HTTP/1.1 200" in answer
    assert set(found(one)) == {one["id"] for one in sent}


@pytest.mark.parametrize(
    "request_",
    [
        HEAD + b"Content-Length: x\r\n\r\n",
        HEAD + b"Content-Length: -5\r\n\r\n",
        HEAD + b"Content-Length: 500\r\n\r\n{}",
        HEAD + b"Transfer-Encoding: gzip\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        HEAD.replace(b"/statements", b"/statements?verb=%ff%fe") + b"Content-Length: 0\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
    ids=["length no number", "length negative", "cut off", "encoding", "chunk", "address", "no request"],
)
def test_broken_requests_are_answered(base: str, core: Core, request_: bytes) -> None:
    assert b" 400 " in talk(base, request_).partition(b"\r\n")[0]
    assert core.count() == 0


def test_sizes_are_bounded(base: str, core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "LARGEST_BODY", 2000)
    body = json.dumps(statement(context={"platform": "x" * 3000})).encode()
    whole = HEAD + f"Content-Length: {len(body)}\r\n\r\n".encode()
    assert b" 413 " in talk(base, whole).partition(b"\r\n")[0]
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"%x\r\n" % len(body)
    assert b" 413 " in talk(base, chunked).partition(b"\r\n")[0]
    assert core.count() == 0


def test_a_fault_of_the_server_is_told_and_it_goes_on(
    one: httpx.Client, core: Core, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_arguments: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(core.writer, "_describe", broken)
        answer = one.post("/statements", json=named())
    assert (answer.status_code, answer.json()["error"]) == (500, "the server failed: OperationalError")
    assert "POST /xapi/statements" in caplog.text
    assert core.count() == 0
    assert post(one, statement())


@pytest.mark.parametrize("depth", [80, 400, 900, 100_000])
def test_deep_nesting_is_stored_or_refused(lrs: httpx.Client, core: Core, depth: int) -> None:
    text = json.dumps(named(context={"extensions": {"http://example.org/x": "DEEP"}}))
    text = text.replace('"DEEP"', "[" * depth + "]" * depth)
    answer = lrs.post("/statements", content=text, headers={"Content-Type": "application/json"})
    assert answer.status_code == (200 if core.count() else 400)
    if core.count():
        for form in ("exact", "ids", "canonical"):
            assert lrs.get("/statements", params={"format": form}).status_code == 200


def test_a_large_statement(lrs: httpx.Client) -> None:
    sent = named(context={"extensions": {"http://example.org/x": "щ" * 5_000_000}})
    post(lrs, sent)
    assert len(lrs.get("/statements").content) > 10_000_000


def test_pages_of_other_origins(base: str, one: httpx.Client) -> None:
    preflight = httpx.options(f"{base}/statements", headers={"Origin": "https://example.org"})
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    allowed = preflight.headers["Access-Control-Allow-Headers"].lower()
    for name in ("authorization", "content-type", "if-match", "if-none-match", "x-experience-api-version"):
        assert name in allowed
    for method in ("GET", "PUT", "POST", "DELETE", "HEAD"):
        assert method in preflight.headers["Access-Control-Allow-Methods"]
    answer = one.get("/statements")
    exposed = answer.headers["Access-Control-Expose-Headers"].lower()
    for name in ("etag", "last-modified", "x-experience-api-version", "x-experience-api-consistent-through"):
        assert name in exposed
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_server_says_nothing_of_its_making(one: httpx.Client) -> None:
    assert one.get("/statements").headers["Server"].strip() == "darslik"
