"""A small LMS on the loopback address for one test."""

from __future__ import annotations

import dataclasses
import json
import mimetypes
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote, urlsplit

from browser.tools import module
from darslik.profiles import profiles

from .attempts import Faults, Package, Session
from .behaviour import faults_of, mode_of
from .manifest import Manifest, read_manifest

if TYPE_CHECKING:
    from types import TracebackType

_HERE = Path(__file__).parent
_TYPES = {
    ".js": "text/javascript",
    ".vtt": "text/vtt",
    ".webmanifest": "application/manifest+json",
    ".csv": "text/csv",
}


class Lms:
    """Serves unpacked packages under `/content/<key>/` and plays their SCOs; a context manager."""

    def __init__(self, workspace: Path) -> None:
        """`workspace` is an empty folder for unpacking."""
        self.workspace = workspace
        self.sessions: dict[str, Session] = {}
        self.packages: dict[str, Package] = {}
        self.pages: dict[str, str] = {}  # HTML by name, served under `/pages/<name>`
        self.missing: list[str] = []
        self.requests: list[str] = []
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.lms = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._http.server_address[1])

    @property
    def base(self) -> str:
        """The address of the server, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

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

    def add(self, package: Path) -> Package:
        """Import a zip or a folder."""
        key = f"c{len(self.packages)}"
        folder = package
        if package.is_file():
            folder = self.workspace / key
            with zipfile.ZipFile(package) as archive:
                archive.extractall(folder)
        has_manifest = (folder / "imsmanifest.xml").exists()
        manifest = read_manifest(folder) if has_manifest else Manifest("", ())
        self.packages[key] = Package(key, folder, manifest)
        return self.packages[key]

    def replace(self, package: Package, archive: Path) -> None:
        """Put another version into the place of a package: attempts stay with the identifiers of their items."""
        package.folder = self.workspace / f"{package.key}-{len(self.requests)}"
        with zipfile.ZipFile(archive) as content:
            content.extractall(package.folder)
        package.manifest = read_manifest(package.folder)

    def content(self, package: Package) -> str:
        """The address of a package's root folder, with a slash at its end."""
        return f"{self.base}/content/{package.key}/"

    def launch(
        self, package: Package, *, learner: str = "gulnora", item: str = "",
        mode: str = "", credit: str = "credit", faults: Faults | None = None, profile: str = "generic",
    ) -> Session:  # fmt: skip
        """Prepare a session; open its `url` in a browser. `profile`: it behaves as this LMS."""
        attempt = package.attempt(learner, item)
        behaviour = profiles()[profile].simulate
        key = f"s{len(self.sessions)}"
        url = f"{self.base}/play/{package.key}/{key}"
        faults = faults or Faults(**faults_of(behaviour))
        mode = mode or mode_of(behaviour, attempt)
        self.sessions[key] = Session(key, attempt, faults, mode, credit, url, behaviour=behaviour)
        return self.sessions[key]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    lms: Lms

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Browsers break connections when tabs close; that is no error."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *args: object) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.server.lms.requests.append(self.path)
        area, _, rest = path.lstrip("/").partition("/")
        if area == "play":
            self._answer(200, self._player(rest), "text/html")
        elif area == "pages" and rest in self.server.lms.pages:
            self._answer(200, self.server.lms.pages[rest].encode(), "text/html")
        elif area == "static":
            self._file(_HERE / "static", rest)
        elif area == "vendor":
            self._file(module("scorm-again/dist"), rest)
        elif area == "content" and rest.partition("/")[0] in self.server.lms.packages:
            key, _, name = rest.partition("/")
            self._file(self.server.lms.packages[key].folder, name or "index.html")
        else:
            self._not_found()

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        area, _, key = self.path.lstrip("/").partition("/")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        session = self.server.lms.sessions[key]
        if area == "report":
            session.record(json.loads(body))
            self._answer(204)
        else:
            self._commit(session, json.loads(body))

    def _commit(self, session: Session, body: dict[str, Any]) -> None:
        if session.faults.network_down:
            self.close_connection = True
            return
        if session.failures < session.faults.commit_fails:
            session.failures += 1
            self._answer(503, b'{"result": false, "errorCode": 101}', "application/json")
            return
        session.attempt.commit(session, body)
        self._answer(200, b'{"result": true, "errorCode": 0}', "application/json")

    def _player(self, path: str) -> bytes:
        package_key, _, key = path.partition("/")
        lms = self.server.lms
        session = lms.sessions[key]
        host = "localhost" if session.faults.cross_origin else "127.0.0.1"
        standard = session.attempt.model.standard
        config = {
            "standard": standard,
            "href": f"http://{host}:{lms.port}/content/{package_key}/{session.attempt.item.href}",
            "commit": f"/commit/{key}",
            "report": f"/report/{key}",
            "faults": dataclasses.asdict(session.faults),
            **session.attempt.begin(session),
        }
        page = (_HERE / "static" / "player.html").read_text("utf-8")
        script = "scorm12.min.js" if standard == "1.2" else "scorm2004.min.js"
        text = page.replace("{{script}}", script).replace("{{config}}", json.dumps(config).replace("<", "\\u003c"))
        return text.encode()

    def _file(self, root: Path, name: str) -> None:
        file = (root / name).resolve()
        if not file.is_relative_to(root.resolve()) or not file.is_file():
            self._not_found()
            return
        kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self._answer(200, file.read_bytes(), kind)

    def _not_found(self) -> None:
        if self.path == "/favicon.ico":
            self._answer(204)
            return
        self.server.lms.missing.append(self.path)
        self._answer(404)

    def _answer(self, status: int, body: bytes = b"", kind: str = "text/plain") -> None:
        self.send_response(status)
        charset = "; charset=utf-8" if kind.startswith("text/") or kind.endswith("json") else ""
        self.send_header("Content-Type", kind + charset)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
