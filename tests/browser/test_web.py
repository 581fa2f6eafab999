"""The web target: progress in the browser, installable, works without a network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.build import HARBOUR
from browser.play import check_clean
from browser.story import first_sitting, looking_back, second_sitting, third_sitting

if TYPE_CHECKING:
    from pathlib import Path

    from browser.build import Builder
    from browser.lms import Lms
    from browser.play import Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(builder: Builder) -> Path:
    return builder.unpacked(HARBOUR, "web", "en")


def test_keeps_progress_in_the_browser(desk: Desk, lms: Lms, folder: Path) -> None:
    url = lms.content(lms.add(folder))
    for sitting in (first_sitting, second_sitting, third_sitting, looking_back):
        learner = desk.tab(url, folder)
        sitting(learner)
        desk.close_tab()
    learner = desk.tab(url, folder)
    learner.start()
    learner.open("lifting/after")
    expect(learner.window.locator("section.result")).to_contain_text(re.compile("81"))
    expect(learner.window.locator("#progress")).to_have_attribute("aria-valuenow", "100")
    check_clean(desk, lms)


def test_works_without_a_network(desk: Desk, lms: Lms, folder: Path) -> None:
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.window.evaluate("navigator.serviceWorker.ready.then(() => true)")
    learner.window.wait_for_function("navigator.serviceWorker.controller !== null")
    desk.context.set_offline(True)
    learner.tab.reload()
    first_sitting(learner)
    for page in learner.package.page_list:
        learner.open(page.id)
    assert desk.console == []


def test_search_finds_pages_but_no_answers(desk: Desk, lms: Lms, folder: Path) -> None:
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.start()
    learner.window.locator("#search-button").click()
    results = learner.window.locator("#search-results a")
    learner.window.locator("#search-input").fill("bowline")
    expect(learner.window.locator("#search-status")).to_have_text("Nothing found.")
    expect(results).to_have_count(0)
    learner.window.locator("#search-input").fill("tension dangerous")
    expect(results.first).to_be_visible()
    results.first.click()
    learner.expect_page("lines/knots")
    check_clean(desk, lms)
