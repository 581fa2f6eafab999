"""Statements with people in every place where the standard allows them, and their secrets to look for."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

SECRETS = ("Nodira", "Yusupova", "nodira", "Юсупова", "sirli", "7c0ffee")
"""None of these may reach the disk; every statement of `nasty` has at least one."""

_ANSWERED = {"id": "http://adlnet.gov/expapi/verbs/answered"}
_QUESTION = {"id": "https://example.uz/q", "definition": {"interactionType": "choice"}}


def agent(number: int = 1, kind: str = "mbox") -> Json:
    """A person, with a name and an identifier of a kind."""
    identifiers: dict[str, Any] = {
        "mbox": f"mailto:nodira{number}@example.uz",
        "mbox_sha1sum": f"7c0ffee{number:033}",
        "openid": f"https://nodira{number}.example.uz/",
        "account": {"homePage": "https://hr.example.uz", "name": f"nodira-{number}"},
    }
    return {"objectType": "Agent", "name": f"Nodira Yusupova {number}", kind: identifiers[kind]}


def group(*numbers: int, **more: Any) -> Json:
    """A group of people."""
    return {"objectType": "Group", "member": [agent(one) for one in numbers], **more}


def statement(number: int, **more: Any) -> Json:
    """A statement; what is given replaces what it has."""
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"nasty {number}")),
        "actor": agent(number),
        "verb": _ANSWERED,
        "object": _QUESTION,
        "stored": "2026-02-03T04:05:06.789Z",
        "timestamp": "2026-02-03T09:05:06.789+05:00",
        **more,
    }


def _said(kind: str | None, response: str) -> Json:
    definition = {"interactionType": kind} if kind else {}
    return {"object": {"id": "https://example.uz/q", "definition": definition}, "result": {"response": response}}


_PLACES: list[Json] = [
    {"actor": agent(1, "mbox_sha1sum")},
    {"actor": agent(1, "openid")},
    {"actor": agent(1, "account")},
    {"actor": group(1, 2)},
    {"actor": group(1, name="Nodira's team", mbox="mailto:nodira-team@example.uz")},
    {"authority": group(3, 4)},
    {"context": {"instructor": agent(5, "account")}},
    {"context": {"team": group(6, 7, name="Agency 7", account={"homePage": "https://hr.uz", "name": "nodira-t"})}},
    {"context": {"contextAgents": [{"objectType": "contextAgent", "agent": agent(8), "relevantTypes": ["https://r.uz"]}]}},
    {"context": {"contextGroups": [{"objectType": "contextGroup", "group": group(9)}]}},
    {"object": agent(10)},
    {"object": {**agent(10), "objectType": "Agent"}},
    {"object": group(11)},
    {"object": {"objectType": "SubStatement", "actor": agent(12), "verb": _ANSWERED, "object": agent(13)}},
    {
        "object": {
            "objectType": "SubStatement", "actor": agent(12), "verb": _ANSWERED, **_said("fill-in", "sirli so'z"),
            "context": {"instructor": agent(14), "team": group(15)},
        }
    },
    {"actor": {"name": "Nodira without an identifier"}},
    {"actor": "Nodira as a text"},
    {"actor": [agent(16)]},
    {"context": {"instructor": "Nodira"}},
    {"actor": {**agent(17), "name": "Нодира Юсупова"}},
    _said("fill-in", "sirli"),
    _said("long-fill-in", "sirli\nso'z \"bu\" \\ — ў"),
    _said("other", "sirli"),
    _said("performance", "a[.]sirli"),
    _said(None, "sirli"),
]  # fmt: skip


def nasty() -> Iterator[str]:
    """Lines: each place of people in several writings of the same JSON."""
    number = 100
    for place in _PLACES:
        one = [statement(number + at, **place) for at in range(4)]
        number += 4
        yield json.dumps(one[0], ensure_ascii=False, separators=(",", ":"))
        yield json.dumps(one[1])
        yield json.dumps(one[2], ensure_ascii=False, separators=(" ,\t", " : "))
        yield json.dumps(one[3], separators=(",", ":")).replace("/", "\\/")
    first = json.dumps(statement(1), separators=(",", ":"))
    yield first.replace('"actor":', '"actor":{"mbox":"mailto:nodira@twice.uz"},"actor":').replace(_id(1), _id(2))
    yield first.replace('"actor":', '"act\\u006fr":').replace(_id(1), _id(3))
    yield first.replace('"mbox":', '"mbo\\u0078":').replace(_id(1), _id(4))
    yield first.replace('"verb":', '"act\\u006fr":{"mbo\\u0078":"mailto:nodira@x.uz"},"verb":').replace(_id(1), _id(5))
    twice = '"actor":{"account":{"name":"nodira","homePage":"https://x.uz"}},"actor":'
    yield first.replace('"actor":', twice).replace(_id(1), _id(6))
    yield first.replace('"verb":', '"context":{"instructor":' + json.dumps(agent(18)) + '},"verb":').replace(
        _id(1), _id(7)
    )


def _id(number: int) -> str:
    return str(statement(number)["id"])
