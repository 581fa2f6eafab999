"""LMSs that misbehave: what can be kept is kept, and what cannot is said."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browser.build import HARBOUR
from browser.lms import Faults
from browser.statements import settle, wait_until
from browser.story import first_sitting, second_sitting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.build import Builder
    from browser.learner import Learner
    from browser.lms import Lms, Package, Session
    from browser.play import Desk
    from darslik_xapi.testing import LrsServer

pytestmark = pytest.mark.browser


@pytest.fixture(params=["scorm12", "scorm2004-4"])
def package(request: pytest.FixtureRequest, builder: Builder, lms: Lms) -> Package:
    return lms.add(builder.zip(HARBOUR, request.param, "en"))


def play(desk: Desk, lms: Lms, package: Package, **faults: Any) -> tuple[Learner, Session]:
    session = lms.launch(package, faults=Faults(**faults))
    return desk.sco(session, package.folder), session


def notice(learner: Learner) -> str:
    """What the learner is told about tracking; an empty text if nothing."""
    shown = learner.window.locator("#notice")
    return shown.inner_text().strip() if shown.is_visible() else ""


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ("no_api", "untracked"),
        ("cross_origin", "untracked"),
        ("init_false", "failed"),
        ("throws", "failed"),
    ],
)
def test_says_that_nothing_is_recorded(fault: str, state: str, desk: Desk, lms: Lms, package: Package) -> None:
    """Without an LMS that answers, the course says so and can be read and answered all the same."""
    learner, session = play(desk, lms, package, **{fault: True})
    assert learner.ready(state) == state
    assert notice(learner)
    first_sitting(learner)
    assert notice(learner)
    assert session.attempt.stored == {}
    assert [line for line in desk.console if "uncaught" in line] == []


@pytest.mark.parametrize(
    "faults",
    [{"late_api": 700}, {"both_apis": True}, {"init_refused": True}, {"set_false": True}, {"empty": True}],
    ids=lambda faults: next(iter(faults)),
)
def test_works_with_strange_lmss(faults: dict[str, Any], desks: Callable[[], Desk], lms: Lms, package: Package) -> None:
    """Oddities that real LMSs have; everything is recorded, without a word to the learner."""
    desk = desks()
    learner, session = play(desk, lms, package, **faults)
    assert learner.ready("ready")
    first_sitting(learner)
    assert notice(learner) == ""
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    assert len(session.attempt.records("interactions")) == 2
    assert [str(call) for call in session.violations] == []
    desk = desks()
    learner, session = play(desk, lms, package, **faults)
    second_sitting(learner)
    assert [str(call) for call in session.violations] == []


def test_recovers_from_failing_commits(desks: Callable[[], Desk], lms: Lms, package: Package) -> None:
    """The learner is told, goes on, and nothing is lost once the LMS is back."""
    desk = desks()
    learner, session = play(desk, lms, package)
    learner.start()
    learner.next()
    session.faults = Faults(commit_fails=10**6)
    assert learner.answer("red-flag") == "right"
    expect(learner.window.locator("#notice")).to_be_visible()
    assert len(session.attempt.records("interactions")) == 0
    session.faults = Faults()
    assert learner.answer("night-lights", ["a", "b"]) == "wrong"
    session.wait_until(lambda: len(session.attempt.records("interactions")) >= 2)
    expect(learner.window.locator("#notice")).to_contain_text("saved again")
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    assert [str(call) for call in session.violations] == []
    learner, _session = play(desks(), lms, package)
    second_sitting(learner)


def test_keeps_answers_that_the_lms_never_took(desk: Desk, lms: Lms, package: Package) -> None:
    """On the same device they are there the next time, although nothing could be stored."""
    learner, session = play(desk, lms, package)
    learner.start()
    learner.next()
    session.wait_until(lambda: session.commits > 0)
    session.faults = Faults(network_down=True)
    learner.answer("red-flag")
    learner.answer("night-lights", ["a", "b"])
    desk.close_tab()
    learner, session = play(desk, lms, package)
    second_sitting(learner)
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    ids = {one["id"] for one in session.attempt.records("interactions")}
    assert {"night-lights", "stepping-over", "knot-name"} <= ids


@pytest.mark.parametrize("junk", ["x", "1.", "{", "9.zzzz~~~~", "0" * 4000])
def test_survives_foreign_state(junk: str, desk: Desk, lms: Lms, package: Package) -> None:
    """State of another tool, or cut off: the course begins anew and completes nothing by itself."""
    attempt = package.attempt()
    attempt.preset({"cmi.suspend_data": junk})
    learner, session = play(desk, lms, package)
    first_sitting(learner)
    desk.close_tab()
    session.wait_until(lambda: session.terminated)
    status = "cmi.core.lesson_status" if attempt.model.standard == "1.2" else "cmi.completion_status"
    assert attempt.stored[status] == "incomplete"
    assert [str(call) for call in session.violations] == []


@pytest.fixture
def cmi5(builder: Builder) -> Path:
    return builder.unpacked(HARBOUR, "cmi5", "en")


def test_cmi5_without_a_token(desk: Desk, lms: Lms, lrs: LrsServer, cmi5: Path) -> None:
    lrs.faults.fetch_error = "2"
    registration = lrs.register(cmi5, content=lms.content(lms.add(cmi5)))
    learner = desk.tab(registration.launch().url, cmi5)
    assert learner.ready("failed")
    assert notice(learner)
    first_sitting(learner)
    assert lrs.lrs.by_verb("answered") == []


@pytest.mark.parametrize(
    "fault", [{"down": True}, {"fail": 10**6, "status": 503}, {"fail": 10**6, "status": 429}],
    ids=["down", "503", "429"],
)  # fmt: skip
def test_cmi5_recovers(fault: dict[str, Any], desk: Desk, lms: Lms, lrs: LrsServer, cmi5: Path) -> None:
    """The LRS is away for a while in the middle."""
    registration = lrs.register(cmi5, content=lms.content(lms.add(cmi5)))
    learner = desk.tab(registration.launch().url, cmi5)
    learner.start()
    learner.next()
    settle(lrs)
    before = dataclasses.replace(lrs.faults)
    for name, value in fault.items():
        setattr(lrs.faults, name, value)
    learner.answer("red-flag")
    expect(learner.window.locator("#notice")).to_be_visible()
    lrs.faults = before
    learner.answer("night-lights", ["a", "b"])
    wait_until(lambda: len(lrs.lrs.by_verb("answered")) == 2, "both answers", timeout=15)
    expect(learner.window.locator("#notice")).to_contain_text("saved again")
    assert "\n".join(map(str, lrs.lrs.violations)) == ""
