"""Agents, groups, accounts and the authority."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .common import irl
from .findings import Report, kind, show
from .shape import Rule, Shape, formatted, text
from .values import is_iri, is_mailto, is_sha1

if TYPE_CHECKING:
    from .findings import Finding

_IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
_OAUTH_MEMBERS = 2


def _object_type(value: object, path: str, report: Report) -> None:
    if value not in ("Agent", "Group"):
        report.add("object-type", path, f'must be "Agent" or "Group", not {show(value)}')


_account = Shape("an account", {"homePage": irl, "name": text}, "homePage name")
_agent_members: dict[str, Rule] = {
    "objectType": _object_type,
    "name": text,
    "mbox": formatted(is_mailto, "mbox", "a mailto IRI like mailto:name@example.org", secret=True),
    "mbox_sha1sum": formatted(is_sha1, "mbox-sha1sum", "40 hexadecimal digits", secret=True),
    "openid": formatted(is_iri, "iri", "a URI with a scheme", secret=True),
    "account": _account,
}


def _member(value: object, path: str, report: Report) -> None:
    """The members of a group; an empty list counts as none."""
    if not isinstance(value, list):
        report.add("group-members", path, f"must be a list of Agents, not {kind(value)}")
        return
    for index, one in enumerate(value):
        agent(one, f"{path}[{index}]", report)


def _no_member(value: object, path: str, report: Report) -> None:
    del value
    report.add("member-of-agent", path, 'only a Group has members; write "objectType": "Group" for one')


_agent = Shape("an Agent", _agent_members | {"member": _no_member})
_group = Shape("a Group", _agent_members | {"member": _member})


def actor(value: object, path: str, report: Report) -> None:
    """An Agent or a Group."""
    if isinstance(value, dict) and value.get("objectType") == "Group":
        group(value, path, report)
    else:
        _agent(value, path, report)
        if isinstance(value, dict) and _count(value) != 1:
            report.add("actor-identifier", path, _exactly_one("an Agent", value))


def agent(value: object, path: str, report: Report) -> None:
    """An Agent and no Group."""
    if isinstance(value, dict) and value.get("objectType") == "Group":
        report.add("group-members", f"{path}.objectType", "must be an Agent here, not a Group")
    else:
        actor(value, path, report)


def group(value: object, path: str, report: Report) -> None:
    """A Group, anonymous or identified."""
    _group(value, path, report)
    if not isinstance(value, dict):
        return
    count = _count(value)
    if count > 1:
        report.add("actor-identifier", path, _exactly_one("a Group", value))
    elif not count and not value.get("member"):
        report.add("group-members", path, "a Group without an identifier must list at least one Agent in member")


def authority(value: object, path: str, report: Report) -> None:
    """Who stands for a statement: an Agent, or an anonymous Group of two (OAuth)."""
    actor(value, path, report)
    if not isinstance(value, dict) or value.get("objectType") != "Group":
        return
    if _count(value):
        report.add("authority", path, "a Group as authority must be anonymous")
    members = value.get("member")
    if isinstance(members, list) and len(members) != _OAUTH_MEMBERS:
        report.add("authority", f"{path}.member", f"must have exactly two Agents, not {len(members)}")


def _count(value: dict[str, Any]) -> int:
    return sum(name in value for name in _IDENTIFIERS)


def _exactly_one(what: str, value: dict[str, Any]) -> str:
    there = [name for name in _IDENTIFIERS if name in value]
    has = f"it has {' and '.join(there)}" if there else "it has none"
    return f"{what} must have exactly one of {', '.join(_IDENTIFIERS)}; {has}"


def check_actor(value: object, version: str = "1.0.3", path: str = "$") -> list[Finding]:
    """All that is wrong with an Agent or Group, as in the `agent` parameter of a query.

    Args:
        value: parsed JSON.
        version: of xAPI, `1.0.x` or `2.0.x`.
        path: where the value stands, for the findings.
    """
    report = Report(version)
    actor(value, path, report)
    return report.findings
