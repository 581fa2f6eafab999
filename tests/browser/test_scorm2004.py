"""SCORM 2004: what the LMS holds after a learner worked, left, came back and finished."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from browser.build import HARBOUR, OPEN_DATA
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

TARGETS = ["scorm2004-3", "scorm2004-4"]
TIMESTAMP = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d")
# id, type, response, result, weighting, objective, description, patterns
RECORDS = [
    ("red-flag", "choice", "b", "correct", "1", "quay", "What does a red flag mean?", ["b"]),
    (
        "night-lights", "choice", "a[,]b", "incorrect", "1", "quay",
        "Which lamps belong on a barge at night?", ["a[,]c"],
    ),
    (
        "night-lights", "choice", "a[,]c", "correct", "1", "quay",
        "Which lamps belong on a barge at night?", ["a[,]c"],
    ),
    (
        "stepping-over", "true-false", "false", "correct", "1", "quay",
        "A line under tension may be stepped over.", ["false"],
    ),
    (
        "knot-name", "fill-in", "Bowline Knot", "correct", "1", "quay",
        "Which knot makes a loop that does not slip?", ["bowline", "bowline knot"],
    ),
    (
        "safe-load", "numeric", "25", "incorrect", "1", "quay",
        "How many tonnes may the small crane lift?", ["2[:]3"],
    ),
    (
        "safe-load", "numeric", "3.25", "incorrect", "1", "quay",
        "How many tonnes may the small crane lift?", ["2[:]3"],
    ),
    (
        "hand-signals", "matching", "1[.]a[,]2[.]c[,]3[.]b", "0.3333", "1", "crane",
        "What does each hand signal mean?", ["1[.]a[,]2[.]b[,]3[.]c"],
    ),
    (
        "lift-steps", "sequencing", "a[,]b[,]c[,]d", "correct", "2", "crane",
        "Put the steps of a lift in order.", ["a[,]b[,]c[,]d"],
    ),
    (
        "lift-rule", "fill-in", "a[,]Banksman", "correct", "1", "crane",
        "Complete the rule.", ["a[,]signaller"],
    ),
]  # fmt: skip


@pytest.fixture(params=TARGETS)
def harbour(request: pytest.FixtureRequest, builder: Builder, lms: Lms) -> Package:
    return lms.add(builder.zip(HARBOUR, request.param, "en"))


def check_stored(
    attempt: Attempt, completion: str, success: str, score: list[str], location: str, answers: int
) -> None:
    stored, values = attempt.stored, attempt.values
    assert stored["cmi.completion_status"] == completion
    assert values.get("cmi.success_status", "unknown") == success
    assert stored["cmi.exit"] == "suspend"
    assert stored["cmi.location"] == location
    assert 0 < seconds(stored["cmi.session_time"]) < 120
    assert re.fullmatch(r"[\x20\x21\x23-\x7e]{1,64000}", stored["cmi.suspend_data"])
    names = ("scaled", "raw", "min", "max")
    assert [values[f"cmi.score.{name}"] for name in names if f"cmi.score.{name}" in values] == score
    records = attempt.records("interactions")
    assert len(records) == answers
    for record, expected in zip(records, RECORDS, strict=False):
        check_record(record, *expected)


def points(reached: float) -> list[str]:
    """The score elements for so many of the nine points."""
    return [f"{reached / 9:.4f}", f"{reached / 0.09:.2f}", "0", "100"]


def check_record(
    record: dict[str, str], key: str, kind: str, response: str, result: str, weighting: str,
    objective: str, description: str, patterns: list[str],
) -> None:  # fmt: skip
    """Every field of an interaction; the times only need to make sense."""
    assert TIMESTAMP.fullmatch(record.pop("timestamp"))
    assert seconds(record.pop("latency")) < 60
    expected = {"id": key, "type": kind, "learner_response": response, "result": result}
    expected |= {"weighting": weighting, "objectives.0.id": objective, "description": description}
    expected |= {f"correct_responses.{n}.pattern": text for n, text in enumerate(patterns)}
    assert record == expected


def test_leaves_comes_back_and_finishes(desks: Callable[[], Desk], lms: Lms, harbour: Package) -> None:
    # The tab is closed in the middle of a lesson.
    session, desk = lms.launch(harbour), desks()
    first_sitting(desk.sco(session, harbour.folder))
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    attempt = session.attempt
    check_stored(attempt, "incomplete", "unknown", [], "signals/lights", 2)
    assert 0 < float(attempt.values["cmi.progress_measure"]) < 1
    check_clean(desk, lms, session)

    # On another device the tab dies.
    session, desk = lms.launch(harbour), desks()
    second_sitting(desk.sco(session, harbour.folder))
    session.wait_until(lambda: len(attempt.records("interactions")) == 5)
    crash(desk.tabs[0])
    assert not session.terminated
    check_stored(attempt, "incomplete", "unknown", [], "lines/knots", 5)
    check_clean(desk, lms, session)

    # On a third one the learner finishes.
    score = points(22 / 3)
    session, desk = lms.launch(harbour), desks()
    third_sitting(desk.sco(session, harbour.folder))
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    check_stored(attempt, "completed", "passed", score, "lifting/after", len(ANSWERED))
    assert attempt.values["cmi.progress_measure"] == "1"
    check_clean(desk, lms, session)

    # Looking at it once more changes nothing.
    records = attempt.records("interactions")
    session, desk = lms.launch(harbour), desks()
    looking_back(desk.sco(session, harbour.folder))
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    check_stored(attempt, "completed", "passed", score, "lifting/loads", len(ANSWERED))
    assert attempt.records("interactions") == records
    check_clean(desk, lms, session)


def test_fails_for_good(desk: Desk, lms: Lms, harbour: Package) -> None:
    session = lms.launch(harbour)
    learner = desk.sco(session, harbour.folder)
    work_through(learner, all_wrong(learner))
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    check = {"cmi.completion_status": "completed", "cmi.success_status": "failed"}
    check |= {"cmi.score.scaled": "0", "cmi.score.raw": "0"}
    assert check.items() <= session.attempt.values.items()
    check_clean(desk, lms, session)


def test_review_writes_nothing(desk: Desk, lms: Lms, harbour: Package) -> None:
    session = lms.launch(harbour, mode="review", credit="no-credit")
    learner = desk.sco(session, harbour.folder)
    learner.start()
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    written = {(call.args[0], call.args[1]) for call in session.calls if call.fn == "set"}
    assert written <= {("cmi.exit", "suspend")}
    check_clean(desk, lms, session)


def test_real_course(desk: Desk, lms: Lms, builder: Builder) -> None:
    package = lms.add(builder.zip(OPEN_DATA, "scorm2004-4", "ru"))
    session = lms.launch(package)
    learner = desk.sco(session, package.folder)
    work_through(learner, all_right(learner))
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    attempt = session.attempt
    assert attempt.stored["cmi.completion_status"] == "completed"
    assert attempt.stored["cmi.success_status"] == "passed"
    assert attempt.values["cmi.score.scaled"] == "1"
    records = attempt.records("interactions")
    assert [one["id"] for one in records] == list(learner.package.questions)
    assert {one["result"] for one in records} == {"correct"}
    assert all(one["description"].startswith("{lang=ru}") for one in records)
    check_clean(desk, lms, session)
