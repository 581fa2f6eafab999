"""Missing and unexpected statements of a damaged cohort, against the definitions in plain Python."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from typing import Any

import duckdb
import pytest

from darslik_xapi.engines import DuckDb
from darslik_xapi.measures import MEASURES, tables
from darslik_xapi.plan import Activity, Plan
from darslik_xapi.plan_tables import register
from darslik_xapi.simulate import Options, simulate
from statement_rows import fill
from tracking_plans import IRI, plan

Row = dict[str, Any]
ADL = "http://adlnet.gov/expapi/verbs/"
OLD, NEW = plan(version="1.9", questions=24), plan(version="1.10", pages=10)
PLANS = {one.version: one for one in (OLD, NEW)}
ABOUT = {"page": "experienced", "question": "answered", "module": "progressed", "quiz": "progressed"}
ABANDONED = "https://w3id.org/xapi/adl/verbs/abandoned"
OTHERS = {"initialized", "terminated", "completed", "passed", "failed", "launched", ABANDONED}


def cohort(seed: int) -> list[Row]:
    """Learners of the old and the new version, with every fifth statement damaged."""
    dice = random.Random(seed)  # noqa: S311 - play, not secrecy
    lines = [(version, line) for version, given in PLANS.items() for line in simulate(given, Options(40, seed=seed))]
    return [damaged(row_of(json.loads(line), version), dice) for version, line in lines]


def row_of(statement: Row, version: str) -> Row:
    result, target = statement.get("result", {}), statement["object"]
    return {
        "id": statement["id"],
        "timestamp": statement["timestamp"].replace("T", " ").rstrip("Z"),
        "learner": statement["actor"]["account"]["name"] + version,
        "verb": statement["verb"]["id"],
        "object_type": "Activity",
        "object": target["id"],
        "interaction_type": target.get("definition", {}).get("interactionType"),
        "course": IRI,
        "revision": version,
        "response": result.get("response"),
        "success": result.get("success"),
    }


def damaged(row: Row, dice: random.Random) -> Row:
    kind = dice.randrange(70)
    changes: dict[int, Row] = {
        0: {"revision": None},
        1: {"revision": "1.10" if row["revision"] == "1.9" else "1.9"},
        2: {"revision": "2.0"},
        3: {"verb": ADL + "liked"},
        4: {"verb": ADL + "answered"},
        5: {"object": row["object"] + "x"},
        6: {"response": "e"},
        7: {"response": None},
        8: {"success": not row["success"]},
        9: {"success": None},
        10: {"interaction_type": "choice"},
        11: {"interaction_type": None},
        12: {"learner": None},
        13: {"course": None},
    }
    return row | changes.get(kind, {})


def surprises(rows: list[Row]) -> dict[tuple[str, ...], tuple[int, int]]:
    """Statements and learners by version, surprise, activity and detail."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in rows:
        if row["learner"] and row["course"]:
            version = row["revision"] or "1.10"
            for what, activity, detail in surprises_of(row, version):
                found[version, what, activity, detail].append(row["learner"])
    return {key: (len(learners), len(set(learners))) for key, learners in found.items()}


def surprises_of(row: Row, version: str) -> list[tuple[str, str, str]]:
    if version not in PLANS:
        return [("unknown version", "", version)]
    known = {one.iri: one for one in PLANS[version].activities}
    activity, verb = known.get(row["object"]), row["verb"].removeprefix(ADL)
    found = []
    part = verb in ABOUT.values()
    if not part and verb not in OTHERS:
        found.append(("unknown verb", row["object"], row["verb"]))
    elif part and activity is None:
        found.append(("unknown activity", row["object"], row["verb"]))
    elif activity and wrong_verb(activity, verb):
        found.append(("wrong verb", row["object"], row["verb"]))
    elif activity and part and row["interaction_type"] not in (None, activity.interaction):
        found.append(("wrong interaction type", row["object"], row["interaction_type"]))
    coded = ("choice", "true-false", "sequencing", "matching", "likert")
    if activity and verb == "answered" and row["interaction_type"] in coded and row["response"]:
        found += [(what, row["object"], detail) for what, detail in of_answer(activity, row)]
    return found


def wrong_verb(activity: Activity, verb: str) -> bool:
    if activity.kind in ("page", "question"):
        return verb != ABOUT[activity.kind]
    return verb in ABOUT.values() and verb != ABOUT.get(activity.kind)


def of_answer(activity: Activity, row: Row) -> list[tuple[str, str]]:
    if activity.interaction not in ("choice", "true-false", "sequencing", "matching", "likert"):
        return []
    found = []
    given = row["response"].split("[,]")
    by_group: dict[str, list[str]] = defaultdict(list)
    for one in activity.components:
        by_group[one.group].append(one.id)
    pairs = [f"{left}[.]{right}" for left in by_group["source"] for right in by_group["target"]]
    options = {*by_group["choices"], *by_group["scale"], *pairs}
    if options and set(given) - options:
        found.append(("unknown response", min(set(given) - options)))
    if len(activity.correct) == 1 and row["success"] is not None:
        key = activity.correct[0].split("[,]")
        right = sorted(given) == sorted(key) if activity.interaction in ("choice", "matching") else given == key
        if right != row["success"]:
            found.append(("judged otherwise", row["response"]))
    return found


def lacking(rows: list[Row]) -> dict[tuple[str, str], int]:
    """Learners by activity and component, of the newest version."""
    given = [
        row
        for row in rows
        if row["learner"] and row["course"] and row["revision"] in (None, "1.10")
        and row["verb"].removeprefix(ADL) in ABOUT.values()
    ]  # fmt: skip
    pages = [one.iri for one in NEW.activities if one.kind == "page"]
    furthest: dict[str, int] = {}
    for row in given:
        if row["object"] in pages and row["verb"] == ADL + "experienced":
            furthest[row["learner"]] = max(furthest.get(row["learner"], 0), pages.index(row["object"]) + 1)
    met = {row["object"] for row in given}
    split = not any(one.kind == "module" and one.iri in met for one in NEW.activities)
    found: dict[tuple[str, str], int] = {}
    for activity, page in passed_by(NEW, pages):
        reached = sum(one >= page for one in furthest.values())
        if (
            activity.iri not in met
            and reached >= 10
            and page <= len(pages)
            and not (activity.kind == "module" and split)
        ):
            found[activity.iri, ""] = reached
        found |= never_chosen(activity, given)
    return found


def passed_by(given: Plan, pages: list[str]) -> list[tuple[Activity, int]]:
    """Each part with the page (from 1) whose learners have come by it."""
    parts, number = [], 0
    last = {one.module: pages.index(one.iri) + 1 for one in given.activities if one.kind == "page"}
    for one in given.activities:
        number += one.kind == "page"
        if one.kind in ABOUT:
            parts.append((one, last[one.iri] + 1 if one.kind == "module" else number + (one.kind != "question")))
    return parts


def never_chosen(activity: Activity, given: list[Row]) -> dict[tuple[str, str], int]:
    if activity.interaction not in ("choice", "true-false"):
        return {}
    answers = [row for row in given if row["object"] == activity.iri and row["verb"] == ADL + "answered"]
    learners = {row["learner"] for row in answers}
    told = [row for row in answers if row["response"] and row["interaction_type"] in (None, "choice", "true-false")]
    chosen = {code for row in told for code in row["response"].split("[,]")}
    options = [one.id for one in activity.components if one.group == "choices"]
    return {(activity.iri, one): len(learners) for one in options if one not in chosen and len(learners) >= 30}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_measures_are_what_their_definitions_say(seed: int) -> None:
    rows = cohort(seed)
    gone = {f"{IRI}/questions/q4", f"{IRI}/modules/m0", next(o.iri for o in NEW.activities if o.id == "p3")}
    rows = [row for row in rows if row["object"] not in gone or row["revision"] == "1.9"]
    with duckdb.connect() as connection:
        fill(connection, rows)
        register(connection, [OLD, NEW])
        engine = DuckDb(connection)
        unexpected = engine.run(MEASURES["unexpected-statements"].build(tables())).dicts()
        missing = engine.run(MEASURES["missing-statements"].build(tables())).dicts()
    assert {
        (one["version"], one["what"], one["activity"], one["detail"]): (one["statements"], one["learners"])
        for one in unexpected
    } == surprises(rows)
    assert {(one["activity"], one["component"]): one["learners"] for one in missing} == lacking(rows)
    assert len({one["what"] for one in unexpected}) == 7
    assert len(missing) >= 2
