"""SCORM 1.2: what the LMS holds after a learner worked, left, came back and finished."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from browser.build import HARBOUR, OPEN_DATA
from browser.lms.datamodel import seconds
from browser.play import crash

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.build import Builder
    from browser.learner import Learner
    from browser.lms import Lms, Package, Session
    from browser.play import Desk

pytestmark = pytest.mark.browser

TIME = re.compile(r"\d\d:\d\d:\d\d(\.\d\d)?")
STATE = re.compile(r"[\x20\x21\x23-\x7e]{1,4096}")


@pytest.fixture
def harbour(builder: Builder, lms: Lms) -> Package:
    return lms.add(builder.zip(HARBOUR, "scorm12", "en"))


def check_clean(desk: Desk, lms: Lms, *sessions: Session) -> None:
    """No rule was broken, nothing was missing, nothing was said on the console or to strangers."""
    assert [str(call) for one in sessions for call in one.violations] == []
    assert desk.console == []
    assert lms.missing == []
    assert desk.foreign_requests(lms.base) == []


def check_record(record: dict[str, str], expected: dict[str, str]) -> None:
    """An interaction has these fields, and sensible times."""
    assert TIME.fullmatch(record.pop("time"))
    assert TIME.fullmatch(record.pop("latency"))
    assert record == expected


def interaction(
    key: str, kind: str, response: str, result: str, *patterns: str, module: str, weight: str = "1"
) -> dict[str, str]:
    fields = {"id": key, "type": kind, "student_response": response, "result": result}
    fields |= {f"correct_responses.{n}.pattern": pattern for n, pattern in enumerate(patterns)}
    return fields | {"weighting": weight, "objectives.0.id": module}


def test_leaves_comes_back_and_finishes(
    desks: Callable[[], Desk], lms: Lms, harbour: Package
) -> None:
    # Two answers, then the tab is closed in the middle of a lesson.
    first, desk = lms.launch(harbour), desks()
    learner = desk.sco(first, harbour.folder)
    learner.start()
    assert learner.page == "signals/flags"
    learner.next()
    assert learner.answer("red-flag") == "right"
    assert learner.answer("night-lights", ["a", "b"]) == "wrong"
    learner.window.page.close()  # type: ignore[union-attr]
    first.wait_until(lambda: first.terminated)
    held = first.attempt
    assert held.stored["cmi.core.lesson_status"] == "incomplete"
    assert held.stored["cmi.core.exit"] == "suspend"
    assert held.stored["cmi.core.lesson_location"] == "signals/lights"
    assert "cmi.core.score.raw" not in held.values
    assert STATE.fullmatch(held.stored["cmi.suspend_data"])
    assert 0 < seconds(held.stored["cmi.core.session_time"]) < 60
    assert len(held.records("interactions")) == 2
    check_clean(desk, lms, first)

    # On another device: back at the same page; second attempt, next lesson, then the tab dies.
    second, desk = lms.launch(harbour), desks()
    learner = desk.sco(second, harbour.folder)
    learner.start()
    learner.expect_page("signals/lights")
    assert (learner.result("red-flag"), learner.is_done("red-flag")) == ("right", True)
    assert learner.shown("red-flag") == ["b"]
    assert (learner.result("night-lights"), learner.is_done("night-lights")) == ("wrong", False)
    assert learner.answer("night-lights") == "right"
    learner.next()
    assert learner.answer("stepping-over") == "right"
    assert learner.answer("knot-name", [" Bowline Knot "]) == "right"
    second.wait_until(lambda: len(held.records("interactions")) == 5)
    crash(learner.window.page)  # type: ignore[union-attr]
    assert not second.terminated
    assert held.stored["cmi.core.exit"] == "suspend"

    # Everything is there again; the learner finishes.
    third, desk = lms.launch(harbour), desks()
    learner = desk.sco(third, harbour.folder)
    learner.start()
    learner.expect_page("lines/knots")
    assert learner.result("stepping-over") == learner.result("knot-name") == "right"
    assert learner.result("safe-load") == ""
    finish(learner)
    learner.window.page.close()  # type: ignore[union-attr]
    third.wait_until(lambda: third.terminated)
    assert held.stored["cmi.core.lesson_status"] == "passed"
    assert held.stored["cmi.core.score.raw"] == "81.48"
    assert (held.values["cmi.core.score.min"], held.values["cmi.core.score.max"]) == ("0", "100")
    assert held.stored["cmi.core.exit"] == "suspend"
    check_interactions(held.records("interactions"))
    check_clean(desk, lms, second, third)

    # Looking at it once more changes nothing.
    fourth, desk = lms.launch(harbour), desks()
    learner = desk.sco(fourth, harbour.folder)
    learner.start()
    learner.open("lifting/loads")
    assert learner.result("hand-signals") == "partly"
    assert learner.shown("hand-signals") == ["1.a", "2.c", "3.b"]
    learner.window.page.close()  # type: ignore[union-attr]
    fourth.wait_until(lambda: fourth.terminated)
    assert held.stored["cmi.core.lesson_status"] == "passed"
    assert held.stored["cmi.core.score.raw"] == "81.48"
    assert len(held.records("interactions")) == 10
    check_clean(desk, lms, fourth)


def finish(learner: Learner) -> None:
    """(1 + 1 + 1 + 1 + 0 + 1/3 + 2 + 1) of 9 points."""
    assert learner.answer("safe-load", ["25"]) == "wrong"
    assert learner.answer("safe-load", ["3,25"]) == "wrong"
    assert learner.is_done("safe-load")
    learner.next()
    assert learner.answer("hand-signals", ["1.a", "2.c", "3.b"]) == "partly"
    assert learner.answer("lift-steps") == "right"
    assert learner.answer("lift-rule", ["a", "Banksman"]) == "right"
    learner.next()


def check_interactions(records: list[dict[str, str]]) -> None:
    """Every answer, field by field, in the order in which they were given."""
    quay, crane = {"module": "quay"}, {"module": "crane", "weight": "1"}
    steps = {"module": "crane", "weight": "2"}
    expected = [
        interaction("red-flag", "choice", "b", "correct", "b", **quay),
        interaction("night-lights", "choice", "a,b", "wrong", "a,c", **quay),
        interaction("night-lights", "choice", "a,c", "correct", "a,c", **quay),
        interaction("stepping-over", "true-false", "f", "correct", "f", **quay),
        interaction(
            "knot-name", "fill-in", "Bowline Knot", "correct", "bowline", "bowline knot", **quay
        ),
        interaction("safe-load", "numeric", "25", "wrong", "2:3", **quay),
        interaction("safe-load", "numeric", "3.25", "wrong", "2:3", **quay),
        interaction("hand-signals", "matching", "1.a,2.c,3.b", "0.3333", "1.a,2.b,3.c", **crane),
        interaction("lift-steps", "sequencing", "a,b,c,d", "correct", "a,b,c,d", **steps),
        interaction("lift-rule", "fill-in", "a,Banksman", "correct", "a,signaller", **crane),
    ]
    assert [record["id"] for record in records] == [one["id"] for one in expected]
    for record, one in zip(records, expected, strict=True):
        check_record(record, one)


def test_fails_for_good(desk: Desk, lms: Lms, harbour: Package) -> None:
    session = lms.launch(harbour)
    learner = desk.sco(session, harbour.folder)
    learner.start()
    work_through(learner, lambda question: learner.package.questions[question].wrong())
    learner.window.page.close()  # type: ignore[union-attr]
    session.wait_until(lambda: session.terminated)
    assert session.attempt.stored["cmi.core.lesson_status"] == "failed"
    assert float(session.attempt.stored["cmi.core.score.raw"]) < 70
    check_clean(desk, lms, session)


def work_through(learner: Learner, response: Callable[[str], list[str]]) -> None:
    """Every page in order; every question until no attempt is left."""
    pages = learner.package.page_list
    for number, page in enumerate(pages):
        learner.expect_page(page.id)
        for question in page.questions:
            while not learner.is_done(question.id):
                learner.answer(question.id, response(question.id))
        if number + 1 < len(pages):
            learner.next()


@pytest.mark.parametrize("language", ["en", "ru", "uz-Latn"])
def test_real_course(language: str, desk: Desk, lms: Lms, builder: Builder) -> None:
    package = lms.add(builder.zip(OPEN_DATA, "scorm12", language))
    session = lms.launch(package)
    learner = desk.sco(session, package.folder)
    learner.start()
    work_through(learner, lambda question: learner.package.questions[question].right())
    learner.window.page.close()  # type: ignore[union-attr]
    session.wait_until(lambda: session.terminated)
    assert session.attempt.stored["cmi.core.lesson_status"] == "passed"
    assert session.attempt.stored["cmi.core.score.raw"] == "100"
    records = session.attempt.records("interactions")
    assert sorted(one["id"] for one in records) == sorted(learner.package.questions)
    assert {one["result"] for one in records} == {"correct"}
    assert STATE.fullmatch(session.attempt.stored["cmi.suspend_data"])
    check_clean(desk, lms, session)
