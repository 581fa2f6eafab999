"""The policy in Python, and that it says the same as the runtime's."""

from __future__ import annotations

import json
import random
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from courses import COURSE, small_course
from darslik.pipeline import check
from darslik.policy.outcome import outcome, pass_mark
from darslik.state.model import Answer, QuizState, State
from policies import Maker, cases, judged

RUNTIME = Path(__file__).parents[1] / "themes" / "runtime"
VECTORS = Path(__file__).parent / "vectors" / "policy.json"
RANDOM_CASES = 3000


def state_of(value: dict[str, Any]) -> State:
    """The state of a case, read back from JSON."""
    plain = {name: value[name] for name in ("seconds", "completed", "passed")}
    return State(
        **plain,
        pages=dict(value["pages"]),
        known=set(value["known"]),
        known_share=dict(value["known_share"]),
        answers={slot: Answer(**answer) for slot, answer in value["answers"]},
        quizzes={slot: QuizState(**quiz) for slot, quiz in value["quizzes"]},
    )


def test_the_vectors_hold() -> None:
    """The committed cases; the runtime's tests run the same."""
    found = json.loads(VECTORS.read_text("utf-8"))
    for number, case in enumerate(found):
        told = judged(case["course"], state_of(case["state"]), case["scope"], case["mark"])
        assert told == case["expected"], f"case {number}"


def test_the_runtime_and_its_twin_agree(tmp_path: Path) -> None:
    """Random courses with rules of all kinds, random learners."""
    batch = tmp_path / "batch.ts"
    batch.write_text(
        'import { readFileSync } from "node:fs";\n'
        f"import {{ judged }} from {json.dumps(str(RUNTIME / 'test/policy.ts'))};\n"
        'for (const line of readFileSync(0, "utf8").trim().split("\\n")) '
        "console.log(JSON.stringify(judged(JSON.parse(line))));\n",
        encoding="utf-8",
    )
    made = tmp_path / "batch.mjs"
    options = ["--bundle", "--format=esm", "--platform=node", "--log-level=warning", f"--outfile={made}"]
    subprocess.run([RUNTIME / "node_modules/.bin/esbuild", batch, *options], check=True)
    asked = cases(random.randrange(10**6), RANDOM_CASES)  # noqa: S311
    lines = "\n".join(json.dumps(case) for case in asked)
    run = subprocess.run(["node", made], input=lines, capture_output=True, encoding="utf-8", check=True)
    told = [json.loads(line) for line in run.stdout.strip().split("\n")]
    for case, theirs in zip(asked, told, strict=True):
        assert theirs == case["expected"], json.dumps(case)
    seen = Counter(case["expected"]["outcome"]["success"] for case in asked if case["expected"]["outcome"]["completed"])
    assert min(seen["passed"], seen["failed"], seen[None]) > 50, seen


def test_progress_is_one_exactly_when_complete() -> None:
    """And everything stays in its bounds."""
    for case in cases(11, 500):
        for found in (case["expected"]["outcome"], *case["expected"]["objectives"]):
            assert (found["progress"] == 1) == found["completed"]
            assert 0 <= found["progress"] <= 1
            assert found["score"] is None or 0 <= found["score"] <= 1
            assert found["success"] is None or (found["completed"] and found["judged"])


def test_doing_more_never_takes_anything_back() -> None:
    """A page more, an answer that is right, a minute more: nothing completed or passed is lost."""
    kept = 0
    for seed in range(300):
        maker = Maker(seed)
        course = maker.course()
        state, mark = maker.state(course), pass_mark(course)
        before = outcome(course, state, mark)
        for module in course["modules"]:
            for page in (page for lesson in module["lessons"] for page in lesson["pages"]):
                state.pages.setdefault(page["slot"], 1)
                for question in page["questions"]:
                    answer = state.answers.get(question["slot"])
                    if answer and answer.attempts and not question.get("quiz"):
                        answer.score, answer.done = 1.0, True
        state.seconds += 60
        after = outcome(course, state, mark)
        assert after.progress >= before.progress
        assert after.completed or not before.completed
        assert before.success != "passed" or after.success == "passed"
        kept += before.success == "passed"
    assert kept > 10


FINDINGS = {
    "complete-when: {pages: most}": ("wrong-value", 8, 24, "`pages`: `most` is not possible here"),
    "complete-when: {pages: 101}": ("wrong-value", 8, 24, "`pages`: `101` is not possible here"),
    "complete-when: {page: 80}": ("unknown-key", 8, 17, "has no key `page`"),
    "complete-when: []": ("wrong-value", 8, 16, "this list is empty"),
    "complete-when: yes": ("wrong-value", 8, 16, "must be a mapping"),
    "complete-when: [{quizzes: [final]}]": ("unknown-part", 8, 28, "there is no quiz `final`"),
    "complete-when: [{objectives: [basic]}]": ("unknown-part", 8, 31, "there is no module `basic`"),
    "complete-when: [{pages: 100}, {pages: [first/one]}]": ("unknown-part", 8, 40, "there is no page `first/one`"),
    "complete-when: {minutes: 0}": ("wrong-value", 8, 26, "it must be more than 0"),
    "complete-when: {minutes: 500}": ("time-too-long", 8, 26, "500 minutes are asked for"),
    "pass-when: [{score: 70}, {minutes: 1}]": ("pass-mark-without-questions", 8, 14, "nobody reaches a score"),
    "pass-when: {}": ("rule-asks-nothing", 8, 1, "asks for nothing"),
}


@pytest.mark.parametrize("rule", FINDINGS)
def test_findings_stand_at_the_smallest_place(rule: str) -> None:
    """A rule that cannot hold is named where it is written."""
    lines = COURSE.splitlines()
    text = "\n".join([*lines[:7], rule, *lines[7:]]) + "\n"
    found = check(small_course(files={"course.yaml": text})).found
    name, line, column, words = FINDINGS[rule]
    assert [(one.rule, one.span.line, one.span.column) for one in found] == [(name, line, column)]
    assert words in found[0].message
