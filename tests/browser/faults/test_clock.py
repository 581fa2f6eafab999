"""The system clock is set while the course is open."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from browser.faults.checks import GIVEN, check_stored, give, go_to_questions
from browser.faults.places import LrsPlace, ScormPlace
from browser.faults.table import STANDARDS, fault
from browser.lms.datamodel import seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.faults.places import Place
    from browser.play import Desk

pytestmark = pytest.mark.browser

CLOCK = """(() => {
  const Real = Date;
  let shift = 0;
  window.shiftClock = (ms) => { shift = ms; };
  window.Date = class extends Real {
    constructor(...parts) { parts.length ? super(...parts) : super(Real.now() + shift); }
    static now() { return Real.now() + shift; }
  };
})()"""
DAY = 86_400_000


@fault("clock changed", dict.fromkeys(STANDARDS, "the clock jumps three days back, then 400 days ahead"))
def test_times_stay_sane(place: Place, desks: Callable[[], Desk]) -> None:
    """Durations are those of the course, times those of its beginning and what passed since."""
    desk = desks()
    desk.context.add_init_script(CLOCK)
    visit = place.open(desk)
    go_to_questions(visit)
    visit.learner.window.evaluate("ms => shiftClock(ms)", -3 * DAY)
    give(visit, "red-flag")
    visit.learner.window.evaluate("ms => shiftClock(ms)", 400 * DAY)
    give(visit, "night-lights")
    place.wait_for(*GIVEN)
    visit.close()
    place.wait_for_end()
    if isinstance(place, ScormPlace):
        check_scorm(place)
    elif isinstance(place, LrsPlace):
        check_lrs(place)
    check_stored(place, desks, desk)
    assert place.problems() == []


def check_scorm(place: ScormPlace) -> None:
    stored = place.attempt.stored
    assert 0 < seconds(stored.get("cmi.core.session_time") or stored["cmi.session_time"]) < 60
    records = place.attempt.records("interactions")
    assert all(0 <= seconds(record["latency"]) < 60 for record in records)
    if place.standard == "scorm12":
        return  # its times have no date
    for record in records:
        moment = datetime.fromisoformat(record["timestamp"]).astimezone()
        assert abs((datetime.now(UTC) - moment).total_seconds()) < 90


def check_lrs(place: LrsPlace) -> None:
    own = [one for one in place.lrs.lrs.statements.all if one["context"]["registration"] == place.id]
    for statement in own:
        moment = datetime.fromisoformat(statement["timestamp"])
        assert abs((datetime.now(UTC) - moment).total_seconds()) < 90, statement["verb"]["id"]
        assert seconds(statement.get("result", {}).get("duration", "PT0S")) < 60
