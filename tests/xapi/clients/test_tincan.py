"""`tincan` (PyPI) against `serve`: what it was told, and what a plain reader finds stored.

Its defects are gone around here, each where it shows; the server does not bend to them.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
import tincan

from xapi.clients.tools import PASSWORD, USER, Json, Served

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
ACTOR: Json = {"account": {"homePage": "https://lms.example", "name": "tincan"}}
COURSE = "https://example.org/tincan/course"
REGISTRATION = str(uuid.uuid5(uuid.NAMESPACE_URL, COURSE))


@pytest.fixture(scope="module")
def remote(lrs: Served) -> Any:
    return tincan.RemoteLRS(version="1.0.3", endpoint=lrs.endpoint, username=USER, password=PASSWORD)


def agent() -> Any:
    return tincan.Agent(account=tincan.AgentAccount(home_page="https://lms.example", name="tincan"))


def statement(verb: str, name: str, **more: object) -> Any:
    context = tincan.Context(registration=REGISTRATION, language="uz-Latn")
    return tincan.Statement(
        id=str(uuid.uuid4()),
        actor=agent(),
        verb=tincan.Verb(id=f"http://adlnet.gov/expapi/verbs/{verb}", display=tincan.LanguageMap({"en": verb})),
        object=tincan.Activity(id=f"https://example.org/tincan/{name}"),
        context=context,
        **more,
    )


@pytest.fixture(scope="module")
def sent(remote: Any) -> list[Any]:
    """One statement by PUT, three by POST."""
    score = tincan.Score(scaled=0.5, raw=1, min=0, max=2)
    result = tincan.Result(success=True, response="а[,]б", score=score, duration="PT1.5S")
    first = statement("initialized", "course")
    answers = [statement("answered", name, result=result) for name in ("q1", "q2", "q3")]
    assert remote.save_statement(first).success
    assert remote.save_statements(answers).success
    return [first, *answers]


def ids(response: Any) -> list[str]:
    assert response.success, response.data
    return [str(one.id) for one in response.content.statements]


def test_statements(lrs: Served, remote: Any, sent: list[Any]) -> None:
    stored = lrs.statements(agent=ACTOR, registration=REGISTRATION)
    assert [one["id"] for one in stored][:4] == [str(one.id) for one in sent]
    assert stored[1]["result"]["response"] == "а[,]б"
    assert stored[1]["result"]["score"] == {"scaled": 0.5, "raw": 1.0, "min": 0.0, "max": 2.0}
    back = remote.retrieve_statement(str(sent[1].id))
    assert back.success
    assert back.content.result.score.scaled == 0.5
    assert not remote.retrieve_statement(str(uuid.uuid4())).success


def test_queries(lrs: Served, remote: Any, sent: list[Any]) -> None:
    newest_first = [str(one.id) for one in reversed(sent)]
    by_verb = remote.query_statements({"verb": tincan.Verb(id=ANSWERED), "registration": REGISTRATION})
    assert ids(by_verb) == newest_first[:3]
    q2 = tincan.Activity(id="https://example.org/tincan/q2")
    assert ids(remote.query_statements({"activity": q2})) == [str(sent[2].id)]
    # Booleans must be texts: it writes True with a capital letter, which is no boolean of the standard.
    assert ids(remote.query_statements({"agent": agent(), "ascending": "true", "limit": 4})) == newest_first[::-1]
    assert not remote.query_statements({"agent": agent(), "ascending": True}).success
    pages, page = [], remote.query_statements({"agent": agent(), "limit": 3, "registration": REGISTRATION})
    pages.append(ids(page))
    while page.content.more:
        page = remote.more_statements(page.content.more)
        pages.append(ids(page))
    assert [one for page_ids in pages for one in page_ids if one in newest_first] == newest_first


def test_refusals(remote: Any, sent: list[Any]) -> None:
    bad = statement("answered", "q1", result=tincan.Result(score=tincan.Score(scaled=5)))
    assert remote.save_statement(bad).response.status == 400
    other = statement("answered", "q9")
    other.id = sent[0].id
    assert remote.save_statement(other).response.status == 409
    twin = statement("answered", "q1")
    assert remote.save_statement(twin).success
    assert remote.save_statement(twin).success


def test_voiding(lrs: Served, remote: Any) -> None:
    wrong = statement("answered", "q4")
    assert remote.save_statement(wrong).success
    voiding = tincan.Statement(
        id=str(uuid.uuid4()),
        actor=agent(),
        verb=tincan.Verb(id=VOIDED),
        object=tincan.StatementRef(id=str(wrong.id)),
    )
    assert remote.save_statement(voiding).success
    assert not remote.retrieve_statement(str(wrong.id)).success
    assert str(remote.retrieve_voided_statement(str(wrong.id)).content.id) == str(wrong.id)
    (kept,) = lrs.statements(agent=ACTOR, verb=VOIDED)
    assert kept["object"] == {"objectType": "StatementRef", "id": str(wrong.id)}


def test_documents(lrs: Served, remote: Any) -> None:
    activity = tincan.Activity(id=COURSE)
    state = tincan.StateDocument(
        activity=activity,
        agent=agent(),
        id="bookmark",
        content=json.dumps({"page": 1}),
        content_type="application/json",
    )
    # It forgets the registration of a state, and reads no entity tags.
    assert remote.save_state(state).success
    where = {"activityId": COURSE, "agent": ACTOR}
    assert lrs.get("activities/state", stateId="bookmark", **where).json() == {"page": 1}
    assert json.loads(remote.retrieve_state(activity, agent(), "bookmark").content.content) == {"page": 1}
    assert remote.retrieve_state_ids(activity, agent()).content == ["bookmark"]
    assert remote.delete_state(state).success
    assert lrs.get("activities/state", stateId="bookmark", **where).status_code == 404
    # It cannot send a document beyond Latin-1, and names no precondition, which a new profile needs in 1.0.3.
    profile = tincan.AgentProfileDocument(agent=agent(), id="settings", content="font=14", content_type="text/plain")
    assert remote.save_agent_profile(profile).response.status == 400
    lrs.make("agents/profile", "font=12", agent=ACTOR, profileId="settings")
    assert remote.save_agent_profile(profile).response.status == 409
    profile.etag = lrs.get("agents/profile", agent=ACTOR, profileId="settings").headers["ETag"]
    assert remote.save_agent_profile(profile).success
    assert lrs.get("agents/profile", agent=ACTOR, profileId="settings").content == b"font=14"
    assert remote.retrieve_agent_profile_ids(agent()).content == ["settings"]
    profile.etag = None
    assert remote.delete_agent_profile(profile).success
    assert lrs.get("agents/profile", agent=ACTOR).json() == []
    lrs.make("activities/profile", "1", activityId=COURSE, profileId="hints")
    assert remote.retrieve_activity_profile(activity, "hints").content.content == b"1"
