"""LMSs that answer strangely, refuse a part, or no longer know the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browser.faults.checks import (
    GIVEN,
    KEEP_OPEN,
    KEPT,
    NO_ANSWER,
    NOT_SAVED,
    OVER,
    answer_all,
    check_kept,
    check_stored,
    check_unfinished,
    expect_answers,
    give,
    go_to_questions,
)
from browser.faults.places import LrsPlace, ScormPlace, uncaught
from browser.faults.table import fault, lrs, scorm
from browser.statements import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route

    from browser.faults.places import Place
    from browser.play import Desk

pytestmark = pytest.mark.browser


def bare_ok(route: Route) -> None:
    """The request is carried out; the answer is 200 without a word, whatever the standard says."""
    answer = route.fetch()
    if route.request.method in ("PUT", "POST") and answer.ok:
        route.fulfill(status=200, headers={"Access-Control-Allow-Origin": "*"}, body="")
    else:
        route.fulfill(response=answer)


@fault(
    "SetValue false with error 0",
    {
        **scorm("the value is stored, the answer is “false”, the error code 0"),
        **lrs("every PUT and POST is carried out and answered with an empty 200"),
    },
)
def test_understands_a_strange_yes(place: Place, desks: Callable[[], Desk]) -> None:
    desk = desks()
    trouble: dict[str, Any] = {}
    if isinstance(place, LrsPlace):
        desk.context.route(f"{place.lrs.base}/xapi/**", bare_ok)
    else:
        trouble["set_false"] = True
    visit = place.open(desk, **trouble)
    answer_all(visit)
    place.wait_for(*GIVEN)
    assert visit.notice == ""
    check_stored(place, desks, desk)
    assert place.problems() == []


_FORGETFUL = "Storage.prototype.setItem = () => undefined"


@fault("SetValue false with error 0", {"web": "the browser's storage accepts everything and keeps nothing"})
def test_does_not_believe_a_forgetful_storage(place: Place, desk: Desk) -> None:
    desk.context.add_init_script(_FORGETFUL)
    visit = place.open(desk)
    answer_all(visit)
    visit.expect_notice("This browser does not let the course keep your progress.")
    expect_answers(visit)
    check_unfinished(place, visit)


@fault(
    "second initialise refused",
    {
        **scorm("Initialize says “false”, already initialised; the session works"),
        "xapi": "the page is loaded a second time in one launch",
        "web": "the page is loaded a second time",
    },
)
def test_goes_on_in_a_session_that_was_open(place: Place, desks: Callable[[], Desk]) -> None:
    desk = desks()
    visit = place.open(desk, **({"init_refused": True} if isinstance(place, ScormPlace) else {}))
    go_to_questions(visit)
    give(visit, "red-flag")
    if not isinstance(place, ScormPlace):
        place.wait_for("red-flag")
        visit.learner.tab.reload()
        visit.learner.start()
        expect_answers(visit, "red-flag")
    give(visit, "night-lights")
    place.wait_for(*GIVEN)
    assert visit.notice == ""
    check_stored(place, desks, desk)
    assert place.problems() == []


@fault(
    "second initialise refused", {"cmi5": "the fetch address gives its token once; the page is loaded a second time"}
)
def test_says_when_a_token_was_used_before(place: Place, desk: Desk) -> None:
    """What is answered then is kept, and sent with the next launch from the LMS."""
    visit = place.open(desk)
    go_to_questions(visit)
    give(visit, "red-flag")
    place.wait_for("red-flag")
    visit.learner.tab.reload()
    visit.learner.ready("failed")
    visit.expect_notice(OVER)
    visit.expect_notice(KEPT)
    go_to_questions(visit)
    give(visit, "night-lights")
    visit.close()
    assert place.answers() == ["red-flag"]
    check_kept(place, desk)
    assert uncaught(desk) == []


@fault(
    "state refused",
    {
        **scorm("SetValue of `cmi.suspend_data` fails, everything else is stored"),
        **lrs("PUT of the state document is answered with 500, everything else is stored"),
    },
)
def test_says_when_the_state_is_refused(place: Place, desk: Desk) -> None:
    """The answers are on record, but the LMS could not bring them back: this browser can."""
    trouble: dict[str, Any] = {"refuse": "suspend_data"}
    if isinstance(place, LrsPlace):
        trouble = {"fail": 10**6, "status": 500, "only": "PUT activities/state"}
    visit = place.open(desk, **trouble)
    answer_all(visit)
    visit.expect_notice(NOT_SAVED)
    visit.expect_notice(KEPT)
    wait_until(lambda: place.answers() == list(GIVEN), "both answers on record")
    visit.close()
    place.mend(visit)
    check_kept(place, desk)
    assert uncaught(desk) == []


@fault("state refused", lrs("PUT of the state document is never answered"))
def test_does_not_wait_for_ever(place: Place, desk: Desk) -> None:
    desk.context.clock.install()
    visit = place.open(desk)
    go_to_questions(visit)
    place.settle()
    desk.context.route(f"{place.lrs.base}/xapi/activities/state**", lambda _route: None)  # type: ignore[attr-defined]
    give(visit)
    visit.learner.tab.clock.run_for(21_000)
    visit.expect_notice(NOT_SAVED)
    visit.expect_notice(KEPT)
    desk.context.unroute_all()
    visit.close()
    check_kept(place, desk)
    wait_until(lambda: place.answers() == list(GIVEN), "both answers on record")


@fault(
    "session expired",
    {
        **scorm("from then on the LMS refuses every commit"),
        **lrs("from then on every request is answered with 401"),
    },
)
def test_keeps_answers_after_the_session_expired(place: Place, desk: Desk) -> None:
    visit = place.open(desk)
    go_to_questions(visit)
    give(visit, "red-flag")
    place.wait_for("red-flag")
    if isinstance(place, LrsPlace):
        place.lrs.faults.fail, place.lrs.faults.status = 10**6, 401
    else:
        place.stop(visit)
    give(visit, "night-lights")
    visit.expect_notice(NOT_SAVED)
    visit.expect_notice(KEPT)
    visit.close()
    assert place.answers() == ["red-flag"]
    place.mend(visit)
    again = check_kept(place, desk)
    if isinstance(place, LrsPlace):
        place.wait_for(*GIVEN)
    again.close()
    assert uncaught(desk) == []


@fault("session expired", lrs("the LRS no longer names the course's origin in its CORS headers"))
def test_keeps_answers_that_cors_refuses(place: Place, desk: Desk) -> None:
    assert isinstance(place, LrsPlace)
    visit = place.open(desk)
    go_to_questions(visit)
    place.settle()
    place.lrs.faults.no_cors = True
    give(visit)
    visit.expect_notice(NOT_SAVED)
    visit.expect_notice(KEPT)
    expect(visit.learner.section("red-flag")).to_have_attribute("data-result", "right")
    visit.close()
    place.mend(visit)
    check_kept(place, desk)
    place.wait_for(*GIVEN)


@fault(
    "session refused",
    {**scorm("Initialize answers “false”"), **lrs("every request to the LRS is answered with 403")},
)
def test_says_when_the_lms_takes_nothing(place: Place, desk: Desk) -> None:
    """The course can be read and answered all the same."""
    if isinstance(place, LrsPlace):
        visit = place.open(desk, fail=10**6, status=403)
    else:
        visit = place.open(desk, init_false=True)
    visit.learner.ready("failed")
    visit.expect_notice(NO_ANSWER)
    answer_all(visit)
    visit.expect_notice(NO_ANSWER)
    visit.expect_notice(KEPT if isinstance(place, LrsPlace) else KEEP_OPEN)
    expect_answers(visit)
    check_unfinished(place, visit)
    assert place.answers() == []
    assert uncaught(desk) == []


@fault("session refused", scorm("every call throws"))
def test_never_throws_with_the_lms(place: Place, desk: Desk) -> None:
    visit = place.open(desk, throws=True)
    visit.learner.ready("failed")
    answer_all(visit)
    visit.expect_notice(NO_ANSWER)
    visit.expect_notice(KEEP_OPEN)
    check_unfinished(place, visit)
    assert uncaught(desk) == []


@fault("session refused", {"cmi5": "the fetch address gives no token"})
def test_keeps_answers_without_a_token(place: Place, desk: Desk) -> None:
    visit = place.open(desk, fetch_error="2")
    visit.learner.ready("failed")
    answer_all(visit)
    visit.expect_notice(KEPT)
    assert place.answers() == []
    visit.close()
    place.mend(visit)
    check_kept(place, desk)


@fault("SetValue false with error 0", scorm("credit, entry, mode and counts are empty texts"))
def test_takes_empty_texts_for_the_normal_case(place: Place, desks: Callable[[], Desk]) -> None:
    desk = desks()
    visit = place.open(desk, empty=True)
    answer_all(visit)
    place.wait_for(*GIVEN)
    assert visit.notice == ""
    check_stored(place, desks, desk)
    # Without a count, looking is the only way to find out whether the LMS made objectives.
    assert [one for one in place.problems() if not one.startswith("get('cmi.objectives.0.id')")] == []
