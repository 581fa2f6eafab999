"""Whether two statements are the same by the standard (xAPI 1.0.3 Data, 2.2 and Communication, 2.1.1).

An LRS may set id, stored, authority, version and timestamp, write moments in another zone, and keep its own text of
verbs and activities; none of that makes another statement of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_BY_LRS = ("stored", "authority", "version")
_IDS = frozenset({"id", "registration"})


def is_same(ours: Mapping[str, Any], theirs: Mapping[str, Any], *, timed: bool = False) -> bool:
    """Whether the LRS's statement is ours.

    Args:
        ours: as we sent it.
        theirs: as the LRS gives it.
        timed: whether the timestamp was set by us, and so differs each time.
    """
    left_out = (*_BY_LRS, "timestamp") if timed or "timestamp" not in ours else _BY_LRS
    return _form(ours, left_out) == _form(theirs, left_out)


def _form(statement: Mapping[str, Any], left_out: tuple[str, ...]) -> str:
    kept = {name: _value(name, value) for name, value in statement.items() if name not in left_out}
    return json.dumps(kept, sort_keys=True)


def _value(name: str, value: Any) -> Any:  # noqa: ANN401 - any JSON
    if name in ("extensions", "response"):
        return _numbers(value)
    if isinstance(value, str):
        return _text(name, value)
    if name == "contextActivities" and isinstance(value, dict):
        lists = {kind: one if isinstance(one, list) else [one] for kind, one in value.items()}
        return {kind: _set([_object(each) for each in every]) for kind, every in lists.items() if every}
    if isinstance(value, list):
        every = [_value("", one) for one in value]
        return _set(every) if name in ("member", "attachments") else every
    return _object(value) if isinstance(value, dict) else _numbers(value)


def _object(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Without the words of verbs and activities, and without the types that are meant if nothing is said."""
    if not isinstance(value, dict):
        return _numbers(value)
    kept = {name: _value(name, one) for name, one in value.items() if name not in ("display", "definition")}
    if kept.get("objectType") in ("Activity", "Agent"):
        del kept["objectType"]
    return kept


def _text(name: str, value: str) -> str:
    if name in _IDS:
        return value.lower()
    if name == "timestamp":
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        if moment.tzinfo:
            return moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return value


def _numbers(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """1 and 1.0 are one number."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_numbers(one) for one in value]
    return {name: _numbers(one) for name, one in value.items()} if isinstance(value, dict) else value


def _set(values: list[Any]) -> list[Any]:
    return sorted(values, key=lambda one: json.dumps(one, sort_keys=True))
