"""Windows that end without a word, or right after one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.faults.checks import GIVEN, answer_all, check_kept, check_rules, check_stored, give, go_to_questions
from browser.faults.table import STANDARDS, fault
from browser.play import crash

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.faults.places import Place
    from browser.play import Desk

pytestmark = pytest.mark.browser


@fault("tab killed", dict.fromkeys(STANDARDS, "the tab's process dies; no handler runs"))
def test_loses_nothing_when_the_tab_dies(place: Place, desks: Callable[[], Desk]) -> None:
    desk = desks()
    visit = place.open(desk)
    answer_all(visit)
    place.wait_for(*GIVEN)
    desk.tabs.remove(visit.learner.tab)
    crash(visit.learner.tab)
    check_stored(place, desks, desk)
    assert place.problems() == []


@fault("closed at once", dict.fromkeys(STANDARDS, "the tab is closed in the moment after an answer"))
def test_loses_nothing_when_closed_at_once(place: Place, desk: Desk) -> None:
    visit = place.open(desk)
    go_to_questions(visit)
    give(visit)
    visit.close()
    place.wait_for_end()
    again = check_kept(place, desk)
    if place.standard != "web":
        place.wait_for(*GIVEN)
    again.close()
    check_rules(place)
