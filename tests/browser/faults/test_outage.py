"""Nothing can be stored for a while: in the LMS, in the browser, or in both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.faults.checks import (
    GIVEN,
    KEEP_OPEN,
    KEPT,
    NO_STORAGE,
    NOT_SAVED,
    SAVED_AGAIN,
    answer_all,
    check_kept,
    check_stored,
    check_unfinished,
    expect_answers,
    give,
    go_to_questions,
)
from browser.faults.places import uncaught
from browser.faults.table import fault, lrs, scorm

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.faults.places import Place
    from browser.play import Desk

pytestmark = pytest.mark.browser

EVERYWHERE = {
    **scorm("every commit fails"),
    **lrs("connections to the LRS break"),
    "web": "the browser's storage is full",
}
BLOCKED = """for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
}"""
MINUTE = 60_000


@fault("commit failing for minutes", {standard: f"{what} for 6 minutes" for standard, what in EVERYWHERE.items()})
def test_tries_again_until_it_works(place: Place, desks: Callable[[], Desk]) -> None:
    """The learner is told at once and as long as it lasts, goes on, and need not do anything."""
    desk = desks()
    desk.context.clock.install()
    visit = place.open(desk)
    go_to_questions(visit)
    place.settle()
    place.stop(visit)
    give(visit, "red-flag")
    visit.expect_notice(NO_STORAGE if place.standard == "web" else NOT_SAVED)
    for _minute in range(6):
        visit.learner.tab.clock.fast_forward(MINUTE)
    visit.expect_notice(NO_STORAGE if place.standard == "web" else KEPT)
    give(visit, "night-lights")
    assert place.answers() == []
    place.mend(visit)
    visit.learner.tab.clock.fast_forward(2 * MINUTE + 1000)
    visit.expect_notice(SAVED_AGAIN)
    place.wait_for(*GIVEN)
    visit.learner.tab.clock.fast_forward(10_000)
    visit.expect_silence()
    visit.close()
    place.wait_for_end()
    check_stored(place, desks, desk)
    assert place.problems() == []


@fault("commit failing for minutes", {**EVERYWHERE, "web": "the browser's storage is full until the end"})
def test_keeps_what_was_never_taken(place: Place, desk: Desk) -> None:
    """Closed before it works again: this browser sends it with the next launch."""
    visit = place.open(desk)
    go_to_questions(visit)
    place.settle()
    place.stop(visit)
    give(visit)
    visit.expect_notice(NO_STORAGE if place.standard == "web" else KEPT)
    expect_answers(visit)
    check_unfinished(place, visit)
    visit.close()
    assert place.answers() == []
    if place.standard == "web":
        return  # the learner was told that it will be lost
    place.mend(visit)
    again = check_kept(place, desk)
    place.settle()
    again.close()
    place.wait_for_end()
    assert uncaught(desk) == []


@fault("storage blocked", {**scorm("localStorage throws"), **lrs("localStorage throws"), "web": "localStorage throws"})
def test_works_without_storage(place: Place, desks: Callable[[], Desk]) -> None:
    """An LMS is enough; without one the learner is told."""
    desk = desks()
    desk.context.add_init_script(BLOCKED)
    visit = place.open(desk)
    answer_all(visit)
    if place.standard == "web":
        visit.expect_notice(NO_STORAGE)
        expect_answers(visit)
        check_unfinished(place, visit)
        assert uncaught(desk) == []
        return
    place.wait_for(*GIVEN)
    assert visit.notice == ""
    visit.close()
    place.wait_for_end()
    check_stored(place, desks, desk)
    assert place.problems() == []


@fault(
    "storage blocked",
    {**scorm("localStorage throws, and every commit fails"), **lrs("localStorage throws, and the LRS is away")},
)
def test_asks_to_stay_when_nothing_keeps_the_answers(place: Place, desks: Callable[[], Desk]) -> None:
    """Only the open window has them: it says so, and they are stored as soon as that works."""
    desk = desks()
    desk.context.add_init_script(BLOCKED)
    visit = place.open(desk)
    go_to_questions(visit)
    place.settle()
    place.stop(visit)
    give(visit)
    visit.expect_notice(NOT_SAVED)
    visit.expect_notice(KEEP_OPEN)
    assert KEPT not in visit.notice
    place.mend(visit)
    visit.learner.window.locator("#notice button").click()
    expect(visit.learner.window.locator("#notice")).to_contain_text(SAVED_AGAIN)
    place.wait_for(*GIVEN)
    check_stored(place, desks, desk)
