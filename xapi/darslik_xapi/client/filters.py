"""The filters of GET statements (xAPI 1.0.3 Communication, 2.1.3), encoded as the standard writes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypedDict
from urllib.parse import urlencode
from uuid import UUID

from ..building import plain
from ..errors import XapiError


class Filters(TypedDict, total=False):
    """What `pages` and `statements` take.

    Attributes:
        agent: a mapping or one of tincan's agents; the actor or object of the statements.
        verb, activity: IRIs.
        registration: a UUID.
        related_activities, related_agents: look for them in all places.
        since: stored after; a datetime with a zone, or text in ISO 8601 that is passed on as it is.
        until: stored at or before.
        limit: the largest page; the server may make it smaller. 0: as large as it likes.
        ascending: oldest first.
        format: `ids`, `exact` or `canonical`.
        attachments: with the attachments' content.
    """

    agent: Any
    verb: str
    activity: str
    registration: str | UUID
    related_activities: bool
    related_agents: bool
    since: datetime | str
    until: datetime | str
    limit: int
    ascending: bool
    format: str
    attachments: bool


def encode_filters(filters: Mapping[str, object]) -> str:
    """The query string.

    Raises:
        XapiError: for an unknown filter or a value that does not fit it.
    """
    if unknown := filters.keys() - _ENCODERS.keys():
        known = ", ".join(sorted(_ENCODERS))
        raise XapiError(f"there is no filter {', '.join(sorted(unknown))}", f"known are {known}")
    pairs = [(name, _ENCODERS[name](name, value)) for name, value in filters.items() if value is not None]
    return urlencode(pairs)


def instant(moment: datetime) -> str:
    """A moment as the standard writes it: UTC, to the microsecond.

    Raises:
        XapiError: if the moment has no zone.
    """
    if moment.utcoffset() is None:
        raise XapiError("a moment has no time zone", "give it one: datetime.now(UTC), 2026-01-31T10:00:00Z")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _moment(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return instant(value)
    try:
        instant(datetime.fromisoformat(str(value)))
    except ValueError:
        raise XapiError(f"{name} is no moment: {value}", "write it as 2026-01-31T10:00:00Z") from None
    return str(value)


def _boolean(name: str, value: object) -> str:
    if not isinstance(value, bool):
        raise XapiError(f"{name} is True or False, not {value}")
    return "true" if value else "false"


def _number(name: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise XapiError(f"{name} is a whole number from 0, not {value}")
    return str(value)


def _uuid(name: str, value: object) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise XapiError(f"{name} is a UUID, not {value}") from None


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise XapiError(f"{name} is a text, not {value}")
    return value


def _agent(name: str, value: object) -> str:
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def _format(name: str, value: object) -> str:
    if value not in ("ids", "exact", "canonical"):
        raise XapiError(f"{name} is ids, exact or canonical, not {value}")
    return str(value)


_ENCODERS: dict[str, Callable[[str, object], str]] = {
    "agent": _agent, "verb": _text, "activity": _text, "registration": _uuid, "related_activities": _boolean,
    "related_agents": _boolean, "since": _moment, "until": _moment, "limit": _number, "ascending": _boolean,
    "format": _format, "attachments": _boolean,
}  # fmt: skip
