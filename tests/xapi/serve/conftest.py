"""The LRS of the desk over HTTP, and a client for each version of xAPI."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from darslik_xapi.serve import Core, Database, HttpServer
from darslik_xapi.serve.site import lrs_answer


@pytest.fixture
def core() -> Iterator[Core]:
    database = Database()
    yield Core(database, "desk", "secret")
    database.close()


@pytest.fixture
def base(core: Core) -> Iterator[str]:
    server = HttpServer("127.0.0.1", 0, lambda request: lrs_answer(core, request))
    thread = server.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/xapi"
    server.shutdown()
    thread.join()
    server.server_close()


def _client(base: str, version: str) -> httpx.Client:
    # No certificates: reading them takes longer than most of the tests.
    version_header = {"X-Experience-API-Version": version}
    return httpx.Client(base_url=base, auth=("desk", "secret"), headers=version_header, verify=False)  # noqa: S501


@pytest.fixture
def one(base: str) -> Iterator[httpx.Client]:
    """Speaks 1.0.3."""
    with _client(base, "1.0.3") as client:
        yield client


@pytest.fixture
def two(base: str) -> Iterator[httpx.Client]:
    """Speaks 2.0.0."""
    with _client(base, "2.0.0") as client:
        yield client


@pytest.fixture(params=["1.0.3", "2.0.0"])
def lrs(base: str, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """Speaks each of the two."""
    with _client(base, request.param) as client:
        yield client
