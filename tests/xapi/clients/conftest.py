from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xapi.clients.tools import Served, served

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def lrs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One LRS for all clients; each has actors and activities of its own."""
    with served(tmp_path_factory.mktemp("lrs")) as running:
        yield running
