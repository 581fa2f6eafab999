"""Which xAPI is spoken; the form that stands for a request; who may ask; which methods and parameters there are."""

from __future__ import annotations

import json
import uuid
from urllib.parse import urlencode

import httpx
import pytest

from darslik_xapi.serve import Core

from .made import activity, as_parameter, found, named, post, statement, stored

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("said", "status", "answered"),
    [
        ("1.0", 200, "1.0.3"),
        ("1.0.0", 200, "1.0.3"),
        ("1.0.9", 200, "1.0.3"),
        ("2.0", 200, "2.0.0"),
        ("2.0.0", 200, "2.0.0"),
        ("2.0.7", 200, "2.0.0"),
        ("", 400, "1.0.3"),
        ("0.95", 400, "1.0.3"),
        ("1.1.0", 400, "1.0.3"),
        ("2.1.0", 400, "1.0.3"),
        ("1.0.3 ,2.0.0", 400, "1.0.3"),
        ("x", 400, "1.0.3"),
    ],
)
def test_version_header(one: httpx.Client, said: str, status: int, answered: str) -> None:
    headers = {"X-Experience-API-Version": said}
    for path in ("/statements", "/activities?activityId=http://example.org/a"):
        answer = one.get(path, headers=headers)
        assert (answer.status_code, answer.headers["X-Experience-API-Version"]) == (status, answered)
        assert answer.headers["X-Experience-API-Consistent-Through"]


def test_about_needs_nothing(base: str) -> None:
    answer = httpx.get(f"{base}/about")
    assert answer.status_code == 200
    assert answer.json()["version"] == ["1.0.0", "1.0.1", "1.0.2", "1.0.3", "2.0.0"]
    # Clients join an endpoint that ends with a slash and a path that begins with one.
    for path in ("/about/", "//about"):
        assert httpx.get(base + path).status_code == 200


def test_wrong_credentials(base: str) -> None:
    headers = {"X-Experience-API-Version": "1.0.3"}
    for auth in (None, ("desk", "wrong"), ("other", "secret")):
        answer = httpx.get(f"{base}/statements", auth=auth, headers=headers)
        assert answer.status_code == 401
        assert "secret" not in answer.text
    header = httpx.BasicAuth("desk", "secret")._auth_header
    for scheme in ("basic", "BASIC ", "Basic"):
        same = {**headers, "Authorization": header.replace("Basic", scheme)}
        assert httpx.get(f"{base}/statements", headers=same).status_code == 200
    for malformed in (
        header.replace("Basic ", "Basic:"),
        header.replace("Basic ", ""),
        header.replace("Basic", "Bearer"),
    ):
        answer = httpx.get(f"{base}/statements", headers={**headers, "Authorization": malformed})
        assert answer.status_code == 401
    # What is wrong whoever asks is said first.
    assert httpx.get(f"{base}/statements").status_code == 400
    assert httpx.delete(f"{base}/statements", headers=headers).status_code == 405


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/statements", "DELETE PATCH"),
        ("/activities", "PUT POST DELETE PATCH"),
        ("/agents", "PUT POST DELETE PATCH"),
        ("/about", "PUT POST DELETE PATCH"),
        ("/activities/state", "PATCH"),
        ("/activities/profile", "PATCH"),
        ("/agents/profile", "PATCH"),
    ],
)
def test_methods_that_are_not_there(lrs: httpx.Client, path: str, methods: str) -> None:
    for method in methods.split():
        assert lrs.request(method, path).status_code == 405


def test_places_that_are_not_there(lrs: httpx.Client) -> None:
    for path in ("/statement", "/statements/more", "/agents/state", "/"):
        assert lrs.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/statements", "/activities", "/agents", "/about"])
def test_head_says_what_get_says(lrs: httpx.Client, path: str) -> None:
    post(lrs, statement())
    query = {"/activities": {"activityId": activity()["id"]}, "/agents": {"agent": '{"mbox":"mailto:a@b.c"}'}}
    get, head = (lrs.request(method, path, params=query.get(path)) for method in ("GET", "HEAD"))
    assert head.content == b""
    assert head.status_code == get.status_code == 200
    ever_new = {"date", "x-experience-api-consistent-through"}
    assert {name: value for name, value in head.headers.items() if name not in ever_new} == {
        name: value for name, value in get.headers.items() if name not in ever_new
    }


@pytest.mark.parametrize(
    "query",
    [
        "foo=bar", "Verb=http://example.org/v", "StatementId=x", "Agent={}", "Since=2026-01-01T00:00:00Z",
        "limit=-1", "limit=x", "limit=1.5", "ascending=True", "ascending=1", "attachments=yes", "format=short",
        "related_agents=", "verb=left", "activity=page", "registration=1", "since=yesterday",
        "since=2026-13-01T00:00:00Z",
        "until=", "agent=Ann", "agent={}", 'agent={"name":"Ann"}', 'agent={"mbox":"ann@example.org"}', "cursor=x",
        'agent={"mbox":"mailto:a@b.c","openid":"http://example.org/a"}', 'agent={"objectType":"Group","member":[]}',
        "statementId=x", "voidedStatementId=", "statementId=%ff", "verb=http://example.org/v&verb=http://example.org/w",
    ],
)  # fmt: skip
def test_parameters_that_are_refused(lrs: httpx.Client, query: str) -> None:
    answer = lrs.get(f"/statements?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_single_statement_has_no_filters(lrs: httpx.Client) -> None:
    [key] = post(lrs, statement())
    filters = {
        "agent": as_parameter({"mbox": "mailto:a@b.c"}), "verb": "http://example.org/v", "activity": "http://example.org/a",
        "registration": str(uuid.uuid4()), "related_activities": "true", "related_agents": "true", "limit": "1",
        "since": "2026-01-01T00:00:00Z", "until": "2026-01-01T00:00:00Z", "ascending": "true",
        "voidedStatementId": key,
    }  # fmt: skip
    for name, value in filters.items():
        assert lrs.get("/statements", params={"statementId": key, name: value}).status_code == 400
    for name, value in {"format": "ids", "attachments": "true"}.items():
        assert lrs.get("/statements", params={"statementId": key, name: value}).status_code == 200
    assert lrs.get("/statements", params={"statementId": key.upper()}).json()["id"] == key


def test_a_form_may_stand_for_a_request(one: httpx.Client, base: str) -> None:
    """Method in the address, all else in fields: headers, parameters, content."""
    key = str(uuid.uuid4())
    fields = {
        "statementId": key,
        "content": json.dumps(statement(context={"platform": "a&b=c +ў"})),
        "Authorization": httpx.BasicAuth("desk", "secret")._auth_header,
        "X-Experience-API-Version": "1.0.3",
        "Content-Type": "application/json",
    }
    assert httpx.post(f"{base}/statements?method=PUT", data=fields).status_code == 204
    assert stored(one, key)["context"]["platform"] == "a&b=c +ў"
    answer = one.post("/statements?method=GET", data={"limit": "1"})
    assert [one["id"] for one in answer.json()["statements"]] == [key]
    assert one.post("/statements?method=HEAD", data={}).status_code == 200
    state = {"activityId": activity()["id"], "agent": '{"mbox":"mailto:a@b.c"}', "stateId": "s"}
    put = {**state, "content": '{"a": 1}', "Content-Type": "application/json", "If-None-Match": "*"}
    assert one.post("/activities/state?method=PUT", data=put).status_code == 204
    assert one.post("/activities/state?method=PUT", data=put).status_code == 412
    assert one.get("/activities/state", params=state).json() == {"a": 1}
    assert one.post("/activities/state?method=DELETE", data=state).status_code == 204


def test_forms_that_stand_for_nothing(one: httpx.Client, two: httpx.Client, core: Core) -> None:
    fields = {"statementId": str(uuid.uuid4()), "content": json.dumps(statement())}
    form = urlencode(fields)
    assert one.put("/statements?method=POST", content=form, headers=FORM).status_code == 400
    assert one.post("/statements?method=PUT&statementId=x", content=form, headers=FORM).status_code == 400
    assert one.post("/statements?method=put", content=form, headers=FORM).status_code == 400
    assert one.post("/statements?method=PUT", headers=FORM).status_code == 400
    assert one.post("/statements?method=PUT", content=json.dumps(fields), headers=FORM).status_code == 400
    assert one.post("/statements?method=PUT", content=b"content=%ff", headers=FORM).status_code == 400
    old = urlencode({**fields, "X-Experience-API-Version": "0.95"})
    assert one.post("/statements?method=PUT", content=old, headers=FORM).status_code == 400
    injected = {**fields, "Content-Type": "application/json\r\nSet-Cookie: a=b"}
    assert one.post("/statements?method=PUT", data=injected).status_code == 400
    # 2.0 has no such thing.
    assert two.post("/statements?method=PUT", content=form, headers=FORM).status_code == 400
    assert core.count() == 0


def test_statements_of_both_versions_live_together(one: httpx.Client, two: httpx.Client) -> None:
    older, newer = named(), named()
    post(one, older)
    post(two, newer)
    assert found(one) == found(two) == [newer["id"], older["id"]]
    assert stored(two, older["id"])["version"] == "1.0.0"


def test_consistent_through_covers_what_was_stored(lrs: httpx.Client) -> None:
    answer = lrs.post("/statements", json=statement())
    through = answer.headers["X-Experience-API-Consistent-Through"]
    kept = stored(lrs, answer.json()[0])
    assert kept["stored"] <= through
    page = lrs.get("/statements")
    promised = page.headers["X-Experience-API-Consistent-Through"]
    later = stored(lrs, post(lrs, statement())[0])
    assert later["stored"] > promised
