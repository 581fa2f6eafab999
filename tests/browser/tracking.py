"""The tracking plan and the xAPI Profile held against the statements that a browser really sent."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from darslik_xapi.engines import DuckDb
from darslik_xapi.measures import MEASURES, tables
from darslik_xapi.plan import Activity, Plan, read_plan
from darslik_xapi.privacy.pseudonyms import Key
from darslik_xapi.store.store import Store
from profile_rules import expression, follows, problems

if TYPE_CHECKING:
    from darslik_xapi.testing import LrsServer

Json = dict[str, Any]
LISTS = ("choices", "source", "target", "steps", "scale")
OF_THE_LMS = ("launched", "satisfied", "waived", "abandoned", "voided")


def check_with_plan(lrs: LrsServer, package: Path) -> None:
    """Every statement of the package is about what the plan beside it says, and follows the profile beside it."""
    (found,) = package.parent.glob("*.plan.json")
    plan = read_plan(found)
    sent = [one for one in lrs.lrs.statements.all if one["verb"]["id"].rpartition("/")[2] not in OF_THE_LMS]
    assert sent
    for statement in sent:
        _check(statement, plan)
    profile = json.loads(found.with_name(found.name.replace(".plan.json", ".profile.jsonld")).read_text("utf-8"))
    _check_profile(sent, profile)
    assert _surprises(lrs, plan) == []


def _surprises(lrs: LrsServer, plan: Plan) -> list[Json]:
    """What the measure of unexpected statements says of all that the LRS has."""
    with TemporaryDirectory() as name:
        file = Path(name) / "all.ndjson"
        file.write_text(lrs.lrs.ndjson(), "utf-8")
        store = Store(Path(name) / "store", Key(b"a key for tests that is long enough", "the tests"))
        store.load([file])
        with DuckDb(store.connect([plan])) as engine:
            assert engine.run(tables().statements.count().as_table()).rows[0][0] > 0
            return engine.run(MEASURES["unexpected-statements"].build(tables())).dicts()


def _check(statement: Json, plan: Plan) -> None:
    kinds = {verb.iri: verb.kinds for verb in plan.verbs}[statement["verb"]["id"]]
    about, context = statement["object"], statement["context"]
    assert context["revision"] == plan.version
    assert context["language"] in plan.languages
    around = context.get("contextActivities", {})
    whole = [one["id"] for key in ("parent", "grouping") for one in around.get(key, ())]
    assert plan.course in (about["id"], *whole)
    if "course" in kinds:  # about what was launched, whose id may be the LMS's
        return
    (activity,) = (one for one in plan.activities if one.iri == about["id"])
    assert activity.kind in kinds
    definition = about["definition"]
    named = definition["description"] if activity.kind == "question" else definition["name"]
    assert named.items() <= activity.title.items()
    if activity.kind == "question":
        _check_question(definition, statement["result"]["response"], activity)


def _check_question(definition: Json, response: str, activity: Activity) -> None:
    assert definition["interactionType"] == activity.interaction
    assert tuple(definition.get("correctResponsesPattern", ())) == activity.correct
    parts = {(group, one["id"]): one["description"] for group in LISTS for one in definition.get(group, ())}
    known = {(one.group, one.id): one.label for one in activity.components}
    assert parts == known or (activity.interaction == "true-false" and not parts)
    if activity.interaction == "matching":
        pairs = [pair.split("[.]") for pair in response.split("[,]")]
        assert all(("source", left) in known and ("target", right) in known for left, right in pairs)
    elif known:
        codes = {code for _, code in known}
        assert set(response.split("[,]")) <= codes, (activity.id, response)


def _check_profile(sent: list[Json], profile: Json) -> None:
    """Each statement follows one template, and those of a registration come in the order of the pattern."""
    assert problems(profile) == []
    orders: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for statement in sent:
        names = [template["id"] for template in profile["templates"] if follows(statement, template)]
        assert len(names) == 1, (statement["verb"]["id"], statement.get("result"), names)
        orders[statement["context"]["registration"]].append((statement["timestamp"], f"<{names[0]}>"))
    pattern = expression(profile)
    for order in orders.values():
        # Of the same millisecond as they arrived: sorting keeps that order.
        told = "".join(name for _, name in sorted(order, key=lambda one: one[0]))
        assert pattern.fullmatch(told), told.replace(profile["id"], "")
