"""The running server: its address, its credentials, how it stops."""

from __future__ import annotations

import os
import secrets
import shlex
import signal
import socket
import stat
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from darslik_xapi.errors import XapiError

from .core import Core
from .database import Database
from .exchange import Answer, Request, json_answer
from .http import HttpServer
from .launching.package import Package
from .launching.preview import Preview
from .site import lrs_answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_EVERY = ("0.0.0.0", "::")  # noqa: S104 - asked for with --host


@dataclass(frozen=True)
class Options:
    """What the command line asks for."""

    port: int = 0
    host: str = "127.0.0.1"
    db: Path | None = None
    user: str | None = None
    password_file: Path | None = None
    launch: Path | None = None


def run(options: Options, say: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Raises:
        XapiError: the port is taken, the file is no database of ours, the password file can be read by others, the
            package is none.
    """
    user, password = _credentials(options)
    package = Package(options.launch) if options.launch else None
    database = Database(options.db)
    try:
        server = _server(options)
    except BaseException:
        database.close()
        raise
    base = f"http://{_name(options.host)}:{server.server_address[1]}"
    core = Core(database, user, password, f"{base}/xapi")
    preview = Preview(core, package, base) if package else None
    near = options.host in _LOOPBACK
    server.answer = lambda request: answer_of(core, preview, request, near=near)
    _greet(options, say, base, user, password)
    _wait(server, say)
    database.close()


def answer_of(core: Core, preview: Preview | None, request: Request, *, near: bool) -> Answer:
    """The LRS's answer or the preview's; `near`: the server is for this machine only."""
    answer = lrs_answer(core, request)
    # Whoever can launch holds the keys: a page elsewhere whose name was turned to this machine must not.
    if answer is None and near and not _is_loopback(request.headers.get("host", "")):
        return json_answer({"error": "open it as http://127.0.0.1 or http://localhost"}, 403)
    answer = answer or (preview.answer(request) if preview else None)
    return answer or json_answer({"error": "there is nothing here; the LRS is at /xapi"}, 404)


def _is_loopback(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in _LOOPBACK
    except ValueError:
        return False


def _name(host: str) -> str:
    """The host as it stands in an address; for all addresses of the machine, the one that others reach it by."""
    if host in _EVERY:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                # Nothing is sent: this only asks which way packets to others would leave.
                probe.connect(("192.0.2.1", 9))
                return str(probe.getsockname()[0])
            except OSError:
                return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _server(options: Options) -> HttpServer:
    try:
        return HttpServer(options.host, options.port, lambda _request: None)
    except OSError as error:
        message = f"port {options.port} of {options.host} cannot be used: {error.strerror or error}"
        raise XapiError(message, "take another with --port, or 0 for a free one") from error


def _credentials(options: Options) -> tuple[str, str]:
    if ":" in (options.user or ""):
        message = "a user's name cannot have a colon in Basic authentication"
        raise XapiError(message, "take another --user")
    if options.password_file is None:
        return options.user or secrets.token_hex(4), secrets.token_hex(16)
    if not options.user:
        message = "--password-file needs --user"
        raise XapiError(message, "name the user too: --user NAME --password-file FILE")
    return options.user, _password(options.password_file)


def _password(path: Path) -> str:
    try:
        password = path.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        message = f"the password file {path} cannot be read"
        raise XapiError(message, "it holds the password on its first line, in UTF-8") from error
    if not password:
        message = f"the first line of the password file {path} is empty"
        raise XapiError(message, "write the password there")
    return password


def _open_to_others(path: Path) -> bool:
    return os.name == "posix" and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _greet(options: Options, say: Callable[[str], None], base: str, user: str, password: str) -> None:
    say(f"LRS at {base}/xapi (xAPI 1.0.3 and 2.0), {options.db or 'in memory: nothing is kept when it stops'}")
    if options.host not in _LOOPBACK:
        say(f"warning: {options.host} is open to the network, without encryption")
    if options.password_file and _open_to_others(options.password_file):
        say(f"warning: others can read {options.password_file}: chmod 600 {shlex.quote(str(options.password_file))}")
    say(f"export DARSLIK_LRS_ENDPOINT={base}/xapi")
    say(f"export DARSLIK_LRS_USER={shlex.quote(user)}")
    if options.password_file is None:
        say(f"export DARSLIK_LRS_PASSWORD={password}")
    else:
        say(f'export DARSLIK_LRS_PASSWORD="$(head -n 1 {shlex.quote(str(options.password_file))})"')
    if options.launch:
        say(f"open {base}/ to launch {options.launch}")
    say("Ctrl-C stops it.")


def _wait(server: HttpServer, say: Callable[[str], None]) -> None:
    stop = threading.Event()

    def stopped(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stopped)
    thread = server.start()
    stop.wait()
    server.shutdown()
    thread.join()
    server.server_close()
    say("stopped")
