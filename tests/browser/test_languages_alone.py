"""A package of several languages without an LMS: from disk, in parts, with files missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.test_languages import NAMES, TEA, speaks, switch

if TYPE_CHECKING:
    from browser.build import Builder
    from browser.lms import Lms
    from browser.play import Desk

pytestmark = pytest.mark.browser


def test_runs_from_disk(desk: Desk, builder: Builder) -> None:
    """Scripts only: no server is needed to switch."""
    folder = builder.unpacked(TEA, "web", "multi")
    learner = desk.tab((folder / "index.html").as_uri(), folder)
    learner.ready()
    speaks(learner, "en")
    switch(learner, "ar")
    expect(learner.window.locator("#page h1")).to_have_text(NAMES["ar"])
    switch(learner, "uz-Latn")
    learner.start()
    expect(learner.section("full").locator("legend")).to_contain_text("Mehmonning piyolasi")
    learner.window.locator("#search-button").click()
    learner.window.locator("#search-input").fill("piyolaning uchdan")
    expect(learner.window.locator("#search-results a")).to_have_count(1)
    assert desk.console == []


def test_a_new_attempt_and_a_notice_are_translated_too(desk: Desk, builder: Builder) -> None:
    """A part of a split package, opened without an LMS: what stands there changes with the language."""
    folder = builder.unpacked(TEA, "scorm12", "multi", "--split", "modules")
    learner = desk.tab((folder / "index-tea.html").as_uri(), folder, "tea")
    learner.ready("untracked")
    notice = learner.window.locator("#notice")
    expect(notice).to_contain_text("No learning platform")
    learner.start()
    learner.expect_page("tea/pour")
    switch(learner, "ar")
    # An expected answer of another language leads to the same feedback.
    assert learner.answer("name", ["black tea"]) == "wrong"
    expect(learner.section("name").locator(".feedback:visible")).to_have_text("يشرب أكثر في العاصمة.")
    learner.section("name").locator("button.retry").click()
    switch(learner, "uz-Latn")
    expect(notice).to_be_visible()
    expect(notice).not_to_contain_text("No learning platform")
    expect(learner.section("name").locator("button.check")).to_be_visible()
    expect(learner.section("name").locator(".attempts")).to_contain_text("2")
    assert learner.answer("name", ["green tea"]) == "right"
    assert desk.console == []


def test_a_language_that_does_not_come_changes_nothing(desk: Desk, lms: Lms, builder: Builder) -> None:
    """Neither half of it: the page stays as it is, and what was entered; a second try may work."""
    folder = builder.unpacked(TEA, "cmi5", "multi")
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.start()
    learner.expect_page("tea/pour")
    learner.section("name").locator(".answer input").fill("green")
    desk.context.route("**/pages/ar/**", lambda route: route.abort())
    learner.window.locator("#language-button").click()
    learner.window.locator("#languages [data-language=ar]").click()
    expect(learner.window.locator("#notice")).to_contain_text("could not be loaded")
    speaks(learner, "en")
    assert learner.shown("name") == ["green"]
    desk.context.unroute("**/pages/ar/**")
    switch(learner, "ar")
    assert learner.shown("name") == ["green"]
    desk.close_tab()
    # The language that was chosen last is missing altogether: the source's words are better than none.
    desk.context.route("**/assets/course.ar.js", lambda route: route.abort())
    before = len(desk.requests)
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.ready()
    speaks(learner, "en")
    assert any(url.endswith("assets/course.ar.js") for url in desk.requests[before:])
