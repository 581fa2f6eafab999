"""The worst case: no state of any learner is longer; and what is said about it."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from darslik.cli import main
from darslik.pipeline import check, open_course
from darslik.plan.plan import Plan, PlanQuestion
from darslik.plan.resolve import make_plan
from darslik.questions import Split, kinds
from darslik.state.budget import budgets, response_length, worst_case
from darslik.state.codec import encode
from darslik.state.model import Answer, QuizState, State
from darslik.state.records import COARSE, LEVELS
from darslik.state.responses import DIGITS_FIRST, LETTERS
from largecourse import write_large_course
from states import report

ROOT = Path(__file__).parents[1]
KEY = "e610a27cd971"
STATES = 60


def plan_of(folder: Path) -> Plan:
    """The plan of a course folder."""
    checked = check(open_course(folder))
    assert checked.course
    assert checked.locked, [one.message for one in checked.found]
    return make_plan(checked.course, checked.locked.lock)


COURSES = [
    ROOT / "courses/open-data-essentials",
    ROOT / "tests/golden/course",
    *sorted(path for path in (ROOT / "tests/browser/fixtures").iterdir() if (path / "course.yaml").exists()),
]


def longest(rng: random.Random, question: PlanQuestion) -> list[str] | None:
    """A response that its fields can give, rather a long one."""
    kind = kinds()[question.kind]
    contents: dict[str, Any] = {lang: text.content for lang, text in question.texts.items()}
    content = next(iter(contents.values()))
    rule = kind.rule(content)
    ids = {
        key: [one["id"] for one in value]
        for key, value in kind.definition(contents).items()
        if key in {"source", "target"}
    }
    match rule["rule"]:
        case "set":
            codes = sorted(rule["of"], key=LETTERS.index)
            return rng.choice(
                (
                    [codes[-1]],
                    codes,
                    rng.sample(codes, 1),
                    sorted(rng.sample(codes, rng.randint(1, len(codes))), key=LETTERS.index),
                )
            )
        case "sequence":
            return rng.sample(rule["key"], len(rule["key"]))
        case "pairs":
            return _table(rng, ids["source"], ids["target"], many=question.kind == "matrix" and content.many)
        case "survey":
            rows = [code for code, _ in kind.records(contents)] if isinstance(kind, Split) else []
            return _table(rng, rows, list(content.steps), many=False)
        case "gaps":
            return [
                rng.choice(("9", "12,5", "z", "")) if gap["typed"] else rng.choice(("", *own.codes))
                for gap, own in zip(rule["gaps"], content.gaps, strict=True)
            ]
        case "self":
            return [rng.choice(("9", "z.9", "-")), rng.choice("0123")]
        case _:
            return [rng.choice(("-999 999,99%", "z.1", "9.z", "j.5", "z", "9", "t", "000000000000"))]


def _table(rng: random.Random, rows: list[str], columns: list[str], *, many: bool) -> list[str]:
    found = [
        f"{row}.{column}"
        for row in rows
        for column in (columns if many and rng.random() < 0.5 else [rng.choice(columns)])
        if rng.random() < rng.choice((1, 0.7))
    ]
    return sorted(
        found or [f"{rows[-1]}.{columns[-1]}"],
        key=lambda pair: (DIGITS_FIRST.index(pair[0]), DIGITS_FIRST.index(pair[2])),
    )


def wild(rng: random.Random, plan: Plan, *, order: bool) -> State:
    """A learner who does everything, in the longest way; or only here and there."""
    state = State("____", rng.randint(0, 10**6), max(page.slot for page in plan.pages), True, True)
    state.seconds, state.recorded = rng.randint(0, 4 * 10**6), 9999
    share = rng.choice((1, 1, 0.9, 0.5, 0.3))
    levels = COARSE if len(plan.pages) > 256 else LEVELS
    state.pages = {page.slot: rng.choice(levels) for page in plan.pages if rng.random() < share}
    for question in plan.questions:
        if rng.random() < share:
            attempts = question.attempts or rng.randint(1, 63)
            drafted, hinted = rng.random() < 0.5, rng.random() < 0.5
            units = rng.randint(1, 2519) / 2520
            state.answers[question.slot] = Answer(
                longest(rng, question), units, attempts, done=False, rev=question.revision, draft=drafted, hinted=hinted
            )
    for page in plan.pages:
        for quiz in page.quizzes:
            drawn = sorted(one.slot for draw in quiz.draws for one in rng.sample(draw.questions, draw.count))
            tries = quiz.attempts or 999
            state.quizzes[quiz.slot] = QuizState(
                tries, True, rng.getrandbits(30), drawn, 10**6, 10, 1001 / 2520, tries - 1
            )
        for scenario in page.scenarios:
            state.paths[scenario.slot] = [max(scenario.nodes.values())] * 60
    slots = [module.slot for module in plan.modules]
    state.known, state.known_share = set(slots), dict.fromkeys(slots, 1001 / 2520)
    state.order = rng.sample(list(state.answers), len(state.answers)) if order else []
    return state


def response_bits_of(question: PlanQuestion, response: list[str] | None) -> int:
    """How many bits it takes, if it is no typed text."""
    from darslik.state.bits import PlainWriter
    from darslik.state.responses import response_bits

    writer = PlainWriter()
    response_bits(writer, response)
    return len(writer.bits)


@pytest.mark.parametrize("folder", COURSES, ids=lambda path: path.name)
@pytest.mark.parametrize("order", [False, True])
def test_no_state_is_longer_than_the_worst_case(folder: Path, order: bool) -> None:
    plan = plan_of(folder)
    bound = worst_case(plan, order=order).characters
    rng = random.Random(7)  # noqa: S311
    most = 0
    for _ in range(STATES):
        state = wild(rng, plan, order=order)
        for question in plan.questions:
            if question.slot in state.answers:
                taken = response_bits_of(question, state.answers[question.slot].response)
                assert taken <= response_length(question), question.id
        most = max(most, len(encode(state, KEY).text))
    assert most <= bound
    assert bound <= 1.6 * most + 60, "a bound that is far from any state says little"
    report(f"{folder.name}: at most {most} of {bound} characters in {STATES} states")


def test_500_pages_and_300_questions_of_all_kinds_fit_into_scorm_1_2(tmp_path: Path) -> None:
    write_large_course(tmp_path, 500, 300)
    plan = plan_of(tmp_path)
    assert (len(plan.pages), len(plan.questions), len({one.kind for one in plan.questions})) == (500, 300, 12)
    rng = random.Random(8)  # noqa: S311
    for order in (False, True):
        bound = worst_case(plan, order=order).characters
        assert bound <= 4096
        most = max(len(encode(wild(rng, plan, order=order), KEY).text) for _ in range(8))
        assert most <= bound
        report(f"500 pages, 300 questions: at most {most} of {bound} characters")


def test_build_explains_the_state(tmp_path: Path) -> None:
    course = str(ROOT / "courses/open-data-essentials")
    done = CliRunner().invoke(main, ["build", course, "--all", "-o", str(tmp_path), "--explain-state"])
    assert done.exit_code == 0, done.output
    plan = plan_of(Path(course))
    for target, limit in (("scorm12", 4096), ("scorm2004-3", 64000), ("scorm2004-4", 64000)):
        most = budgets(plan, target)[""].characters
        assert re.search(rf"^state {target} +{most} / {limit} characters", done.output, re.MULTILINE)
    assert re.search(r"^state web +\d+ characters \(no limit\)", done.output, re.MULTILINE)
    assert re.search(r"^ +\d+\.\d  question [a-z-]+  lessons/\S+\.md:\d+", done.output, re.MULTILINE)


def test_the_parts_of_a_split_package_are_reckoned_each() -> None:
    plan = plan_of(ROOT / "tests/golden/course")
    parts = budgets(plan, "scorm12", split=True)
    assert list(parts) == [module.id for module in plan.modules]
    whole = budgets(plan, "scorm12")[""].characters
    assert all(part.characters < whole for part in parts.values())
