"""An LRS that misbehaves on order, and a client that waits for little."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from darslik_xapi.client import LRS
from darslik_xapi.client.auth import Basic
from darslik_xapi.client.secrets import Secret
from darslik_xapi.connection import Connection, Patience
from hostile_lrs import PASSWORD, USER, HostileLrs

if TYPE_CHECKING:
    from collections.abc import Iterator

QUICK = Patience(connect=1, read=0.4, write=0.4, pool=1, total=4, attempts=4, base=0.01, cap=0.02)


@pytest.fixture
def server() -> Iterator[HostileLrs]:
    with HostileLrs() as server:
        yield server


@pytest.fixture
def connection(server: HostileLrs) -> Connection:
    return Connection(server.endpoint, Basic(USER, Secret(PASSWORD)), "1.0.3", QUICK, largest=20_000_000)


@pytest.fixture
def lrs(connection: Connection) -> Iterator[LRS]:
    with LRS(connection) as lrs:
        yield lrs
