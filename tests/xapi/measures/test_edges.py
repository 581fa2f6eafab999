"""Little, nothing, or all the same: no measure fails, and each still is what plain Python computes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracking_plans import plan
from xapi.measures.conftest import Run
from xapi.measures.landing import Row, rows
from xapi.measures.people import FOREIGN, foreign, tidy
from xapi.measures.test_measures import TRUTH, differences
from xapi.measures.truth_base import World


def bare(one: Row) -> Row:
    """Without all that a statement may lack; everybody right, at the same time."""
    nothing = dict.fromkeys(("team", "registration", "session", "revision", "language", "duration", "score_scaled"))
    right = None if one.success is None else True
    return replace(one, **nothing, success=right, timestamp=1_767_600_000_000_000)  # type: ignore[arg-type]


WORLDS = {
    "nothing": lambda: World([], (plan(),)),
    "one learner": lambda: World([one for one in rows(tidy(8)) if "c000002" in str(one.learner)], (plan(),)),
    "no plan": lambda: World(rows(tidy(14)), ()),
    "all the same": lambda: World([bare(one) for one in rows(tidy(40))], (plan(),)),
}


@pytest.fixture(scope="module", params=list(WORLDS))
def edge(request: pytest.FixtureRequest) -> World:
    return WORLDS[request.param]()


def test_every_measure_at_the_edge(run: Run, edge: World) -> None:
    found = {name: differences(run(name, edge), truth(edge))[:2] for name, truth in TRUTH.items()}
    assert {name: what for name, what in found.items() if what} == {}


def test_items_that_everybody_has_right(run: Run) -> None:
    world = World([bare(one) for one in rows(tidy(60))], (plan(),))
    found = run("item-analysis", world)
    assert {(row["facility"], row["discrimination"], row["flag"], row["severity"]) for row in found} == {
        (1.0, None, "too easy", 1)
    }
    assert {(row["alpha"], row["flag"]) for row in run("reliability", world)} == {(None, None)}
    assert run("translation-dif", world) == []


def test_a_course_of_another_tool_is_measured(run: Run) -> None:
    world = World(rows(foreign(60)), ())
    (course,) = run("completion-by-course", world)
    assert course["course"] == FOREIGN
    assert 0 < course["completed"] < course["learners"] == 60  # slides that were completed do not complete the course
    assert course["passed"] + course["failed"] > course["completed"]
    assert [row["page"] for row in run("drop-off", world)] == [f"{FOREIGN}/slide{n}" for n in range(8)]
    assert len(run("item-analysis", world)) == 6
    (test,) = run("reliability", world)
    assert test["items"] == 6
    assert test["alpha"] > 0.5


def test_what_was_voided_does_not_count(run: Run) -> None:
    statements = foreign(30)
    gone = [one["id"] for one in statements if one["object"]["id"] == f"{FOREIGN}/q0"]
    voiding = [
        statements[0]
        | {
            "id": f"00000000-0000-4000-8000-{n:012}",
            "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"},
            "object": {"objectType": "StatementRef", "id": one},
            "context": {},
        }
        for n, one in enumerate(gone)
    ]
    world = World(rows([*statements, *voiding]), ())
    assert len(gone) > 10
    assert [row["item"] for row in run("item-analysis", world)] == [f"{FOREIGN}/q{n}" for n in range(1, 6)]
    (course,) = run("completion-by-course", world)
    assert course["learners"] == 30
