"""The LRS and the launching LMS behind a loopback address."""

from __future__ import annotations

import base64
import json
import threading
import time
import uuid
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

from .course import read_cmi5, read_tincan
from .exchange import VERSION_HEADER, Answer, Refusal, Request, json_answer
from .launch import Registration, learner
from .lrs import Lrs
from .tincan_session import TincanSession

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from darslik_xapi.rules.values import Json

    from .cmi5_session import Session

_ALLOWED = f"Authorization, Content-Type, If-Match, If-None-Match, Accept-Language, {VERSION_HEADER}"
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, PUT, POST, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": _ALLOWED,
    "Access-Control-Expose-Headers": f"ETag, Last-Modified, {VERSION_HEADER}",
}


@dataclass
class Faults:
    """What goes wrong, on purpose; change it while the server runs.

    Attributes:
        fail: so many requests to the LRS are answered with `status`.
        only: … but only those whose method and resource contain this text (`PUT activities/state`).
        down: connections to the LRS break.
        fetch_error: the error code that `fetch` answers in place of a token.
        delay: seconds before each answer.
        no_cors: answers lack the headers that let a page of another origin read them.
    """

    fail: int = 0
    status: int = 503
    only: str = ""
    down: bool = False
    fetch_error: str = ""
    delay: float = 0.0
    no_cors: bool = False


class LrsServer:
    """A context manager: an LRS and a cmi5 and tincan launching LMS on a free port.

    ```python
    with LrsServer() as server:
        registration = server.register(folder, content="http://127.0.0.1:8000/course/")
        session = registration.launch()
        ...  # open session.url in a browser
        assert server.lrs.violations == []
        assert session.unfinished() == []
    ```
    """

    def __init__(self, lrs: Lrs | None = None) -> None:
        self.lrs = lrs or Lrs()
        self.faults = Faults()
        self.registrations: list[Registration] = []
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.owner = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def base(self) -> str:
        """The server's address, without a slash at its end."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def endpoint(self) -> str:
        """The LRS's address, with a slash at its end."""
        return f"{self.base}/xapi/"

    def __enter__(self) -> Self:
        """Start serving."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop serving."""
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def register(self, folder: Path, content: str, actor: Json | None = None, key: str = "") -> Registration:
        """Enrol a learner in a cmi5 package whose files are served under `content`."""
        registration = Registration(
            lrs=self.lrs,
            course=read_cmi5(folder),
            base=self.base,
            content=content,
            actor=actor or learner("gulnora"),
            id=key or str(uuid.uuid4()),
        )
        self.registrations.append(registration)
        return registration

    def launch_tincan(
        self, folder: Path, content: str, actor: Json | None = None, registration: str = ""
    ) -> TincanSession:
        """Launch a tincan.xml package whose files are served under `content`."""
        activity = read_tincan(folder)
        secret = base64.b64encode(f"tincan:{uuid.uuid4().hex}".encode()).decode()
        session = TincanSession(
            actor=actor or learner("gulnora"),
            registration_id=registration or str(uuid.uuid4()),
            activity_id=activity.id,
            authorization=f"Basic {secret}",
            url=urljoin(content, activity.url),
        )
        parameters = {
            "endpoint": self.endpoint,
            "auth": session.authorization,
            "actor": json.dumps(session.actor),
            "registration": session.registration_id,
            "activity_id": session.activity_id,
        }
        session.url += ("&" if "?" in session.url else "?") + urlencode(parameters)
        self.lrs.guards[session.authorization] = session
        return session

    def fetch(self, method: str, key: str) -> Answer:
        """Hand out a session's token, once."""
        session = self.session(key)
        if session is None:
            return json_answer({"error-code": "2", "error-text": "no such session"})
        if method != "POST":
            self.lrs.record(Refusal(405, "fetch is used with POST", "L2"), f"{method} fetch")
            return json_answer({"error-code": "3", "error-text": "use POST"}, 405)
        if self.faults.fetch_error:
            return json_answer({"error-code": self.faults.fetch_error, "error-text": "no token"})
        session.fetched += 1
        if session.fetched > 1 or session.over:
            self.lrs.record(Refusal(200, "the token was fetched before", "L2"), "POST fetch")
            return json_answer({"error-code": "1", "error-text": "already fetched"})
        self.lrs.guards[f"Basic {session.token}"] = session
        return json_answer({"auth-token": session.token})

    def returned(self, key: str) -> Answer:
        """The page a learner comes back to."""
        if session := self.session(key):
            session.returned = True
            if not session.terminated:
                text = "returnURL was opened before terminated was sent"
                self.lrs.record(Refusal(200, text, "L11"), "GET returnURL")
        page = '<!doctype html><html lang="en"><title>Back</title><h1 id="back">Back in the LMS</h1>'
        return Answer(200, page.encode(), kind="text/html; charset=utf-8")

    def session(self, key: str) -> Session | None:
        """A session by its id."""
        every = (one for registration in self.registrations for one in registration.sessions)
        return next((one for one in every if one.id == key), None)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    owner: LrsServer

    def handle_error(self, request: object, client_address: object) -> None:
        """Browsers break connections when tabs close; that is no error."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_args: object) -> None:
        """Stay silent."""

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.command == "OPTIONS":
            self._send(Answer(204))
            return
        owner, parts = self.server.owner, urlsplit(self.path)
        area, _, rest = unquote(parts.path).lstrip("/").partition("/")
        if area == "xapi":
            self._xapi(rest.rstrip("/"), dict(parse_qsl(parts.query, keep_blank_values=True)), body)
        elif area == "fetch":
            self._send(owner.fetch(self.command, rest))
        elif area == "return":
            self._send(owner.returned(rest))
        elif area == "favicon.ico":
            self._send(Answer(204))
        else:
            self._send(Answer(404))

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = do_OPTIONS = _any  # noqa: N815

    def _xapi(self, resource: str, query: dict[str, str], body: bytes) -> None:
        faults = self.server.owner.faults
        if faults.delay:
            time.sleep(faults.delay)
        if faults.only in f"{self.command} {resource}":
            if faults.down:
                self.close_connection = True
                return
            if faults.fail > 0:
                faults.fail -= 1
                self._send(json_answer({"error": "out of order"}, faults.status))
                return
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, resource, query, headers, body)
        self._send(self.server.owner.lrs.handle(request))

    def _send(self, answer: Answer) -> None:
        body = b"" if self.command == "HEAD" else answer.body
        self.send_response(answer.status)
        cors = {} if self.server.owner.faults.no_cors else _CORS
        headers: dict[str, Any] = {**cors, **answer.headers, "Content-Length": len(body)}
        if answer.status != 204:
            headers["Content-Type"] = answer.kind
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)
