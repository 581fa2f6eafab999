"""A learner who works through a course in the browser, by the same controls as anybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

from browser.package import Response

if TYPE_CHECKING:
    from playwright.sync_api import Frame

    from browser.package import CoursePackage, Question

# The address changes before the page does; the contents mark a page once all of it is there.
SHOWN = """page => location.hash === '#/' + page
  && document.querySelector('#toc a[aria-current=page]')?.getAttribute('href') === '#/' + page"""


class Learner:
    """Reads pages, answers questions, looks at what came of it."""

    def __init__(self, window: Frame | Page, package: CoursePackage) -> None:
        """`window` shows the course: the LMS's frame, or the tab itself."""
        self.window = window
        self.tab: Page = window if isinstance(window, Page) else window.page
        self.package = package

    # Getting around

    def start(self) -> None:
        """Wait until the course may begin, and begin."""
        self.ready()
        under_way = "location.hash.length > 2"
        self.window.wait_for_function(f"{under_way} || document.querySelector('#start:enabled')")
        if not self.window.evaluate(under_way):
            self.window.locator("#start").click()
        self.window.wait_for_function(under_way)

    def ready(self, state: str = "") -> str:
        """Wait until the runtime has found out where it is; its state."""
        body = self.window.locator("body")
        expect(body).to_have_attribute("data-state", re.compile(f"^{state or '(?!loading)'}"))
        return body.get_attribute("data-state") or ""

    @property
    def page(self) -> str:
        """The page that is shown."""
        address: str = self.window.evaluate("location.hash")
        return address.removeprefix("#/")

    def open(self, page: str) -> None:
        """Go to a page by the table of contents."""
        link = self.window.locator(f'#toc a[href="#/{page}"]')
        if not link.is_visible():
            self.window.locator("#toc-button").click()
        link.click()
        self.expect_page(page)

    def next(self) -> None:
        """Go to the next page."""
        after = self.package.page_list.index(self.package.pages[self.page]) + 1
        self.window.locator("#next").click()
        self.expect_page(self.package.page_list[after].id)

    def expect_page(self, page: str) -> None:
        """The page is there, with its questions."""
        self.window.wait_for_function(SHOWN, arg=page)
        for question in self.package.pages[page].questions:
            if not question.quiz:  # those of a quiz are there when it has begun
                expect(self.section(question.id)).to_be_visible()

    # Answering

    def section(self, question: str) -> Locator:
        """A question on the page."""
        return self.window.locator(f'section[data-question="{question}"]')

    def answer(self, question: str, response: Response | None = None) -> str:
        """Answer a question (rightly, unless told what) and say what the course thinks of it."""
        section = self.section(question)
        known = self.package.questions[question]
        retry = section.locator("button.retry")
        if retry.is_visible():
            retry.click()
        self.enter(known, known.right() if response is None else response)
        section.locator("button.check").click()
        expect(section).to_have_attribute("data-result", re.compile("right|partly|wrong|noted"))
        return self.result(question)

    def enter(self, question: Question, response: Response) -> None:
        """Put an answer into the controls."""
        section = self.section(question.id)
        if question.kind == "cloze":
            _fill_gaps(section, question, response)
        else:
            _ENTER[question.kind](section, response)

    # Looking

    def result(self, question: str) -> str:
        """`right`, `partly`, `wrong`, `noted`, or an empty text before an answer."""
        return self.section(question).get_attribute("data-result") or ""

    def is_done(self, question: str) -> bool:
        """Whether no more attempt is possible or needed."""
        return self.section(question).get_attribute("data-done") is not None

    def shown(self, question: str) -> Response:
        """The answer that the controls show."""
        section, known = self.section(question), self.package.questions[question]
        if known.kind in ("choice", "true-false", "hotspot", "matrix", "likert"):
            found = section.locator("input:checked").evaluate_all("all => all.map(one => one.value)")
        elif known.kind == "long-answer":
            levels = section.locator(".levels input:checked").evaluate_all("all => all.map(one => one.value)")
            found = [section.locator("textarea").input_value(), *levels]
        elif known.kind in ("matching", "categorising"):
            found = section.locator("select[data-left]").evaluate_all(
                "all => all.filter(one => one.value).map(one => one.dataset.left + '.' + one.value)"
            )
        elif known.kind == "ordering":
            found = section.locator("li[data-code]").evaluate_all("all => all.map(one => one.dataset.code)")
        else:
            found = section.locator(".answer input, .stem input, [data-gap]").evaluate_all(
                "all => [...new Set(all)].map(one => one.value)"
            )
        return list(found)


def _choose(section: Locator, response: Response) -> None:
    boxes = section.locator(".answer input")
    for index in range(boxes.count()):
        box = boxes.nth(index)
        wanted = box.get_attribute("value") in response
        if box.get_attribute("type") == "checkbox" or wanted:
            box.set_checked(wanted)


def _point(section: Locator, response: Response) -> None:
    """By the names below the picture."""
    for code in section.locator(".answer input").evaluate_all("all => all.map(one => one.value)"):
        box = section.locator(f'.answer input[value="{code}"]')
        wanted = code in response
        if box.is_checked() != wanted and (wanted or box.get_attribute("type") == "checkbox"):
            section.locator(f'[data-option="{code}"] label').click()


def _order(section: Locator, response: Response) -> None:
    """Move items up, one button at a time."""
    codes = "all => all.map(one => one.dataset.code)"
    for place, code in enumerate(response):
        here: list[str] = section.locator("li[data-code]").evaluate_all(codes)
        for _step in range(here.index(code) - place):
            section.locator(f'li[data-code="{code}"] .up').click()
    assert section.locator("li[data-code]").evaluate_all(codes) == response


def _fill_gaps(section: Locator, question: Question, response: Response) -> None:
    for number, (text, gap) in enumerate(zip(response, question.rule["gaps"], strict=True), 1):
        field = section.locator(f'[data-gap="{number}"]')
        if gap["typed"]:
            field.fill(text)
        else:
            others = "all => all.map(one => one.value).filter(one => one)"
            codes: list[str] = field.locator("option").evaluate_all(others)
            field.select_option(text or next(one for one in codes if one not in gap["accept"]))


def _type(section: Locator, response: Response) -> None:
    section.locator(".answer input").fill(response[0])


def _pair(section: Locator, response: Response) -> None:
    for pair in response:
        left, right = pair.split(".")
        section.locator(f'select[data-left="{left}"]').select_option(right)


def _write(section: Locator, response: Response) -> None:
    """A text, then the model answer beside it, then a judgement."""
    section.locator("textarea").fill(response[0])
    section.locator("button.check").click()
    section.locator(f'.levels input[value="{response[1]}"]').check()


_ENTER: dict[str, Callable[[Locator, Response], None]] = {
    "choice": _choose,
    "true-false": _choose,
    "matrix": _choose,
    "likert": _choose,
    "hotspot": _point,
    "text": _type,
    "numeric": _type,
    "matching": _pair,
    "categorising": _pair,
    "ordering": _order,
    "long-answer": _write,
}
