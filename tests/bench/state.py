"""The size table of the learner's state: worst case, typical case, and the same as plain JSON.

make bench-state
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from darslik.diagnostics import Severity
from darslik.pipeline import check, open_course
from darslik.plan.plan import Plan, PlanQuestion
from darslik.plan.resolve import make_plan
from darslik.questions import kinds
from darslik.state.budget import worst_case
from darslik.state.codec import encode
from darslik.state.model import Answer, State
from largecourse import write_large_course
from states import plain, questions, typical

ROOT = Path(__file__).parents[2]
KEY = "e610a27cd971"
LEARNERS = 20


def plan_of(folder: Path) -> Plan:
    """The plan of a course folder."""
    checked = check(open_course(folder))
    if checked.course is None or checked.locked is None:
        raise SystemExit(
            "\n".join(
                f"{one.span.file}:{one.span.line} {one.message}"
                for one in checked.found
                if one.severity is Severity.ERROR
            )
        )
    return make_plan(checked.course, checked.locked.lock)


def first_time_right(plan: Plan, chance: random.Random) -> State:
    """A learner of any course: all seen, all right at the first attempt, typed texts as they are accepted."""
    state = State("k3Xz", 200, plan.pages[-1].slot, completed=True, passed=True, recorded=len(plan.questions))
    state.pages = {page.slot: round(chance.lognormvariate(3.8, 0.7)) for page in plan.pages}
    state.seconds = sum(state.pages.values())
    for question in plan.questions:
        state.answers[question.slot] = Answer(_right(question), 1.0, 1, done=True)
    return state


def _right(question: PlanQuestion) -> list[str] | None:
    rule = kinds()[question.kind].rule(next(iter(question.texts.values())).content)
    match rule["rule"]:
        case "set" | "sequence" | "pairs":
            return list(rule["key"])
        case "text":
            return [rule["accept"][0]]
        case "range":
            return [f"{rule['accept'][0][0]:g}"]
        case "gaps":
            return [gap["accept"][0] for gap in rule["gaps"]]
        case _:
            return None


def row(name: str, plan: Plan, make: Callable[[random.Random], State]) -> str:
    """One line of the table."""
    sizes, plains = [], []
    for seed in range(LEARNERS):
        state = make(random.Random(seed))
        sizes.append(len(encode(state, KEY).text))
        plains.append(len(json.dumps(plain(state), separators=(",", ":"))))
    worst, worst_one = worst_case(plan).characters, worst_case(plan, order=True).characters
    mean, bare = sum(sizes) / LEARNERS, sum(plains) / LEARNERS
    room = f"{worst:>6} / 4096 {worst_one:>6} / 4096"
    return f"{name:<34} {room} {mean:>8.0f} {max(sizes):>5} {bare:>8.0f} {bare / mean:>5.1f}"


def main() -> None:
    """Print the table."""
    print(f"{'':<34} {'worst case':>13} {'… one record':>13} {'typical':>8} {'most':>5} {'JSON':>8} ratio")
    real = plan_of(ROOT / "courses/open-data-essentials")
    print(row("open-data-essentials", real, lambda chance: first_time_right(real, chance)))
    with tempfile.TemporaryDirectory() as folder:
        write_large_course(Path(folder), 500, 300)
        large = plan_of(Path(folder))
    print(
        row(
            f"{len(large.pages)} pages, {len(large.questions)} questions",
            large,
            lambda chance: typical(chance, 500, questions(chance, 300)),
        )
    )


if __name__ == "__main__":
    main()
