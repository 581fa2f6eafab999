"""When a request is sent again, and how long to wait before."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..connection import Patience

REPEATED = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that pass by themselves."""


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """What `Retry-After` asks for in seconds (RFC 9110, 10.2.3): a number, or a date as the server's clock has it."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    until = _date(text)
    if until is None:
        return None
    base = _date(headers.get("date", "")) or now or datetime.now(UTC)
    return max(0.0, (until - base).total_seconds())


def pause(patience: Patience, attempt: int, asked: float | None) -> float:
    """Seconds before the next attempt; `attempt` is the number of the one that failed, from 1.

    Full jitter between nothing and the doubled pause; what the server asks for is never undercut, and is stretched by
    up to a tenth so that many clients do not come back in the same moment.
    """
    ours = random.uniform(0, min(patience.cap, patience.base * 2 ** (attempt - 1)))  # noqa: S311 - no secret
    return ours if not asked else asked + random.uniform(0, min(asked / 10, patience.cap))  # noqa: S311


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
