"""The LRS and the launching LMS behind a loopback address, with faults on demand."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from darslik_xapi.serve.exchange import Answer, Request, json_answer
from darslik_xapi.serve.http import HttpServer
from darslik_xapi.serve.launching import Lms, read_cmi5, read_tincan
from darslik_xapi.serve.site import lrs_answer

from .lrs import Lrs

if TYPE_CHECKING:
    import threading
    from pathlib import Path
    from types import TracebackType

    from darslik_xapi.rules.values import Json
    from darslik_xapi.serve.launching import Registration, TincanSession


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
        self._http = HttpServer("127.0.0.1", 0, self._answer)
        self._http.shares = lambda: not self.faults.no_cors
        self._lms = Lms(self.lrs, self.base)
        self._thread: threading.Thread | None = None

    @property
    def base(self) -> str:
        """The server's address, without a slash at its end."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def endpoint(self) -> str:
        """The LRS's address, with a slash at its end."""
        return f"{self.base}/xapi/"

    @property
    def registrations(self) -> list[Registration]:
        """All enrolments."""
        return self._lms.registrations

    def __enter__(self) -> Self:
        """Start serving."""
        self._thread = self._http.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop serving."""
        self._http.shutdown()
        if self._thread:
            self._thread.join()
        self._http.server_close()

    def register(self, folder: Path, content: str, actor: Json | None = None, key: str = "") -> Registration:
        """Enrol a learner in a cmi5 package whose files are served under `content`."""
        return self._lms.register(read_cmi5(folder), content, actor, key)

    def launch_tincan(
        self, folder: Path, content: str, actor: Json | None = None, registration: str = ""
    ) -> TincanSession:
        """Launch a tincan.xml package whose files are served under `content`."""
        return self._lms.launch_tincan(read_tincan(folder), content, actor, registration)

    def fetch(self, method: str, key: str) -> Answer:
        """Hand out a session's token, once."""
        self._lms.fetch_error = self.faults.fetch_error
        return self._lms.fetch(method, key)

    def returned(self, key: str) -> Answer:
        """The page a learner comes back to."""
        return self._lms.returned(key)

    def _answer(self, request: Request) -> Answer | None:
        self._lms.fetch_error = self.faults.fetch_error
        if request.resource.partition("/")[0] == "xapi":
            return self._xapi(request)
        if request.resource == "favicon.ico":
            return Answer(204)
        return self._lms.answer(request) or Answer(404)

    def _xapi(self, request: Request) -> Answer | None:
        faults, asked = self.faults, request.resource.partition("/")[2].rstrip("/")
        if faults.delay:
            time.sleep(faults.delay)
        if faults.only in f"{request.method} {asked}":
            if faults.down:
                return None
            if faults.fail > 0:
                faults.fail -= 1
                return json_answer({"error": "out of order"}, faults.status)
        return lrs_answer(self.lrs, request)
