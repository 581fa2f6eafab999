"""State and profile documents: merging, entity tags, lists of ids."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx
import pytest

from .made import ANN, BOB, Json, activity, as_parameter

STATE: dict[str, str] = {"activityId": activity()["id"], "agent": as_parameter(ANN)}


@dataclass(frozen=True)
class Resource:
    """A document resource with the parameters of one document."""

    path: str
    scope: dict[str, str]
    id: str

    @property
    def query(self) -> dict[str, str]:
        return {**self.scope, self.id: "bookmark"}


RESOURCES = [
    Resource("/activities/state", STATE, "stateId"),
    Resource("/activities/state", {**STATE, "registration": str(uuid.uuid4())}, "stateId"),
    Resource("/activities/profile", {"activityId": activity()["id"]}, "profileId"),
    Resource("/agents/profile", {"agent": as_parameter(ANN)}, "profileId"),
]


@pytest.fixture(params=RESOURCES, ids=["state", "state of a registration", "activity profile", "agent profile"])
def resource(request: pytest.FixtureRequest) -> Resource:
    found: Resource = request.param
    return found


def test_a_document_comes_back_as_it_was(lrs: httpx.Client, resource: Resource) -> None:
    content = b"\x00\xff any bytes"
    assert lrs.get(resource.path, params=resource.query).status_code == 404
    kind = {"Content-Type": "image/x-anything", "If-None-Match": "*"}
    assert lrs.put(resource.path, params=resource.query, content=content, headers=kind).status_code == 204
    answer = lrs.get(resource.path, params=resource.query)
    assert (answer.content, answer.headers["Content-Type"]) == (content, "image/x-anything")
    tag = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    assert answer.headers["ETag"] == f'"{tag}"'
    assert parsedate_to_datetime(answer.headers["Last-Modified"]).year >= 2026
    head = lrs.head(resource.path, params=resource.query)
    assert (head.content, head.headers["Content-Length"]) == (b"", str(len(content)))
    assert head.headers["ETag"] == answer.headers["ETag"]
    assert lrs.delete(resource.path, params=resource.query).status_code == 204
    assert lrs.get(resource.path, params=resource.query).status_code == 404
    assert lrs.delete(resource.path, params=resource.query).status_code == 204


def test_post_merges_the_top_of_objects(lrs: httpx.Client, resource: Resource) -> None:
    def post(document: object) -> int:
        return lrs.post(resource.path, params=resource.query, json=document).status_code

    assert post({"a": {"x": 1}, "b": 1}) == 204
    assert post({"a": {"y": 2}, "ü": "ў"}) == 204
    assert lrs.get(resource.path, params=resource.query).json() == {"a": {"y": 2}, "b": 1, "ü": "ў"}


@pytest.mark.parametrize(
    ("stored", "sent"),
    [
        (("application/json", b'{"a": 1}'), ("text/plain", b'{"b": 1}')),
        (("text/plain", b'{"a": 1}'), ("application/json", b'{"b": 1}')),
        (("application/json", b"[1]"), ("application/json", b'{"b": 1}')),
        (("application/json", b'{"a": 1}'), ("application/json", b"[1]")),
        (("application/json", b'{"a": 1}'), ("application/json", b"no json")),
    ],
    ids=["type sent", "type stored", "list stored", "list sent", "no json"],
)
def test_what_cannot_be_merged(
    lrs: httpx.Client, resource: Resource, stored: tuple[str, bytes], sent: tuple[str, bytes]
) -> None:
    for (kind, content), status in ((stored, 204), (sent, 400)):
        headers = {"Content-Type": kind}
        answer = lrs.post(resource.path, params=resource.query, content=content, headers=headers)
        assert answer.status_code == status
    assert lrs.get(resource.path, params=resource.query).content == stored[1]


def test_json_must_be_json(lrs: httpx.Client, resource: Resource) -> None:
    headers = {"Content-Type": "application/json"}
    for method in ("PUT", "POST"):
        answer = lrs.request(method, resource.path, params=resource.query, content=b"{", headers=headers)
        assert answer.status_code == 400


def test_preconditions(lrs: httpx.Client, resource: Resource) -> None:
    def ask(method: str, document: Json | None = None, **headers: str) -> int:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return lrs.request(method, resource.path, params=resource.query, json=document, headers=names).status_code

    def now() -> httpx.Response:
        return lrs.get(resource.path, params=resource.query)

    assert ask("PUT", {"a": 1}, If_Match='"0"') == 412
    assert ask("PUT", {"a": 1}, If_Match="*") == 412
    assert ask("PUT", {"a": 1}, If_None_Match="*") == 204
    assert ask("PUT", {"a": 2}, If_None_Match="*") == 412
    tag = now().headers["ETag"]
    for method in ("PUT", "POST", "DELETE"):
        assert ask(method, {"a": 2}, If_Match='"0"') == 412
        assert ask(method, {"a": 2}, If_None_Match=f'"0", {tag}') == 412
    assert now().json() == {"a": 1}
    assert ask("PUT", {"a": 2}, If_Match=f'"0", W/{tag}') == 204
    assert ask("POST", {"b": 2}, If_Match=tag) == 412
    assert ask("POST", {"b": 2}, If_None_Match=tag) == 204
    assert ask("POST", {"c": 2}, If_Match=now().headers["ETag"]) == 204
    assert now().json() == {"a": 2, "b": 2, "c": 2}
    assert ask("DELETE", If_Match=tag) == 412
    assert ask("DELETE", If_Match=now().headers["ETag"]) == 204


def test_put_over_a_document_needs_a_precondition(one: httpx.Client, two: httpx.Client, resource: Resource) -> None:
    """Of profiles in both versions; of State since 2.0."""
    assert two.put(resource.path, params=resource.query, json={"a": 1}).status_code == 204
    again = one.put(resource.path, params=resource.query, json={"a": 2})
    assert again.status_code == (204 if resource.id == "stateId" else 409)
    before = one.get(resource.path, params=resource.query).json()
    answer = two.put(resource.path, params=resource.query, json={"a": 3})
    assert answer.status_code == 409
    assert "If-Match" in answer.json()["error"]
    assert one.get(resource.path, params=resource.query).json() == before


def test_a_new_profile_needs_a_precondition_in_1_0_3(one: httpx.Client, resource: Resource) -> None:
    answer = one.put(resource.path, params=resource.query, json={"a": 1})
    assert answer.status_code == (204 if resource.id == "stateId" else 400)
    if resource.id != "stateId":
        assert "If-None-Match: *" in answer.json()["error"]
        assert one.get(resource.path, params=resource.query).status_code == 404
        assert one.post(resource.path, params=resource.query, json={"a": 1}).status_code == 204


def test_ids_and_since(lrs: httpx.Client, resource: Resource) -> None:
    def ids(**query: str) -> list[str]:
        answer = lrs.get(resource.path, params={**resource.scope, **query})
        assert answer.status_code == 200
        found: list[str] = answer.json()
        return found

    def put(key: str) -> str:
        lrs.post(resource.path, params={**resource.scope, resource.id: key}, json={}).raise_for_status()
        return str(lrs.get(resource.path, params=resource.scope).headers["X-Experience-API-Consistent-Through"])

    assert ids() == []
    moment = put("b")
    put("a")
    assert ids() == ["a", "b"]
    assert ids(since=moment) == ["a"]
    assert ids(since="2100-01-01T00:00:00Z") == []
    assert lrs.get(resource.path, params={**resource.scope, "since": "yesterday"}).status_code == 400


def test_state_with_and_without_a_registration(lrs: httpx.Client) -> None:
    """One registration's documents are its own; without one, all are listed and deleted."""
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    for number, registration in enumerate((None, first, second)):
        query = {**STATE, "stateId": f"s{number}"} | ({"registration": registration} if registration else {})
        lrs.put("/activities/state", params=query, json={"n": number}).raise_for_status()
    assert lrs.get("/activities/state", params={**STATE, "stateId": "s1"}).status_code == 404
    one_of_them = {**STATE, "registration": first.upper()}
    assert lrs.get("/activities/state", params=one_of_them).json() == ["s1"]
    assert lrs.get("/activities/state", params=STATE).json() == ["s0", "s1", "s2"]
    other = {**STATE, "agent": as_parameter(BOB)}
    assert lrs.get("/activities/state", params=other).json() == []
    assert lrs.delete("/activities/state", params=one_of_them).status_code == 204
    assert lrs.get("/activities/state", params=STATE).json() == ["s0", "s2"]
    assert lrs.delete("/activities/state", params=other).status_code == 204
    assert lrs.get("/activities/state", params=STATE).json() == ["s0", "s2"]
    assert lrs.delete("/activities/state", params=STATE).status_code == 204
    assert lrs.get("/activities/state", params=STATE).json() == []


def test_an_agent_is_who_the_identifier_says(lrs: httpx.Client) -> None:
    query = {"profileId": "p"}
    lrs.post("/agents/profile", params={**query, "agent": as_parameter(ANN)}, json={"a": 1}).raise_for_status()
    again = {**query, "agent": json.dumps({"mbox": ANN["mbox"], "name": "Anna"})}
    assert lrs.get("/agents/profile", params=again).json() == {"a": 1}


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_parameters_that_a_resource_needs(lrs: httpx.Client, resource: Resource, method: str) -> None:
    for name in resource.scope.keys() - {"registration"}:
        query = {key: value for key, value in resource.query.items() if key != name}
        assert lrs.request(method, resource.path, params=query).status_code == 400
    wrong = {"agent": ["Ann", "[]", "{}", '{"name": "Ann"}', "true"], "activityId": ["page"], "registration": ["x"]}
    for name in resource.scope:
        for value in wrong[name]:
            assert lrs.request(method, resource.path, params={**resource.query, name: value}).status_code == 400
    assert lrs.request(method, resource.path, params={**resource.query, "StateId": "x"}).status_code == 400


def test_one_document_is_meant_when_changing(lrs: httpx.Client, resource: Resource) -> None:
    methods = ["PUT", "POST"] if resource.id == "stateId" else ["PUT", "POST", "DELETE"]
    for method in methods:
        assert lrs.request(method, resource.path, params=resource.scope, json={}).status_code == 400
