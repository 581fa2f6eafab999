"""What the LMS hands out as our state is not what was stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.faults.checks import (
    GIVEN,
    RESULTS,
    UNREADABLE,
    answer_all,
    check_kept,
    check_unfinished,
    give,
    go_to_questions,
)
from browser.faults.places import uncaught
from browser.faults.table import STANDARDS, fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.faults.places import Place
    from browser.play import Desk

pytestmark = pytest.mark.browser

FOREIGN = '{"v":3,"d":[1,2]}'


@fault("damaged state", dict.fromkeys(STANDARDS, "text of another tool"))
def test_begins_anew_and_says_so(place: Place, desk: Desk) -> None:
    """Nothing is finished by what cannot be read, and what is answered now is kept."""
    visit = place.open(desk)
    go_to_questions(visit)
    place.settle()
    place.rewrite(visit, lambda _text: FOREIGN)
    again = place.open(desk)
    again.expect_notice(UNREADABLE)
    go_to_questions(again)
    for question in GIVEN:
        assert again.learner.result(question) == ""
    check_unfinished(place, again)
    give(again)
    place.wait_for(*GIVEN)
    again.close()
    place.wait_for_end()
    last = check_kept(place, desk)
    assert last.notice == ""
    assert uncaught(desk) == []


@fault("damaged state", dict.fromkeys(STANDARDS, "the text is cut off at its end"))
def test_keeps_what_can_be_read(place: Place, desks: Callable[[], Desk]) -> None:
    """What is missing is said; nothing is finished by accident."""
    desk = desks()
    visit = place.open(desk)
    answer_all(visit)
    place.wait_for(*GIVEN)
    place.rewrite(visit, lambda text: text[: len(text) * 2 // 3])
    again = place.open(desk)
    again.expect_notice("of your earlier progress could not be read.")
    go_to_questions(again)
    for question, result in RESULTS.items():
        assert again.learner.result(question) in (result, "")
    check_unfinished(place, again)
    assert uncaught(desk) == []
