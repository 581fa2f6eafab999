"""Missing and unexpected statements after a release: counted by hand on a small course."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from itertools import count
from typing import Any

import duckdb
import pytest

from darslik_xapi.engines import DuckDb
from darslik_xapi.measures import MEASURES, tables
from darslik_xapi.measures import missing as _missing
from darslik_xapi.measures import unexpected as _unexpected
from darslik_xapi.plan import Activity, Plan
from darslik_xapi.plan_tables import register
from statement_rows import fill
from tracking_plans import IRI, plan

VERB = "http://adlnet.gov/expapi/verbs/"
LEARNERS = [f"p{number}" for number in range(40)]

Row = dict[str, Any]
_numbers = count(1)


def said(learner: str, verb: str, about: str, **fields: Any) -> Row:
    """A statement of version 1.1.0."""
    number = next(_numbers)
    return {
        "id": str(uuid.UUID(int=number)),
        "timestamp": f"2026-03-01 10:00:{number % 60:02d}",
        "learner": learner,
        "verb": verb if ":" in verb else VERB + verb,
        "object_type": "Activity",
        "object": f"{IRI}/{about}" if not about.startswith("https:") else about,
        "course": IRI,
        "revision": "1.1.0",
        **fields,
    }


def right(activity: Activity) -> str:
    """The answer that the key names."""
    return activity.correct[0].removeprefix("{case_matters=false}").partition("[:]")[0] if activity.correct else "1"


def sound(given: Plan) -> Iterator[Row]:
    """Everybody does everything, and every option is chosen by somebody."""
    for number, learner in enumerate(LEARNERS):
        yield said(learner, "initialized", "https://lms.example.org/launched/7")
        for activity in given.activities:
            yield from _met(activity, number, learner)
        yield said(learner, "completed", "https://lms.example.org/launched/7")


def _met(activity: Activity, number: int, learner: str) -> Iterator[Row]:
    if activity.kind == "page":
        yield said(learner, "experienced", activity.iri)
    elif activity.kind in ("module", "quiz"):
        yield said(learner, "progressed", activity.iri)
    elif activity.kind == "question":
        options = [one for one in activity.components if one.group == "choices"]
        response, success = right(activity), True if activity.correct else None
        if activity.interaction == "choice" and number % 2:
            response = options[number // 2 % len(options)].id
            success = response == right(activity)
        about = {"interaction_type": activity.interaction, "response": response, "success": success}
        yield said(learner, "answered", activity.iri, **about)


PLAN = plan(version="1.1.0")


@pytest.fixture(scope="module")
def everything() -> list[Row]:
    return list(sound(PLAN))


def run(name: str, rows: list[Row], *plans: Plan) -> list[Row]:
    with duckdb.connect() as connection:
        fill(connection, rows)
        register(connection, plans or [PLAN])
        return DuckDb(connection).run(MEASURES[name].build(tables())).dicts()


def unexpected(rows: list[Row], *plans: Plan) -> set[tuple[Any, ...]]:
    found = run("unexpected-statements", rows, *plans)
    parts = {(one["what"], one["activity"].removeprefix(f"{IRI}/"), one["detail"]): one for one in found}
    return {(*key, one["statements"], one["learners"]) for key, one in parts.items()}


def missing(rows: list[Row], *plans: Plan) -> list[tuple[str, int]]:
    return [(one["message"], one["learners"]) for one in run("missing-statements", rows, *plans)]


def test_what_is_as_planned_is_no_surprise(everything: list[Row]) -> None:
    assert unexpected(everything) == set()
    assert missing(everything) == []


def test_what_an_lms_says_of_a_launch_is_no_surprise(everything: list[Row]) -> None:
    own = [
        said("p0", verb, "https://lms.example.org/launched/7", revision=None)
        for verb in (
            "launched",
            "https://w3id.org/xapi/adl/verbs/satisfied",
            "https://w3id.org/xapi/adl/verbs/abandoned",
        )
    ]
    assert unexpected([*everything, *own]) == set()


ODD = [
    (said("p1", "experienced", "pages/m0/gone"), ("unknown activity", "pages/m0/gone", VERB + "experienced", 2, 2)),
    (said("p2", "experienced", "pages/m0/gone"), None),
    (
        said("p1", "answered", "questions/q99", response="x"),
        ("unknown activity", "questions/q99", VERB + "answered", 1, 1),
    ),
    (said("p1", "liked", "pages/m0/p1"), ("unknown verb", "pages/m0/p1", VERB + "liked", 1, 1)),
    (said("p1", "answered", "pages/m0/p1"), ("wrong verb", "pages/m0/p1", VERB + "answered", 2, 1)),
    (said("p1", "answered", "pages/m0/p1"), None),
    (said("p1", "progressed", "questions/q0"), ("wrong verb", "questions/q0", VERB + "progressed", 1, 1)),
    (
        said("p3", "answered", "questions/q0", interaction_type="numeric", response="b", success=True),
        ("wrong interaction type", "questions/q0", "numeric", 1, 1),
    ),
    (
        said("p3", "answered", "questions/q0", interaction_type="choice", response="e", success=False),
        ("unknown response", "questions/q0", "e", 2, 2),
    ),
    (said("p4", "answered", "questions/q0", interaction_type="choice", response="e", success=False), None),
    (
        said("p3", "answered", "questions/q5", interaction_type="matching", response="a[.]1[,]b[.]3", success=False),
        ("unknown response", "questions/q5", "b[.]3", 1, 1),
    ),
    (
        said("p3", "answered", "questions/q6", interaction_type="likert", response="5"),
        ("unknown response", "questions/q6", "5", 1, 1),
    ),
    (
        said("p5", "answered", "questions/q0", interaction_type="choice", response="b", success=False),
        ("judged otherwise", "questions/q0", "b", 1, 1),
    ),
    (
        said("p5", "answered", "questions/q0", interaction_type="choice", response="a", success=True),
        ("judged otherwise", "questions/q0", "a", 1, 1),
    ),
    (
        said("p5", "answered", "questions/q4", interaction_type="sequencing", response="b[,]a[,]c", success=True),
        ("judged otherwise", "questions/q4", "b[,]a[,]c", 1, 1),
    ),
    (said("p6", "experienced", "pages/m0/p0", revision="0.9"), ("unknown version", "", "0.9", 2, 2)),
    (said("p7", "liked", "anything", revision="0.9"), None),
]  # fmt: skip


def test_each_surprise_is_counted_once(everything: list[Row]) -> None:
    assert unexpected([*everything, *(row for row, _ in ODD)]) == {one for _, one in ODD if one}


def test_the_order_of_a_set_is_no_surprise(everything: list[Row]) -> None:
    """Options that are ticked, and pairs, come as the learner gave them."""
    fine = [
        said("p1", "answered", "questions/q2", interaction_type="choice", response="c[,]a", success=True),
        said("p1", "answered", "questions/q5", interaction_type="matching", response="b[.]2[,]a[.]1", success=True),
        said("p1", "answered", "questions/q0", interaction_type="choice", response="", success=False),
        said("p1", "answered", "questions/q3", interaction_type="numeric", response="12.5", success=True),
    ]
    assert unexpected([*everything, *fine]) == set()


def test_a_statement_is_held_against_the_plan_of_its_version(everything: list[Row]) -> None:
    """What the old version had is no surprise in it, and is one in the new version; none said is the new one."""
    old = plan(questions=21, version="1.0.0")
    rows = [
        said("p1", "answered", "questions/q20", revision="1.0.0"),
        said("p2", "answered", "questions/q20", revision=None),
    ]
    assert unexpected([*everything, *rows], old, PLAN) == {
        ("unknown activity", "questions/q20", VERB + "answered", 1, 1)
    }


def test_a_surprise_names_the_source_line(everything: list[Row]) -> None:
    (found,) = run("unexpected-statements", [*everything, ODD[8][0]])
    assert (found["file"], found["line"], found["title"]) == ("courses/waste/lessons/00.md", 10, "Question 0 (en)")
    assert (found["version"], found["first"]) == ("1.1.0", found["last"])


def without(rows: list[Row], about: str, **fields: Any) -> list[Row]:
    """The rows but for those about an activity whose columns have these values."""
    return [row for row in rows if not (row["object"].endswith(about) and fields.items() <= row.items())]


@pytest.mark.parametrize(
    ("about", "message"),
    [
        ("/p4", "courses/waste/lessons/04.md:1 this page was never seen"),
        ("/q3", "courses/waste/lessons/01.md:13 this question was never answered"),
        ("/q19", "courses/waste/lessons/11.md:29 this question was never answered"),
        ("/modules/m0", "this module was never completed"),
    ],
)
def test_what_nobody_sent_is_missing(about: str, message: str, everything: list[Row]) -> None:
    assert missing(without(everything, about)) == [(message, 40)]


def test_what_nobody_came_to_is_not_missing(everything: list[Row]) -> None:
    """Nobody saw a page after the last one, and a few learners prove nothing."""
    assert missing(without(everything, "/p11")) == []
    few = [row for row in everything if row["learner"] in LEARNERS[:9]]
    assert missing(without(few, "/p4")) == []
    early = [row for row in everything if row["object"].endswith(("/p0", "/p1", "/q0", "/q1"))]
    assert [one for one in missing(early) if "q" in one[0]] == [
        ("courses/waste/lessons/01.md:12 this question was never answered", 40),
        ("courses/waste/lessons/01.md:13 this question was never answered", 40),
    ]


def test_modules_that_are_packages_of_their_own_are_not_missing(everything: list[Row]) -> None:
    """There the module is what was launched: an LMS's own id, or the module's with another verb."""
    assert missing([row for row in everything if "/modules/" not in row["object"]]) == []


def test_an_option_that_nobody_chose_has_its_line(everything: list[Row]) -> None:
    rows = without(everything, "/q0", response="c")
    chosen = {row["learner"] for row in rows if row["object"].endswith("/q0")}
    assert missing(rows) == [("courses/waste/lessons/03.md:42 option c was never chosen", len(chosen))]
    a_for_c = {"a": "c", "a[,]c": "c[,]d"}
    ticked = [
        {**row, "response": a_for_c.get(row["response"], row["response"])} if row["object"].endswith("/q2") else row
        for row in everything
    ]
    assert [message for message, _ in missing(ticked)] == ["courses/waste/lessons/03.md:40 option a was never chosen"]
    few = [row for row in rows if row["learner"] in LEARNERS[:29]]
    assert missing(few) == []


def test_statements_without_a_definition_count_too(everything: list[Row]) -> None:
    assert missing([{**row, "interaction_type": None} for row in everything]) == []


def test_older_versions_hide_nothing(everything: list[Row]) -> None:
    """A page that statements of the version before had, and those of the newest lack, is missing."""
    before = [{**row, "revision": "1.0.0", "id": str(uuid.uuid4())} for row in everything]
    rows = [*before, *without(everything, "/p4")]
    found = missing(rows, plan(version="1.0.0"), PLAN)
    assert found == [("courses/waste/lessons/04.md:1 this page was never seen", 40)]
    assert missing(before, plan(version="1.0.0"), PLAN) == []


def test_without_a_plan_nothing_is_unexpected(everything: list[Row]) -> None:
    with duckdb.connect() as connection:
        fill(connection, [{**row, "raw": "{}"} for row in everything])
        register(connection, [], "statements")
        assert DuckDb(connection).run(MEASURES["unexpected-statements"].build(tables())).rows == ()


def test_both_are_registered() -> None:
    assert _missing.missing in {one.build for one in MEASURES.values()}
    assert _unexpected.unexpected in {one.build for one in MEASURES.values()}
