"""How long is waited: never less than asked for, never in step with others."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from darslik_xapi.client.retry import pause, retry_after
from darslik_xapi.connection import Patience

NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC)
HERE = "Thu, 01 Jan 2026 12:00:10 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": " 0 "}, 0),
        ({"Retry-After": HERE}, 10),
        ({"Retry-After": HERE, "Date": "Thu, 01 Jan 2026 12:00:08 GMT"}, 2),
        ({"Retry-After": HERE, "Date": "Thu, 01 Jan 2027 12:00:08 GMT"}, 0),
        ({"Retry-After": HERE, "Date": "yesterday"}, 10),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "1.5"}, None),
        ({"Retry-After": "²"}, None),
        ({"Retry-After": "9" * 400}, 999_999_999),
        ({"Retry-After": "Mon, 99 Jan 99999 99:99:99 GMT"}, None),
        ({"Retry-After": ""}, None),
    ],
)
def test_what_is_asked_for(headers: dict[str, str], seconds: float | None) -> None:
    encoded = {name: value.encode("latin-1") for name, value in headers.items()}
    assert retry_after(httpx.Headers(list(encoded.items())), NOW) == seconds  # type: ignore[arg-type]


def test_pauses_double_up_to_their_cap_and_differ() -> None:
    patience = Patience(base=1, cap=8)
    for attempt, longest in ((1, 1), (2, 2), (3, 4), (4, 8), (5, 8), (60, 8)):
        found = [pause(patience, attempt, None) for _ in range(300)]
        assert 0 <= min(found) < longest / 4
        assert longest * 3 / 4 < max(found) <= longest
        assert len(set(found)) > 200


@pytest.mark.parametrize("asked", [1.0, 30.0, 200.0])
def test_what_is_asked_for_is_not_undercut(asked: float) -> None:
    found = [pause(Patience(), 1, asked) for _ in range(300)]
    assert asked <= min(found)
    assert max(found) <= asked * 1.1
