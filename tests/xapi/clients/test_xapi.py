"""`@xapi/xapi` against `serve`: what it was told, and what a plain reader finds stored."""

from __future__ import annotations

import uuid

import pytest

from xapi.clients.tools import PASSWORD, USER, Json, Served, run

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
ANSWERED = "http://adlnet.gov/expapi/verbs/answered"


@pytest.fixture(scope="module", params=["axios", "fetch"])
def adapter(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def registration(adapter: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, adapter))


@pytest.fixture(scope="module")
def told(lrs: Served, adapter: str, registration: str) -> Json:
    options = {"user": USER, "password": PASSWORD, "adapter": adapter, "registration": registration}
    return run("xapi.mjs", endpoint=f"{lrs.endpoint}/", **options)


def agent(adapter: str) -> Json:
    return {"account": {"homePage": "https://lms.example", "name": f"xapi-{adapter}"}}


def status(adapter: str, expected: int) -> object:
    """Its fetch adapter does not tell the status of an answer."""
    return expected if adapter == "axios" else "refused"


def test_statements(lrs: Served, told: Json, adapter: str, registration: str) -> None:
    first, *answers = told["sent"]
    assert {"1.0.3", "2.0.0"} <= set(told["about"])
    stored = lrs.statements(registration=registration)
    voided, kept = answers[0], answers[1:]
    assert [one["id"] for one in stored if one["verb"]["id"] != VOIDED] == [first, *kept]
    assert stored[0] == told["one"]
    assert stored[0]["context"]["extensions"]["https://example.org/deep"] == {"a": [None, 1.5, "ў"]}
    assert [one["result"]["success"] for one in stored[1:4] if "result" in one] == [True, False, True]
    assert told["byVerb"] == answers[::-1]
    assert told["byActivity"] == [kept[0]]
    assert told["byAgent"] == told["sent"][::-1]
    assert told["ascending"] == told["sent"]
    assert told["nobody"] == []
    assert [len(page) for page in told["paged"]] == [2, 2, 1]
    assert [one for page in told["paged"] for one in page] == told["byAgent"]
    assert lrs.get("statements", voidedStatementId=voided).json()["result"] == {"success": True}


def test_voiding(lrs: Served, told: Json, adapter: str) -> None:
    voided = told["sent"][1]
    assert told["voided"] == voided
    assert told["afterVoiding"] == status(adapter, 404)
    assert lrs.get("statements", statementId=voided).status_code == 404
    (voiding,) = lrs.statements(agent=agent(adapter), verb=VOIDED)
    assert (voiding["id"], voiding["object"]["id"]) == (told["voiding"], voided)
    assert voided not in told["listedAfterVoiding"]


def test_refusals(told: Json, adapter: str) -> None:
    codes = {"refused": 400, "conflict": 409, "stateBefore": 404, "stale": 412, "stateGone": 404, "again": 412}
    codes |= {"activityProfileGone": 404, "wrongPassword": 401}
    assert {name: told[name] for name in codes} == {name: status(adapter, code) for name, code in codes.items()}


def test_attachments(lrs: Served, told: Json, adapter: str) -> None:
    if adapter == "axios":
        assert "attached" not in told
        return
    assert told["parts"] == [told["attached"], "Ўзбекча матн, бир қатор"]
    assert told["broken"] == "refused"
    answer = lrs.get("statements", statementId=told["attached"], attachments="true")
    assert answer.headers["content-type"].startswith("multipart/mixed")
    assert "Ўзбекча матн, бир қатор".encode() in answer.content


def test_documents(lrs: Served, told: Json, adapter: str, registration: str) -> None:
    course = f"https://example.org/{adapter}/course"
    where = {"activityId": course, "agent": agent(adapter), "registration": registration}
    assert told["state"] == {"page": 1, "colour": "ko‘k"}
    assert told["states"] == lrs.get("activities/state", **where).json() == ["bookmark"]
    assert told["stateAfter"] == lrs.get("activities/state", stateId="bookmark", **where).json() == {"page": 2}
    profile = lrs.get("agents/profile", agent=agent(adapter), profileId="settings").json()
    assert told["agentProfile"] == profile == {"language": "uz", "audio": "off"}
    assert told["agentProfiles"] == ["settings"]
    hints = lrs.get("activities/profile", activityId=course, profileId="hints").json()
    assert told["activityProfile"] == hints == {"hint": 2}
    assert told["activityProfiles"] == ["hints", "scrap"]
    assert lrs.get("activities/profile", activityId=course).json() == ["hints"]


def test_definitions(told: Json, adapter: str) -> None:
    assert told["activity"] == f"https://example.org/{adapter}/course"
    assert told["person"]["objectType"] == "Person"
    assert told["person"]["account"] == [agent(adapter)["account"]]
