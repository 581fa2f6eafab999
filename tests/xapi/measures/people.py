"""Cohorts to measure: the simulator's, made untidy, and a course of another tool."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from darslik_xapi.plan import Plan
from darslik_xapi.simulate import Options, simulate
from darslik_xapi.simulate.cohort import dice_of
from tracking_plans import IRI, plan

FOREIGN = "https://tools.example.com/story/5abc"
ADL = "http://adlnet.gov/expapi"
LATER = plan(pages=10, questions=18, version="1.10.0")
"""A newer version: two pages and two questions fewer."""

Statement = dict[str, Any]


def tidy(learners: int, seed: int = 5) -> list[Statement]:
    """As the simulator has it."""
    return [json.loads(line) for line in simulate(plan(), Options(learners, seed=seed))]


def untidy(learners: int, seed: int = 5) -> list[Statement]:
    """With what real records have: two versions, missing context, switched languages, equal times, repetitions."""
    dice = dice_of(seed, "untidy")
    found = []
    for one in tidy(learners, seed):
        found += list(_spoilt(one, dice))
    return [*found, *foreign(40, seed), *_strays(), *split(40)]


def _spoilt(one: Statement, dice: random.Random) -> Iterator[Statement]:
    """What a learner's records lack, and what chance does to a statement: it may be moved, repeated, voided."""
    _missing(one["context"], int(one["actor"]["account"]["name"][1:]))
    chance = dice.random()
    for least, most, change in _CHANGES:
        if least <= chance < most:
            change(one, dice)
    yield one
    new = {"id": str(uuid.UUID(int=dice.getrandbits(128), version=4))}
    if 0.085 < chance < 0.09:
        yield json.loads(json.dumps(one)) | new
    if 0.09 < chance < 0.093:
        about = {"objectType": "StatementRef", "id": one["id"]}
        yield one | new | {"verb": {"id": f"{ADL}/verbs/voided"}, "object": about, "result": {}, "context": {}}


def _missing(context: Statement, number: int) -> None:
    if number % 3 == 0:
        context["revision"] = "1.10.0" if number % 2 else "1.9.0"
    if number % 7 == 0:
        del context["registration"]
    if number % 11 == 0:
        del context["language"]


def _in_another_language(one: Statement, dice: random.Random) -> None:
    one["context"]["language"] = dice.choice(("ru", "en", "kk"))


def _late(one: Statement, dice: random.Random) -> None:
    one["stored"] = _moved(one["timestamp"], timedelta(days=dice.choice((1, 3))))


def _ahead(one: Statement, dice: random.Random) -> None:
    one["timestamp"] = _moved(one["stored"], timedelta(minutes=dice.choice((3, 120))))


def _unversioned(one: Statement, dice: random.Random) -> None:
    del dice
    one["context"].pop("revision", None)


def _half_right(one: Statement, dice: random.Random) -> None:
    if "score" in one.get("result", {}):
        one["result"]["score"]["scaled"] = dice.choice((0.5, 0.3333))
        if dice.random() < 0.5:
            one["result"].pop("success", None)


def _at_the_hour(one: Statement, dice: random.Random) -> None:
    del dice
    one["timestamp"] = one["timestamp"][:14] + "00:00.000Z"


def _unanswered(one: Statement, dice: random.Random) -> None:
    for name in ("response", *(("success", "score") if dice.random() < 0.5 else ())):
        one.get("result", {}).pop(name, None)


_CHANGES: tuple[tuple[float, float, Callable[[Statement, random.Random], None]], ...] = (
    (0.0, 0.03, _in_another_language),
    (0.03, 0.04, _late),
    (0.04, 0.05, _ahead),
    (0.05, 0.06, _unversioned),
    (0.06, 0.07, _half_right),
    (0.07, 0.08, _at_the_hour),
    (0.08, 0.085, _unanswered),
)


def _moved(text: str, by: timedelta) -> str:
    return (datetime.fromisoformat(text) + by).astimezone(UTC).isoformat()


def _strays() -> Iterator[Statement]:
    """No learner; no time; an activity that no plan knows; a platform that enrols and waives."""
    base: Statement = {
        "actor": {"account": {"homePage": "https://lms.example", "name": "x1"}},
        "stored": "2026-02-01T00:00:00Z",
    }
    when = {"timestamp": "2026-02-01T00:00:00Z"}
    course = {"contextActivities": {"grouping": [{"id": IRI}]}, "language": "en"}
    said: tuple[tuple[str, str, Statement], ...] = (
        ("registered", IRI, when),
        ("experienced", f"{IRI}/pages/gone", when),
        ("answered", f"{IRI}/questions/gone", when | {"result": {"success": True}}),
        ("answered", f"{IRI}/questions/q1", {"result": {"success": False, "score": {"scaled": -0.25}}}),
        ("answered", f"{IRI}/questions/q2", when | {"result": {"score": {"scaled": 3.5}}}),
        ("experienced", f"{IRI}/pages/m0/p0", when | {"actor": {"mbox": "mailto:a@example.org"}}),
    )
    for number, (verb, target, more) in enumerate(said):
        ids: Statement = {"id": str(uuid.UUID(int=number + 1, version=4)), "verb": {"id": f"{ADL}/verbs/{verb}"}}
        yield base | ids | {"object": {"id": target}, "context": course} | more


def foreign(learners: int, seed: int = 0) -> list[Statement]:
    """Slides, a quiz and an outcome, as other authoring tools tell them: no registration, no plan, no cmi5."""
    dice, found = dice_of(seed, "foreign"), []
    start = datetime(2026, 3, 2, 6, tzinfo=UTC)
    inside = {"contextActivities": {"parent": [{"id": FOREIGN}], "grouping": [{"id": FOREIGN}]}}
    for number in range(learners):
        when = start + timedelta(days=dice.randrange(30), seconds=dice.randrange(9000))
        able = dice.gauss(0, 1)

        def say(verb: str, target: str, kind: str, result: Statement, context: Statement, name: int = number) -> None:
            nonlocal when
            when += timedelta(seconds=dice.randrange(1, 90))
            definition = {"type": f"{ADL}/activities/{kind}"}
            if kind == "cmi.interaction":
                definition["interactionType"] = "choice"
            found.append(
                {
                    "id": str(uuid.UUID(int=dice.getrandbits(128), version=4)),
                    "actor": {"account": {"homePage": "https://story.example", "name": f"s{name}"}},
                    "verb": {"id": f"{ADL}/verbs/{verb}"},
                    "object": {"id": target, "definition": definition},
                    "result": result,
                    "context": context,
                    "timestamp": when.isoformat(),
                    "stored": (when + timedelta(seconds=1)).isoformat(),
                }
            )

        say("attempted", FOREIGN, "course", {}, {})
        slides = dice.randint(2, 8)
        for slide in range(slides):
            seconds = {"duration": f"PT{dice.uniform(2, 90):.2f}S"}
            say("experienced", f"{FOREIGN}/slide{slide}", "slide", seconds, inside)
            if dice.random() < 0.2:
                kind = "slide" if dice.random() < 0.5 else "something-of-theirs"  # its parent tells that it is a part
                say("completed", f"{FOREIGN}/slide{slide}", kind, {"completion": True}, inside)
        if slides < 6:
            continue
        right = 0
        for item in range(6):
            good = able + dice.gauss(0, 1) > item * 0.3 - 0.6
            right += good
            answer = {"success": good, "response": "ab"[not good], "duration": f"PT{dice.uniform(1, 40):.1f}S"}
            say("answered", f"{FOREIGN}/q{item}", "cmi.interaction", answer, inside)
        score = {"completion": True, "success": right > 2, "score": {"scaled": right / 6}}
        say("completed" if number % 2 else ("passed" if right > 2 else "failed"), FOREIGN, "course", score, {})
    return found


SPLIT = "https://example.org/courses/split"


def split_plan() -> Plan:
    """Three modules that an LMS launches one by one."""
    parts: list[Statement] = [{"iri": SPLIT, "kind": "course", "id": "", "title": {"en": "Split"}}]
    parts += [
        {"iri": f"{SPLIT}/modules/{n}", "kind": "module", "id": f"{n}", "parent": SPLIT, "title": {"en": f"Module {n}"}}
        for n in range(3)
    ]
    facts = {"plan": 1, "course": SPLIT, "name": "split", "version": "1", "folder": "courses/split"}
    return Plan.model_validate(
        facts | {"source_language": "en", "languages": ["en"], "title": {"en": "Split"}, "activities": parts}
    )


def split(learners: int) -> list[Statement]:
    """Outcomes of modules, under ids of the LMS; some learners fail one, some leave one out, one LMS says satisfied."""
    dice, found = dice_of(1, "split"), []
    for number in range(learners):
        when = datetime(2026, 4, 1, 8, tzinfo=UTC) + timedelta(hours=number)

        def say(verb: str, target: str, groups: tuple[str, ...], result: Statement, name: int = number) -> None:
            nonlocal when
            when += timedelta(minutes=dice.randrange(1, 90))
            activities = {"grouping": [{"id": one} for one in (*groups, SPLIT)]}
            found.append(
                {
                    "id": str(uuid.UUID(int=dice.getrandbits(128), version=4)),
                    "actor": {"account": {"homePage": "https://lms.example", "name": f"t{name}"}},
                    "verb": {"id": f"{ADL}/verbs/{verb}" if "/" not in verb else verb},
                    "object": {"id": target},
                    "result": result,
                    "context": {"registration": str(uuid.UUID(int=name, version=4)), "contextActivities": activities},
                    "timestamp": when.isoformat(),
                    "stored": when.isoformat(),
                }
            )

        for module in range(3):
            if dice.random() < 0.2:
                continue
            target, groups = f"https://lms.example/au/{module}", (f"{SPLIT}/modules/{module}",)
            say("initialized", target, groups, {})
            say("completed", target, groups, {"completion": True})
            verb = "passed" if dice.random() < 0.8 else "failed"
            say(verb, target, groups, {"success": verb == "passed", "score": {"scaled": dice.randrange(100) / 100}})
        if number % 10 == 0:
            say("https://w3id.org/xapi/adl/verbs/satisfied", "https://lms.example/course", (), {})
    return found
