"""What xAPI 1.0.3 says about the form of a statement; used by the LRS before it stores one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .activity_rules import activity, extensions, language_map
from .shape import holds, is_bool, is_duration, is_number, is_text, members, nulls, within
from .values import is_iri, is_language, is_timestamp, is_uuid

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATEMENT = "id actor verb object result context timestamp stored authority version attachments"
_CONTEXT = "registration instructor team contextActivities revision platform language statement extensions"


def statement_problems(statement: object) -> list[str]:
    """All that is wrong with the form of a statement: `path: what`."""
    return list(_statement(statement, ""))


def _statement(value: object, at: str, *, sub: bool = False) -> Iterator[str]:
    allowed = _STATEMENT if not sub else "objectType actor verb object result context timestamp"
    required = "actor verb object"
    yield from members(value, at, allowed, required)
    if not isinstance(value, dict):
        return
    yield from nulls(value, at)
    yield from holds(value, "id", is_uuid, "not a UUID", at)
    yield from holds(value, "timestamp", is_timestamp, "not a timestamp with a zone", at)
    yield from within(value, "actor", _actor, at)
    yield from within(value, "verb", _verb, at)
    yield from within(value, "object", _object if not sub else _plain_object, at)
    yield from within(value, "result", _result, at)
    yield from within(value, "context", _context, at)
    kind = _kind(value.get("object"))
    if kind != "Activity" and isinstance(value.get("context"), dict):
        for name in {"revision", "platform"} & value["context"].keys():
            yield f"{at}context.{name}: only where the object is an activity"


def _kind(value: object) -> str:
    return str(value.get("objectType", "Activity")) if isinstance(value, dict) else ""


def _actor(value: object, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: not an object"
        return
    group = value.get("objectType") == "Group"
    identifiers = {"mbox", "mbox_sha1sum", "openid", "account"} & value.keys()
    allowed = "objectType name mbox mbox_sha1sum openid account" + (" member" if group else "")
    yield from members(value, at, allowed)
    if value.get("objectType", "Agent") not in ("Agent", "Group"):
        yield f"{at}.objectType: neither Agent nor Group"
    if len(identifiers) != 1 and not (group and not identifiers and value.get("member")):
        yield f"{at}: needs exactly one of mbox, mbox_sha1sum, openid, account"
    yield from holds(value, "name", is_text, "not a text", f"{at}.")
    yield from holds(value, "mbox", lambda box: str(box).startswith("mailto:"), "not a mailto:", f"{at}.")
    yield from holds(value, "openid", is_iri, "not an IRI", f"{at}.")
    yield from within(value, "account", _account, f"{at}.")
    for index, member in enumerate(value.get("member", []) if group else []):
        yield from _actor(member, f"{at}.member.{index}")


def _account(value: object, at: str) -> Iterator[str]:
    yield from members(value, at, "homePage name", "homePage name")
    if isinstance(value, dict):
        yield from holds(value, "homePage", is_iri, "not an IRI", f"{at}.")
        yield from holds(value, "name", is_text, "not a text", f"{at}.")


def _verb(value: object, at: str) -> Iterator[str]:
    yield from members(value, at, "id display", "id")
    if isinstance(value, dict):
        yield from holds(value, "id", is_iri, "not an IRI", f"{at}.")
        yield from within(value, "display", language_map, f"{at}.")


def _object(value: object, at: str) -> Iterator[str]:
    if _kind(value) == "SubStatement":
        yield from _statement(value, f"{at}.", sub=True)
    else:
        yield from _plain_object(value, at)


def _plain_object(value: object, at: str) -> Iterator[str]:
    kind = _kind(value)
    if kind == "Activity":
        yield from activity(value, at)
    elif kind in ("Agent", "Group"):
        yield from _actor(value, at)
    elif kind == "StatementRef":
        yield from members(value, at, "objectType id", "id")
        yield from holds(value, "id", is_uuid, "not a UUID", f"{at}.")
    else:
        yield f"{at}.objectType: unknown or not allowed here"


def _result(value: object, at: str) -> Iterator[str]:
    yield from members(value, at, "score success completion response duration extensions")
    if not isinstance(value, dict):
        return
    yield from within(value, "score", _score, f"{at}.")
    yield from holds(value, "success", is_bool, "not a boolean", f"{at}.")
    yield from holds(value, "completion", is_bool, "not a boolean", f"{at}.")
    yield from holds(value, "response", is_text, "not a text", f"{at}.")
    yield from holds(value, "duration", is_duration, "not a duration", f"{at}.")
    yield from within(value, "extensions", extensions, f"{at}.")


def _score(value: object, at: str) -> Iterator[str]:
    yield from members(value, at, "scaled raw min max")
    if not isinstance(value, dict):
        return
    numbers = {name: one for name, one in value.items() if is_number(one)}
    for name in value.keys() - numbers.keys():
        yield f"{at}.{name}: not a number"
    if not -1 <= numbers.get("scaled", 0) <= 1:
        yield f"{at}.scaled: outside -1..1"
    low, high = numbers.get("min"), numbers.get("max")
    if low is not None and high is not None and low >= high:
        yield f"{at}: min is not below max"
    raw = numbers.get("raw")
    if raw is not None and ((low is not None and raw < low) or (high is not None and raw > high)):
        yield f"{at}.raw: outside min..max"


def _context(value: object, at: str) -> Iterator[str]:
    yield from members(value, at, _CONTEXT)
    if not isinstance(value, dict):
        return
    yield from holds(value, "registration", is_uuid, "not a UUID", f"{at}.")
    yield from holds(value, "language", is_language, "not a language tag", f"{at}.")
    yield from holds(value, "platform", is_text, "not a text", f"{at}.")
    yield from holds(value, "revision", is_text, "not a text", f"{at}.")
    yield from within(value, "instructor", _actor, f"{at}.")
    yield from within(value, "team", _actor, f"{at}.")
    yield from within(value, "statement", _plain_object, f"{at}.")
    yield from within(value, "extensions", extensions, f"{at}.")
    yield from within(value, "contextActivities", _context_activities, f"{at}.")


def _context_activities(value: object, at: str) -> Iterator[str]:
    yield from members(value, at, "parent grouping category other")
    if isinstance(value, dict):
        for name, activities in value.items():
            # Old clients may send a single object in place of a list.
            for index, one in enumerate(activities if isinstance(activities, list) else [activities]):
                yield from activity(one, f"{at}.{name}.{index}")
