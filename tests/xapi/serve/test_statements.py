"""Statements sent: all or nothing, each id once, what the LRS adds and what it leaves alone."""

from __future__ import annotations

import json
import uuid
from datetime import datetime

import httpx
import pytest

from darslik_xapi.serve import Core

from .made import ANN, BOB, Json, activity, found, named, post, statement, stored, verb


def test_post_gives_ids_in_order_and_put_gives_none(lrs: httpx.Client) -> None:
    mine = named()
    ids = post(lrs, statement(), mine, statement())
    assert ids[1] == mine["id"]
    assert len({uuid.UUID(key) for key in ids}) == 3
    single = lrs.post("/statements", json=statement())
    assert (single.status_code, len(single.json())) == (200, 1)
    key = str(uuid.uuid4())
    answer = lrs.put("/statements", params={"statementId": key}, json=statement())
    assert (answer.status_code, answer.content) == (204, b"")
    assert stored(lrs, key)["id"] == key


def test_what_the_lrs_adds(lrs: httpx.Client) -> None:
    [key] = post(lrs, statement())
    kept = stored(lrs, key)
    assert kept["timestamp"] == kept["stored"]
    assert datetime.fromisoformat(kept["stored"]).tzinfo is not None
    assert kept["version"] == {"1.0.3": "1.0.0", "2.0.0": "2.0.0"}[lrs.headers["X-Experience-API-Version"]]
    assert kept["authority"]["account"]["name"] == "desk"
    assert kept["authority"]["objectType"] == "Agent"


def test_what_a_client_must_not_decide(lrs: httpx.Client) -> None:
    """Authority comes from the credentials, stored from the clock; the version is the client's."""
    sent = named(authority=BOB, stored="2001-01-01T00:00:00Z", version="1.0.2")
    post(lrs, sent)
    kept = stored(lrs, sent["id"])
    assert kept["authority"] != BOB
    assert kept["stored"] > "2026"
    assert kept["version"] == "1.0.2"


def test_numbers_and_texts_stay_as_they_were_sent(one: httpx.Client) -> None:
    """Digits beyond a double, an exponent, escapes: nothing is written anew."""
    key = str(uuid.uuid4())
    text = json.dumps(statement(id=key, result={"score": {"raw": "RAW"}}))
    text = text.replace('"RAW"', "1.2300000000000000000001e1").replace("Ann", "\\u041e\\u043b\\u044f")
    one.post("/statements", content=f" [ {text} ] ", headers={"Content-Type": "application/json"}).raise_for_status()
    kept = one.get("/statements", params={"statementId": key}).text
    assert "1.2300000000000000000001e1" in kept
    assert "\\u041e\\u043b\\u044f" in kept
    assert json.loads(kept)["actor"]["name"] == "Оля"


def test_lists_of_context_activities(lrs: httpx.Client) -> None:
    """Clients may leave out the list of one; it is read back as a list, in SubStatements too."""
    alone = {"contextActivities": {"parent": activity("course")}}
    sub = {**statement(context=alone), "objectType": "SubStatement"}
    outer, inner = named(context=alone), named(object=sub)
    post(lrs, outer, inner)
    for kept in (stored(lrs, outer["id"]), stored(lrs, inner["id"])["object"]):
        assert kept["context"]["contextActivities"]["parent"] == [activity("course")]


def test_times_are_told_in_utc_in_2_0_and_left_alone_in_1_0_3(one: httpx.Client, two: httpx.Client) -> None:
    first, second = named(timestamp="2026-03-01T13:00:00.25+05:00"), named(timestamp="2026-03-01T13:00:00.25+05:00")
    post(one, first)
    post(two, second)
    assert stored(one, first["id"])["timestamp"] == "2026-03-01T13:00:00.25+05:00"
    told = stored(two, second["id"])["timestamp"]
    assert told.endswith("Z")
    assert datetime.fromisoformat(told) == datetime.fromisoformat("2026-03-01T08:00:00.25+00:00")


def test_sending_again_is_harmless(lrs: httpx.Client, core: Core) -> None:
    sent = named(result={"score": {"raw": 5}, "duration": "PT1.239S"}, context={"registration": str(uuid.uuid4())})
    post(lrs, sent)
    same: list[Json] = [
        sent,
        {**sent, "id": sent["id"].upper()},
        {name: value for name, value in sent.items() if name != "timestamp"},
        {**sent, "timestamp": "2026-03-01T13:00:00+05:00"},
        {**sent, "verb": {"id": sent["verb"]["id"], "display": {"fr": "vu"}}},
        {**sent, "object": {"id": sent["object"]["id"], "definition": {"name": {"en": "Page"}}}},
        {**sent, "result": {"score": {"raw": 5.0}, "duration": "PT1.231S"}},
    ]
    for again in same:
        assert [key.lower() for key in post(lrs, again)] == [sent["id"]]
        assert lrs.put("/statements", params={"statementId": sent["id"]}, json=again).status_code == 204
    assert core.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"actor": BOB},
        {"verb": verb("left")},
        {"object": activity("other")},
        {"result": {"success": True}},
        {"timestamp": "2026-03-01T08:00:01Z"},
        {"context": {"platform": "x"}},
        {"object": {"objectType": "Agent", "mbox": "mailto:ann@example.org"}},
    ],
    ids=["actor", "verb", "activity", "result", "timestamp", "context", "agent for activity"],
)
def test_another_statement_with_a_known_id_is_refused(lrs: httpx.Client, core: Core, change: Json) -> None:
    sent = named()
    post(lrs, sent)
    before = core.bodies()
    other, new = {**sent, **change}, named()
    assert lrs.put("/statements", params={"statementId": sent["id"]}, json=other).status_code == 409
    assert lrs.post("/statements", json=[new, other]).status_code == 409
    assert core.bodies() == before


def test_one_bad_statement_refuses_all(lrs: httpx.Client, core: Core) -> None:
    answer = lrs.post("/statements", json=[named(), named(verb={"id": "no iri"}), named()])
    assert answer.status_code == 400
    assert "statement 2: $.verb.id" in answer.json()["error"]
    assert core.count() == 0


def test_an_id_twice_in_a_request(lrs: httpx.Client, core: Core) -> None:
    sent = named()
    assert lrs.post("/statements", json=[sent, {**sent, "id": sent["id"].upper()}]).status_code == 400
    assert core.count() == 0


def test_put_needs_one_statement_and_its_own_id(lrs: httpx.Client) -> None:
    sent = named()
    assert lrs.put("/statements", json=sent).status_code == 400
    for key in (str(uuid.uuid4()), "true", ""):
        assert lrs.put("/statements", params={"statementId": key}, json=sent).status_code == 400
    assert lrs.put("/statements", params={"statementId": sent["id"]}, json=[sent]).status_code == 400
    assert lrs.put("/statements", params={"statementId": sent["id"].upper()}, json=sent).status_code == 204


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[{}",
        b"[{},]",
        b'{"actor": 1, "actor": 2}',
        b"[NaN]",
        b"[1e999]",
        b"\xff\xfe{}",
        b"[] []",
        b"[1]",
        b"null",
        b'["\\ud800"]',
        b"[" * 100_000,
    ],
    ids=lambda body: repr(body[:16]),
)
def test_what_is_not_json_or_no_statement(lrs: httpx.Client, body: bytes) -> None:
    answer = lrs.post("/statements", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_half_a_character_is_refused(lrs: httpx.Client, core: Core) -> None:
    text = json.dumps(named()).replace("Ann", "\\ud83d")
    assert lrs.post("/statements", content=text, headers={"Content-Type": "application/json"}).status_code == 400
    assert core.count() == 0


def test_only_json_and_multipart_are_taken(lrs: httpx.Client) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = lrs.post("/statements", content=json.dumps(named()), headers={"Content-Type": kind})
        assert answer.status_code == 400
    kind = "application/json; charset=utf-8"
    assert lrs.post("/statements", content=json.dumps(named()), headers={"Content-Type": kind}).status_code == 200


def test_an_empty_list_stores_nothing(lrs: httpx.Client) -> None:
    assert lrs.post("/statements", json=[]).json() == []
    assert found(lrs) == []


def test_agents_and_activities_are_known_from_statements(lrs: httpx.Client) -> None:
    described = {**activity(), "definition": {"name": {"en": "Page"}, "type": "http://example.org/types/page"}}
    translated = {**activity(), "definition": {"name": {"ru": "Страница"}, "extensions": {"http://example.org/x": 1}}}
    post(lrs, statement(object=described), statement(object=translated, actor={**ANN, "name": "Anna"}))
    known = lrs.get("/activities", params={"activityId": activity()["id"]}).json()
    assert known["definition"] == {
        "name": {"en": "Page", "ru": "Страница"},
        "type": "http://example.org/types/page",
        "extensions": {"http://example.org/x": 1},
    }
    assert lrs.get("/activities", params={"activityId": "http://example.org/new"}).json() == {
        "objectType": "Activity",
        "id": "http://example.org/new",
    }
    person = lrs.get("/agents", params={"agent": json.dumps(ANN)}).json()
    assert person == {"objectType": "Person", "name": ["Ann", "Anna"], "mbox": ["mailto:ann@example.org"]}
    stranger = {"mbox_sha1sum": "0" * 40}
    assert lrs.get("/agents", params={"agent": json.dumps(stranger)}).json() == {
        "objectType": "Person",
        "mbox_sha1sum": ["0" * 40],
    }
