"""Forms of single values in xAPI: identifiers, times, durations, languages."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)")
_DURATION = re.compile(
    r"P(?=.)(?:(\d+)W|(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?"
    r"(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?)"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*|[ix](-[A-Za-z0-9]{1,8})+")
_UTC = ("Z", "+00:00", "+0000", "+00")
_LENGTHS = (604800, 31536000, 2592000, 86400, 3600, 60, 1)


def is_iri(value: object) -> bool:
    """An IRI with a scheme."""
    return isinstance(value, str) and _IRI.fullmatch(value) is not None


def is_uuid(value: object) -> bool:
    """A UUID in its usual form (variant 2)."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def is_language(value: object) -> bool:
    """A language tag."""
    return isinstance(value, str) and _LANGUAGE.fullmatch(value) is not None


def is_timestamp(value: object) -> bool:
    """A date and time with a zone that the calendar knows."""
    return parse_timestamp(value) is not None


def is_utc(value: object) -> bool:
    """A timestamp whose zone is written as UTC."""
    return isinstance(value, str) and is_timestamp(value) and value.endswith(_UTC)


def parse_timestamp(value: object) -> datetime | None:
    """The moment a timestamp names, or None if it is none."""
    if not isinstance(value, str) or not _TIMESTAMP.fullmatch(value):
        return None
    if value.endswith("-00:00"):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def parse_duration(value: object) -> float | None:
    """Seconds of an ISO 8601 duration, or None if it is none."""
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    return sum(float(part or 0) * length for part, length in zip(match.groups(), _LENGTHS, strict=True))
