"""A pull that is killed again and again, at any moment, from an LRS that is strict and unkind, loses nothing.

The same server shows that the simple way, a cursor at the last `stored`, does lose.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from darslik_xapi.store import Store
from hostile_http import Fault
from hostile_lrs import BASIC, PASSWORD, USER, HostileLrs, statement, written
from xapi.store.stores import KEY, rows

TOTAL = 3_000
BATCH = 250
KILLS = 6

PULLER = """
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from darslik_xapi.client import LRS
from darslik_xapi.client.auth import Basic
from darslik_xapi.client.secrets import Secret
from darslik_xapi.connection import Connection, Patience
from darslik_xapi.privacy.pseudonyms import Key
from darslik_xapi.store import Store, Wish
import darslik_xapi.store.pulling as pulling
pulling._ENOUGH = 200  # many small steps: more moments to be killed at
endpoint, user, password, folder = sys.argv[1:]
patience = Patience(connect=2, read=2, write=2, pool=2, total=5, attempts=6, base=0.01, cap=0.05)
connection = Connection(endpoint, Basic(user, Secret(password)), patience=patience)
with LRS(connection, version="1.0.3") as lrs:
    Store(Path(folder), Key(b"qovun-tarvuz-0123456789", "x")).pull(lrs, Wish("lrs", timedelta(seconds=1)))
"""


class Unkind(HostileLrs):
    """Statements arrive in batches of one `stored`; those of a batch become visible late, and not in order."""

    def arrive(self, first: int, count: int) -> None:
        """Store statements; all have the time of now."""
        stored = written(self.now())
        with self.lock:
            self.statements += [
                {**statement(number), "stored": stored, "version": "1.0.3"} for number in range(first, first + count)
            ]

    def now(self) -> datetime:
        """What it vouches for is a little behind its clock."""
        return datetime.now(UTC) - timedelta(milliseconds=50)


@contextmanager
def arriving(server: Unkind, count: int, batch: int, pause: float) -> Iterator[threading.Event]:
    """Statements come while the block runs; the event is set when all are there."""
    done = threading.Event()

    def arrive() -> None:
        for first in range(0, count, batch):
            server.arrive(first, batch)
            time.sleep(pause)
        done.set()

    thread = threading.Thread(target=arrive, daemon=True)
    thread.start()
    yield done
    thread.join()


def trouble(server: Unkind, dice: random.Random) -> None:
    """Something else goes wrong in every run."""
    busy = Fault("status", status=429, headers=(("Retry-After", "0"),), only="GET")
    server.faults += [busy, Fault("cut", only="GET", after=dice.randrange(4)), Fault("reset", only="GET", after=6)]
    server.more = dice.choice(("path", "relative", "expired"))
    server.repeat_page = dice.choice((0, 2, 3))


def test_killed_again_and_again_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    dice = random.Random(6)  # noqa: S311
    kills = 0
    with Unkind(cap=50) as server, arriving(server, TOTAL, BATCH, 0.3) as all_there:
        while kills < KILLS:
            trouble(server, dice)
            asked = server.asked()
            process = start(server, tmp_path / "s")
            while process.poll() is None and server.asked() == asked:
                time.sleep(0.01)
            time.sleep(dice.random() * 0.5)
            if process.poll() is None:
                process.kill()
                kills += 1
            process.wait()
        assert all_there.wait(30)
        server.faults.clear()
        server.more, server.repeat_page = "path", 0
        time.sleep(1.2)
        for _ in range(2):
            done = start(server, tmp_path / "s")
            assert done.wait(60) == 0
        there = server.ids()
    store = Store(tmp_path / "s", KEY)
    found = Counter(str(row[0]) for row in rows(store, "SELECT id FROM all_statements"))
    assert len(there) == TOTAL
    assert found == there
    assert rows(store, "SELECT count(*) FROM conflicts") == [(0,)]
    raw = {str(row[0]): json.loads(row[1]) for row in rows(store, "SELECT id, raw FROM all_statements")}
    for one in server.statements:
        assert {**raw[one["id"]], "actor": None} == {**one, "actor": None}
    assert not list((tmp_path / "s" / "landing").iterdir())
    assert not list((tmp_path / "s").glob(".staging-*"))


def start(server: HostileLrs, folder: Path) -> subprocess.Popen[bytes]:
    """A pull in a process of its own."""
    command = [sys.executable, "-c", PULLER, server.endpoint, USER, PASSWORD, str(folder)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)


def test_a_cursor_at_the_last_stored_loses_statements(tmp_path: Path) -> None:
    """What the test above is for: the simple way fails on the same server, without even being killed often."""
    dice = random.Random(6)  # noqa: S311
    got: Counter[str] = Counter()
    cursor = ""
    with Unkind(cap=50) as server, arriving(server, TOTAL, BATCH, 0.01) as all_there:
        for _ in range(400):
            pages = dice.randrange(1, 6)  # killed after so many
            url = (
                server.endpoint
                + "statements?ascending=true"
                + (f"&since={urllib.parse.quote(cursor)}" if cursor else "")
            )
            while url and pages:
                page = _get(url)
                got.update(one["id"] for one in page["statements"])
                cursor = page["statements"][-1]["stored"] if page["statements"] else cursor
                url = urllib.parse.urljoin(url, page["more"]) if page["more"] else ""
                pages -= 1
            if all_there.is_set() and not url and not page["statements"]:
                break
        lost = server.ids() - got
    assert lost, "the server is too kind to show anything"


def _get(url: str) -> Any:
    headers = {"Authorization": BASIC, "X-Experience-API-Version": "1.0.3"}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:  # noqa: S310
        return json.load(answer)
