"""A learner who leaves in the middle, comes back, and finishes: the same steps in every LMS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Frame

FIRST, SECOND = "leaving/alarm", "leaving/outside"
SCORE = 66.67  # two of three questions


@dataclass(frozen=True)
class Found:
    """What the learner finds on coming back."""

    page: str
    response: str
    result: str
    finished: bool


def first_session(course: Frame) -> None:
    """Answer the question on the first page and turn to the second."""
    _begin(course)
    _wait_for_page(course, FIRST)
    course.check("#q-way-a")
    _submit(course, "way")
    course.click("#next")
    _wait_for_page(course, SECOND)


def come_back(course: Frame) -> Found:
    """See where the course opens, and what has become of the answer on the first page."""
    _begin(course)
    course.wait_for_selector("#page section.question")
    opened = _page(course)
    if opened == SECOND:
        course.click("#previous")
    _wait_for_page(course, FIRST)
    question = course.locator("#q-way")
    checked = course.locator("#q-way input:checked")
    return Found(
        page=opened,
        response=",".join(box.get_attribute("value") or "" for box in checked.all()),
        result=question.get_attribute("data-result") or "",
        finished=question.get_attribute("data-done") is not None,
    )


def second_session(course: Frame) -> None:
    """From the first page on: answer the rest, one question wrongly."""
    course.click("#next")
    _wait_for_page(course, SECOND)
    course.fill("#q-count .answer input", "12")
    _submit(course, "count")
    course.select_option("#q-roles select[data-left='1']", "a")
    course.select_option("#q-roles select[data-left='2']", "b")
    _submit(course, "roles")


def _begin(course: Frame) -> None:
    course.wait_for_selector("#start:enabled, #pager:not([hidden])")
    assert course.get_attribute("body", "data-state") == "ready", course.inner_text("#notice")
    if course.is_visible("#start"):
        course.click("#start")


def _submit(course: Frame, question: str) -> None:
    course.click(f"#q-{question} button.check")
    course.wait_for_selector(f"#q-{question}[data-done]")


def _wait_for_page(course: Frame, page: str) -> None:
    course.wait_for_selector(f"#toc a[href='#/{page}'][aria-current=page]", state="attached")


def _page(course: Frame) -> str:
    current = course.locator("#toc a[aria-current=page]")
    return (current.get_attribute("href") or "").removeprefix("#/")
