"""SCORM 1.2: what the LMS holds after a learner worked, left, came back and finished."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from browser.build import HARBOUR, LANGUAGES, OPEN_DATA
from browser.lms.datamodel import seconds
from browser.play import check_clean, crash
from browser.story import (
    ANSWERED,
    all_right,
    all_wrong,
    first_sitting,
    looking_back,
    second_sitting,
    third_sitting,
    work_through,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.build import Builder
    from browser.lms import Attempt, Lms, Package
    from browser.play import Desk

pytestmark = pytest.mark.browser

TIME = re.compile(r"\d\d:\d\d:\d\d(\.\d\d)?")
STATE = re.compile(r"[\x20\x21\x23-\x7e]{1,4096}")
# id, type, response, result, weighting, objective, patterns
RECORDS = [
    ("red-flag", "choice", "b", "correct", "1", "quay", ["b"]),
    ("night-lights", "choice", "a,b", "wrong", "1", "quay", ["a,c"]),
    ("night-lights", "choice", "a,c", "correct", "1", "quay", ["a,c"]),
    ("stepping-over", "true-false", "f", "correct", "1", "quay", ["f"]),
    ("knot-name", "fill-in", "Bowline Knot", "correct", "1", "quay", ["bowline", "bowline knot"]),
    ("safe-load", "numeric", "25", "wrong", "1", "quay", ["2:3"]),
    ("safe-load", "numeric", "3.25", "wrong", "1", "quay", ["2:3"]),
    ("hand-signals", "matching", "1.a,2.c,3.b", "0.3333", "1", "crane", ["1.a,2.b,3.c"]),
    ("lift-steps", "sequencing", "a,b,c,d", "correct", "2", "crane", ["a,b,c,d"]),
    ("lift-rule", "fill-in", "a,Banksman", "correct", "1", "crane", ["a,signaller"]),
]


@pytest.fixture
def harbour(builder: Builder, lms: Lms) -> Package:
    return lms.add(builder.zip(HARBOUR, "scorm12", "en"))


def check_stored(attempt: Attempt, status: str, raw: str | None, location: str, answers: int) -> None:
    stored, values = attempt.stored, attempt.values
    assert stored["cmi.core.lesson_status"] == status
    assert stored["cmi.core.exit"] == "suspend"
    assert stored["cmi.core.lesson_location"] == location
    assert STATE.fullmatch(stored["cmi.suspend_data"])
    assert 0 < seconds(stored["cmi.core.session_time"]) < 120
    score = [values.get(f"cmi.core.score.{name}") for name in ("raw", "min", "max")]
    assert score == ([None] * 3 if raw is None else [raw, "0", "100"])
    records = attempt.records("interactions")
    assert len(records) == answers
    for record, expected in zip(records, RECORDS, strict=False):
        check_record(record, *expected)


def check_record(
    record: dict[str, str], key: str, kind: str, response: str, result: str,
    weighting: str, objective: str, patterns: list[str],
) -> None:  # fmt: skip
    """Every field of an interaction; the times only need to make sense."""
    assert TIME.fullmatch(record.pop("time"))
    assert seconds(record.pop("latency")) < 60
    expected = {"id": key, "type": kind, "student_response": response, "result": result}
    expected |= {"weighting": weighting, "objectives.0.id": objective}
    expected |= {f"correct_responses.{n}.pattern": text for n, text in enumerate(patterns)}
    assert record == expected


def test_leaves_comes_back_and_finishes(desks: Callable[[], Desk], lms: Lms, harbour: Package) -> None:
    # The tab is closed in the middle of a lesson.
    session, desk = lms.launch(harbour), desks()
    first_sitting(desk.sco(session, harbour.folder))
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    attempt = session.attempt
    check_stored(attempt, "incomplete", None, "signals/lights", 2)
    check_clean(desk, lms, session)

    # On another device the tab dies.
    session, desk = lms.launch(harbour), desks()
    learner = desk.sco(session, harbour.folder)
    second_sitting(learner)
    session.wait_until(lambda: len(attempt.records("interactions")) == 5)
    crash(desk.tabs[0])
    assert not session.terminated
    check_stored(attempt, "incomplete", None, "lines/knots", 5)
    check_clean(desk, lms, session)

    # On a third one the learner finishes.
    session, desk = lms.launch(harbour), desks()
    third_sitting(desk.sco(session, harbour.folder))
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    check_stored(attempt, "passed", "81.48", "lifting/after", len(ANSWERED))
    check_clean(desk, lms, session)

    # Looking at it once more changes nothing.
    total, records = attempt.total, attempt.records("interactions")
    session, desk = lms.launch(harbour), desks()
    looking_back(desk.sco(session, harbour.folder))
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    check_stored(attempt, "passed", "81.48", "lifting/loads", len(ANSWERED))
    assert attempt.records("interactions") == records
    assert attempt.total > total
    check_clean(desk, lms, session)


def test_fails_for_good(desk: Desk, lms: Lms, harbour: Package) -> None:
    session = lms.launch(harbour)
    learner = desk.sco(session, harbour.folder)
    work_through(learner, all_wrong(learner))
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    assert session.attempt.stored["cmi.core.lesson_status"] == "failed"
    assert session.attempt.values["cmi.core.score.raw"] == "0"
    check_clean(desk, lms, session)


def test_review_writes_nothing(desk: Desk, lms: Lms, harbour: Package) -> None:
    session = lms.launch(harbour, mode="review", credit="no-credit")
    learner = desk.sco(session, harbour.folder)
    learner.start()
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    written = {call.args[0] for call in session.calls if call.fn == "set"}
    assert written <= {"cmi.core.exit"}
    check_clean(desk, lms, session)


@pytest.mark.parametrize("language", LANGUAGES)
def test_real_course(language: str, desk: Desk, lms: Lms, builder: Builder) -> None:
    package = lms.add(builder.zip(OPEN_DATA, "scorm12", language))
    session = lms.launch(package)
    learner = desk.sco(session, package.folder)
    work_through(learner, all_right(learner))
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    attempt = session.attempt
    assert attempt.stored["cmi.core.lesson_status"] == "passed"
    assert attempt.values["cmi.core.score.raw"] == "100"
    records = attempt.records("interactions")
    assert [one["id"] for one in records] == list(learner.package.questions)
    assert {one["result"] for one in records} == {"correct"}
    assert STATE.fullmatch(attempt.stored["cmi.suspend_data"])
    check_clean(desk, lms, session)
