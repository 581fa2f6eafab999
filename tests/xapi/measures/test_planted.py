"""What the simulator plants is found, and nothing else of its kind."""

from __future__ import annotations

import math
from statistics import correlation

import pytest

from darslik_xapi.simulate import Options, truth
from tracking_plans import IRI, plan
from xapi.measures.conftest import Run
from xapi.measures.landing import rows
from xapi.measures.people import tidy
from xapi.measures.truth_base import World

LEARNERS, SEED = 450, 5
TRUTH = truth(plan(), Options(LEARNERS, seed=SEED))


@pytest.fixture(scope="module")
def big() -> World:
    return World(rows(tidy(LEARNERS, SEED)), (plan(),))


def test_the_bad_item_is_the_only_one_with_a_wrong_key(run: Run, big: World) -> None:
    found = run("item-analysis", big)
    assert {row["item"] for row in found if row["flag"]} == {TRUTH.planted.bad_item}
    assert [row["flag"] for row in found if row["severity"] == 3] == ["key likely wrong"]


def test_the_mistranslation_is_the_only_translation_flagged(run: Run, big: World) -> None:
    flagged = [row for row in run("translation-dif", big) if row["flag"]]
    assert [(row["item"], row["language"]) for row in flagged] == [
        (TRUTH.planted.mistranslation, TRUTH.planted.language)
    ]
    assert flagged[0]["flag"].startswith("much harder")
    assert flagged[0]["delta_high"] < -1


def test_the_option_that_nobody_chose_is_named_with_its_line(run: Run, big: World) -> None:
    found = run("distractors", big)
    never = [row for row in found if row["flag"] == "was never chosen"]
    assert [(row["item"], row["component"]) for row in never] == [(TRUTH.planted.unchosen_in, TRUTH.planted.unchosen)]
    assert never[0]["finding"] == "courses/waste/lessons/03.md:43 option d was never chosen"


def test_difficulties_are_recovered(run: Run, big: World) -> None:
    """The logit of facility, freed from guessing, against the difficulty that the item was drawn with."""
    guessed = {"true-false": 0.5, "choice": 0.15}
    kinds = {one.iri: guessed.get(one.interaction, 0.0) for one in plan().activities if one.kind == "question"}
    planted = {TRUTH.planted.bad_item, TRUTH.planted.mistranslation, f"{IRI}/questions/q2"}
    pairs = []
    for row in run("item-analysis", big):
        known = (row["facility"] - kinds[row["item"]]) / (1 - kinds[row["item"]])
        if row["item"] not in planted and 0 < known < 1:
            pairs.append((math.log(known / (1 - known)), TRUTH.difficulty[row["item"]]))
    assert len(pairs) > 12
    assert correlation(*zip(*pairs, strict=True)) < -0.95
