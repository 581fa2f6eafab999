"""The learner of these tests, and what must be true of every fault in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from browser.faults.places import uncaught

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.faults.places import Place, Visit
    from browser.play import Desk

GIVEN = {"red-flag": ["b"], "night-lights": ["a", "b"]}
"""The answers of these tests: one right, one wrong with an attempt left."""
RESULTS = {"red-flag": "right", "night-lights": "wrong"}

NOT_RECORDED = "No learning platform was found. Your progress is kept in this browser and is not reported to anyone."
NOT_REPORTED = "No learning platform was found, so nothing is reported to anyone."
NO_ANSWER = "The learning platform does not answer, so your work is not recorded at present."
NOT_SAVED = "Your latest answers could not be saved."
KEPT = "Your answers are kept in this browser and will be sent as soon as that works."
KEEP_OPEN = "Please leave this window open until that works."
SAVED_AGAIN = "Everything is saved again."
NO_STORAGE = "This browser does not let the course keep your progress. It will be lost when you close the window."
OVER = "This session has ended, so nothing more is recorded. Open the course again from your learning platform."
UNREADABLE = "Your earlier progress could not be read."


def go_to_questions(visit: Visit) -> None:
    """Begin, and open the page with the two questions."""
    visit.learner.start()
    visit.learner.open("signals/lights")


def give(visit: Visit, *questions: str) -> None:
    """Answer these questions (all of the story unless named)."""
    for question in questions or GIVEN:
        assert visit.learner.answer(question, GIVEN[question]) == RESULTS[question]


def answer_all(visit: Visit) -> None:
    """Begin and give both answers."""
    go_to_questions(visit)
    give(visit)


def expect_answers(visit: Visit, *questions: str) -> None:
    """The course shows these answers as they were given (all of the story unless named)."""
    for question in questions or GIVEN:
        expect(visit.learner.section(question)).to_have_attribute("data-result", RESULTS[question])
        assert sorted(visit.learner.shown(question)) == GIVEN[question]


def check_kept(place: Place, desk: Desk, *questions: str) -> Visit:
    """The next launch on this device has the answers, and nothing is finished by accident."""
    visit = place.open(desk)
    visit.learner.start()
    visit.learner.open("signals/lights")
    expect_answers(visit, *questions)
    check_unfinished(place, visit)
    return visit


def check_stored(place: Place, desks: Callable[[], Desk], desk: Desk, *questions: str) -> None:
    """So has any other device, if there is an LMS; each answer is on record once."""
    if place.standard != "web":
        asked = questions or tuple(GIVEN)
        assert sorted(set(place.answers())) == sorted(asked)
        # SCORM 1.2 records cannot be read back: after a failed commit they are made once more.
        assert len(place.answers()) <= len(asked) * (2 if place.standard == "scorm12" else 1)
        desk = desks()
    for tab in desk.tabs:
        tab.close()
    desk.tabs.clear()
    check_kept(place, desk, *questions)
    assert uncaught(desk) == []


def check_rules(place: Place) -> None:
    """No rule was broken by a window that was closed in the moment after an answer.

    What is on its way then is sent again with the last statement: the copy that comes second meets a session that is
    over, or an LRS that has it from an earlier session.
    """
    again = ("S9 (403): the session is over", "xapi (409): another statement has the id")
    assert [one for one in place.problems() if not one.startswith(again)] == []


def check_unfinished(place: Place, visit: Visit) -> None:
    """Two answers finish nothing."""
    assert place.finished() == []
    now = visit.learner.window.locator("#progress").get_attribute("aria-valuenow")
    assert 0 < int(now or 0) < 60
