"""Quizzes in Chromium: an exam with a time limit in every standard, a pre-test, practice, without a mouse."""

from __future__ import annotations

import re
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, expect

from browser.build import HARBOUR
from browser.play import check_clean
from browser.statements import check_clean as check_statements
from browser.statements import settle, wait_until
from browser.test_accessibility import findings
from browser.tracking import check_with_plan
from darslik.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.build import Builder
    from browser.learner import Learner
    from browser.lms import Lms
    from browser.play import Desk
    from darslik_xapi.testing import LrsServer

pytestmark = pytest.mark.browser

EXAM = HARBOUR.parent / "exam"
BANK = ("paper", "gas", "air", "smoke")
SHOWN = ".quiz-list [data-question]"


def shown(learner: Learner) -> list[str]:
    """The questions of the attempt, in order."""
    found: list[str] = learner.window.locator(SHOWN).evaluate_all("all => all.map(one => one.dataset.question)")
    return found


def begin(learner: Learner, page: str) -> list[str]:
    """Open the page of a quiz and begin."""
    learner.open(page)
    learner.window.locator(".quiz-begin").click()
    expect(learner.window.locator(SHOWN).first).to_be_visible()
    return shown(learner)


def enter(learner: Learner, question: str, response: list[str] | None = None) -> None:
    """Answer a question of an exam: rightly, unless told what."""
    known = learner.package.questions[question]
    learner.enter(known, known.right() if response is None else response)
    learner.section(question).locator("legend").click()
    expect(learner.section(question).locator(".attempts")).to_have_text(re.compile("is kept"))


def hand_in(learner: Learner) -> str:
    """Hand in; what the summary said before."""
    learner.window.locator(".quiz-end button").click()
    summary = learner.window.locator(".quiz-summary")
    expect(summary).to_be_focused()
    said = summary.inner_text()
    summary.locator(".actions button").first.click()
    expect(learner.window.locator(".quiz-result")).to_be_focused()
    return said


def result(learner: Learner) -> str:
    """What the learner is told at the end."""
    return " ".join(learner.window.locator(".quiz-result").inner_text().split())


def forward(learner: Learner, seconds: int) -> None:
    """Let the learner's time pass."""
    learner.tab.clock.run_for(seconds * 1000)


def first_half(learner: Learner) -> list[str]:
    """Begin the exam and answer two of its questions; nothing is said about them."""
    learner.start()
    drawn = begin(learner, "escape/exam")
    assert len(drawn) == 5
    assert {"steps", "extinguishers", "rule"} <= set(drawn)
    assert len(set(BANK) & set(drawn)) == 2
    enter(learner, "steps")
    enter(learner, "extinguishers", learner.package.questions["extinguishers"].wrong())
    enter(learner, "extinguishers")  # until the end, answers can be changed
    for question in ("steps", "extinguishers"):
        assert learner.result(question) == ""
        expect(learner.section(question).locator(".verdict")).to_be_empty()
        expect(learner.section(question).locator(".feedback, .explanation, [data-mark]")).to_have_count(0)
    return drawn


def second_half(learner: Learner, drawn: list[str]) -> None:
    """The same attempt goes on with the same questions and answers; one is left out."""
    expect(learner.window.locator(SHOWN).first).to_be_visible()
    assert shown(learner) == drawn
    for question in ("steps", "extinguishers"):
        assert learner.shown(question) == learner.package.questions[question].right()
    left = next(question for question in drawn if question in BANK)
    for question in drawn:
        if question not in ("steps", "extinguishers", left):
            enter(learner, question)
    said = hand_in(learner)
    assert "Questions without an answer: 1" in said
    assert f"Question {drawn.index(left) + 1} of 5" in said
    assert "You have passed. Your result: 80 %." in result(learner)
    for question in drawn:
        expect(learner.section(question)).to_have_attribute("data-done", "")
        assert learner.result(question) == ("" if question == left else "right")
    expect(learner.section(left).locator(".verdict")).to_contain_text("You did not answer this question.")
    expect(learner.section(left).locator(".verdict")).to_contain_text("Right answer")
    expect(learner.section("steps").locator(".explanation")).to_be_visible()


def sittings(desks: Callable[[], Desk], launch: Callable[[Desk], Learner], left: Callable[[], None]) -> Learner:
    """The exam in two sittings on two devices."""
    desk = desks()
    drawn = first_half(launch(desk))
    left()
    desk.close_tab()
    learner = launch(desks())
    learner.start()
    learner.expect_page("escape/exam")
    second_half(learner, drawn)
    return learner


@pytest.mark.parametrize("target", ["scorm12", "scorm2004-3", "scorm2004-4"])
def test_an_exam_in_two_sittings_in_scorm(target: str, desks: Callable[[], Desk], lms: Lms, builder: Builder) -> None:
    package = lms.add(builder.zip(EXAM, target, "en"))
    sessions = []

    def launch(desk: Desk) -> Learner:
        sessions.append(lms.launch(package))
        return desk.sco(sessions[-1], package.folder)

    def left() -> None:
        assert sessions[0].attempt.records("interactions") == []  # nothing is recorded before the end

    sittings(desks, launch, left)
    attempt = sessions[-1].attempt
    sessions[-1].wait_until(lambda: len(attempt.records("interactions")) == 4)
    records = {one["id"]: one for one in attempt.records("interactions")}
    assert {one["result"] for one in records.values()} == {"correct"}
    assert records["extinguishers"]["correct_responses.0.pattern"]
    assert [str(call) for one in sessions for call in one.violations] == []


def test_an_exam_in_two_sittings_in_cmi5(desks: Callable[[], Desk], lms: Lms, lrs: LrsServer, builder: Builder) -> None:
    folder = builder.unpacked(EXAM, "cmi5", "en")
    registration = lrs.register(folder, content=lms.content(lms.add(folder)))
    opened: list[Desk] = []

    def launch(desk: Desk) -> Learner:
        opened.append(desk)
        return desk.tab(registration.launch().url, folder)

    def left() -> None:
        settle(lrs)
        assert lrs.lrs.by_verb("answered") == []

    sittings(desks, launch, left)
    wait_until(lambda: len(lrs.lrs.by_verb("answered")) == 4, "four answers")
    answers = lrs.lrs.by_verb("answered", registration.id)
    assert all(one["result"]["success"] for one in answers)
    assert all(one["object"]["definition"]["correctResponsesPattern"] for one in answers)
    settle(lrs)
    check_statements(opened[-1], lrs, lms.base)
    check_with_plan(lrs, folder)


@pytest.fixture
def folder(builder: Builder) -> Path:
    return builder.unpacked(EXAM, "web", "en")


def timed(desk: Desk, lms: Lms, folder: Path) -> Learner:
    """A learner whose time a test lets pass."""
    url = lms.content(lms.add(folder))
    page = desk.page()
    page.clock.install()
    page.goto(url)
    from browser.learner import Learner
    from browser.package import CoursePackage

    learner = Learner(page, CoursePackage(folder))
    learner.start()
    return learner


def dialog(learner: Learner) -> Locator:
    """The warning that the time is nearly up."""
    return learner.window.locator("dialog.quiz-warning")


def test_the_time_can_be_extended_ten_times_and_then_ends(desk: Desk, lms: Lms, folder: Path) -> None:
    learner = timed(desk, lms, folder)
    begin(learner, "escape/exam")
    enter(learner, "steps")
    for _ in range(10):
        expect(dialog(learner)).to_have_count(0)
        forward(learner, 481)
        expect(dialog(learner)).to_contain_text("Time left: 2 min")
        expect(dialog(learner).get_by_role("button", name="Give me 10 more minutes")).to_be_focused()
        learner.tab.keyboard.press("Space")
        expect(dialog(learner)).to_have_count(0)
        forward(learner, 119)
    forward(learner, 481)
    expect(dialog(learner)).to_contain_text("The time will soon be up.")
    expect(dialog(learner).locator("button")).to_have_count(1)
    learner.tab.keyboard.press("Escape")
    expect(dialog(learner)).to_have_count(0)
    forward(learner, 100)
    expect(learner.window.locator(".quiz-panel .quiz-time")).to_have_text(re.compile(r"Time left: [12]\d s"))
    forward(learner, 25)
    expect(learner.window.locator(".quiz-result")).to_contain_text("The time is up.")
    assert "Your result: 20 %." in result(learner)
    assert learner.result("steps") == "right"
    check_clean(desk, lms)


def test_the_time_goes_on_beside_the_quiz_and_over_a_resume(desk: Desk, lms: Lms, folder: Path) -> None:
    learner = timed(desk, lms, folder)
    begin(learner, "escape/exam")
    enter(learner, "steps")
    forward(learner, 180)
    learner.open("basics/triangle")
    forward(learner, 120)
    learner.open("escape/exam")
    face = learner.window.locator(".quiz-panel .quiz-time")
    expect(face).to_have_text("Time left: 5 min")
    learner.tab.reload()
    learner.start()
    expect(face).to_have_text("Time left: 5 min")
    assert learner.shown("steps") == learner.package.questions["steps"].right()
    learner.open("basics/triangle")
    forward(learner, 190)
    expect(dialog(learner)).to_be_visible()  # on every page
    learner.tab.keyboard.press("Escape")
    forward(learner, 125)
    learner.open("escape/exam")
    assert "Your result: 20 %." in result(learner)
    check_clean(desk, lms)


def test_a_second_attempt_is_new_and_the_best_one_counts(desk: Desk, lms: Lms, folder: Path) -> None:
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.start()
    first = begin(learner, "escape/exam")
    for question in first:
        enter(learner, question)
    assert "You have answered every question." in hand_in(learner)
    assert "Your result: 100 %." in result(learner)
    assert "Attempts left: 1" in result(learner)
    learner.window.locator(".quiz-begin").click()
    expect(learner.window.locator(".quiz-end")).to_be_visible()
    for question in shown(learner):
        expect(learner.section(question).locator(".attempts")).to_have_text("Not answered yet.")
    hand_in(learner)
    assert "You have passed. Your result: 0 %. Your best result so far: 100 %." in result(learner)
    expect(learner.window.locator(".quiz-begin")).to_have_count(0)
    learner.tab.reload()
    learner.start()
    assert "Your best result so far: 100 %." in result(learner)
    check_clean(desk, lms)


def test_a_pre_test_says_what_may_be_skipped(desk: Desk, lms: Lms, folder: Path) -> None:
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.start()
    begin(learner, "before/known")
    enter(learner, "pre-needs")
    enter(learner, "pre-lift", ["t"])
    hand_in(learner)
    assert "You know this already and may skip it: How fire works" in result(learner)
    assert "Getting out" not in result(learner)
    learner.open("basics/triangle")  # nothing is closed by it
    expect(learner.window.locator(".quiz-begin")).to_be_visible()
    check_clean(desk, lms)


def test_practice_answers_at_once(desk: Desk, lms: Lms, folder: Path) -> None:
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.start()
    begin(learner, "basics/triangle")
    assert learner.answer("puts-out", learner.package.questions["puts-out"].wrong()) == "wrong"
    assert learner.answer("puts-out") == "right"
    assert "Questions without an answer: 1" in hand_in(learner)
    assert "Your result: 50 %." in result(learner)
    learner.window.locator(".quiz-begin").click()
    assert learner.answer("burning-oil") == "right"
    assert learner.answer("puts-out") == "right"
    hand_in(learner)
    assert "Your result: 100 %." in result(learner)
    check_clean(desk, lms)


def test_an_exam_without_a_mouse(desk: Desk, lms: Lms, folder: Path) -> None:
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.start()
    learner.open("before/known")
    press = learner.tab.keyboard.press

    def tab_to(target: Locator) -> None:
        for _ in range(60):
            if target.evaluate("one => one === document.activeElement"):
                return
            press("Tab")
        raise AssertionError(str(target))

    tab_to(learner.window.locator(".quiz-begin"))
    press("Enter")
    expect(learner.window.locator(SHOWN).first.locator("legend")).to_be_focused()
    for question in shown(learner):
        box = learner.section(question).locator(f'input[value="{learner.package.questions[question].right()[0]}"]')
        first = learner.section(question).locator("input").first
        tab_to(first)
        press("Space")
        while not box.is_checked():
            press("ArrowDown")
        expect(learner.section(question).locator(".attempts")).to_have_text(re.compile("is kept"))
    tab_to(learner.window.locator(".quiz-end button").first)
    press("Enter")
    expect(learner.window.locator(".quiz-summary")).to_be_focused()
    press("Tab")
    press("Enter")
    expect(learner.window.locator(".quiz-result")).to_be_focused()
    assert "Your result: 100 %." in result(learner)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_quiz(scheme: str, desk: Desk, lms: Lms, folder: Path) -> None:
    learner = timed(desk, lms, folder)
    learner.tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    learner.open("escape/exam")
    learner.tab.clock.resume()
    found = findings(learner, "start")
    learner.window.locator(".quiz-begin").click()
    expect(learner.window.locator(SHOWN).first).to_be_visible()
    enter(learner, "steps")
    found += findings(learner, "attempt")
    learner.window.locator(".quiz-end button").click()
    found += findings(learner, "summary")
    forward(learner, 481)
    expect(dialog(learner)).to_be_visible()
    found += findings(learner, "warning")
    learner.tab.keyboard.press("Escape")
    learner.window.locator(".quiz-summary .actions button").first.click()
    expect(learner.window.locator(".quiz-result")).to_be_visible()
    found += findings(learner, "result")
    assert found == []


MORE = """
:::{{true-false}} New question {0}.
:id: new-{0}
:tags: danger
- [x] true
  > Yes.
- [ ] false
  > No.
:::
"""


def rebuilt(course: Path, out: Path) -> Path:
    """The course as it is now, built and unpacked."""
    assert not main(["build", str(course), "-t", "web", "-l", "en", "-o", str(out)], standalone_mode=False)
    with zipfile.ZipFile(out / "exam-en-web.zip") as archive:
        archive.extractall(out / "package")
    return out / "package"


def test_an_attempt_goes_on_when_its_bank_is_changed(desk: Desk, lms: Lms, tmp_path: Path) -> None:
    course = tmp_path / "exam"
    shutil.copytree(EXAM, course)
    learner = desk.tab(lms.content(lms.add(folder := rebuilt(course, tmp_path / "first"))), folder)
    learner.start()
    drawn = begin(learner, "escape/exam")
    enter(learner, "steps")
    kept, gone = [one for one in drawn if one in BANK]
    enter(learner, kept)
    enter(learner, gone)
    desk.close_tab()

    # The bank grows: nothing changes.
    bank = course / "banks" / "fire.md"
    bank.write_text(bank.read_text("utf-8") + "\n" + MORE.format(1) + MORE.format(2), "utf-8")
    learner = desk.tab(lms.content(lms.add(folder := rebuilt(course, tmp_path / "second"))), folder)
    learner.start()
    expect(learner.window.locator(SHOWN).first).to_be_visible()
    assert shown(learner) == drawn
    expect(learner.window.locator(".quiz-note")).to_have_count(0)
    desk.close_tab()

    # A drawn question is taken out: another one of the bank stands in its place, and the learner is told.
    parts = bank.read_text("utf-8").split(":::{")
    bank.write_text(":::{".join(part for part in parts if f":id: {gone}\n" not in part), "utf-8")
    learner = desk.tab(lms.content(lms.add(folder := rebuilt(course, tmp_path / "third"))), folder)
    learner.start()
    expect(learner.window.locator(".quiz-note")).to_contain_text("another one stands in its place")
    now = shown(learner)
    assert len(now) == 5
    assert set(drawn) - set(now) == {gone}
    assert learner.shown(kept) == learner.package.questions[kept].right()
    learner.tab.reload()
    learner.start()
    expect(learner.window.locator(SHOWN).first).to_be_visible()
    assert shown(learner) == now  # told once, kept from then on
    expect(learner.window.locator(".quiz-note")).to_have_count(0)
    assert "Questions without an answer: 3" in hand_in(learner)
    assert "Your result: 40 %." in result(learner)
    check_clean(desk, lms)


def test_each_attempt_is_recorded_anew(desk: Desk, lms: Lms, builder: Builder) -> None:
    package = lms.add(builder.zip(EXAM, "scorm12", "en"))
    session = lms.launch(package)
    learner = desk.sco(session, package.folder)
    learner.start()
    begin(learner, "escape/exam")
    enter(learner, "steps", learner.package.questions["steps"].wrong())
    hand_in(learner)
    learner.window.locator(".quiz-begin").click()
    expect(learner.window.locator(".quiz-end")).to_be_visible()
    enter(learner, "steps")
    hand_in(learner)
    attempt = session.attempt
    session.wait_until(lambda: len(attempt.records("interactions")) == 2)
    records = attempt.records("interactions")
    assert [one["id"] for one in records] == ["steps", "steps"]
    assert [one["result"] for one in records] == ["wrong", "correct"]
    assert session.violations == []
