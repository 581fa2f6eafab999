"""Statements to send, and how answers are read."""

from __future__ import annotations

import json
import uuid
from typing import Any

import httpx

Json = dict[str, Any]
ANN: Json = {"objectType": "Agent", "mbox": "mailto:ann@example.org", "name": "Ann"}
BOB: Json = {"objectType": "Agent", "account": {"homePage": "https://lms.example", "name": "bob"}}
TEAM: Json = {"objectType": "Group", "mbox": "mailto:team@example.org", "member": [BOB]}
VOIDED = "http://adlnet.gov/expapi/verbs/voided"


def verb(name: str = "experienced") -> Json:
    return {"id": f"http://example.org/verbs/{name}", "display": {"en-GB": name, "uz-Latn": f"{name} qildi"}}


def activity(name: str = "page") -> Json:
    return {"objectType": "Activity", "id": f"http://example.org/activities/{name}"}


def statement(**changes: Any) -> Json:
    return {"actor": ANN, "verb": verb(), "object": activity(), **changes}


def named(**changes: Any) -> Json:
    """With an id and a time, as clients that may send twice do."""
    return {"id": str(uuid.uuid4()), "timestamp": "2026-03-01T08:00:00.000Z", **statement(**changes)}


def about(key: str, name: str = VOIDED) -> Json:
    """A statement about a statement; voiding, if not told otherwise."""
    return named(verb={"id": name}, object={"objectType": "StatementRef", "id": key}, actor=BOB)


def post(client: httpx.Client, *statements: Json) -> list[str]:
    answer = client.post("/statements", json=list(statements))
    assert answer.status_code == 200, answer.text
    ids: list[str] = answer.json()
    return ids


def found(client: httpx.Client, **query: Any) -> list[str]:
    """Ids of the statements of one page."""
    answer = client.get("/statements", params=query)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["statements"]]


def stored(client: httpx.Client, key: str, **query: str) -> Json:
    answer = client.get("/statements", params={"statementId": key, **query})
    assert answer.status_code == 200, answer.text
    value: Json = answer.json()
    return value


def as_parameter(agent: Json) -> str:
    return json.dumps(agent)
