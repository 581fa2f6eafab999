"""One course, open twice: in two windows of one browser, or on two devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.faults.checks import (
    GIVEN,
    KEPT,
    NOT_SAVED,
    answer_all,
    check_kept,
    check_stored,
    check_unfinished,
    expect_answers,
    give,
    go_to_questions,
)
from browser.faults.places import uncaught
from browser.faults.table import STANDARDS, fault
from browser.play import crash

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.faults.places import Place, Visit
    from browser.play import Desk

pytestmark = pytest.mark.browser

ELSEWHERE = "This course is open in another window. Only one window can record your work."
OPENED_AGAIN = "This course was opened in another window, too."
MOVED = "The course goes on in another window, with everything you did here."
NO_CHANNEL = "delete window.BroadcastChannel"


def continue_here(visit: Visit) -> None:
    visit.learner.window.get_by_role("button", name="Continue here").click()
    visit.learner.ready("ready")


@fault("two tabs", dict.fromkeys(STANDARDS, "a second window, and the learner goes on there"))
def test_goes_on_in_the_window_that_the_learner_chooses(place: Place, desks: Callable[[], Desk]) -> None:
    """Both windows say so; the first one saves and stops; the second one has its answers, and adds to them."""
    desk = desks()
    first = place.open(desk)
    go_to_questions(first)
    second = place.open(desk)
    second.expect_notice(ELSEWHERE)
    expect(second.learner.window.locator("#start")).to_be_disabled()
    first.expect_notice(OPENED_AGAIN)
    give(first, "red-flag")
    continue_here(second)
    first.expect_notice(MOVED)
    assert first.learner.window.evaluate("document.querySelector('#main').inert")
    go_to_questions(second)
    expect_answers(second, "red-flag")
    give(second, "night-lights")
    place.wait_for(*GIVEN)
    assert second.notice == ""
    first.close()
    second.close()
    place.wait_for_end()
    check_stored(place, desks, desk)
    assert uncaught(desk) == []


@fault("two tabs", dict.fromkeys(STANDARDS, "a second window, and the first one is closed"))
def test_goes_on_when_the_other_window_is_closed(place: Place, desks: Callable[[], Desk]) -> None:
    """Here without a BroadcastChannel: the windows speak by events of the storage."""
    desk = desks()
    desk.context.add_init_script(NO_CHANNEL)
    first = place.open(desk)
    go_to_questions(first)
    second = place.open(desk)
    second.expect_notice(ELSEWHERE)
    give(first, "red-flag")
    place.settle()
    first.close()
    second.learner.ready("ready")
    second.expect_silence()
    go_to_questions(second)
    expect_answers(second, "red-flag")
    give(second, "night-lights")
    place.wait_for(*GIVEN)
    second.close()
    place.wait_for_end()
    check_stored(place, desks, desk)


@fault("two tabs", dict.fromkeys(STANDARDS, "a second window while nothing can be stored"))
def test_hands_over_what_could_not_be_saved(place: Place, desk: Desk) -> None:
    first = place.open(desk)
    go_to_questions(first)
    place.settle()
    if place.standard != "web":
        place.stop(first)
    give(first)
    place.mend(first)
    second = place.open(desk)
    second.expect_notice(ELSEWHERE)
    continue_here(second)
    first.expect_notice(MOVED)
    go_to_questions(second)
    expect_answers(second)
    check_unfinished(place, second)
    place.wait_for(*GIVEN)
    first.close()
    second.close()
    check_kept(place, desk)


@fault("two tabs", dict.fromkeys(STANDARDS, "the other window has crashed"))
def test_does_not_wait_for_a_dead_window(place: Place, desk: Desk) -> None:
    first = place.open(desk)
    answer_all(first)
    place.wait_for(*GIVEN)
    desk.tabs.remove(first.learner.tab)
    crash(first.learner.tab)
    second = place.open(desk)
    second.learner.ready("ready")
    assert second.notice == ""
    go_to_questions(second)
    expect_answers(second)


@fault("two devices", {"cmi5": "a launch on another device ends the session here"})
def test_keeps_what_a_second_launch_cut_off(place: Place, desks: Callable[[], Desk]) -> None:
    """The LMS takes nothing more from here: the learner knows, and the next launch here puts both together."""
    here, there = desks(), desks()
    first = place.open(here)
    go_to_questions(first)
    place.settle()
    second = place.open(there)
    go_to_questions(second)
    give(second, "red-flag")
    place.wait_for("red-flag")
    second.close()
    give(first, "night-lights")
    first.expect_notice(NOT_SAVED)
    first.expect_notice(KEPT)
    first.close()
    check_kept(place, here)
    place.wait_for("red-flag", "night-lights")


@fault("two devices", {"xapi": "another device stores a state while this one works"})
def test_puts_two_devices_together(place: Place, desks: Callable[[], Desk]) -> None:
    """The document's entity tag tells; both devices' answers are in it in the end."""
    here, there = desks(), desks()
    first = place.open(here)
    go_to_questions(first)
    place.settle()
    second = place.open(there)
    go_to_questions(second)
    give(second, "red-flag")
    place.wait_for("red-flag")
    give(first, "night-lights")
    first.expect_notice("You also worked on this course on another device.")
    place.wait_for("red-flag", "night-lights")
    check_stored(place, desks, here)
    assert place.problems() == []
