"""The forms ids, exact and canonical."""

from __future__ import annotations

import httpx
import pytest

from .made import ANN, BOB, Json, activity, named, post, statement, stored, verb

NAMES = {"en-GB": "Colour", "uz-Latn": "Rang", "ru": "Цвет"}


@pytest.fixture
def sent(lrs: httpx.Client) -> Json:
    """A statement that says little of its activities; others say more."""
    whole = {"name": NAMES, "description": {"en": "x"}, "type": "http://example.org/types/page"}
    group = {"objectType": "Group", "name": "Pair", "member": [ANN, BOB]}
    course = {**activity("course"), "definition": {"name": {"en": "Course"}}}
    context = {"instructor": ANN, "team": group, "contextActivities": {"parent": [course]}}
    inner = {**statement(object={**activity(), "definition": {"name": {"en": "Page"}}}), "objectType": "SubStatement"}
    made = named(actor=group, object=inner, context=context)
    post(lrs, made, named(object={**activity(), "definition": whole}))
    return made


def test_exact_is_what_was_sent(lrs: httpx.Client, sent: Json) -> None:
    for query in ({}, {"format": "exact"}):
        kept = stored(lrs, sent["id"], **query)
        assert {name: kept[name] for name in sent} == sent


def test_ids(lrs: httpx.Client, sent: Json) -> None:
    kept = stored(lrs, sent["id"], format="ids")
    bob, ann = BOB, {"objectType": "Agent", "mbox": ANN["mbox"]}
    assert kept["actor"] == {"objectType": "Group", "member": [ann, bob]}
    assert kept["verb"] == {"id": verb()["id"]}
    assert kept["object"] == {
        "objectType": "SubStatement",
        "actor": ann,
        "verb": {"id": verb()["id"]},
        "object": {"id": activity()["id"]},
    }
    assert kept["context"]["instructor"] == ann
    assert kept["context"]["contextActivities"] == {"parent": [{"id": activity("course")["id"]}]}


@pytest.mark.parametrize(
    ("wanted", "tag"),
    [
        ("uz-Latn", "uz-Latn"),
        ("uz", "uz-Latn"),
        ("fr, ru;q=0.5, en;q=0.9", "en"),
        ("EN-gb", "en-GB"),
        ("en-US;q=0, ru", "ru"),
        ("*", "en"),
        ("", "en"),
        ("fr;q=x", "en"),
    ],
)
def test_canonical_has_one_language_and_all_that_is_known(lrs: httpx.Client, sent: Json, wanted: str, tag: str) -> None:
    query = {"statementId": sent["id"], "format": "canonical"}
    kept = lrs.get("/statements", params=query, headers={"Accept-Language": wanted}).json()
    definition = kept["object"]["object"]["definition"]
    assert definition["name"] == {tag: {"en": "Page", **NAMES}[tag]}
    assert definition["type"] == "http://example.org/types/page"
    assert definition["description"] == {"en": "x"}
    assert len(kept["verb"]["display"]) == 1
    assert kept["actor"] == sent["actor"]


def test_a_later_interaction_replaces_the_earlier_one(lrs: httpx.Client) -> None:
    choice = {"interactionType": "choice", "choices": [{"id": "a"}], "correctResponsesPattern": ["a"]}
    number = {"interactionType": "numeric", "correctResponsesPattern": ["4[:]5"]}
    post(lrs, named(object={**activity(), "definition": choice | {"name": {"en": "Q"}}}))
    post(lrs, named(object={**activity(), "definition": number}))
    known = lrs.get("/activities", params={"activityId": activity()["id"]}).json()["definition"]
    assert known == {**number, "name": {"en": "Q"}}
