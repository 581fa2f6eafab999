"""The rules about one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .activities import activity
from .actors import actor, authority, group
from .attachments import attachments
from .common import iri, language_map, timestamp, uuid
from .contexts import context, fits_object, statement_ref
from .findings import Report, show
from .results import result
from .shape import Rule, Shape
from .values import is_version

if TYPE_CHECKING:
    from .findings import Finding

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
_verb = Shape("a verb", {"id": iri, "display": language_map}, "id")
_OF_ACTORS = ("mbox", "mbox_sha1sum", "openid", "account", "member")


def _version(value: object, path: str, report: Report) -> None:
    if not is_version(value, report.version):
        allowed = "1.0.x or 2.0.x" if report.later else "1.0 or 1.0.x"
        report.add("statement-version", path, f"must be {allowed}, not {show(value)}")


def _thing(value: object, path: str, report: Report, *, sub: bool = False) -> None:
    """The object of a statement."""
    object_type = value.get("objectType", "Activity") if isinstance(value, dict) else "Activity"
    rule = _OBJECTS.get(object_type) if isinstance(object_type, str) else None
    if rule is None:
        names = ", ".join(_OBJECTS)
        report.add("object-type", f"{path}.objectType", f"must be one of {names}; it is {show(object_type)}")
    elif sub and object_type == "SubStatement":
        report.add("substatement-nested", path, "the object of a SubStatement must not be a SubStatement")
    elif _is_unnamed_actor(value):
        report.add("object-type", path, 'an Agent or Group as object must have "objectType"')
    else:
        rule(value, path, report)


def _is_unnamed_actor(value: object) -> bool:
    if not isinstance(value, dict) or "objectType" in value or "id" in value:
        return False
    return any(name in value for name in _OF_ACTORS)


def _object_of_sub(value: object, path: str, report: Report) -> None:
    _thing(value, path, report, sub=True)


def _not_in_sub(value: object, path: str, report: Report) -> None:
    del value
    report.add("substatement-property", path, "a SubStatement must not have it")


def _any_text(value: object, path: str, report: Report) -> None:
    """objectType of a SubStatement, which was looked at before."""


_common: dict[str, Rule] = {
    "actor": actor,
    "verb": _verb,
    "object": _thing,
    "result": result,
    "context": context,
    "timestamp": timestamp,
    "attachments": attachments,
}
_set_by_lrs: dict[str, Rule] = {"id": uuid, "stored": timestamp, "authority": authority, "version": _version}
_statement = Shape("a statement", {**_set_by_lrs, **_common}, "actor verb object")
_sub_statement = Shape(
    "a SubStatement",
    {**_common, "object": _object_of_sub, "objectType": _any_text, **dict.fromkeys(_set_by_lrs, _not_in_sub)},
    "actor verb object",
)


def _sub(value: object, path: str, report: Report) -> None:
    _sub_statement(value, path, report)
    if isinstance(value, dict):
        _across(value, path, report)


_OBJECTS: dict[str, Rule] = {
    "Activity": activity,
    "Agent": actor,
    "Group": group,
    "StatementRef": statement_ref,
    "SubStatement": _sub,
}


def _across(value: dict[str, Any], path: str, report: Report) -> None:
    """Rules about more than one property."""
    thing, verb = value.get("object"), value.get("verb")
    object_type = thing.get("objectType", "Activity") if isinstance(thing, dict) else "Activity"
    if "context" in value:
        fits_object(value["context"], object_type, f"{path}.context", report)
    if isinstance(verb, dict) and verb.get("id") == VOIDED and object_type != "StatementRef":
        report.add("voiding-object", f"{path}.object", f"must be a StatementRef, not {show(object_type)}")


def check_statement(statement: object, version: str = "1.0.3") -> list[Finding]:
    """All that is wrong with a statement; an empty list if nothing is.

    Args:
        statement: parsed JSON, as a client sends it or an LRS gives it.
        version: of xAPI, `1.0.x` or `2.0.x`.
    """
    report = Report(version)
    if not isinstance(statement, dict):
        report.wrong_type("$", statement, "a statement must be an object")
        return report.findings
    _statement(statement, "$", report)
    _across(statement, "$", report)
    return report.findings
