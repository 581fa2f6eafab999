"""The learner of these tests: three sittings at the harbour course, none of them undisturbed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.learner import Learner
    from browser.package import Response

SCORE = (1 + 1 + 1 + 1 + 0 + 1 / 3 + 2 + 1) / 9
"""What the three sittings are worth; in percent 81.48."""
ANSWERED = [
    "red-flag",
    "night-lights",
    "night-lights",
    "stepping-over",
    "knot-name",
    "safe-load",
    "safe-load",
    "hand-signals",
    "lift-steps",
    "lift-rule",
]
"""The questions in the order of the answers."""


def first_sitting(learner: Learner) -> None:
    """Two answers, one of them wrong with an attempt left."""
    learner.start()
    learner.expect_page("signals/flags")
    learner.next()
    assert learner.answer("red-flag") == "right"
    assert learner.answer("night-lights", ["a", "b"]) == "wrong"


def second_sitting(learner: Learner) -> None:
    """Back at the same page with the same answers; the second attempt, and a lesson more."""
    learner.start()
    learner.expect_page("signals/lights")
    assert (learner.result("red-flag"), learner.is_done("red-flag")) == ("right", True)
    assert learner.shown("red-flag") == ["b"]
    assert (learner.result("night-lights"), learner.is_done("night-lights")) == ("wrong", False)
    assert learner.answer("night-lights") == "right"
    learner.next()
    assert learner.answer("stepping-over") == "right"
    assert learner.answer("knot-name", [" Bowline Knot "]) == "right"


def third_sitting(learner: Learner) -> None:
    """To the end: one question wrong for good, one partly right."""
    learner.start()
    learner.expect_page("lines/knots")
    assert learner.result("stepping-over") == learner.result("knot-name") == "right"
    assert learner.shown("knot-name") == ["Bowline Knot"]
    assert learner.result("safe-load") == ""
    assert learner.answer("safe-load", ["25"]) == "wrong"
    assert learner.answer("safe-load", ["3,25"]) == "wrong"
    assert learner.is_done("safe-load")
    learner.next()
    assert learner.answer("hand-signals", ["1.a", "2.c", "3.b"]) == "partly"
    assert learner.answer("lift-steps") == "right"
    assert learner.answer("lift-rule", ["a", "Banksman"]) == "right"
    learner.next()


def looking_back(learner: Learner) -> None:
    """After the end, everything can still be seen."""
    learner.start()
    learner.open("lifting/loads")
    assert learner.result("hand-signals") == "partly"
    assert learner.shown("hand-signals") == ["1.a", "2.c", "3.b"]
    assert learner.shown("lift-rule") == ["a", "Banksman"]


def work_through(learner: Learner, response: Callable[[str], Response]) -> None:
    """Every page in order; every question until no attempt is left."""
    learner.start()
    pages = learner.package.page_list
    for number, page in enumerate(pages):
        learner.expect_page(page.id)
        for question in page.questions:
            while not learner.is_done(question.id):
                learner.answer(question.id, response(question.id))
        if number + 1 < len(pages):
            learner.next()


def all_right(learner: Learner) -> Callable[[str], Response]:
    """Right answers from the package's own rules."""
    return lambda question: learner.package.questions[question].right()


def all_wrong(learner: Learner) -> Callable[[str], Response]:
    """Wrong answers from the package's own rules."""
    return lambda question: learner.package.questions[question].wrong()
