"""ClickHouse behind its HTTP interface: chDB has the engine, but no server, so its door is made here.

Of the interface there is what a client of one session needs: a POST with the text, the user in a header, and the
answer or, with an error's status, ClickHouse's own words.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from darslik_xapi.engines.clickhouse_connections import Chdb
from darslik_xapi.errors import XapiError

USER, PASSWORD = "reader", "öpen-sesame"


@contextmanager
def served(engine: Chdb) -> Iterator[str]:
    """The address of a server that gives each text to the engine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(*self._run(text))

        def _run(self, text: str) -> tuple[int, bytes]:
            if self.headers.get("Authorization") != f"Basic {b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}":
                return 403, b"Code: 516. DB::Exception: reader: Authentication failed. (AUTHENTICATION_FAILED)"
            if "session_id" not in parse_qs(urlsplit(self.path).query):
                return 400, b"Code: 372. DB::Exception: Session not found. (SESSION_NOT_FOUND)"
            try:
                return 200, engine.run(text)
            except XapiError as error:
                return 500, error.message.removeprefix("ClickHouse refused the query: ").encode()

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
