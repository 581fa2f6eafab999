"""The LRS stores what `check` lets pass, gives it back, and refuses the rest: one set of rules."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from darslik_xapi.rules import check_statement
from darslik_xapi.testing import Lrs, Request

from .places import PLACES, Json
from .test_corpus import blocks

if TYPE_CHECKING:
    from darslik_xapi.testing import Answer


def ask(lrs: Lrs, version: str, method: str, body: bytes = b"", **query: str) -> Answer:
    headers = {"authorization": lrs.authorization, "x-experience-api-version": version}
    return lrs.handle(Request(method, "statements", query, headers | {"content-type": "application/json"}, body))


def values(block: Json) -> list[Any]:
    refused = [value for some in block.get("refuse", {}).values() for value in some]
    return [*block.get("accept", []), *refused, *(value for _, _, value in block.get("inside", []))]


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_what_is_stored(version: str) -> None:
    """Each value of the corpus in one of its places."""
    lrs, stored, refused = Lrs(), 0, 0
    for spoken, block in (param.values for param in blocks()):
        if not version.startswith(spoken):
            continue
        where, put = PLACES[block["places"]][0]
        # Attachments must come along, which is about requests and not about statements.
        for value in values(block) if block["places"] != "attachments" else []:
            statement = put(value) if where == "$.id" else {**put(value), "id": str(uuid.uuid4())}
            fine = check_statement(statement, version) == []
            answer = ask(lrs, version, "POST", json.dumps(statement).encode())
            assert answer.status == (200 if fine else 400), (where, value, answer.body)
            if fine:
                (key,) = json.loads(answer.body)
                given = json.loads(ask(lrs, version, "GET", statementId=key).body)
                assert check_statement(given, version) == [], (where, value)
            stored, refused = stored + fine, refused + (not fine)
    assert stored > 150
    assert refused > 400
