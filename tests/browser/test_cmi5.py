"""cmi5: what the LRS holds, and what the LMS concludes, after a learner left, came back and finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.build import HARBOUR, OPEN_DATA
from browser.play import crash
from browser.statements import (
    ANSWERS,
    check_answers,
    check_clean,
    check_with_ralph,
    settle,
    verbs,
    wait_for_answers,
    wait_until,
)
from browser.story import (
    SCORE,
    all_right,
    all_wrong,
    first_sitting,
    looking_back,
    second_sitting,
    third_sitting,
    work_through,
)
from browser.tracking import check_with_plan
from darslik_xapi.testing import LaunchOptions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.build import Builder
    from browser.lms import Lms
    from browser.play import Desk
    from darslik_xapi.testing import LrsServer, Registration, Session

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(builder: Builder) -> Path:
    return builder.unpacked(HARBOUR, "cmi5", "en")


@pytest.fixture
def registration(folder: Path, lms: Lms, lrs: LrsServer) -> Registration:
    return lrs.register(folder, content=lms.content(lms.add(folder)))


def state(lrs: LrsServer, session: Session) -> object:
    """The state documents of the launched activity but for the LMS's own."""
    found: dict[str, object] = {}
    for (resource, *scope), documents in lrs.lrs.documents.by_scope.items():
        if resource == "activities/state" and scope[0] == session.activity_id:
            found |= {key: one for key, one in documents.items() if key != "LMS.LaunchData"}
    return found


def test_leaves_comes_back_and_finishes(
    desks: Callable[[], Desk], lms: Lms, lrs: LrsServer, registration: Registration, folder: Path
) -> None:
    # The tab is closed in the middle of a lesson.
    session, desk = registration.launch(), desks()
    first_sitting(desk.tab(session.url, folder))
    wait_for_answers(lrs, 2)
    desk.close_tab()
    wait_until(lambda: session.terminated, "terminated when the tab is closed")
    assert verbs(lrs, registration.id) == ["launched", "initialized", "terminated"]
    check_answers(lrs, registration.id, 2)
    assert state(lrs, session)
    check_clean(desk, lrs, lms.base)

    # On another device the tab dies.
    session, desk = registration.launch(), desks()
    second_sitting(desk.tab(session.url, folder))
    wait_for_answers(lrs, 5)
    crash(desk.tabs[0])
    check_clean(desk, lrs, lms.base)
    assert not session.terminated

    # On a third one the learner finishes and leaves by the button.
    session, desk = registration.launch(), desks()
    assert verbs(lrs, registration.id)[3:] == ["launched", "initialized", "abandoned", "launched"]
    learner = desk.tab(session.url, folder)
    third_sitting(learner)
    learner.window.locator("#exit-button").click()
    learner.window.wait_for_url("**/return/*")
    assert session.unfinished() == []
    assert sorted(verbs(lrs, registration.id)[7:11]) == [
        "completed",
        "initialized",
        "passed",
        "satisfied",
    ]
    assert verbs(lrs, registration.id)[11:] == ["terminated"]
    check_answers(lrs, registration.id, len(ANSWERS))
    check_score(lrs, registration)
    check_clean(desk, lrs, lms.base)

    # Looking at it once more reports no result again.
    session, desk = registration.launch(), desks()
    looking_back(desk.tab(session.url, folder))
    settle(lrs)
    desk.close_tab()
    wait_until(lambda: session.terminated, "terminated when the tab is closed")
    assert verbs(lrs, registration.id)[12:] == ["launched", "initialized", "terminated"]
    check_clean(desk, lrs, lms.base)
    check_with_ralph(lrs)
    check_with_plan(lrs, folder)


def test_keeps_an_answer_given_in_the_last_moment(
    desk: Desk, lrs: LrsServer, registration: Registration, folder: Path
) -> None:
    """The tab goes while the answer is on its way; the same device knows it the next time."""
    lrs.faults.delay = 0.3
    learner = desk.tab(registration.launch().url, folder)
    first_sitting(learner)
    desk.close_tab()
    lrs.faults.delay = 0
    learner = desk.tab(registration.launch().url, folder)
    learner.start()
    learner.expect_page("signals/lights")
    assert (learner.result("red-flag"), learner.result("night-lights")) == ("right", "wrong")
    wait_for_answers(lrs, 2)
    check_answers(lrs, registration.id, 2)
    # What was under way when the tab went may arrive after terminated, to no effect, and what the
    # tab never heard about is sent again, with the same id.
    known = [one for one in lrs.lrs.violations if one.rule == "S9" or one.status == 409]
    assert lrs.lrs.violations == known


def check_score(lrs: LrsServer, registration: Registration) -> None:
    [passed] = lrs.lrs.by_verb("passed", registration.id)
    score = passed["result"]["score"]
    assert score["scaled"] == pytest.approx(SCORE, abs=0.0001)
    assert (score["raw"], score["min"], score["max"]) == (81.48, 0, 100)
    [record] = registration.records.values()
    assert (record.completed, record.passed, record.satisfied) == (True, True, True)


def test_fails_for_good(desk: Desk, lms: Lms, lrs: LrsServer, registration: Registration, folder: Path) -> None:
    session = registration.launch()
    learner = desk.tab(session.url, folder)
    work_through(learner, all_wrong(learner))
    settle(lrs)
    desk.close_tab()
    wait_until(lambda: session.terminated, "terminated when the tab is closed")
    outcome = sorted(verbs(lrs, registration.id)[2:-1])
    assert outcome == ["completed", "failed"]
    assert lrs.lrs.by_verb("failed")[0]["result"]["score"]["scaled"] == 0
    [record] = registration.records.values()
    assert not record.satisfied
    check_clean(desk, lrs, lms.base)
    check_with_ralph(lrs)
    check_with_plan(lrs, folder)


def test_takes_the_mastery_score_from_the_launch(
    desk: Desk, lms: Lms, lrs: LrsServer, registration: Registration, folder: Path
) -> None:
    """The LMS may demand more than the course says."""
    session = registration.launch(options=LaunchOptions(mastery_score=0.95))
    learner = desk.tab(session.url, folder)
    right = all_right(learner)
    rules = learner.package.questions
    weak = "stepping-over"
    work_through(learner, lambda key: rules[key].wrong() if key == weak else right(key))
    settle(lrs)
    desk.close_tab()
    wait_until(lambda: session.terminated, "terminated when the tab is closed")
    assert [one["result"]["score"]["scaled"] for one in lrs.lrs.by_verb("failed")] == [0.8889]
    assert lrs.lrs.by_verb("passed") == []
    check_clean(desk, lrs, lms.base)


@pytest.mark.parametrize("mode", ["Browse", "Review"])
def test_other_modes_report_nothing(
    mode: str, desk: Desk, lms: Lms, lrs: LrsServer, registration: Registration, folder: Path
) -> None:
    session = registration.launch(options=LaunchOptions(mode=mode))
    learner = desk.tab(session.url, folder)
    learner.start()
    learner.next()
    learner.window.locator("#exit-button").click()
    learner.window.wait_for_url("**/return/*")
    assert verbs(lrs, registration.id) == ["launched", "initialized", "terminated"]
    assert lrs.lrs.by_verb("answered") == lrs.lrs.by_verb("experienced") == []
    assert not state(lrs, session)
    check_clean(desk, lrs, lms.base)


def test_real_course(desk: Desk, lms: Lms, lrs: LrsServer, builder: Builder) -> None:
    folder = builder.unpacked(OPEN_DATA, "cmi5", "uz-Latn")
    registration = lrs.register(folder, content=lms.content(lms.add(folder)))
    session = registration.launch()
    learner = desk.tab(session.url, folder)
    work_through(learner, all_right(learner))
    learner.window.locator("#exit-button").click()
    learner.window.wait_for_url("**/return/*")
    assert session.unfinished() == []
    assert lrs.lrs.by_verb("passed")[0]["result"]["score"]["scaled"] == 1
    assert registration.satisfied == {registration.course.id}
    assert len(lrs.lrs.by_verb("answered")) == len(learner.package.questions)
    assert all(one["result"]["success"] for one in lrs.lrs.by_verb("answered"))
    check_clean(desk, lrs, lms.base)
    check_with_ralph(lrs)
    check_with_plan(lrs, folder)
