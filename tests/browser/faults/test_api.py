"""The connection at the start: late, missing, doubled, out of reach, or in another window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.faults.checks import (
    GIVEN,
    KEPT,
    NO_STORAGE,
    NOT_RECORDED,
    NOT_REPORTED,
    NOT_SAVED,
    answer_all,
    check_kept,
    check_rules,
    check_stored,
    check_unfinished,
    expect_answers,
    give,
    go_to_questions,
)
from browser.faults.places import AddressPlace, LrsPlace, uncaught
from browser.faults.table import SCORM, fault, lrs, scorm

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.faults.places import Place
    from browser.play import Desk

pytestmark = pytest.mark.browser


@fault("late API", {**scorm("the API appears after 0.7 s"), **lrs("the LRS takes 0.3 s for each answer")})
def test_waits_for_a_late_api(place: Place, desks: Callable[[], Desk]) -> None:
    desk = desks()
    visit = place.open(desk, **({"late_api": 700} if place.standard in SCORM else {"delay": 0.3}))
    answer_all(visit)
    assert visit.notice == ""
    if isinstance(place, LrsPlace):
        place.lrs.faults.delay = 0
    place.wait_for(*GIVEN)
    visit.close()
    place.wait_for_end()
    check_stored(place, desks, desk)
    assert place.problems() == []


@fault("no API", {**scorm("no API anywhere"), **lrs("opened without launch parameters")})
def test_says_that_nothing_is_recorded(place: Place, desk: Desk) -> None:
    """The answers stay in this browser, are there the next time, and the learner knows."""
    for _sitting in range(2):
        visit = place.open_alone(desk)
        visit.learner.ready("untracked")
        visit.expect_notice(NOT_RECORDED)
        if _sitting == 0:
            answer_all(visit)
        else:
            visit.learner.start()
            visit.learner.open("signals/lights")
        expect_answers(visit)
        visit.expect_notice(NOT_RECORDED)
        check_unfinished(place, visit)
        visit.close()
    assert place.answers() == []
    assert uncaught(desk) == []


@fault(
    "both APIs",
    {
        **scorm("the LMS shows the API of the other edition, too"),
        **lrs("the parent window has both SCORM APIs"),
        "web": "the parent window has both SCORM APIs",
    },
)
def test_uses_its_own_api(place: Place, desks: Callable[[], Desk]) -> None:
    """The other standard's calls are never made."""
    desk = desks()
    visit = place.open_framed(desk)
    answer_all(visit)
    place.wait_for(*GIVEN)
    assert visit.notice == ""
    if isinstance(place, AddressPlace):
        assert place.foreign_calls == []
    else:
        visit.close()
        place.wait_for_end()
    check_stored(place, desks, desk)
    assert place.problems() == []


@fault(
    "cross-origin parent",
    {**scorm("the API is in a window of another origin: out of reach"), "web": "framed by another origin"},
)
def test_says_so_when_nothing_is_in_reach(place: Place, private_desk: Desk) -> None:
    """A private window keeps nothing for a framed site either: the learner knows, and can go on."""
    visit = place.open_framed(private_desk, foreign=True)
    visit.learner.ready("ready" if place.standard == "web" else "untracked")
    answer_all(visit)
    visit.expect_notice(NO_STORAGE)
    if place.standard != "web":
        visit.expect_notice(NOT_REPORTED)
    assert "is kept" not in visit.notice
    expect_answers(visit)
    check_unfinished(place, visit)
    assert place.answers() == []
    assert uncaught(private_desk) == []


@fault("cross-origin parent", lrs("framed by another origin"))
def test_works_in_a_foreign_frame(place: Place, desks: Callable[[], Desk]) -> None:
    """Requests need no parent."""
    desk = desks()
    visit = place.open_framed(desk, foreign=True)
    answer_all(visit)
    place.wait_for(*GIVEN)
    assert visit.notice == ""
    check_stored(place, desks, desk)
    assert place.problems() == []


@fault(
    "popup window",
    {
        **scorm("the API is in the opener"),
        **lrs("opened by the LMS's window"),
        "web": "opened by another window",
    },
)
def test_works_in_a_popup(place: Place, desks: Callable[[], Desk]) -> None:
    desk = desks()
    visit, _opener = place.open_popup(desk)
    visit.learner.ready("ready")
    answer_all(visit)
    place.wait_for(*GIVEN)
    assert visit.notice == ""
    visit.close()
    place.wait_for_end()
    check_stored(place, desks, desk)
    assert place.problems() == []


@fault(
    "opener closed",
    {**scorm("the window with the API is closed before the course is"), **lrs("the LMS's window is closed")},
)
def test_survives_the_end_of_its_opener(place: Place, desk: Desk) -> None:
    """What cannot be stored any more is said, kept, and stored with the next launch."""
    visit, opener = place.open_popup(desk)
    go_to_questions(visit)
    give(visit, "red-flag")
    place.wait_for("red-flag")
    desk.tabs.remove(opener)
    opener.close()
    give(visit, "night-lights")
    if isinstance(place, LrsPlace):
        place.wait_for(*GIVEN)
        assert visit.notice == ""
    else:
        visit.expect_notice(NOT_SAVED)
        visit.expect_notice(KEPT)
        assert place.answers() == ["red-flag"]
    visit.close()
    again = check_kept(place, desk)
    again.close()
    place.wait_for_end()
    assert uncaught(desk) == []
    check_rules(place)
