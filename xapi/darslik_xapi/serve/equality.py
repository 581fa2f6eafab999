"""When two statements with one id are the same statement (xAPI 1.0.3 Data 2.3.1, IEEE 9274.1.1 4.2.1)."""

from __future__ import annotations

import json
from typing import Any

from darslik_xapi.rules.values import hundredths, parse_timestamp

# What an LRS may set itself; descriptions that may grow without a change of meaning.
_SET_BY_LRS = ("stored", "authority", "version", "attachments")
_DESCRIBING = ("display", "definition")
_UNORDERED = ("member", "parent", "grouping", "category", "other", "contextAgents", "contextGroups")


def same_statement(known: dict[str, Any], sent: dict[str, Any]) -> bool:
    """Whether a statement that was sent again says what the stored one says.

    The time may be left out when sending again; the order of group members and of context activities is free.
    """
    without = {name for name in ("id", "timestamp") if name not in sent}
    return _comparable(known, without) == _comparable(sent, without)


def _comparable(statement: dict[str, Any], without: set[str]) -> str:
    kept = {name: value for name, value in statement.items() if name not in _SET_BY_LRS and name not in without}
    return canonical(_plain(kept, ""))


def canonical(value: object) -> str:
    """The same text for equal JSON values."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(value: Any, name: str) -> Any:  # noqa: ANN401 - any JSON
    if name == "extensions":
        return value
    if isinstance(value, dict):
        if name in ("parent", "grouping", "category", "other"):
            return [_plain(value, "")]
        defaults = (
            {"objectType": value["objectType"]} if value.get("objectType") not in (None, "Activity", "Agent") else {}
        )
        members = {key: _plain(one, key) for key, one in value.items() if key not in (*_DESCRIBING, "objectType")}
        return members | defaults
    if isinstance(value, list):
        items = [_plain(one, "") for one in value]
        return sorted(items, key=canonical) if name in _UNORDERED else items
    if name in ("id", "registration") and isinstance(value, str):
        return value.lower()
    if name == "duration" and isinstance(value, str):
        return hundredths(value)
    if name == "timestamp" and isinstance(value, str) and (moment := parse_timestamp(value)):
        return moment.timestamp()
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
