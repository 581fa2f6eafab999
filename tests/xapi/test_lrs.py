"""The test LRS: form of statements, conflicts, documents with entity tags, HTTP."""

# ruff: noqa: S310 - the addresses are our own
from __future__ import annotations

import copy
import json
import urllib.error
import urllib.request
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from darslik_xapi.rules import check_statement
from darslik_xapi.testing import Lrs, LrsServer, Request

if TYPE_CHECKING:
    from darslik_xapi.testing import Answer

Json = dict[str, Any]
GOOD: Json = {
    "id": "0f0e0d0c-0b0a-4908-8706-050403020100",
    "timestamp": "2026-01-01T10:00:00.000Z",
    "actor": {"account": {"homePage": "https://lms.example", "name": "g"}},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
    "object": {
        "id": "https://example.org/q1",
        "definition": {
            "name": {"uz-Latn": "Savol"},
            "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
            "interactionType": "choice",
            "choices": [{"id": "a", "description": {"en": "A"}}, {"id": "b"}],
            "correctResponsesPattern": ["a[,]b"],
        },
    },
    "result": {
        "response": "a",
        "success": False,
        "score": {"scaled": 0.5, "raw": 1, "min": 0, "max": 2},
        "duration": "PT1M2.5S",
        "extensions": {"https://example.org/x": None},
    },
    "context": {
        "registration": "0f0e0d0c-0b0a-4908-8706-050403020101",
        "language": "uz-Latn",
        "platform": "x",
        "contextActivities": {"parent": [{"id": "https://example.org/c"}]},
    },
}


def test_accepts_a_good_statement() -> None:
    assert check_statement(GOOD) == []


BAD: list[tuple[str, object]] = [
    ("id", "x"),
    ("timestamp", "2026-01-01"),
    ("timestamp", "2026-02-30T10:00:00Z"),
    ("surprise", 1),
    ("actor", {"name": "x"}),
    ("actor", {"mbox": "a@example.org"}),
    ("actor", {"mbox": "mailto:a@example.org", "openid": "https://example.org/a"}),
    ("actor account homePage", "lms"),
    ("verb id", "answered"),
    ("verb display", {"english!": "x"}),
    ("object id", "q1"),
    ("object definition type", "interaction"),
    ("object definition interactionType", "essay"),
    ("object definition steps", [{"id": "a"}]),
    ("object definition choices", [{"id": "a"}, {"id": "a"}]),
    ("object definition choices", [{"id": ""}]),
    ("object definition correctResponsesPattern", "a"),
    ("object definition title", {"en": "x"}),
    ("object objectType", "SubStatement"),
    ("result score scaled", 1.5),
    ("result score raw", 3),
    ("result score raw", "1"),
    ("result success", "true"),
    ("result duration", "10"),
    ("result duration", "PT"),
    ("result response", 5),
    ("result extensions", {"x": 1}),
    ("result success", None),
    ("context registration", "x"),
    ("context language", "x_y"),
    ("context contextActivities parent", [{"id": "c"}]),
    ("context contextActivities mother", []),
    ("context extensions", {"x": 1}),
]


@pytest.mark.parametrize(("path", "value"), [pytest.param(*case, id=f"{case[0]}-{n}") for n, case in enumerate(BAD)])
def test_refuses_bad_statements(path: str, value: object) -> None:
    statement: Any = copy.deepcopy(GOOD)
    *steps, last = path.split(" ")
    target = statement
    for step in steps:
        target = target[step]
    target[last] = value
    assert check_statement(statement)


@pytest.mark.parametrize("name", ["actor", "verb", "object"])
def test_refuses_incomplete_statements(name: str) -> None:
    assert check_statement({key: value for key, value in GOOD.items() if key != name})


class Client:
    """Sends requests to an LRS as its trusted holder."""

    def __init__(self) -> None:
        self.lrs = Lrs()

    def ask(
        self,
        method: str,
        resource: str,
        body: object = None,
        tags: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
    ) -> Answer:
        every = {"authorization": self.lrs.authorization, "x-experience-api-version": "1.0.3"}
        every |= {"content-type": "application/json"} | (tags or {})
        content = b"" if body is None else json.dumps(body).encode()
        return self.lrs.handle(Request(method, resource, query or {}, every, content))


def test_statements_are_stored_once() -> None:
    client = Client()
    assert json.loads(client.ask("POST", "statements", GOOD).body) == [GOOD["id"]]
    assert client.ask("PUT", "statements", GOOD, query={"statementId": GOOD["id"]}).status == 204
    assert len(client.lrs.statements.all) == 1
    other = {**GOOD, "result": {"success": True}}
    assert client.ask("PUT", "statements", other, query={"statementId": GOOD["id"]}).status == 409
    assert client.ask("PUT", "statements", GOOD, query={"statementId": str(uuid.uuid4())}).status == 400
    assert client.ask("POST", "statements", [GOOD, GOOD]).status == 400
    assert [one.status for one in client.lrs.violations] == [409, 400, 400]


def test_queries() -> None:
    client = Client()
    for number in range(5):
        client.ask("POST", "statements", {**GOOD, "id": str(uuid.UUID(int=number, version=4))})
    other = {**GOOD, "id": str(uuid.uuid4()), "verb": {"id": "https://example.org/v"}}
    client.ask("POST", "statements", other)

    def count(**query: str) -> int:
        return len(json.loads(client.ask("GET", "statements", query=query).body)["statements"])

    assert (count(), count(verb="https://example.org/v")) == (6, 1)
    assert count(agent=json.dumps(GOOD["actor"])) == 6
    assert count(registration=str(uuid.uuid4())) == 0
    assert count(activity="https://example.org/q1", limit="2") == 2
    assert count(since="2100-01-01T00:00:00Z") == 0
    first = json.loads(client.ask("GET", "statements", query={"limit": "4", "ascending": "true"}).body)
    assert "cursor=4" in first["more"]
    assert client.ask("GET", "statements", query={"statementId": str(uuid.uuid4())}).status == 404
    assert client.ask("GET", "statements", query={"unknown": "1"}).status == 400


def test_documents_and_their_tags() -> None:
    client = Client()
    state = {
        "activityId": "https://example.org/c",
        "agent": json.dumps(GOOD["actor"]),
        "registration": str(uuid.uuid4()),
    }

    def ask(method: str, body: object = None, **headers: str) -> Answer:
        tags = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.ask(method, "activities/state", body, tags, {**state, "stateId": "s"})

    assert ask("GET").status == 404
    assert ask("PUT", {"a": 1}, if_none_match="*").status == 204
    assert ask("PUT", {"a": 2}, if_none_match="*").status == 412
    tag = ask("GET").headers["ETag"]
    assert ask("PUT", {"a": 2}, if_match=tag).status == 204
    assert ask("PUT", {"a": 3}, if_match=tag).status == 412
    assert ask("POST", {"b": 1}).status == 204
    assert json.loads(ask("GET").body) == {"a": 2, "b": 1}
    assert json.loads(client.ask("GET", "activities/state", query=state).body) == ["s"]
    assert ask("DELETE").status == 204
    assert ask("GET").status == 404


def test_profiles_need_a_precondition() -> None:
    client = Client()
    query = {"activityId": "https://example.org/c", "profileId": "p"}
    assert client.ask("PUT", "activities/profile", {"a": 1}, query=query).status == 400
    assert client.ask("PUT", "activities/profile", {"a": 1}, {"if-none-match": "*"}, query).status == 204
    assert client.ask("PUT", "activities/profile", {"a": 2}, query=query).status == 409


def test_wants_version_and_authorization() -> None:
    client = Client()
    assert client.ask("GET", "about").status == 200
    assert client.ask("GET", "statements", None, {"x-experience-api-version": ""}).status == 400
    assert client.ask("GET", "statements", None, {"authorization": "Basic eA=="}).status == 401


def test_over_http() -> None:
    """Another origin may call it, and faults happen as asked."""
    with LrsServer() as server:
        preflight = urllib.request.Request(server.endpoint + "statements", method="OPTIONS")
        with urllib.request.urlopen(preflight, timeout=5) as answer:
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert "X-Experience-API-Version" in answer.headers["Access-Control-Allow-Headers"]
        request = urllib.request.Request(
            server.endpoint + "statements",
            json.dumps(GOOD).encode(),
            {
                "Authorization": server.lrs.authorization,
                "X-Experience-API-Version": "1.0.3",
                "Content-Type": "application/json",
            },
        )
        server.faults.fail = 1
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(request, timeout=5)
        error.value.close()
        assert error.value.code == 503
        with urllib.request.urlopen(request, timeout=5) as answer:
            assert json.loads(answer.read()) == [GOOD["id"]]
        server.faults.down = True
        with pytest.raises(OSError, match="closed"):
            urllib.request.urlopen(request, timeout=5)
