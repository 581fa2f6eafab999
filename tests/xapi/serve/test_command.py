"""The command: what it prints, what it refuses, how it stops, what it keeps."""

from __future__ import annotations

import contextlib
import signal
import socket
import sqlite3
import subprocess
import threading
from pathlib import Path

import httpx
import pytest

from .made import found, named, post, statement, stored
from .running import Served, refused, serving

PASSWORD = "correct horse"  # noqa: S105 - of a test
VERSION = {"X-Experience-API-Version": "1.0.3"}


@pytest.fixture
def password(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text(f"{PASSWORD}\nsecond line\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def client(served: Served, secret: str = PASSWORD, user: str = "workshop") -> httpx.Client:
    return httpx.Client(base_url=served.endpoint, auth=(user, secret), headers=VERSION, verify=False)  # noqa: S501


def test_what_is_stored_is_there_again(tmp_path: Path, password: Path) -> None:
    """The same file with the same port; what comes later is stored later, and one stop is enough."""
    arguments = ("--db", tmp_path / "lrs.db", "--user", "workshop", "--password-file", password)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    first = named()
    for number, stop in enumerate((signal.SIGTERM, signal.SIGINT)):
        with serving("--port", str(port), *arguments) as served:
            assert served.endpoint == f"http://127.0.0.1:{port}/xapi"
            assert PASSWORD not in "\n".join(served.said)
            with client(served) as lrs:
                if number == 0:
                    post(lrs, first)
                    query = {"activityId": "http://example.org/a", "profileId": "p"}
                    lrs.post("/activities/profile", params=query, json={"a": 1}).raise_for_status()
                else:
                    [second] = post(lrs, statement())
                    assert found(lrs) == [second, first["id"]]
                    assert stored(lrs, second)["stored"] > stored(lrs, first["id"])["stored"]
                    assert lrs.get("/activities/profile", params=query).json() == {"a": 1}
                served.process.send_signal(stop)
                assert served.process.wait(10) == 0
            assert served.process.stdout is not None
            assert served.process.stdout.read() == "stopped\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lrs.db", "password"]


def test_credentials_made_at_random_are_printed_once() -> None:
    with serving() as served:
        user, secret = served.exported("USER"), served.exported("PASSWORD")
        assert len(secret) >= 32
        assert sum(secret in line for line in served.said) == 1
        with client(served, secret, user) as lrs:
            assert lrs.get("/statements").status_code == 200
            assert lrs.get("/statements", auth=(user, "wrong")).status_code == 401
        with client(served, secret, user) as lrs:
            assert lrs.get("/statements/").status_code == 200
        assert "127.0.0.1" in served.said[0]


def test_a_port_that_is_taken() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refused("--port", str(port))
    assert f"port {port}" in said
    assert "--port" in said


def test_files_that_are_not_ours(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("notes " * 1000, encoding="utf-8")
    before = text.read_bytes()
    assert "notes.txt" in refused("--db", text)
    assert text.read_bytes() == before
    foreign = tmp_path / "other.db"
    with sqlite3.connect(foreign) as db:
        db.execute("CREATE TABLE statements (id)")
    db.close()
    assert "another program" in refused("--db", foreign)
    with sqlite3.connect(foreign) as db:
        assert db.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (1,)
    db.close()
    newer = tmp_path / "newer.db"
    with sqlite3.connect(newer) as db:
        db.executescript("CREATE TABLE x (y); PRAGMA application_id = 1685222252; PRAGMA user_version = 99;")
    db.close()
    assert "another version" in refused("--db", newer)
    assert "directory" in refused("--db", tmp_path)
    assert "cannot be opened" in refused("--db", tmp_path / "no" / "such" / "folder.db")


def test_a_file_that_is_in_use(tmp_path: Path) -> None:
    with serving("--db", tmp_path / "lrs.db"):
        assert "in use" in refused("--db", tmp_path / "lrs.db")


def test_names_that_shells_and_headers_cannot_have(tmp_path: Path) -> None:
    assert "colon" in refused("--user", "a:b")
    folder = tmp_path / "with blank"
    folder.mkdir()
    (folder / "pass").touch(0o600)
    (folder / "pass").write_text(PASSWORD, encoding="utf-8")
    with serving("--user", "Оля $x", "--password-file", folder / "pass") as served:
        lines = "\n".join(line for line in served.said if line.startswith("export"))
        script = f'{lines}\nprintf "%s|%s" "$DARSLIK_LRS_USER" "$DARSLIK_LRS_PASSWORD"'
        done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
        user, secret = done.stdout.split("|")
        assert (user, secret) == ("Оля $x", PASSWORD)
        auth = httpx.BasicAuth(user.encode(), secret)
        with client(served) as lrs:
            assert lrs.get("/statements", auth=auth).status_code == 200


def test_password_files(tmp_path: Path, password: Path) -> None:
    assert "--user" in refused("--password-file", password)
    with serving("--user", "workshop", "--password-file", password) as served:
        assert "chmod 600" not in "\n".join(served.said)
    password.chmod(0o644)
    with serving("--user", "workshop", "--password-file", password) as served, client(served) as lrs:
        assert f"warning: others can read {password}: chmod 600 {password}" in served.said
        assert PASSWORD not in "\n".join(served.said)
        assert lrs.get("/statements").status_code == 200
    assert "cannot be read" in refused("--user", "a", "--password-file", tmp_path / "none")
    empty = tmp_path / "empty"
    empty.touch(0o600)
    assert "empty" in refused("--user", "a", "--password-file", empty)


def test_an_open_address_warns() -> None:
    with serving("--host", "0.0.0.0") as served:  # noqa: S104 - what the test is about
        assert any("warning" in line and "network" in line for line in served.said)
        assert "0.0.0.0" not in served.endpoint  # noqa: S104
        assert httpx.get(f"{served.endpoint}/about", verify=False).status_code == 200  # noqa: S501


def test_killed_while_posting(tmp_path: Path, password: Path) -> None:
    """Whatever was acknowledged is there, and of no request a part."""
    arguments = ("--db", tmp_path / "lrs.db", "--user", "workshop", "--password-file", password)
    sender = Sender()
    for _ in range(3):
        with serving(*arguments) as served:
            sender.send_until_killed(served)
    with sqlite3.connect(tmp_path / "lrs.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kept = {row[0] for row in db.execute("SELECT id FROM statements")}
    db.close()
    assert len(sender.acknowledged) >= 3 * sender.ENOUGH
    assert sender.acknowledged <= kept
    assert {len(batch & kept) for batch in sender.batches} <= {0, 20}


class Sender:
    """Posts from several connections at once; kills the server with requests under way."""

    ENOUGH = 200

    def __init__(self) -> None:
        self.acknowledged: set[str] = set()
        self.batches: list[set[str]] = []

    def send_until_killed(self, served: Served) -> None:
        before = len(self.acknowledged)

        def send() -> None:
            with client(served) as lrs, contextlib.suppress(httpx.TransportError):
                while True:
                    batch = [named() for _ in range(20)]
                    self.batches.append({one["id"] for one in batch})
                    self.acknowledged |= set(post(lrs, *batch))
                    if len(self.acknowledged) - before >= self.ENOUGH:
                        served.process.send_signal(signal.SIGKILL)

        threads = [threading.Thread(target=send) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert served.process.wait(10) == -signal.SIGKILL
