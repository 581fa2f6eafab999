"""Times: microseconds since 1970 in UTC, as text, as HTTP dates; and a clock that never stands or goes back."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import formatdate

from darslik_xapi.rules.values import parse_timestamp

from .exchange import Refusal

_MILLISECOND = 1_000


class Clock:
    """Gives every transaction a moment of its own, later than all that were given or promised before."""

    def __init__(self, last: int) -> None:
        """`last`: the greatest `stored` so far."""
        self._last = last

    def tick(self) -> int:
        """The moment of a new transaction, in whole milliseconds as clients keep them."""
        self._last = max(_now(), self._last + _MILLISECOND)
        return self._last

    def consistent_through(self) -> int:
        """A moment up to which everything is stored that will ever be."""
        self._last = max(_now(), self._last)
        return self._last


def _now() -> int:
    return time.time_ns() // 1_000_000 * _MILLISECOND


def as_text(moment: int) -> str:
    """ISO 8601 in UTC with milliseconds."""
    text = datetime.fromtimestamp(moment / 1e6, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def as_http(moment: int) -> str:
    """The form of the headers Date and Last-Modified."""
    return formatdate(moment // 1_000_000, usegmt=True)


def as_moment(text: str, name: str) -> int:
    """Microseconds of a timestamp in a parameter; one without a zone is UTC.

    Raises:
        Refusal: it is none.
    """
    # A plus sign that was not percent-encoded arrives as a blank.
    moment = parse_timestamp(text.replace(" ", "+"))
    if moment is None:
        raise Refusal(400, f"the parameter {name} is not an ISO 8601 timestamp")
    passed = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def in_utc(text: str) -> str:
    """The same moment written in UTC, with as many digits after the point as it had (at most six)."""
    if text.endswith("Z") or (moment := parse_timestamp(text)) is None:
        return text
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
