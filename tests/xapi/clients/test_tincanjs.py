"""`tincanjs` against `serve`: what it was told, and what a plain reader finds stored."""

from __future__ import annotations

import uuid

import pytest

from xapi.clients.tools import PASSWORD, USER, Json, Served, run

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
AGENT = {"account": {"homePage": "https://lms.example", "name": "tincanjs"}}
COURSE = "https://example.org/tincanjs/course"
REGISTRATION = str(uuid.uuid5(uuid.NAMESPACE_URL, COURSE))


@pytest.fixture(scope="module")
def told(lrs: Served) -> Json:
    return run("tincan.cjs", endpoint=f"{lrs.endpoint}/", user=USER, password=PASSWORD, registration=REGISTRATION)


def test_statements(lrs: Served, told: Json) -> None:
    first, *answers = told["sent"]
    stored = lrs.statements(registration=REGISTRATION)
    assert [one["id"] for one in stored] == [first, *answers[1:], told["attached"], told["voiding"]]
    assert stored[1]["result"] == {"success": False, "score": {"scaled": 0.5}, "duration": "PT1.5S"}
    assert told["one"]["id"] == answers[0]
    assert told["one"]["result"] == stored[2]["result"]
    assert told["byVerb"] == answers[::-1]
    assert told["byActivity"] == [answers[1]]
    assert told["ascending"] == told["sent"]
    assert [len(page) for page in told["paged"]] == [3, 1]
    assert [one for page in told["paged"] for one in page] == told["sent"][::-1]


def test_voiding(lrs: Served, told: Json) -> None:
    voided = told["sent"][1]
    assert (told["voided"], told["afterVoiding"]) == (voided, 404)
    (voiding,) = lrs.statements(agent=AGENT, verb=VOIDED)
    assert voiding["id"] == told["voiding"]
    assert voiding["object"] == {"objectType": "StatementRef", "id": voided}
    assert lrs.get("statements", voidedStatementId=voided).json()["id"] == voided


def test_refusals(told: Json) -> None:
    assert {name: told[name] for name in ("refused", "stale", "unguarded", "spoiled")} == {
        "refused": 400,
        "stale": 412,
        "unguarded": 412,
        "spoiled": 400,
    }


def test_attachments(lrs: Served, told: Json) -> None:
    content = bytes([0, 13, 10, 45, 45, 13, 10, 1])
    assert bytes(told["bytes"]) == content
    answer = lrs.get("statements", statementId=told["attached"], attachments="true")
    assert content in answer.content


def test_documents(lrs: Served, told: Json) -> None:
    where = {"activityId": COURSE, "agent": AGENT, "registration": REGISTRATION}
    assert told["state"] == {"page": 1}
    assert told["merged"] == lrs.get("activities/state", stateId="bookmark", **where).json() == {"page": 1, "more": "ҳ"}
    assert told["states"] == lrs.get("activities/state", **where).json() == ["bookmark"]
    assert told["stateGone"] is None
    hints = lrs.get("activities/profile", activityId=COURSE, profileId="hints").json()
    assert told["activityProfile"] == hints == {"hint": 2}
    settings = lrs.get("agents/profile", agent=AGENT, profileId="settings").json()
    assert told["agentProfile"] == settings == {"language": "uz"}
    assert told["agentProfiles"] == lrs.get("agents/profile", agent=AGENT).json() == ["settings"]
    assert told["activity"] == COURSE
