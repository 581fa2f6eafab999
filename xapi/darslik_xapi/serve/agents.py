"""Who is meant: the key of an agent or identified group, and Person objects (xAPI 1.0.3 Communication 2.4)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .exchange import Json

IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")


def key_of(agent: Json) -> str:
    """The same text for the same person or identified group; empty for an anonymous group."""
    for name in IDENTIFIERS:
        if name in agent:
            value = agent[name]
            return f"{name} {_account(value) if name == 'account' else value}"
    return ""


def _account(account: Json) -> str:
    return json.dumps([account.get("homePage"), account.get("name")], ensure_ascii=False)


def members(actor: Json) -> Iterator[Json]:
    """An agent or group and, of a group, its members."""
    yield actor
    if actor.get("objectType") == "Group":
        yield from actor.get("member", ())


def person(agent: Json, names: Iterable[str]) -> Json:
    """All that is known of an agent, as lists."""
    found: Json = {"objectType": "Person"}
    known = sorted({*names, *([agent["name"]] if "name" in agent else [])})
    if known:
        found["name"] = known
    return found | {name: [agent[name]] for name in IDENTIFIERS if name in agent}
