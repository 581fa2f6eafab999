"""What was entered and not checked is there again, in every standard's storage; time goes to the page."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.build import HARBOUR
from darslik.pipeline import check, open_course
from darslik.state.codec import decode
from darslik.state.model import State, key_of
from darslik.state.show import as_data

if TYPE_CHECKING:
    from browser.build import Builder
    from browser.learner import Learner
    from browser.lms import Lms, Session
    from browser.play import Desk

pytestmark = pytest.mark.browser

IRI = check(open_course(HARBOUR)).course


def ended(session: Session) -> bool:
    return session.terminated


def stored(session: Session) -> State:
    assert IRI
    found = decode(session.attempt.stored["cmi.suspend_data"], key_of(IRI.node.id))
    assert found
    assert not found.damaged
    return found.state


def first_sitting(learner: Learner) -> None:
    """Chooses without checking, reads for a while, and closes the window."""
    learner.start()
    learner.open("signals/lights")
    learner.section("red-flag").get_by_label("Stop all work").check()
    learner.section("night-lights").get_by_label("Blue at the stern").check()
    learner.window.wait_for_timeout(5500)


def second_sitting(learner: Learner) -> None:
    """Both choices are there and open; one is checked now, the other taken back."""
    learner.ready("ready")
    learner.expect_page("signals/lights")
    red, lights = learner.section("red-flag"), learner.section("night-lights")
    expect(red.get_by_label("Stop all work")).to_be_checked()
    expect(lights.get_by_label("Blue at the stern")).to_be_checked()
    expect(red.locator(".verdict")).to_be_empty()
    expect(red.locator(".check")).to_be_enabled()
    red.locator(".check").click()
    expect(red).to_have_attribute("data-result", "right")
    lights.get_by_label("Blue at the stern").uncheck()


@pytest.mark.parametrize("target", ["scorm12", "scorm2004-4"])
def test_drafts_come_back_and_are_no_answers(target: str, desk: Desk, lms: Lms, builder: Builder) -> None:
    package = lms.add(builder.zip(HARBOUR, target, "en"))
    states: list[State] = []
    counts: list[int] = []
    for sitting in (first_sitting, second_sitting):
        session = lms.launch(package)
        sitting(desk.sco(session, package.folder))
        desk.close_tab()
        session.wait_until(partial(ended, session))
        states.append(stored(session))
        counts.append(len(session.attempt.records("interactions")))
    drafts = [(answer.response, answer.draft, answer.attempts) for answer in states[0].answers.values()]
    assert sorted(drafts) == [(["b"], True, 0), (["b"], True, 0)]
    assert [
        (answer.response, answer.draft, answer.attempts, answer.score) for answer in states[1].answers.values()
    ] == [(["b"], False, 1, 1.0)]
    assert counts == [0, 1]
    assert states[0].seconds >= 5
    assert max(states[0].pages.values()) >= 4
    assert states[1].seconds >= states[0].seconds


def test_support_reads_what_the_lms_stored(desk: Desk, lms: Lms, builder: Builder) -> None:
    package = lms.add(builder.zip(HARBOUR, "scorm12", "en"))
    session = lms.launch(package)
    first_sitting(desk.sco(session, package.folder))
    desk.close_tab()
    session.wait_until(partial(ended, session))
    checked = check(open_course(Path(HARBOUR)))
    assert checked.locked
    found = decode(session.attempt.stored["cmi.suspend_data"], key_of(checked.locked.lock.course))
    assert found
    shown = as_data(found, checked.locked.lock)
    assert shown["page"] == "signals/lights"
    assert {one["id"]: one["words"] for one in shown["answers"]} == {
        "red-flag": ["Stop all work"],
        "night-lights": ["Blue at the stern"],
    }
