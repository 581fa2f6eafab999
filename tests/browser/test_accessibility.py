"""Accessibility: axe-core finds nothing, and the keyboard alone is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect

from browser.build import HARBOUR, LANGUAGES, OPEN_DATA, copy_with_theme
from browser.tools import module

if TYPE_CHECKING:
    from pathlib import Path

    from browser.build import Builder
    from browser.learner import Learner
    from browser.lms import Lms
    from browser.package import Page
    from browser.play import Desk

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]

RUN = """() => axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
  "best-practice"], resultTypes: ["violations"]}).then(found => found.violations.flatMap(
  one => one.nodes.map(node => one.id + " at " + node.target.join(" ") + ": " + node.failureSummary)))"""


def findings(learner: Learner, where: str = "") -> list[str]:
    """What axe-core finds on the page as it is now."""
    if not learner.window.evaluate("typeof axe === 'object'"):
        learner.window.add_script_tag(content=module("axe-core/axe.min.js").read_text("utf-8"))
    found: list[str] = learner.window.evaluate(RUN)
    return [f"{where}: {' '.join(one.split())}" for one in found]


def test_axe_can_fail(desk: Desk, lms: Lms, builder: Builder) -> None:
    """A planted mistake is found."""
    folder = builder.unpacked(HARBOUR, "web", "en")
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.start()
    expect(learner.window.locator("#page h1")).to_have_text("Flags")
    learner.window.evaluate("document.querySelector('#page').innerHTML += '<img src=\"data:,\">'")
    assert any("image-alt" in one for one in findings(learner))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", ["default", "civic"])
def test_axe_finds_nothing(theme: str, scheme: Scheme, desk: Desk, lms: Lms, builder: Builder, tmp_path: Path) -> None:
    course = copy_with_theme(OPEN_DATA, theme, tmp_path)
    folder = builder.unpacked(course, "web", "en")
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    learner.ready()
    found = findings(learner, "cover")
    learner.start()
    for page in learner.package.page_list:
        learner.open(page.id)
        close_contents(learner)
        found += findings(learner, page.id)
        if page.questions:
            answer_wrongly(learner, page)
            found += findings(learner, f"{page.id}, answered")
    learner.window.locator("#toc-button").click()
    found += findings(learner, "contents")
    close_contents(learner)
    learner.window.locator("#search-button").click()
    learner.window.locator("#search-input").fill("data")
    expect(learner.window.locator("#search-results a").first).to_be_visible()
    found += findings(learner, "search")
    assert "\n".join(found) == ""


def answer_wrongly(learner: Learner, page: Page) -> None:
    """The first question to the end of its attempts, the others once, every other one rightly."""
    for number, question in enumerate(page.questions):
        learner.answer(question.id, question.right() if number % 2 else question.wrong())
        while number == 0 and not learner.is_done(question.id):
            learner.answer(question.id, question.wrong())


def close_contents(learner: Learner) -> None:
    """The table of contents, if it covers the page, goes."""
    button = learner.window.locator("#toc-button")
    if button.get_attribute("aria-expanded") == "true":
        button.click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways(language: str, desk: Desk, lms: Lms, builder: Builder) -> None:
    """No page of the real course is wider than its window, from the smallest phone to a desk."""
    folder = builder.unpacked(OPEN_DATA, "web", language)
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.start()
    wide = []
    for page in learner.package.page_list:
        learner.open(page.id)
        close_contents(learner)
        for width in (1280, 768, 390, 320):
            learner.tab.set_viewport_size({"width": width, "height": 800})
            if learner.window.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(f"{page.id} at {width}")
    assert wide == []


class Keyboard:
    """A learner without a pointer: only keys, and only what has the focus."""

    def __init__(self, learner: Learner) -> None:
        self.learner = learner
        self.keys = learner.tab.keyboard

    def focused(self) -> str:
        """The selector-like name of the element with the focus."""
        script = """() => { const one = document.activeElement;
          return [one.id && '#' + one.id, one.className && '.' + one.className,
            JSON.stringify(one.dataset)].filter(Boolean).join(' ') }"""
        name: str = self.learner.window.evaluate(script)
        return name

    def to(self, selector: str, key: str = "Tab") -> None:
        """Press Tab until the focus is there; the focus must be seen all the way."""
        for _press in range(120):
            if self.learner.window.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.keys.press(key)
            self.check_visible()
        message = f"{selector} cannot be reached; the focus is at {self.focused()}"
        raise AssertionError(message)

    def check_visible(self) -> None:
        """The focused element has an outline or a shadow, and lies in the window."""
        seen = self.learner.window.evaluate(
            """() => { const one = document.activeElement;
            if (one === document.body) return true;
            const around = [one, one.parentElement, one.nextElementSibling].filter(Boolean);
            return around.some(each => { const style = getComputedStyle(each);
              return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
                || style.boxShadow !== 'none' }) }"""
        )
        assert seen, f"the focus at {self.focused()} is not visible"

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.keys.press(key)


def test_keyboard_is_enough(desk: Desk, lms: Lms, builder: Builder) -> None:
    """Every kind of question, from the cover to the last page, without a pointer."""
    folder = builder.unpacked(HARBOUR, "web", "en")
    learner = desk.tab(lms.content(lms.add(folder)), folder)
    learner.ready()
    keyboard = Keyboard(learner)
    keyboard.to("#start")
    keyboard.press("Enter")
    learner.expect_page("signals/flags")
    forward(keyboard, "signals/lights")
    pick(keyboard, "red-flag", "b")
    tick(keyboard, "night-lights", ["a", "c"])
    forward(keyboard, "lines/knots")
    pick(keyboard, "stepping-over", "f")
    write(keyboard, "knot-name", "bowline")
    write(keyboard, "safe-load", "2,5")
    forward(keyboard, "lifting/loads")
    for left, right in (("1", "a"), ("2", "b"), ("3", "c")):
        keyboard.to(f'#q-hand-signals select[data-left="{left}"]')
        choose_option(keyboard, right)
    check(keyboard, "hand-signals")
    order(keyboard, "lift-steps", ["a", "b", "c", "d"])
    keyboard.to('#q-lift-rule [data-gap="1"]')
    choose_option(keyboard, "a")
    keyboard.to('#q-lift-rule [data-gap="2"]')
    keyboard.keys.type("signaller")
    check(keyboard, "lift-rule")
    forward(keyboard, "lifting/after")
    assert desk.console == []


def forward(keyboard: Keyboard, page: str) -> None:
    """The next page, by its button; the focus follows to the new page."""
    keyboard.to("#next")
    keyboard.press("Enter")
    keyboard.learner.expect_page(page)
    inside = "() => document.querySelector('#main').contains(document.activeElement)"
    keyboard.learner.window.wait_for_function(inside)


def check(keyboard: Keyboard, question: str) -> None:
    """Send the answer; the focus goes to the verdict, which is announced."""
    keyboard.to(f"#q-{question} button.check")
    keyboard.press("Enter")
    expect(keyboard.learner.section(question)).to_have_attribute("data-result", "right")
    verdict = keyboard.learner.section(question).locator(".verdict")
    expect(verdict).to_be_focused()
    assert (verdict.inner_text() or "").strip()


def pick(keyboard: Keyboard, question: str, code: str) -> None:
    """Radio buttons: one tab stop, arrows inside."""
    keyboard.to(f"#q-{question} input[type=radio]")
    keyboard.press("Space")
    for _press in range(6):
        if keyboard.learner.shown(question) == [code]:
            break
        keyboard.press("ArrowDown")
    assert keyboard.learner.shown(question) == [code]
    check(keyboard, question)


def tick(keyboard: Keyboard, question: str, codes: list[str]) -> None:
    """Check boxes in whatever order they are shown."""
    boxes = keyboard.learner.section(question).locator("input[type=checkbox]")
    values: list[str] = boxes.evaluate_all("all => all.map(one => one.value)")
    for code in sorted(codes, key=values.index):
        keyboard.to(f'#q-{question} input[value="{code}"]')
        keyboard.press("Space")
    check(keyboard, question)


def write(keyboard: Keyboard, question: str, text: str) -> None:
    """A text field."""
    keyboard.to(f"#q-{question} input")
    keyboard.keys.type(text)
    check(keyboard, question)


def choose_option(keyboard: Keyboard, code: str) -> None:
    """A drop-down, closed: arrows change it."""
    value = "document.activeElement.value"
    for key in ("ArrowUp", "ArrowDown"):
        for _press in range(8):
            if keyboard.learner.window.evaluate(value) == code:
                return
            keyboard.press(key)
    message = f"{code} cannot be chosen at {keyboard.focused()}"
    raise AssertionError(message)


def order(keyboard: Keyboard, question: str, codes: list[str]) -> None:
    """Items move up by their buttons, and the focus stays with them."""
    for place, code in enumerate(codes):
        button = f'#q-{question} li[data-code="{code}"] .up'
        for _press in range(len(codes)):
            if keyboard.learner.shown(question).index(code) == place:
                break
            keyboard.to(button)
            keyboard.press("Enter")
    assert keyboard.learner.shown(question) == codes
    check(keyboard, question)
