"""Our packages in LMSs that others wrote: what those LMSs hold is asserted, not what we sent."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lms import learner, matrix
from lms.record import Interaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from lms.play import Seen
    from lms.record import Stored

    Look = Callable[[str, str], Seen]

pytestmark = pytest.mark.lms

CANNOT_LAUNCH = {("wagtail-lms", "scorm2004-3"), ("wagtail-lms", "scorm2004-4")}
ALL = [(lms, target) for lms in matrix.LMSS for target in matrix.TARGETS]
PLAYED = [pair for pair in ALL if pair not in CANNOT_LAUNCH]


@pytest.mark.parametrize(("lms", "target"), ALL)
def test_imported(look: Look, lms: str, target: str) -> None:
    assert look(lms, target).imported


@pytest.mark.parametrize(("lms", "target"), sorted(CANNOT_LAUNCH))
def test_refusal_is_the_one_that_its_source_explains(look: Look, lms: str, target: str) -> None:
    message = "SCORM package is not properly extracted or has no launch URL."
    assert look(lms, target).refused == message


@pytest.mark.parametrize(("lms", "target"), PLAYED)
def test_leaving_in_the_middle(look: Look, lms: str, target: str) -> None:
    left = stored(look(lms, target).left)
    assert left.completion == "incomplete"
    assert left.success in ("", "unknown")
    assert left.location
    assert left.suspend_data
    assert left.conclusion == ""
    assert left.interactions == (answer("way", target),)


@pytest.mark.parametrize(("lms", "target"), PLAYED)
def test_coming_back_on_another_device(look: Look, lms: str, target: str) -> None:
    assert look(lms, target).found == learner.Found(page=learner.SECOND, response="a", result="right", finished=True)


@pytest.mark.parametrize(("lms", "target"), PLAYED)
def test_finishing(look: Look, lms: str, target: str) -> None:
    finished = stored(look(lms, target).finished)
    assert (finished.completion, finished.success) == STATUS[lms, target]
    assert finished.score == pytest.approx(learner.SCORE, abs=0.01)
    assert finished.suspend_data
    assert finished.conclusion == CONCLUSION[lms]


@pytest.mark.parametrize(("lms", "target"), PLAYED)
def test_every_answer_is_kept(look: Look, lms: str, target: str) -> None:
    finished = stored(look(lms, target).finished)
    assert finished.interactions == tuple(answer(name, target) for name in ANSWERS)


@pytest.mark.parametrize(("lms", "target"), PLAYED)
def test_nothing_was_thrown(look: Look, lms: str, target: str) -> None:
    assert look(lms, target).errors == []


def test_the_written_matrix_is_what_was_seen(look: Look) -> None:
    text = matrix.markdown({pair: look(*pair) for pair in ALL})
    if os.environ.get("WRITE_MATRIX"):
        matrix.FILE.write_text(text, encoding="utf-8")
    assert matrix.FILE.read_text(encoding="utf-8") == text


# SCORM 1.2 has one word for both questions. scormhost keeps that word, wagtail-lms too (and never
# fills its own success column from it), the XBlock splits it.
STATUS = {
    ("scormhost", "scorm12"): ("passed", ""),
    ("scormhost", "scorm2004-3"): ("completed", "passed"),
    ("scormhost", "scorm2004-4"): ("completed", "passed"),
    ("wagtail-lms", "scorm12"): ("passed", "unknown"),
    ("openedx", "scorm12"): ("completed", "passed"),
    ("openedx", "scorm2004-3"): ("completed", "passed"),
    ("openedx", "scorm2004-4"): ("completed", "passed"),
}
# scormhost keeps records and concludes nothing.
CONCLUSION = {"scormhost": "", "wagtail-lms": "course completed", "openedx": "grade 0.67 of 1.00"}
# By question: type, response in SCORM 1.2 and in 2004, right or wrong.
ANSWERS = {
    "way": ("choice", "a", "a", True),
    "count": ("numeric", "12", "12", False),
    "roles": ("matching", "1.a,2.b", "1[.]a[,]2[.]b", True),
}


def answer(question: str, target: str) -> Interaction:
    kind, old, new, right = ANSWERS[question]
    if target == "scorm12":
        return Interaction(question, kind, old, "correct" if right else "wrong")
    return Interaction(question, kind, new, "correct" if right else "incorrect")


def stored(held: Stored | None) -> Stored:
    assert held is not None
    return held
