"""A server process on the loopback interface that lives as long as a `with` block."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Frame, Page

SECONDS_TO_START = 60


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def serving(
    command: Sequence[str | Path], port: int, folder: Path, ready: str = "/", **variables: str
) -> Iterator[str]:
    """Run the command in the folder, wait until `ready` answers, and give the base address."""
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **variables},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(process, base + ready, log)
            yield base
        finally:
            _stop(process)


def frame_in(page: Page, selector: str) -> Frame:
    """The document inside an iframe of the page."""
    element = page.wait_for_selector(selector, state="attached")
    frame = element.content_frame() if element else None
    assert frame is not None
    return frame


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if _answers(address):
            return
        time.sleep(0.1)
    message = f"{process.args!r} does not answer at {address}:\n{log.read_text()[-4000:]}"
    raise RuntimeError(message)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10):  # noqa: S310
            return True
    except urllib.error.HTTPError as error:
        error.close()
        return error.code < 500
    except OSError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
