"""HTTP/1.1 in front of the LRS: connections that stay open, bounded bodies, answers for pages of other origins."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from .exchange import CONSISTENT_HEADER, VERSION_HEADER, Answer, Refusal, Request, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import BufferedIOBase

_LOG = logging.getLogger(__name__)
_SHARED = ("xapi", "fetch")
LARGEST_BODY = 64 * 1024 * 1024
_ALLOWED = (
    f"Authorization, Content-Type, If-Match, If-None-Match, Accept, Accept-Language, {VERSION_HEADER}, "
    "X-Experience-API-Hash, Content-Transfer-Encoding"
)
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, PUT, POST, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": _ALLOWED,
    "Access-Control-Expose-Headers": f"ETag, Last-Modified, {VERSION_HEADER}, {CONSISTENT_HEADER}",
}


class HttpServer(ThreadingHTTPServer):
    """A thread for each connection.

    Attributes:
        answer: what to say to a request; `resource` is the whole path without its first slash.
        shares: whether pages of other origins may read the answers; asked each time.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, host: str, port: int, answer: Callable[[Request], Answer | None]) -> None:
        self.answer = answer
        self.shares: Callable[[], bool] = lambda: True
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients break connections; that is no error."""

    def start(self) -> threading.Thread:
        """Serve in a thread of its own until `shutdown`."""
        thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        return thread


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "darslik"
    sys_version = ""
    timeout = 120
    disable_nagle_algorithm = True
    wbufsize = -1
    server: HttpServer

    def log_message(self, *_args: object) -> None:
        """Stay silent: addresses and learners are nobody's business."""

    def _any(self) -> None:
        try:
            body = _body(self.rfile, self.headers.get("Content-Length"), self.headers.get("Transfer-Encoding"))
            answer = self._answer(body)
        except Refusal as refusal:
            # What is left of the body is in the way of a next request.
            self.close_connection = True
            answer = json_answer({"rule": refusal.rule, "error": refusal.text}, refusal.status)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets an answer
            # A fault of ours, or a full disk: the client is told so, and the server goes on.
            _LOG.exception("%s %s", self.command, self.path.partition("?")[0])
            answer = json_answer({"rule": "server", "error": f"the server failed: {type(error).__name__}"}, 500)
        if answer is None:
            self.close_connection = True
            return
        with contextlib.suppress(ConnectionError):
            self._send(answer)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = do_OPTIONS = do_PATCH = _any  # noqa: N815

    def _answer(self, body: bytes) -> Answer | None:
        if self.command == "OPTIONS":
            return Answer(204)
        parts = urlsplit(self.path)
        try:
            path = unquote(parts.path, errors="strict").lstrip("/")
            pairs = parse_qsl(parts.query, keep_blank_values=True, errors="strict")
        except ValueError as error:
            raise Refusal(400, "the address is not UTF-8") from error
        query = dict(pairs)
        if len(query) != len(pairs):
            raise Refusal(400, "a parameter occurs twice")
        headers = {name.lower(): value for name, value in self.headers.items()}
        return self.server.answer(Request(self.command, path, query, headers, body))

    def _cors(self) -> dict[str, str]:
        """Pages of any origin may read the LRS's answers; what else is served is for its own pages."""
        area = self.path.partition("?")[0].strip("/").partition("/")[0]
        return CORS if self.server.shares() and area in _SHARED else {}

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in {**self._cors(), **answer.headers}.items():
            self.send_header(name, str(value))
        if answer.status != 204:
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)


def _body(stream: BufferedIOBase, length: str | None, encoding: str | None) -> bytes:
    if encoding is not None:
        if encoding.lower() != "chunked":
            raise Refusal(400, f"the Transfer-Encoding {encoding} is not known here")
        return _chunks(stream)
    if length is None:
        return b""
    if not length.isascii() or not length.isdigit():
        raise Refusal(400, "Content-Length is not a number")
    if int(length) > LARGEST_BODY:
        raise _too_large()
    body = stream.read(int(length))
    if len(body) != int(length):
        raise Refusal(400, "the body is shorter than Content-Length")
    return body


def _chunks(stream: BufferedIOBase) -> bytes:
    found, size = [], 0
    while True:
        line = stream.readline(64).partition(b";")[0].strip()
        try:
            length = int(line, 16)
        except ValueError as error:
            raise Refusal(400, "a chunk of the body has no length") from error
        size += length
        if size > LARGEST_BODY:
            raise _too_large()
        if length == 0:
            break
        found.append(stream.read(length))
        stream.readline(8)
    while stream.readline(8192).strip():
        pass
    return b"".join(found)


def _too_large() -> Refusal:
    return Refusal(413, f"the body is larger than {LARGEST_BODY // 1024 // 1024} MiB: send fewer statements at once")
