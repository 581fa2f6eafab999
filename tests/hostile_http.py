"""HTTP that goes wrong on order: the faults and the server underneath `hostile_lrs`."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from email.utils import format_datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from hostile_lrs import HostileLrs

Kind = Literal[
    "reset",  # the connection breaks before anything is done
    "lost",  # everything is done, then the connection breaks: nobody knows
    "hang",  # no answer
    "stall",  # half an answer, then nothing
    "drip",  # byte by byte, each in time
    "cut",  # half the body, though its length was stated
    "cut-unstated",  # half the body, its length not stated
    "html",  # 200 with a web page
    "nothing",  # 204
    "words",  # 200, application/json, and no JSON
    "latin-1",  # the body in another encoding
    "bomb",  # a gzip body that unpacks to 40 MB
    "layered",  # gzip in gzip
    "packed",  # gzip, in two members
    "packed-cut",  # gzip that ends in the middle, its length stated as it is
    "packed-not",  # says gzip and is none
    "doubled",  # headers repeated
    "status",  # `status` with `headers`
]


@dataclass
class Fault:
    """Something to go wrong.

    Attributes:
        kind: what.
        times: in how many requests.
        only: those whose method and path contain this: `GET statements`, `POST`, `more/`.
        after: so many of them go well before.
        status, headers: of the kind `status`.
    """

    kind: Kind
    times: int = 1
    only: str = ""
    after: int = 0
    status: int = 503
    headers: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.kind == "bomb":
            bomb()  # made before anybody waits for it


@dataclass(frozen=True)
class Seen:
    """A request that came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Answer:
    """What is sent back."""

    status: int
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)
    kind: str = "application/json"


def said(value: object) -> Answer:
    """JSON."""
    return Answer(200, json.dumps(value, ensure_ascii=False).encode())


def refused(status: int, text: str, headers: list[tuple[str, str]] | None = None) -> Answer:
    """An error."""
    return Answer(status, json.dumps({"error": text}).encode(), headers or [])


@cache
def bomb() -> bytes:
    """A page of 40 kB that unpacks to 40 MB."""
    return gzip.compress(b'{"statements": [' + b" " * 40_000_000 + b"]}", 1)


_PAGE = b"<!DOCTYPE html><html><title>Sign in</title><p>Please sign in</p></html>"
_CHANGED: dict[str, Callable[[Answer], Answer]] = {
    "html": lambda _: Answer(200, _PAGE, kind="text/html"),
    "nothing": lambda _: Answer(204),
    "words": lambda _: Answer(200, b'{"statements": [oops], "more": ""}'),
    "latin-1": lambda _: Answer(200, '{"statements": [{"id": "ü"}]}'.encode("latin-1")),
    "bomb": lambda _: Answer(200, bomb(), [("Content-Encoding", "gzip")]),
    "packed": lambda one: Answer(
        one.status,
        gzip.compress(one.body[:9]) + gzip.compress(one.body[9:]),
        [*one.headers, ("Content-Encoding", "gzip")],
    ),
    "packed-cut": lambda one: Answer(200, gzip.compress(one.body)[:-20], [("Content-Encoding", "gzip")]),
    "packed-not": lambda one: Answer(200, one.body, [("Content-Encoding", "gzip")]),
    "layered": lambda one: Answer(200, gzip.compress(gzip.compress(one.body)), [("Content-Encoding", "gzip, gzip")]),
    "doubled": lambda one: Answer(
        200,
        one.body,
        [
            *one.headers,
            ("X-Experience-API-Consistent-Through", "2026-01-01T00:00:00Z"),
            ("Content-Type", "application/json"),
            ("Content-Type", "text/plain"),
        ],
    ),
}
"""What some kinds of faults make of a good answer."""


class Server(ThreadingHTTPServer):
    """The HTTP side of a `HostileLrs`."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, owner: HostileLrs) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.owner = owner

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that give up are no error here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def log_message(self, *_args: object) -> None:
        """Stay silent."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The server's own clock."""
        del timestamp
        return format_datetime(self.server.owner.now(), usegmt=True)

    def _any(self) -> None:
        owner = self.server.owner
        if int(self.headers.get("Content-Length") or 0) > owner.unread:
            self._send(refused(413, "too large to be read", [("Connection", "close")]))
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        seen = Seen(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        with owner.lock:
            owner.seen.append(seen)
            fault = self._fault(f"{seen.method} {seen.path}")
            answer = None if fault and fault.kind in ("reset", "hang", "status") else owner.answer(seen)
        if fault is None:
            self._send(answer or Answer(500))
            return
        self._fail(fault, answer)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _any  # noqa: N815

    def _fault(self, what: str) -> Fault | None:
        for fault in self.server.owner.faults:
            if fault.only not in what.replace("/xapi/", "") or fault.times <= 0:
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            fault.times -= 1
            return fault
        return None

    def _fail(self, fault: Fault, answer: Answer | None) -> None:
        if answer is None or fault.kind == "lost":
            if fault.kind == "status":
                self._send(refused(fault.status, "out of order", list(fault.headers)))
                return
            if fault.kind == "hang":
                self.server.owner.stop.wait(30)
            self.close_connection = True
            return
        if fault.kind in _CHANGED:
            self._send(_CHANGED[fault.kind](answer))
            return
        self._send(answer, half=True, stated=fault.kind != "cut-unstated")
        if fault.kind == "stall":
            self.server.owner.stop.wait(30)
        for at in range(len(answer.body) // 2, len(answer.body) if fault.kind == "drip" else 0):
            self.wfile.write(answer.body[at : at + 1])
            self.wfile.flush()
            if self.server.owner.stop.wait(0.02):
                break
        self.close_connection = True

    def _send(self, answer: Answer, *, half: bool = False, stated: bool = True) -> None:
        self.send_response(answer.status)
        names = {name.lower() for name, _ in answer.headers}
        if answer.status != 204 and "content-type" not in names:
            self.send_header("Content-Type", answer.kind)
        if stated:
            self.send_header("Content-Length", str(len(answer.body)))
        else:
            self.send_header("Connection", "close")
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        body = b"" if self.command == "HEAD" else answer.body
        self.wfile.write(body[: len(body) // 2] if half else body)
        self.wfile.flush()
