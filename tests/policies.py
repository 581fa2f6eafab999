"""Random courses with rules, and random learners in them, for the two implementations of the policy."""

from __future__ import annotations

import random
from dataclasses import asdict
from typing import Any

from darslik.policy.outcome import objectives, outcome, pass_mark
from darslik.state.model import Answer, QuizState, State, round_score

Json = dict[str, Any]


class Maker:
    """One source of chance; the same seed makes the same cases."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - test data
        self.slots = {"modules": 0, "pages": 0, "questions": 0, "quizzes": 0}
        self.unlucky = False

    def slot(self, kind: str) -> int:
        self.slots[kind] += self.chance.choice([1, 1, 1, 3])
        return self.slots[kind]

    def course(self) -> Json:
        """A course of one to three modules, with rules of all kinds."""
        modules = [self.module(f"m{number}") for number in range(self.chance.randint(1, 3))]
        course: Json = {"modules": modules, "complete": [], "pass": None}
        course["complete"] = self.rule(course, modules, passing=False)
        course["pass"] = self.rule(course, modules, passing=True) if self.chance.random() < 0.8 else None
        for module in modules:
            for key in ("complete", "pass"):
                if self.chance.random() < 0.2:
                    module[key] = self.rule(course, [module], passing=key == "pass", own=True)
        return course

    def module(self, name: str) -> Json:
        lessons = [self.lesson(f"{name}-l{number}") for number in range(self.chance.randint(1, 2))]
        return {"id": name, "slot": self.slot("modules"), "title": name, "lessons": lessons}

    def lesson(self, name: str) -> Json:
        pages = [self.page(f"{name}/p{number}") for number in range(self.chance.randint(1, 3))]
        return {"id": name, "title": name, "minutes": self.chance.randint(1, 9), "pages": pages}

    def page(self, name: str) -> Json:
        questions = [self.question(f"{name}-{n}") for n in range(self.chance.choice([0, 0, 1, 2]))]
        page: Json = {"id": name, "slot": self.slot("pages"), "title": name, "file": "", "questions": questions}
        if self.chance.random() < 0.25:
            quiz = self.quiz(f"quiz-{name.replace('/', '-')}")
            page["quizzes"] = [quiz]
            drawn = [slot for draw in quiz["draws"] for slot in draw["from"]]
            page["questions"] += [self.question(f"{quiz['id']}-{slot}", slot=slot, quiz=quiz["id"]) for slot in drawn]
        return page

    def question(self, name: str, slot: int = 0, quiz: str = "") -> Json:
        question: Json = {
            "id": name,
            "slot": slot or self.slot("questions"),
            "points": self.chance.choice([0, 1, 1, 2, 5]),
        }
        if quiz:
            question["quiz"] = quiz
        if self.chance.random() < 0.1:
            question |= {"points": 0, "scored": False}
        elif self.chance.random() < 0.2:
            question |= {"rev": 3, "history": [
                {"rev": 2, "policy": "keep", "points": 1}, {"rev": 3, "policy": "regrade", "points": 3}]}  # fmt: skip
        return question

    def quiz(self, name: str) -> Json:
        pool = [self.slot("questions") for _ in range(self.chance.randint(1, 4))]
        return {
            "id": name, "slot": self.slot("quizzes"), "title": name,
            "mode": self.chance.choice(["practice", "exam", "pre-test"]),
            "points": self.chance.choice([0, 1, 10]), "attempts": self.chance.choice([0, 1, 2]), "minutes": 0,
            "pass": self.chance.choice([None, 50, 80]), "shuffle": True,
            "draws": [{"from": pool, "count": self.chance.randint(1, len(pool))}],
        }  # fmt: skip

    def rule(self, course: Json, modules: list[Json], *, passing: bool, own: bool = False) -> list[Json]:
        """Conditions of any kind."""
        pages = [page for module in modules for lesson in module["lessons"] for page in lesson["pages"]]
        quizzes = [quiz["id"] for page in pages for quiz in page.get("quizzes", ())]
        possible: list[Json] = [
            {"pages": self.chance.choice([33, 50, 90, 100])}, {"questions": self.chance.choice([50, 100])},
            {"page": [page["id"] for page in self.chance.sample(pages, 1)]},
            {"minutes": self.chance.choice([1, 5, 7.5])},
            {"score": self.chance.choice([0, 50, 66.5, 100])},
        ]  # fmt: skip
        if quizzes:
            possible.append({"quizzes": self.chance.sample(quizzes, self.chance.randint(1, len(quizzes)))})
        if not own:
            possible.append({"objectives": [self.chance.choice(course["modules"])["id"]]})
        found = self.chance.sample(possible, self.chance.randint(0 if not passing else 1, 3))
        return [{"score": 70}] if passing and self.chance.random() < 0.4 else found

    def state(self, course: Json) -> State:
        """A learner anywhere in the course."""
        state, zeal = State(seconds=self.chance.choice([0, 30, 200, 900])), self.chance.choice([0.2, 0.6, 1.0, 1.0])
        self.unlucky = self.chance.random() < 0.3  # diligent, and wrong until no attempt is left
        zeal = 1.0 if self.unlucky else zeal
        state.completed = self.chance.random() < 0.05
        state.passed = state.completed and self.chance.random() < 0.5
        for module in course["modules"]:
            if self.chance.random() < 0.1:
                state.known.add(module["slot"])
                state.known_share[module["slot"]] = self.share()
            for page in (page for lesson in module["lessons"] for page in lesson["pages"]):
                self.visit(state, page, zeal)
        return state

    def visit(self, state: State, page: Json, zeal: float) -> None:
        """Some of what can be done on a page."""
        if self.chance.random() < zeal:
            state.pages[page["slot"]] = self.chance.choice([0, 5, 60, 400])
        for question in page["questions"]:
            if self.chance.random() < zeal:
                attempts, score = self.chance.choice([2, 2, 1] if self.unlucky else [0, 1, 1, 2]), self.share()
                done = attempts > 0 and (score == 1 or self.unlucky or self.chance.random() < 0.5)
                state.answers[question["slot"]] = Answer(["a"], score, attempts, done, self.chance.choice([1, 2, 3]))
        for quiz in page.get("quizzes", ()):
            if self.chance.random() < zeal:
                finished, pool = self.chance.choice([2, 2, 2, 1] if self.unlucky else [0, 1, 2]), quiz["draws"][0]
                begun = finished + self.chance.choice([0, 0, 1])
                drawn = sorted(self.chance.sample(pool["from"], pool["count"]))
                best = self.share() if finished else 0.0
                state.quizzes[quiz["slot"]] = QuizState(begun, begun > finished, 7, drawn, best=best, finished=finished)

    def share(self) -> float:
        return (
            0.0
            if self.unlucky
            else round_score(self.chance.choice([0, 1, 1, 1, 0.5, 1 / 3, 0.7, self.chance.random()]))
        )

    def case(self) -> Json:
        """A course, a state, a part of the course, and what the Python side says."""
        course = self.course()
        state = self.state(course)
        scope = self.chance.choice(["", "", *(module["id"] for module in course["modules"])])
        mark = self.chance.choice([pass_mark(course, scope), pass_mark(course, scope), None, 0.65])
        return {
            "course": course,
            "state": as_json(state),
            "scope": scope,
            "mark": mark,
            "expected": judged(course, state, scope, mark),
        }


def judged(course: Json, state: State, scope: str, mark: float | None) -> Json:
    """Everything that the policy says of a state."""
    found = [{"id": one.id, "touched": one.touched, **asdict(one.outcome)} for one in objectives(course, state, scope)]
    return {
        "mark": pass_mark(course, scope),
        "outcome": asdict(outcome(course, state, mark, scope)),
        "objectives": found,
    }


def as_json(state: State) -> Json:
    """A state with lists of pairs in place of maps."""
    maps = ("pages", "quizzes", "known_share", "answers")
    value = asdict(state)
    return {**value, "known": sorted(state.known), "notes": [], "paths": [],
            **{name: sorted(value[name].items()) for name in maps}}  # fmt: skip


def cases(seed: int, count: int) -> list[Json]:
    """So many cases from one seed."""
    maker = Maker(seed)
    return [maker.case() for _ in range(count)]
