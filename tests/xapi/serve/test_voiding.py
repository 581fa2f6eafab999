"""Voiding, whatever the order."""

from __future__ import annotations

import itertools

import httpx
import pytest

from .made import VOIDED, about, activity, found, named, post, stored, verb


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_order_does_not_matter(lrs: httpx.Client, order: tuple[int, ...]) -> None:
    """A statement, what voids it, and what tries to void that."""
    said = named(verb=verb("left"))
    voiding = about(said["id"])
    vain = about(voiding["id"])
    every = (said, voiding, vain)
    for number in order:
        post(lrs, every[number])
    assert lrs.get("/statements", params={"statementId": said["id"]}).status_code == 404
    assert lrs.get("/statements", params={"voidedStatementId": said["id"]}).json()["id"] == said["id"]
    # A voiding statement cannot be voided.
    assert stored(lrs, voiding["id"])["id"] == voiding["id"]
    assert lrs.get("/statements", params={"voidedStatementId": voiding["id"]}).status_code == 404
    assert set(found(lrs)) == {voiding["id"], vain["id"]}
    # Who asks for the voided one finds what speaks of it.
    assert set(found(lrs, verb=verb("left")["id"])) == {voiding["id"], vain["id"]}


def test_in_one_request(lrs: httpx.Client) -> None:
    said = named()
    post(lrs, about(said["id"].upper()), said)
    assert lrs.get("/statements", params={"statementId": said["id"]}).status_code == 404


def test_voiding_twice_is_no_fault(lrs: httpx.Client) -> None:
    said = named()
    post(lrs, said, about(said["id"]))
    post(lrs, about(said["id"]))
    assert lrs.get("/statements", params={"voidedStatementId": said["id"]}).status_code == 200


def test_only_the_verb_on_a_reference_voids(lrs: httpx.Client) -> None:
    said = named()
    post(lrs, said, about(said["id"], "http://example.org/verbs/commented"))
    assert stored(lrs, said["id"])
    assert lrs.post("/statements", json=named(verb={"id": VOIDED}, object=activity())).status_code == 400


def test_the_voided_id_stays_taken(lrs: httpx.Client) -> None:
    said = named()
    post(lrs, said, about(said["id"]))
    post(lrs, said)
    assert lrs.post("/statements", json={**said, "verb": verb("other")}).status_code == 409
    assert lrs.get("/statements", params={"statementId": said["id"]}).status_code == 404
