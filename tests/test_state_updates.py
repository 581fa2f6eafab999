"""A course is changed while people take it: an old state in the new build is what the declared policies say."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

from anystates import any_response
from darslik.diagnostics import Severity
from darslik.lock.model import Lock
from darslik.pipeline import Checked, check
from darslik.plan.plan import Plan
from darslik.plan.resolve import make_plan
from darslik.policy.outcome import outcome
from darslik.questions import kinds
from darslik.render.scripts import structure
from darslik.scoring import mark
from darslik.state.codec import decode, encode
from darslik.state.migrate import migrate
from darslik.state.model import Answer, State, is_answered, round_score
from darslik.state.records import LEVELS
from edits import Draft, random_draft, random_edits
from states import from_plain, in_runtime, plain, report, sentence

COURSES = 60
ROUNDS = 4
LEARNERS = 4

Rules = dict[int, dict[str, Any]]


def build(draft: Draft) -> tuple[Plan, Lock]:
    """As `darslik build` does it; the lock goes into the folder."""
    checked: Checked = check(draft.files())
    assert [item.message for item in checked.found if item.severity is Severity.ERROR] == []
    draft.take(checked)
    assert checked.course
    assert checked.locked
    return make_plan(checked.course, checked.locked.lock), checked.locked.lock


def rules_of(plan: Plan) -> Rules:
    """How each question is marked now, by slot."""
    found: Rules = {}
    for question in plan.questions:
        content = question.texts[plan.node.languages[0]].content
        found[question.slot] = {"rule": kinds()[question.kind].rule(content), "partial": question.partial}
    return found


def response_to(rng: random.Random, rule: dict[str, Any]) -> list[str]:
    """Right, or something else that fits."""
    match rule["rule"]:
        case "set":
            return list(rule["key"]) if rng.random() < 0.5 else [rng.choice(rule["of"])]
        case "sequence" | "pairs":
            return list(rule["key"]) if rng.random() < 0.5 else list(reversed(rule["key"]))
        case "text":
            return [rng.choice(rule["accept"])] if rng.random() < 0.5 else [sentence(rng, 2)]
        case _:
            return any_response(rng) or ["1"]


def learner(rng: random.Random, plan: Plan, rules: Rules) -> State:
    """Somebody who has done some of it."""
    state = State("abcd", rng.randint(1, 500), recorded=rng.randint(0, 40))
    state.pages = {page.slot: rng.choice(LEVELS[:20]) for page in plan.pages if rng.random() < 0.7}
    state.completed = rng.random() < 0.2
    state.passed = state.completed and rng.random() < 0.5
    for question in plan.questions:
        if rng.random() < 0.75:
            state.answers[question.slot] = _answer(rng, rules[question.slot], question.revision)
    return state


def _answer(rng: random.Random, marked: dict[str, Any], rev: int) -> Answer:
    response = response_to(rng, marked["rule"])
    score = round_score(mark(marked["rule"], marked["partial"], response).score)
    attempts, draft = rng.choice(((1, False), (1, False), (2, False), (1, True), (0, True)))
    if not attempts:
        return Answer(response, rev=rev, draft=True)
    dropped = rng.random() < 0.1
    return Answer(None if dropped else response, score, attempts, done=score == 1, rev=rev, draft=draft and not dropped)


def expected(old: State, policies: dict[int, list[str]], rules: Rules) -> dict[int, Answer]:
    """By the policies that authors declared, question by question, independent of `history`."""
    found: dict[int, Answer] = {}
    for slot, answer in old.answers.items():
        since = policies.get(slot, [])[answer.rev - 1 :] if slot in rules else []
        if "reset-item" in since:
            continue
        rev = len(policies.get(slot, [])) + 1
        if not is_answered(answer):
            found[slot] = replace(answer, rev=rev) if since else answer
        elif "regrade" not in since:
            found[slot] = answer
        elif answer.response is None or answer.draft:
            found[slot] = replace(answer, rev=rev)
        else:
            score = round_score(mark(rules[slot]["rule"], rules[slot]["partial"], answer.response).score)
            done = score == 1 or (answer.done and answer.score < 1)
            found[slot] = replace(answer, rev=rev, score=score, done=done)
    return found


class Life:
    """One course, its builds, and learners who began in each of them."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311
        self.draft = random_draft(self.rng)
        self.policies: dict[int, list[str]] = {}
        self.begun: list[tuple[State, str]] = []
        self.jobs: list[dict[str, Any]] = []
        self.wanted: list[dict[str, Any]] = []
        self.policy_counts: dict[str, int] = {"keep": 0, "reset-item": 0, "regrade": 0}

    def run(self) -> None:
        """Builds with edits between them; after each, every learner comes back."""
        for number in range(ROUNDS):
            if number:
                random_edits(self.draft, self.rng, self.rng.randint(1, 6))
            written = [(asked.id, asked.rev, asked.policy) for _, asked in self.draft.asked()]
            plan, lock = build(self.draft)
            self._take_policies(lock, written)
            rules = rules_of(plan)
            for old, text in self.begun:
                self._come_back(plan, rules, old, text)
            for _ in range(LEARNERS):
                state = learner(self.rng, plan, rules)
                self.begun.append((state, encode(state, structure(plan, "en")["key"]).text))

    def _take_policies(self, lock: Lock, written: list[tuple[str, int, str]]) -> None:
        """What authors wrote behind `:revision:`, read from the edits, not from the lock."""
        for name, rev, policy in written:
            known = self.policies.setdefault(lock.slot("questions", name), [])
            if rev > len(known) + 1:
                known.append(policy)

    def _come_back(self, plan: Plan, rules: Rules, old: State, text: str) -> None:
        course = structure(plan, plan.node.languages[0])
        found = decode(text, course["key"])
        assert found
        assert not found.damaged
        assert found.state == old
        now = migrate(found.state, course)
        assert now.state.answers == expected(old, self.policies, rules)
        assert replace(now.state, answers={}) == replace(old, answers={})
        assert set(now.reset) == {
            slot for slot, answer in old.answers.items() if slot not in now.state.answers and is_answered(answer)
        }
        self._judge(course, plan, old, now.state)
        self._again(course, now.state)
        self.jobs.append({"text": text, "key": course["key"], "course": course})
        self.wanted.append({"state": plain(now.state), "damaged": False, "reset": now.reset, "regraded": now.regraded})
        for slot, answer in old.answers.items():
            for policy in self.policies.get(slot, [])[answer.rev - 1 :]:
                self.policy_counts[policy] += 1

    def _judge(self, course: dict[str, Any], plan: Plan, old: State, now: State) -> None:
        """Parts that are gone count nowhere, and nothing is complete that was not and is not."""
        pages, questions = {page.slot for page in plan.pages}, {question.slot for question in plan.questions}
        here = replace(
            now,
            pages={slot: spent for slot, spent in now.pages.items() if slot in pages},
            answers={slot: answer for slot, answer in now.answers.items() if slot in questions},
        )
        judged = outcome(course, now, None)
        assert judged == outcome(course, here, None)
        if judged.completed and not old.completed:
            assert pages <= set(now.pages)
            assert questions <= {slot for slot, answer in now.answers.items() if is_answered(answer)}

    def _again(self, course: dict[str, Any], now: State) -> None:
        """What was saved by this build opens in it without any change."""
        found = decode(encode(now, course["key"]).text, course["key"])
        assert found
        assert migrate(found.state, course).state == now
        assert (migrate(found.state, course).reset, migrate(found.state, course).regraded) == ([], [])


def test_an_old_state_opens_in_a_new_build_as_the_policies_say(tmp_path: Path) -> None:
    lives = [Life(seed) for seed in range(COURSES)]
    for life in lives:
        life.run()
    jobs = [job for life in lives for job in life.jobs]
    wanted = [one for life in lives for one in life.wanted]
    told = in_runtime(tmp_path, jobs)
    for one, expect in zip(told, wanted, strict=True):
        assert from_plain(one["state"]) == from_plain(expect["state"])
        assert one == expect
    counts = {policy: sum(life.policy_counts[policy] for life in lives) for policy in ("keep", "reset-item", "regrade")}
    assert len(jobs) >= 1000
    assert min(counts.values()) > 50
    report(f"{len(jobs)} old states opened in newer builds of {COURSES} courses, alike by both sides: {counts}")
