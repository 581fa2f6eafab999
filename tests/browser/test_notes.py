"""Notes and scenarios in the browser: kept, brought back, never reported, usable by keyboard and on paper."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browser.build import HARBOUR, copy_with_theme
from browser.play import check_clean
from browser.statements import settle
from browser.test_accessibility import findings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.build import Builder
    from browser.learner import Learner
    from browser.lms import Lms, Session
    from browser.play import Desk
    from darslik_xapi.testing import LrsServer

pytestmark = pytest.mark.browser

OFFICE = HARBOUR.parent / "office"
NOTE = "Нет, “спасибо”.\n\nI would say: no <thank> you & oʻzim."
WAY = ["Ask a colleague first", "Send it back and write it down"]


def write(learner: Learner, note: str, text: str) -> None:
    learner.window.locator(f"[data-note={note}] textarea").fill(text)


def choose(learner: Learner, words: str) -> None:
    learner.window.get_by_role("button", name=words).click()


def way(learner: Learner) -> list[str]:
    found: list[str] = learner.window.locator(".way li").all_text_contents()
    return found


def first_sitting(learner: Learner) -> None:
    """Writes a note and leaves at once, in the middle of a scenario."""
    learner.start()
    write(learner, "expected", NOTE)
    learner.next()
    choose(learner, WAY[0])
    expect(learner.window.locator(".node:visible")).to_have_attribute("id", "scenario-gift-ask")


def second_sitting(learner: Learner) -> None:
    """Everything is there; the scenario comes to its end."""
    learner.ready("ready")
    learner.expect_page("gifts/visit")
    assert way(learner) == WAY[:1]
    choose(learner, WAY[1])
    expect(learner.window.locator(".outcome:visible")).to_have_text("A good outcome")
    assert way(learner) == WAY
    learner.open("gifts/before")
    expect(learner.window.locator("[data-note=expected] textarea")).to_have_value(NOTE)
    learner.open("gifts/end")
    write(learner, "differently", "Ask first.")


def looking_back(learner: Learner) -> None:
    """The way taken and the notes can be read; nothing can be changed."""
    learner.ready("review")
    learner.start()
    learner.open("gifts/visit")
    assert way(learner) == WAY
    learner.open("gifts/before")
    field = learner.window.locator("[data-note=expected] textarea")
    expect(field).to_have_value(NOTE)
    assert field.evaluate("field => field.readOnly")


def ended(session: Session) -> bool:
    return session.terminated


@pytest.mark.parametrize("target", ["scorm12", "scorm2004-4"])
def test_notes_and_ways_come_back_in_scorm(target: str, desk: Desk, lms: Lms, builder: Builder) -> None:
    package = lms.add(builder.zip(OFFICE, target, "en"))
    sessions: list[Session] = []
    for sitting, mode in ((first_sitting, "normal"), (second_sitting, "normal"), (looking_back, "review")):
        session = lms.launch(package, mode=mode, credit="credit" if mode == "normal" else "no-credit")
        sitting(desk.sco(session, package.folder))
        desk.close_tab()
        session.wait_until(partial(ended, session))
        sessions.append(session)
        assert session.attempt.records("interactions") == [], "neither a note nor a choice is an answer"
        assert not any("thank" in text for text in session.attempt.stored.values())
    check_clean(desk, lms, *sessions)


def test_notes_and_ways_come_back_in_cmi5(
    desks: Callable[[], Desk], lms: Lms, lrs: LrsServer, builder: Builder
) -> None:
    """On another device, too; and no statement tells of them."""
    folder = builder.unpacked(OFFICE, "cmi5", "en")
    registration = lrs.register(folder, content=lms.content(lms.add(folder)))
    for sitting in (first_sitting, second_sitting):
        desk, session = desks(), registration.launch()
        sitting(desk.tab(session.url, folder))
        settle(lrs)
        desk.close_tab()
        settle(lrs)
    said = lrs.lrs.statements.all
    assert lrs.lrs.by_verb("answered") == []
    seen = {
        one["object"]["id"].removeprefix("https://example.org/courses/office/pages/gifts/")
        for one in lrs.lrs.by_verb("experienced")
    }
    assert seen == {"before", "visit", "end"}
    assert not any(word in str(said) for word in ("scenario", "differently", "Ask first"))
    assert "thank" not in str(said)


@pytest.fixture
def learner(desk: Desk, lms: Lms, builder: Builder) -> Learner:
    folder = builder.unpacked(OFFICE, "web", "en")
    return desk.tab(lms.content(lms.add(folder)), folder)


def test_a_scenario_is_played_by_keyboard_and_focus_follows(learner: Learner) -> None:
    learner.start()
    learner.next()
    keyboard, focused = learner.tab.keyboard, "document.activeElement.textContent.replace(/\\s+/g, ' ').trim()"
    keyboard.press("Tab")
    keyboard.press("Tab")
    assert learner.window.evaluate(focused) == WAY[0]
    keyboard.press("Enter")
    assert learner.window.evaluate(focused) == "Part 2 Step 2 What the colleague says"
    keyboard.press("Tab")
    keyboard.press("Space")
    expect(learner.window.locator("#status")).to_have_text("A good outcome")
    keyboard.press("Tab")
    assert learner.window.evaluate(focused) == "Start again"
    keyboard.press("Enter")
    expect(learner.window.locator(".node:visible")).to_have_attribute("id", "scenario-gift-start")
    assert learner.window.evaluate(focused) == "Part 1 Step 1"
    expect(learner.window.locator(".way")).to_be_hidden()


def test_going_back_takes_back_what_was_chosen_since(learner: Learner) -> None:
    learner.start()
    learner.next()
    choose(learner, WAY[0])
    choose(learner, "Think again")
    assert way(learner) == []
    choose(learner, "Keep it: refusing")
    assert way(learner) == ["Keep it: refusing would be rude"]
    learner.tab.reload()
    learner.expect_page("gifts/visit")
    assert way(learner) == ["Keep it: refusing would be rude"]


def test_a_note_is_limited_counted_and_taken_along(learner: Learner) -> None:
    learner.start()
    box = learner.window.locator("[data-note=expected]")
    box.locator("textarea").click()
    learner.tab.keyboard.insert_text("ж" * 250)
    assert box.locator("textarea").input_value() == "ж" * 200
    expect(box.locator(".count")).to_have_text("200 of 200 characters")
    expect(learner.window.locator("#status")).to_have_text("There is no room for more in this note.")
    learner.open("gifts/end")
    expect(learner.window.locator(".notes dd")).to_have_text(["ж" * 200])
    write(learner, "differently", "Ask first.")
    learner.window.locator("[data-note=differently] textarea").blur()
    expect(learner.window.locator(".notes dd")).to_have_text(["ж" * 200, "Ask first."])
    with learner.tab.expect_download() as saved:
        learner.window.get_by_text("Save as a text file").click()
    text = saved.value.path().read_text("utf-8-sig")
    assert saved.value.suggested_filename == "notes.txt"
    assert text.startswith("Gifts at the office")
    assert "What will you do differently?\n\nAsk first." in text.replace("\r\n", "\n")


def test_on_paper_stand_all_nodes_and_the_whole_note(learner: Learner) -> None:
    learner.start()
    long = "A line of a long note.\n" * 8
    write(learner, "expected", long.strip())
    learner.tab.emulate_media(media="print")
    expect(learner.window.locator(".on-paper")).to_have_text(long.strip())
    expect(learner.window.locator(".on-paper")).to_be_visible()
    expect(learner.window.locator("textarea")).to_be_hidden()
    learner.tab.emulate_media(media="screen")
    learner.next()
    expect(learner.window.locator(".node:visible")).to_have_count(1)
    learner.tab.emulate_media(media="print")
    expect(learner.window.locator(".node:visible")).to_have_count(4)
    expect(learner.window.locator("#scenario-gift-start .leads")).to_have_text(["→ Part 3", "→ Part 2"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", ["default", "civic"])
def test_axe_finds_nothing(theme: str, scheme: Any, desk: Desk, lms: Lms, builder: Builder, tmp_path: Path) -> None:
    folder = builder.unpacked(copy_with_theme(OFFICE, theme, tmp_path), "web", "en")
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.tab.set_viewport_size({"width": 360, "height": 720})
    learner.tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    learner.start()
    write(learner, "expected", NOTE)
    found = findings(learner, "note")
    learner.next()
    found += findings(learner, "beginning")
    for words in ("Ask", "Keep it all"):
        choose(learner, words)
        found += findings(learner, words)
        assert learner.window.evaluate("document.documentElement.scrollWidth <= innerWidth")
    learner.next()
    found += findings(learner, "result")
    assert "\n".join(found) == ""
