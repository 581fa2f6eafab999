"""Foreign clients: npm packages in a folder of their own, and our LRS as its users start it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from registries import node

HERE = Path(__file__).parent
USER, PASSWORD = "desk", "a long password"
SECONDS = 120
Json = dict[str, Any]


def modules() -> Path:
    """The npm packages, installed once; `npm ci` checks each against the lock file."""
    folder = HERE / "node_modules"
    wanted = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    with (HERE / ".npmrc").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = folder / ".stamp"
        if not stamp.is_file() or stamp.read_text() != wanted:
            command = [node("npm"), "ci", "--no-audit", "--no-fund", "--silent"]
            subprocess.run(command, cwd=HERE, check=True, timeout=SECONDS)
            stamp.write_text(wanted)
    return folder


def run(script: str, **options: str) -> Json:
    """What a script of this folder tells after it did its work."""
    modules()
    command = [node("node"), str(HERE / script), json.dumps(options)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    told: Json = json.loads(done.stdout)
    return told


@dataclass(frozen=True)
class Served:
    """A running `darslik xapi serve`, and a plain reader of what it keeps."""

    endpoint: str

    def get(self, resource: str, **query: object) -> httpx.Response:
        """An answer of the LRS, as it is."""
        return self._ask("GET", resource, "", query)

    def make(self, resource: str, text: str, **query: object) -> None:
        """A new document of plain text."""
        self._ask("POST", resource, text, query).raise_for_status()

    def _ask(self, method: str, resource: str, text: str, query: dict[str, object]) -> httpx.Response:
        parameters = {name: value if isinstance(value, str) else json.dumps(value) for name, value in query.items()}
        headers = {"X-Experience-API-Version": "1.0.3", "Content-Type": "text/plain"}
        address, user = f"{self.endpoint}/{resource}", (USER, PASSWORD)
        return httpx.request(method, address, content=text, params=parameters, headers=headers, auth=user)

    def statements(self, **query: object) -> list[Json]:
        """Statements, the oldest first."""
        answer = self.get("statements", ascending="true", **query).raise_for_status().json()
        assert answer["more"] == ""
        statements: list[Json] = answer["statements"]
        return statements


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """`darslik xapi serve` as a process of its own, with its database in the folder."""
    password = folder / "password"
    password.touch(mode=0o600)
    password.write_text(PASSWORD + "\n", "utf-8")
    options = ["--db", str(folder / "lrs.db"), "--user", USER, "--password-file", str(password)]
    command = [sys.executable, "-m", "darslik", "xapi", "serve", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Served(_address(process))
        finally:
            process.terminate()
            process.wait(SECONDS)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    for line in process.stdout:
        for word in line.split():
            if word.startswith("http://127.0.0.1:") and word.endswith("/xapi"):
                return word
    message = "the LRS did not start"
    raise RuntimeError(message)
