"""Whether the LRS's statement is the one that we sent."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any


def is_same(ours: Mapping[str, Any], theirs: Mapping[str, Any], *, timed: bool = False) -> bool:
    """Whether two statements are the same by the standard's rules, which are those of `serve`.

    Args:
        ours: as we sent it.
        theirs: as the LRS gives it; its moments may be cut to milliseconds (xAPI 1.0.3 Data, 4.5).
        timed: whether the timestamp was set by us, and so differs each time.
    """
    from ..serve.equality import same_statement  # serve brings a database along; this is rarely asked

    sent = {name: value for name, value in ours.items() if not (timed and name == "timestamp")}
    return same_statement(_cut(theirs), _cut(sent))


def _cut(statement: Mapping[str, Any]) -> dict[str, Any]:
    cut = dict(statement)
    with suppress(KeyError, TypeError, ValueError):
        moment = datetime.fromisoformat(cut["timestamp"])
        cut["timestamp"] = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return cut
