"""Statements read: every filter, pages, order."""

from __future__ import annotations

import itertools
import uuid
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from darslik_xapi.serve import reading

from .made import ANN, BOB, TEAM, Json, about, activity, as_parameter, found, named, post, statement, stored, verb

INSTRUCTOR: Json = {"mbox": "mailto:teacher@example.org"}
REGISTRATION = str(uuid.uuid4())


@pytest.fixture
def told(one: httpx.Client) -> dict[str, Json]:
    """Statements that differ in where a filter may find something."""
    course = [activity("course")]
    sub = {
        "objectType": "SubStatement",
        "actor": BOB,
        "verb": verb("planned"),
        "object": activity("inner"),
        "context": {"instructor": INSTRUCTOR, "contextActivities": {"other": course}},
    }
    made = {
        "plain": named(),
        "verb": named(verb=verb("left")),
        "registered": named(context={"registration": REGISTRATION.upper()}),
        "in course": named(context={"contextActivities": {"grouping": course}}),
        "taught": named(context={"instructor": INSTRUCTOR, "team": TEAM}),
        "by group": named(actor=TEAM),
        "about agent": named(object=BOB),
        "sub": named(object=sub),
        "object course": named(object=activity("course")),
    }
    post(one, *made.values())
    return made


def names(client: httpx.Client, made: dict[str, Json], **query: Any) -> set[str]:
    by_id = {one["id"]: name for name, one in made.items()}
    return {by_id[key] for key in found(client, **query)}


def test_filters(one: httpx.Client, told: dict[str, Json]) -> None:
    def ask(**query: Any) -> set[str]:
        return names(one, told, **query)

    assert ask(verb=verb("left")["id"]) == {"verb"}
    assert ask(verb=verb("planned")["id"]) == set()
    assert ask(registration=REGISTRATION) == {"registered"}
    assert ask(activity=activity("course")["id"]) == {"object course"}
    assert ask(activity=activity("course")["id"], related_activities="true") == {"in course", "sub", "object course"}
    assert ask(activity=activity("inner")["id"]) == set()
    assert ask(activity=activity("inner")["id"], related_activities="true") == {"sub"}
    assert ask(agent=as_parameter(BOB)) == {"by group", "about agent"}
    assert ask(agent=as_parameter(BOB), related_agents="true") == {"by group", "about agent", "taught", "sub"}
    assert ask(agent=as_parameter({"objectType": "Group", "mbox": TEAM["mbox"]})) == {"by group"}
    assert ask(agent=as_parameter(INSTRUCTOR)) == set()
    assert ask(agent=as_parameter(INSTRUCTOR), related_agents="true") == {"taught", "sub"}
    assert ask(agent=as_parameter({**ANN, "name": "someone else"}), verb=verb("left")["id"]) == {"verb"}
    assert ask(agent=as_parameter(ANN), activity=activity()["id"], registration=REGISTRATION) == {"registered"}
    assert ask(agent=as_parameter(BOB), verb=verb("left")["id"]) == set()
    assert ask(verb="http://example.org/verbs/none") == set()


def test_the_authority_is_a_related_agent(one: httpx.Client, told: dict[str, Json]) -> None:
    authority = as_parameter(stored(one, told["plain"]["id"])["authority"])
    assert names(one, told, agent=authority) == set()
    assert names(one, told, agent=authority, related_agents="true") == set(told)


def test_context_agents_and_groups_of_2_0(two: httpx.Client) -> None:
    context = {
        "contextAgents": [{"objectType": "contextAgent", "agent": INSTRUCTOR}],
        "contextGroups": [{"objectType": "contextGroup", "group": TEAM}],
    }
    sent = named(context=context)
    post(two, sent, named())
    for agent in (INSTRUCTOR, TEAM, BOB):
        assert found(two, agent=as_parameter(agent)) == []
        assert found(two, agent=as_parameter(agent), related_agents="true") == [sent["id"]]


def test_order_and_times(lrs: httpx.Client) -> None:
    first, second, third = (post(lrs, statement())[0] for _ in range(3))
    assert found(lrs) == [third, second, first]
    assert found(lrs, ascending="true") == [first, second, third]
    assert found(lrs, ascending="false", limit=2) == [third, second]
    moment = stored(lrs, second)["stored"]
    assert found(lrs, since=moment) == [third]
    assert found(lrs, until=moment) == [second, first]
    assert found(lrs, since=moment, until=moment) == []
    # The same moment in another zone, and with a plus sign that was not percent-encoded.
    east = (datetime.fromisoformat(moment) + timedelta(hours=5)).isoformat().replace("+00:00", "+05:00")
    assert found(lrs, since=east) == [third]
    answer = lrs.get(f"/statements?until={east}")
    assert [one["id"] for one in answer.json()["statements"]] == [second, first]


def test_stored_times_rise_from_request_to_request(lrs: httpx.Client) -> None:
    """So that asking for what is stored since the last one loses nothing."""
    for _ in range(20):
        post(lrs, statement(), statement())
    times = [one["stored"] for one in lrs.get("/statements", params={"ascending": "true"}).json()["statements"]]
    assert times == sorted(times)
    assert len(set(times)) == 20
    assert all(len(list(same)) == 2 for _, same in itertools.groupby(times))


@pytest.mark.parametrize("ascending", ["true", "false"])
@pytest.mark.parametrize("query", [{}, {"verb": verb("left")["id"]}, {"agent": as_parameter(ANN)}], ids=str)
def test_pages_have_everything_once(lrs: httpx.Client, base: str, ascending: str, query: dict[str, str]) -> None:
    wanted = []
    for number in range(23):
        [key] = post(lrs, statement(verb=verb("left"), context={"platform": str(number)}))
        wanted.append(key)
    post(lrs, about(wanted[3], verb("left")["id"]))
    whole = found(lrs, ascending=ascending, **query)
    pages, more = [], "/xapi/statements?" + str(httpx.QueryParams({"limit": 5, "ascending": ascending, **query}))
    root = "{0.scheme}://{0.netloc}".format(urlsplit(base))
    while more:
        assert more.startswith("/")
        page = lrs.get(root + more).json()
        # What arrives while pages are read is not in the way.
        if ascending == "false":
            post(lrs, statement(verb=verb("left")))
        pages.append([one["id"] for one in page["statements"]])
        more = page["more"]
    assert list(itertools.chain(*pages)) == whole
    assert [len(page) for page in pages[:-1]] == [5] * (len(pages) - 1)


def test_a_page_is_at_most_500_and_limit_0_means_that(lrs: httpx.Client) -> None:
    post(lrs, *(statement() for _ in range(501)))
    for query in ({}, {"limit": 0}, {"limit": 1000}):
        answer = lrs.get("/statements", params=query).json()
        assert len(answer["statements"]) == 500
        assert answer["more"]


@pytest.mark.parametrize("ascending", ["true", "false"])
def test_large_statements_make_short_pages(one: httpx.Client, monkeypatch: pytest.MonkeyPatch, ascending: str) -> None:
    monkeypatch.setattr(reading, "_LARGEST_PAGE", 5000)
    said = [named(verb=verb("left"), context={"platform": "x" * 2000}) for _ in range(7)]
    comments = [about(one["id"], "http://example.org/verbs/commented") for one in said]
    post(one, *itertools.chain(*zip(said, comments, strict=True)))
    query: dict[str, str] = {"verb": verb("left")["id"], "ascending": ascending}
    pages, more = [], "/statements?" + str(httpx.QueryParams(query))
    while more:
        page = one.get(more.removeprefix("/xapi")).json()
        pages.append([one["id"] for one in page["statements"]])
        more = page["more"]
    assert len(pages) > 2
    wanted = [one["id"] for one in itertools.chain(*zip(said, comments, strict=True))]
    assert list(itertools.chain(*pages)) == (wanted if ascending == "true" else wanted[::-1])


def test_nothing_found_is_no_fault(lrs: httpx.Client) -> None:
    answer = lrs.get("/statements", params={"verb": "http://example.org/none"})
    assert (answer.status_code, answer.json()) == (200, {"statements": [], "more": ""})


def test_statements_about_statements_are_found_with_them(lrs: httpx.Client) -> None:
    """Over several references, whichever came first; a circle is no trouble."""
    said = named(verb=verb("left"))
    comment = about(said["id"], "http://example.org/verbs/commented")
    reply = about(comment["id"], "http://example.org/verbs/replied")
    loop = named(verb={"id": "http://example.org/verbs/looped"})
    loop["object"] = {"objectType": "StatementRef", "id": loop["id"]}
    post(lrs, reply)
    post(lrs, loop, comment)
    post(lrs, said, named())
    assert set(found(lrs, verb=verb("left")["id"])) == {said["id"], comment["id"], reply["id"]}
    assert found(lrs, verb=verb("left")["id"], limit=1) == [said["id"]]
    assert found(lrs, verb=verb("left")["id"], ascending="true", limit=1) == [reply["id"]]
    assert found(lrs, verb="http://example.org/verbs/looped") == [loop["id"]]
    # All conditions are asked of one statement, not some of the one and some of the other.
    assert set(found(lrs, verb=verb("left")["id"], agent=as_parameter(BOB))) == set()
    # Times count for the statement that is given.
    moment = stored(lrs, reply["id"])["stored"]
    assert found(lrs, verb=verb("left")["id"], until=moment) == [reply["id"]]
